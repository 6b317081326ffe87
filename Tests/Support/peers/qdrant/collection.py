"""One collection: a shard of the engine, and what the server itself remembers and checks."""
import os

import qdrant_edge as edge

import layout
import queries
from filters import engine_filter
from keeping import save
from limits import Limits
from refusals import Refusal, engine

Update = edge.UpdateOperation


class Collection:
    """`facts` are what meta.json holds: the configuration, the indexes, the time of creation."""

    def __init__(self, storage, name, facts, is_new):
        self.storage, self.name, self.facts = storage, name, facts
        self.folder = os.path.join(storage.folder, "collections", name)
        shard = os.path.join(self.folder, "shard")
        if is_new:
            os.makedirs(shard)
            configuration = layout.engine_configuration(self.params)
            self.shard = engine(edge.EdgeShard.create, shard, configuration)
            self.save()
        else:
            self.shard = edge.EdgeShard.load(shard)
        self.operations, self.flushed = 0, 0
        self.settle()

    @property
    def configuration(self):
        return self.facts["config"]

    @property
    def params(self):
        return self.configuration["params"]

    @property
    def indexes(self):
        return self.facts["schema"]

    def save(self):
        save(os.path.join(self.folder, "meta.json"), self.facts)

    def settle(self):
        """Takes up what the configuration says now."""
        self.limits = Limits(self.configuration["strict_mode_config"])
        self.dense = layout.dense_spaces(self.params["vectors"])
        self.sparse = set(self.params.get("sparse_vectors") or {})

    def flush(self):
        if self.operations != self.flushed:
            self.shard.flush()
            self.flushed = self.operations

    def apply(self, operation):
        engine(self.shard.update, operation)
        self.operations += 1
        return self.operations - 1

    def filter(self, words, is_write=False):
        self.limits.filter(words, self.indexes, is_write)
        return engine_filter(words, self.storage.version)

    # What the server checks before the engine sees it: the engine applies half a batch, then fails.

    def check(self, vectors):
        named = vectors if isinstance(vectors, dict) else {"": vectors}
        for name, vector in named.items():
            if name in self.dense:
                self._check_dense(name, vector)
            elif name not in self.sparse:
                raise Refusal("bad_input", f"Not existing vector name error: {name}")
            elif not isinstance(vector, edge.SparseVector):
                raise Refusal("bad_input", "Conversion between sparse and regular vectors failed")

    def _check_dense(self, name, vector):
        space = self.dense[name]
        is_multi = space.get("multivector_config") and vector and isinstance(vector[0], list)
        for row in vector if is_multi else [vector]:
            if isinstance(row, edge.SparseVector):
                raise Refusal("bad_input", "Conversion between sparse and regular vectors failed")
            if not row:
                raise Refusal("invalid", "[points[0].vector: vector must not be empty]")
            if len(row) != space["size"]:
                where = f" for vector '{name}'" if name else ""
                raise Refusal(
                    "bad_input", f"Vector dimension error: expected dim: {space['size']}, "
                    f"got {len(row)}{where}")

    # Writes.

    def upsert(self, points, condition=None, mode=None):
        """`points` are triples of id, vectors and payload."""
        self.limits.upsert(len(points), self.shard.info().points_count)
        if not points:
            raise Refusal("bad_request", "Empty update request")
        for _, vectors, _ in points:
            self.check(vectors)
        poison = self.storage.poison
        if poison and any(str(identity) in poison for identity, _, _ in points):
            raise Refusal("bad_input", "a point of the batch is not to the server's taste")
        version = self.storage.version
        condition = engine_filter(condition, version) if version.knows("1.15.4") else None
        mode = mode if version.knows("1.17") else None
        made = engine(lambda: [edge.Point(*point) for point in points])
        return self.apply(
            Update.upsert_points(made, condition=condition, update_mode=mode))

    def update_vectors(self, points, condition=None):
        self.limits.write(len(points))
        for _, vectors in points:
            self.check(vectors)
        made = engine(lambda: [edge.PointVectors(*point) for point in points])
        return self.apply(
            Update.update_vectors(made, engine_filter(condition, self.storage.version)))

    def change(self, operation, ids, words, *arguments):
        """An operation of the engine on the points with these ids, or on those of a filter."""
        if ids is not None:
            self.limits.write(len(ids))
            return self.apply(getattr(Update, operation)(ids, *arguments))
        selected = self.filter(words, is_write=True)
        if self.limits.writes:
            self.limits.write(self.shard.count(edge.CountRequest(exact=False, filter=selected)))
        return self.apply(getattr(Update, operation + "_by_filter")(selected, *arguments))

    # Schema.

    def create_index(self, field, schema):
        self.limits.index(len(self.indexes))
        schema = self.storage.version.without_unknown(schema)
        kind, parameters = layout.index_schema(schema)
        number = self.apply(Update.create_field_index(field, layout.engine_index(schema)))
        self.indexes[field] = {"data_type": kind}
        if parameters:
            self.indexes[field]["params"] = parameters
        self.save()
        return number

    def delete_index(self, field):
        number = self.apply(Update.delete_field_index(field))
        self.indexes.pop(field, None)
        self.save()
        return number

    def create_vector(self, name, dense=None, sparse=None):
        self.storage.version.demand("1.18", "CreateVectorName")
        present = self.dense.get(name)
        if present is not None and dense:
            if all(present.get(key) == value for key, value in dense.items()):
                return self.operations
            raise Refusal("bad_input", f"Vector name {name} already exists with other parameters")
        if dense:
            operation = Update.create_dense_vector(
                name, dense["size"], layout.DISTANCES[dense["distance"]],
                **layout.space_options(dense))
            self.params["vectors"] = {**self.dense, name: dense}
        else:
            operation = Update.create_sparse_vector(name, layout.modifier(sparse))
            self.params.setdefault("sparse_vectors", {})[name] = sparse or {}
        return self._changed(self.apply(operation))

    def delete_vector(self, name):
        self.storage.version.demand("1.18", "DeleteVectorName")
        number = self.apply(Update.delete_vector_name(name))
        spaces = self.params["vectors"] if name in self.dense else self.params["sparse_vectors"]
        spaces.pop(name, None)
        return self._changed(number)

    def update(self, change):
        layout.update(self.configuration, self.storage.version.without_unknown(change))
        return self._changed(True)

    def _changed(self, result):
        self.save()
        self.settle()
        return result

    # Reads.

    def info(self):
        info = self.shard.info()
        counts = {field: entry.points for field, entry in info.payload_schema.items()}
        counts.update(self.storage.thin)
        schema = {
            field: {**entry, "points": counts.get(field, 0)}
            for field, entry in self.indexes.items()
        }
        status, waiting = self.storage.status()
        return {
            "status": status, "optimizer_status": "ok", "points_count": info.points_count,
            "indexed_vectors_count": info.indexed_vectors_count,
            "segments_count": info.segments_count, "config": self.configuration,
            "payload_schema": schema, "update_queue": {"length": waiting},
        }

    def retrieve(self, ids, payload, vectors):
        """In the order asked for, each point once."""
        self.limits.read()
        found = {record.id: record for record in engine(self.shard.retrieve, ids, payload, vectors)}
        return [found[identity] for identity in dict.fromkeys(ids) if identity in found]

    def scroll(self, offset, limit, words, payload, vectors, order=None):
        if limit == 0:
            raise Refusal("invalid", "[limit: value 0 invalid, must be 1 or larger]")
        limit = limit or 10
        self.limits.read(limit)
        if order is not None and offset is not None:
            raise Refusal(
                "bad_request", "Cannot use an `offset` when using `order_by`. The alternative for "
                "paging is to use `order_by.start_from`")
        request = edge.ScrollRequest(
            offset=offset, limit=limit, filter=self.filter(words), with_payload=payload,
            with_vector=vectors, order_by=queries.order(order))
        return engine(self.shard.scroll, request)

    def count(self, words, exact):
        self.limits.read()
        request = edge.CountRequest(exact=exact, filter=self.filter(words))
        return engine(self.shard.count, request)

    def facet(self, key, limit, words, exact):
        self.limits.read()
        request = edge.FacetRequest(
            key, limit=limit or 10, exact=bool(exact), filter=self.filter(words))
        return engine(self.shard.facet, request).hits

    def query(self, words):
        self.limits.read(words.get("limit"))
        return queries.run(self, words)

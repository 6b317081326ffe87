"""The service qdrant.Points."""
import qdrant_edge as edge
from qdrant_client import grpc as wire
from qdrant_client.conversions.conversion import (
    GrpcToRest, grpc_field_type_to_payload_schema, grpc_to_payload, payload_to_grpc)

import points
from grpc_calls import Service, call, filter_words, optional, plain
from refusals import Refusal

MODES = {0: edge.UpdateMode.Upsert, 1: edge.UpdateMode.InsertOnly, 2: edge.UpdateMode.UpdateOnly}


def outcome(number, request):
    status = wire.UpdateStatus.Completed if request.wait else wire.UpdateStatus.Acknowledged
    return wire.PointsOperationResponse(
        result=wire.UpdateResult(operation_id=number, status=status))


def selected(message):
    """Ids or a filter, the other is None."""
    kind = message.WhichOneof("points_selector_one_of")
    if kind == "points":
        return [points.id_from_wire(identity) for identity in message.points.ids], None
    if kind == "filter":
        return None, plain(GrpcToRest.convert_filter(message.filter))
    raise Refusal("bad_input", "PointSelector is missing")


def upsert(collection, request):
    made = []
    for point in request.points:
        vectors = points.vectors_from_wire(point.vectors) if point.HasField("vectors") else {}
        made.append((points.id_from_wire(point.id), vectors, grpc_to_payload(point.payload)))
    mode = MODES[request.update_mode] if request.HasField("update_mode") else None
    return collection.upsert(made, filter_words(request, "update_filter"), mode)


def update_vectors(collection, request):
    made = [
        (points.id_from_wire(point.id), points.vectors_from_wire(point.vectors))
        for point in request.points
    ]
    return collection.update_vectors(made, filter_words(request, "update_filter"))


def set_payload(operation, collection, request):
    return collection.change(
        operation, *selected(request.points_selector), grpc_to_payload(request.payload),
        optional(request, "key"))


def batched(collection, operation):
    """One operation of a batch. Each is applied before the next is looked at."""
    kind = operation.WhichOneof("operation")
    words = getattr(operation, kind)
    if kind == "upsert":
        return upsert(collection, words)
    if kind == "update_vectors":
        return update_vectors(collection, words)
    if kind in ("set_payload", "overwrite_payload"):
        return set_payload(kind, collection, words)
    if kind == "delete_payload":
        return collection.change(kind, *selected(words.points_selector), list(words.keys))
    if kind == "delete_vectors":
        return collection.change(
            kind, *selected(words.points_selector), list(words.vectors.names))
    selector = words if kind.endswith("_deprecated") else words.points
    name = "delete_points" if kind.startswith("delete") else "clear_payload"
    return collection.change(name, *selected(selector))


def space(config):
    """(dense, sparse) of a vector that is added by name; one of them is None."""
    if not config.HasField("dense_config"):
        is_idf = config.sparse_config.modifier == wire.Modifier.Idf
        return None, {"modifier": "idf"} if is_idf else {}
    dense = config.dense_config
    words = {"size": dense.size, "distance": GrpcToRest.convert_distance(dense.distance).value}
    if dense.HasField("datatype"):
        words["datatype"] = GrpcToRest.convert_datatype(dense.datatype).value
    if dense.HasField("multivector_config"):
        words["multivector_config"] = {"comparator": "max_sim"}
    return words, None


class Points(Service):
    def collection(self, request):
        return self.house.storage.get(request.collection_name)

    @property
    def is_flat(self):
        return not self.house.version.knows("1.17")

    def records(self, found):
        return [points.record_to_wire(record, self.is_flat) for record in found]

    @call("upsert")
    def Upsert(self, request):
        return outcome(upsert(self.collection(request), request), request)

    @call("update_vectors")
    def UpdateVectors(self, request):
        return outcome(update_vectors(self.collection(request), request), request)

    @call("delete")
    def Delete(self, request):
        number = self.collection(request).change("delete_points", *selected(request.points))
        return outcome(number, request)

    @call("delete_vectors")
    def DeleteVectors(self, request):
        number = self.collection(request).change(
            "delete_vectors", *selected(request.points_selector), list(request.vectors.names))
        return outcome(number, request)

    @call("set_payload")
    def SetPayload(self, request):
        return outcome(set_payload("set_payload", self.collection(request), request), request)

    @call("overwrite_payload")
    def OverwritePayload(self, request):
        return outcome(set_payload("overwrite_payload", self.collection(request), request), request)

    @call("delete_payload")
    def DeletePayload(self, request):
        number = self.collection(request).change(
            "delete_payload", *selected(request.points_selector), list(request.keys))
        return outcome(number, request)

    @call("clear_payload")
    def ClearPayload(self, request):
        number = self.collection(request).change("clear_payload", *selected(request.points))
        return outcome(number, request)

    @call("batch")
    def UpdateBatch(self, request):
        collection = self.collection(request)
        numbers = [batched(collection, operation) for operation in request.operations]
        return wire.UpdateBatchResponse(
            result=[outcome(number, request).result for number in numbers])

    @call("create_index")
    def CreateFieldIndex(self, request):
        if request.HasField("field_index_params"):
            schema = plain(
                GrpcToRest.convert_payload_schema_params(request.field_index_params))
        elif request.HasField("field_type"):
            kind = grpc_field_type_to_payload_schema(request.field_type)
            schema = GrpcToRest.convert_payload_schema_type(kind).value
        else:
            raise Refusal("bad_input", "field_type or field_index_params expected")
        number = self.collection(request).create_index(request.field_name, schema)
        return outcome(number, request)

    @call("delete_index")
    def DeleteFieldIndex(self, request):
        return outcome(self.collection(request).delete_index(request.field_name), request)

    @call("create_vector_name")
    def CreateVectorName(self, request):
        dense, sparse = space(request)
        number = self.collection(request).create_vector(request.vector_name, dense, sparse)
        return outcome(number, request)

    @call("delete_vector_name")
    def DeleteVectorName(self, request):
        return outcome(self.collection(request).delete_vector(request.vector_name), request)

    @call("get")
    def Get(self, request):
        found = self.collection(request).retrieve(
            [points.id_from_wire(identity) for identity in request.ids],
            points.payload_from_selector(request.with_payload, False),
            points.vectors_from_selector(request.with_vectors))
        return wire.GetResponse(result=self.records(found))

    @call("scroll")
    def Scroll(self, request):
        order = None
        if request.HasField("order_by"):
            order = plain(GrpcToRest.convert_order_by(request.order_by))
        offset = points.id_from_wire(request.offset) if request.HasField("offset") else None
        found, following = self.collection(request).scroll(
            offset, optional(request, "limit"), filter_words(request),
            points.payload_from_selector(request.with_payload, True),
            points.vectors_from_selector(request.with_vectors), order)
        page = None if following is None else points.id_to_wire(following)
        return wire.ScrollResponse(result=self.records(found), next_page_offset=page)

    @call("count")
    def Count(self, request):
        exact = request.exact if request.HasField("exact") else True
        count = self.collection(request).count(filter_words(request), exact)
        return wire.CountResponse(result=wire.CountResult(count=count))

    @call("facet")
    def Facet(self, request):
        hits = self.collection(request).facet(
            request.key, optional(request, "limit"), filter_words(request),
            optional(request, "exact"))
        return wire.FacetResponse(hits=[self.hit(hit) for hit in hits])

    @staticmethod
    def hit(hit):
        kinds = {bool: "bool_value", int: "integer_value"}
        kind = kinds.get(type(hit.value), "string_value")
        value = hit.value if kind != "string_value" else str(hit.value)
        return wire.FacetHit(value=wire.FacetValue(**{kind: value}), count=hit.count)

    @call("query")
    def Query(self, request):
        found = self.collection(request).query(plain(GrpcToRest.convert_query_points(request)))
        return wire.QueryResponse(result=[self.scored(point) for point in found])

    def scored(self, point):
        vectors = None
        if point.vector is not None:
            vectors = points.vectors_to_wire(point.vector, self.is_flat)
        return wire.ScoredPoint(
            id=points.id_to_wire(point.id), score=point.score, version=point.version,
            payload=payload_to_grpc(point.payload or {}), vectors=vectors)

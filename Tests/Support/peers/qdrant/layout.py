"""What a collection is like: defaults, how changes are merged, and what the engine is told of it.

Configurations are kept in the words of the REST interface.
"""
import datetime

import qdrant_edge as edge

from refusals import Refusal

DISTANCES = {
    name: getattr(edge.Distance, name) for name in ("Cosine", "Euclid", "Dot", "Manhattan")
}
DATATYPES = {
    "float32": edge.VectorStorageDatatype.Float32, "float16": edge.VectorStorageDatatype.Float16,
    "uint8": edge.VectorStorageDatatype.Uint8, "turbo4": edge.VectorStorageDatatype.Turbo4,
}
INDEX_TYPES = ("keyword", "integer", "float", "geo", "text", "bool", "datetime", "uuid")
# The engine shapes its indexes without these.
UNKNOWN_TO_ENGINE = {"type", "memory", "nested", "scoring", "stemmer", "stopwords"}

HNSW = {
    "m": 16, "ef_construct": 100, "full_scan_threshold": 10000, "max_indexing_threads": 0,
    "on_disk": False,
}
OPTIMIZERS = {
    "deleted_threshold": 0.2, "vacuum_min_vector_number": 1000, "default_segment_number": 0,
    "max_segment_size": None, "memmap_threshold": None, "indexing_threshold": 10000,
    "flush_interval_sec": 5, "max_optimization_threads": None,
}
WAL = {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1}
COUNTS = ("shard_number", "replication_factor", "write_consistency_factor")


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(entry) for key, entry in value.items() if entry is not None}
    return [without_nulls(entry) for entry in value] if isinstance(value, list) else value


def merged(base, change):
    """Keys that are there win; keys that are absent or null stay as they were. Nothing is unset."""
    result = dict(base or {})
    result.update({key: value for key, value in (change or {}).items() if value is not None})
    return result


def dense_spaces(vectors):
    """Name to parameters; the unnamed vector's name is the empty text."""
    if not vectors:
        return {}
    return {"": vectors} if isinstance(vectors.get("size"), int) else vectors


def new_configuration(asked):
    params = {"vectors": asked.get("vectors") or {}}
    for key in COUNTS:
        params[key] = asked.get(key) or 1
    on_disk = asked.get("on_disk_payload")
    params["on_disk_payload"] = True if on_disk is None else on_disk
    for key in ("sparse_vectors", "sharding_method", "payload"):
        if asked.get(key):
            params[key] = asked[key]
    check_spaces(params)
    configuration = {
        "params": params, "hnsw_config": merged(HNSW, asked.get("hnsw_config")),
        "optimizer_config": merged(OPTIMIZERS, asked.get("optimizers_config")),
        "wal_config": merged(WAL, asked.get("wal_config")),
        "quantization_config": asked.get("quantization_config"),
        "strict_mode_config": merged({"enabled": False}, asked.get("strict_mode_config")),
    }
    if asked.get("metadata"):
        configuration["metadata"] = asked["metadata"]
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"config": configuration, "schema": {}, "created_at": now.isoformat()}


def check_spaces(params):
    dense = dense_spaces(params["vectors"])
    if set(dense) & set(params.get("sparse_vectors") or {}):
        raise Refusal("bad_input", "Dense and sparse vector names must be unique - duplicate found")
    for space in dense.values():
        if not 1 <= space["size"] <= 65536:
            raise Refusal(
                "invalid",
                f"[vectors.size: value {space['size']} invalid, must be from 1 to 65536]")


def space_options(space):
    options = {}
    if space.get("datatype"):
        if space["datatype"] not in DATATYPES:
            raise Refusal("bad_input", f"the engine has no datatype {space['datatype']}")
        options["datatype"] = DATATYPES[space["datatype"]]
    if space.get("multivector_config"):
        options["multivector_config"] = edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim)
    return options


def modifier(space):
    return edge.Modifier.Idf if (space or {}).get("modifier") == "idf" else None


def engine_configuration(params):
    dense = {
        name: edge.EdgeVectorParams(
            space["size"], DISTANCES[space["distance"]], **space_options(space))
        for name, space in dense_spaces(params["vectors"]).items()
    }
    sparse = {
        name: edge.EdgeSparseVectorParams(modifier=modifier(space))
        for name, space in (params.get("sparse_vectors") or {}).items()
    }
    return edge.EdgeConfig(vectors=dense or None, sparse_vectors=sparse or None)


def index_schema(schema):
    """'keyword' or {'type': 'keyword', ...} to the type and the parameters or None."""
    if isinstance(schema, str):
        return schema, None
    parameters = {key: value for key, value in schema.items() if value is not None}
    return schema["type"], parameters if set(parameters) > {"type"} else None


def engine_index(schema):
    kind, parameters = index_schema(schema)
    if kind not in INDEX_TYPES:
        raise Refusal("bad_input", f"unknown payload schema {kind}")
    if parameters is None:
        return getattr(edge.PayloadSchemaType, kind.capitalize())
    options = {key: value for key, value in parameters.items() if key not in UNKNOWN_TO_ENGINE}
    if "tokenizer" in options:
        options["tokenizer"] = getattr(edge.TokenizerType, options["tokenizer"].capitalize())
    if kind == "keyword" and "prefix" in options:
        options["prefix"] = bool(options["prefix"])
    return getattr(edge, kind.capitalize() + "IndexParams")(**options)


def update(configuration, change):
    """Merges an update into a configuration, key by key as the server does."""
    params = configuration["params"]
    for key, place in (("optimizers_config", "optimizer_config"), ("hnsw_config", "hnsw_config"),
                       ("params", "params"), ("strict_mode_config", "strict_mode_config")):
        if change.get(key):
            configuration[place] = merged(configuration[place], change[key])
    params = configuration["params"]
    if change.get("quantization_config"):
        configuration["quantization_config"] = quantization(change["quantization_config"])
    update_dense(dense_spaces(params["vectors"]), change.get("vectors") or {})
    update_sparse(params.get("sparse_vectors") or {}, change.get("sparse_vectors") or {})
    if change.get("metadata"):
        update_metadata(configuration, change["metadata"])


def quantization(value):
    return None if value == "Disabled" else value


def update_dense(spaces, changes):
    for name, change in changes.items():
        if name not in spaces:
            raise Refusal("bad_input", f"Not existing vector name error: {name}")
        for key, value in change.items():
            if value is None:
                continue
            if key == "hnsw_config":
                value = merged(spaces[name].get(key), value)
            elif key == "quantization_config":
                value = quantization(value)
            spaces[name][key] = value


def update_sparse(spaces, changes):
    for name, change in changes.items():
        if name not in spaces:
            raise Refusal("bad_input", f"Not existing vector name error: {name}")
        index = merged(spaces[name].get("index"), change.get("index"))
        spaces[name] = merged(spaces[name], change)
        if index:
            spaces[name]["index"] = index


def update_metadata(configuration, change):
    metadata = dict(configuration.get("metadata") or {})
    for key, value in change.items():
        if value is None:
            metadata.pop(key, None)
        else:
            metadata[key] = value
    configuration["metadata"] = metadata

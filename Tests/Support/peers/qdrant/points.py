"""Ids and vectors, between the engine and the two interfaces."""
import array
import uuid

import qdrant_edge as edge
from qdrant_client import grpc as wire
from qdrant_client.conversions.conversion import payload_to_grpc

from refusals import Refusal


def point_id(value):
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2 ** 64:
        return value
    if isinstance(value, str):
        try:
            return uuid.UUID(value)
        except ValueError:
            pass
    raise Refusal(
        "format", f"value {value} is not a valid point ID, "
        "valid values are either an unsigned integer or a UUID")


def plain_id(value):
    return value if value is None or isinstance(value, int) else str(value)


def vector_from_json(value):
    if not isinstance(value, dict):
        return value
    if set(value) != {"indices", "values"}:
        return {name: vector_from_json(entry) for name, entry in value.items()}
    if len(set(value["indices"])) != len(value["indices"]):
        raise Refusal("invalid", "[points[0].vector.indices: must be unique]")
    return edge.SparseVector(value["indices"], value["values"])


def vector_to_json(value):
    if isinstance(value, edge.SparseVector):
        return {"indices": value.indices, "values": value.values}
    if isinstance(value, dict):
        return {name: vector_to_json(entry) for name, entry in value.items()}
    return value


def record_to_json(record):
    result = {"id": plain_id(record.id), "payload": record.payload}
    if record.vector is not None:
        result["vector"] = vector_to_json(record.vector)
    if record.order_value is not None:
        result["order_value"] = record.order_value
    return result


def selected_payload(selector, default):
    """The engine's selector, from JSON."""
    if selector is None:
        return default
    if isinstance(selector, dict):
        if "include" in selector:
            return edge.PayloadSelector.Include(selector["include"])
        return edge.PayloadSelector.Exclude(selector["exclude"])
    return selector


# From protobuf.

def id_from_wire(message):
    kind = message.WhichOneof("point_id_options")
    if kind == "num":
        return message.num
    if kind is None:
        raise Refusal("bad_input", "No ID options provided")
    try:
        return uuid.UUID(message.uuid)
    except ValueError:
        raise Refusal("bad_input", f"Unable to parse UUID: {message.uuid}") from None


def flat_vector(message):
    """The form that servers up to 1.16 answer in, and that every server takes."""
    if message.HasField("indices"):
        return edge.SparseVector(list(message.indices.data), list(message.data))
    if message.HasField("vectors_count"):
        width = len(message.data) // message.vectors_count
        return [list(message.data[at:at + width]) for at in range(0, len(message.data), width)]
    return list(message.data)


def floats(message):
    """Those of a DenseVector. A number of Python for each of them costs more than all the rest that
    is done with a point, so their bytes are taken as they are."""
    size, encoded, numbers = 4 * len(message.data), message.SerializeToString(), array.array("f")
    if len(encoded) > size + 8:  # There is something else in it.
        return list(message.data)
    if size:
        numbers.frombytes(encoded[-size:])
    return numbers


def vector_from_wire(message):
    kind = message.WhichOneof("vector")
    if kind is None:
        return flat_vector(message)
    if kind == "dense":
        return floats(message.dense)
    if kind == "sparse":
        return edge.SparseVector(list(message.sparse.indices), list(message.sparse.values))
    if kind == "multi_dense":
        return [list(row.data) for row in message.multi_dense.vectors]
    raise Refusal("bad_input", f"{kind} asks for inference, which this server has not")


def vectors_from_wire(message):
    kind = message.WhichOneof("vectors_options")
    if kind == "vector":
        return vector_from_wire(message.vector)
    if kind == "vectors":
        return {name: vector_from_wire(entry) for name, entry in message.vectors.vectors.items()}
    raise Refusal("bad_input", "vectors is expected")


# To protobuf.

def id_to_wire(value):
    return wire.PointId(num=value) if isinstance(value, int) else wire.PointId(uuid=str(value))


def vector_to_wire(value, is_flat):
    if isinstance(value, edge.SparseVector):
        if is_flat:
            return wire.VectorOutput(
                data=value.values, indices=wire.SparseIndices(data=value.indices))
        return wire.VectorOutput(
            sparse=wire.SparseVector(values=value.values, indices=value.indices))
    if value and isinstance(value[0], list):
        if is_flat:
            flat = [number for row in value for number in row]
            return wire.VectorOutput(data=flat, vectors_count=len(value))
        rows = [wire.DenseVector(data=row) for row in value]
        return wire.VectorOutput(multi_dense=wire.MultiDenseVector(vectors=rows))
    if is_flat:
        return wire.VectorOutput(data=value)
    return wire.VectorOutput(dense=wire.DenseVector(data=value))


def vectors_to_wire(value, is_flat):
    if not isinstance(value, dict):
        return wire.VectorsOutput(vector=vector_to_wire(value, is_flat))
    named = {name: vector_to_wire(entry, is_flat) for name, entry in value.items()}
    return wire.VectorsOutput(vectors=wire.NamedVectorsOutput(vectors=named))


def record_to_wire(record, is_flat):
    message = wire.RetrievedPoint(
        id=id_to_wire(record.id),
        payload=payload_to_grpc(record.payload) if record.payload else None)
    if record.vector is not None:
        message.vectors.CopyFrom(vectors_to_wire(record.vector, is_flat))
    if record.order_value is not None:
        kind = "int" if isinstance(record.order_value, int) else "float"
        message.order_value.CopyFrom(wire.OrderValue(**{kind: record.order_value}))
    return message


def payload_from_selector(message, default):
    kind = message.WhichOneof("selector_options")
    if kind is None:
        return default
    if kind == "enable":
        return message.enable
    if kind == "include":
        return list(message.include.fields)
    return edge.PayloadSelector.Exclude(list(message.exclude.fields))


def vectors_from_selector(message):
    kind = message.WhichOneof("selector_options")
    if kind is None:
        return False
    return message.enable if kind == "enable" else list(message.include.names)

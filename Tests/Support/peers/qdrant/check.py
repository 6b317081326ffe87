"""Holds the server against the official client: check.py --port N --grpc-port N --over grpc|rest.

Prints a line for every check that passes; the first that fails ends the program.
"""
import argparse
import json

import grpc
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def refused(call, http, code):
    """The refusal's text; fails when there is none or another one."""
    try:
        call()
    except UnexpectedResponse as error:
        assert error.status_code == http, error
        return json.loads(error.content)["status"]["error"]
    except grpc.RpcError as error:
        assert error.code() == code, error
        return error.details()
    raise AssertionError("this should have been refused")


def points(count):
    return [
        models.PointStruct(
            id=number, vector=[float(number), 1.0, 2.0, 3.0],
            payload={"n": number, "word": f"w{number % 7}", "deep": {"list": [1, 2.5, None]}})
        for number in range(count)
    ]


@check
def collections_come_and_go(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    assert client.collection_exists("a") and not client.collection_exists("b")
    text = refused(
        lambda: client.create_collection(
            "a", models.VectorParams(size=4, distance=models.Distance.DOT)),
        409, grpc.StatusCode.ALREADY_EXISTS)
    assert "Collection `a` already exists!" in text, text
    assert client.delete_collection("a") and not client.delete_collection("a")


@check
def a_configuration_is_merged_key_by_key(client):
    client.create_collection(
        "a", models.VectorParams(size=4, distance=models.Distance.COSINE),
        hnsw_config=models.HnswConfigDiff(m=8), metadata={"team": "search", "old": 1})
    client.update_collection(
        "a", hnsw_config=models.HnswConfigDiff(ef_construct=50), metadata={"old": None, "new": 2},
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=5))
    config = client.get_collection("a").config
    assert (config.hnsw_config.m, config.hnsw_config.ef_construct) == (8, 50)
    assert config.optimizer_config.indexing_threshold == 5
    assert config.metadata == {"team": "search", "new": 2}, config.metadata


@check
def quantization_is_replaced_and_disabled(client):
    client.create_collection(
        "a", models.VectorParams(size=4, distance=models.Distance.DOT),
        quantization_config=models.ScalarQuantization(
            scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8)))
    assert client.get_collection("a").config.quantization_config.scalar.type == "int8"
    client.update_collection("a", quantization_config=models.Disabled.DISABLED)
    assert client.get_collection("a").config.quantization_config is None


@check
def points_come_back_as_they_went(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert("a", points(25), wait=True)
    client.upsert("a", [models.PointStruct(
        id="5d5f9a4c-0000-4000-8000-000000000001", vector=[1, 2, 3, 4], payload={})], wait=True)
    found, following = client.scroll("a", limit=20, with_vectors=True)
    rest, end = client.scroll("a", limit=20, offset=following, with_vectors=True)
    assert [p.id for p in found + rest] == [
        *range(25), "5d5f9a4c-0000-4000-8000-000000000001"] and end is None
    assert found[3].vector == [3.0, 1.0, 2.0, 3.0]
    assert found[3].payload == {"n": 3, "word": "w3", "deep": {"list": [1, 2.5, None]}}
    assert client.count("a", exact=True).count == 26


@check
def every_kind_of_vector(client):
    client.create_collection(
        "a", {
            "title": models.VectorParams(size=2, distance=models.Distance.EUCLID),
            "body": models.VectorParams(
                size=2, distance=models.Distance.DOT,
                multivector_config=models.MultiVectorConfig(comparator="max_sim")),
        }, sparse_vectors_config={"words": models.SparseVectorParams(modifier="idf")})
    whole = {
        "title": [1.0, 2.0], "body": [[1.0, 2.0], [3.0, 4.0]],
        "words": models.SparseVector(indices=[3, 9], values=[0.5, 0.25]),
    }
    client.upsert("a", [models.PointStruct(id=1, vector=whole, payload={})], wait=True)
    client.upsert("a", [models.PointStruct(id=2, vector={"title": [5, 6]}, payload={})], wait=True)
    one, two = client.scroll("a", with_vectors=True)[0]
    assert one.vector == whole and two.vector == {"title": [5.0, 6.0]}, (one, two)
    best = client.query_points(
        "a", models.SparseVector(indices=[9], values=[1.0]), using="words").points
    assert [p.id for p in best] == [1]


@check
def cosine_is_normalised(client):
    client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.COSINE))
    client.upsert("a", [models.PointStruct(id=1, vector=[3, 4], payload={})], wait=True)
    vector = client.retrieve("a", [1], with_vectors=True)[0].vector
    assert max(abs(a - b) for a, b in zip(vector, [0.6, 0.8])) < 1e-6


@check
def payloads_change_by_id_and_by_filter(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert("a", points(5), wait=True)
    client.set_payload("a", {"x": 1}, [0, 1], wait=True)
    client.overwrite_payload("a", {"y": 2}, [2], wait=True)
    client.delete_payload("a", ["word", "deep"], [0, 1], wait=True)
    payloads = {p.id: p.payload for p in client.scroll("a")[0]}
    assert payloads[1] == {"n": 1, "x": 1} and payloads[2] == {"y": 2}
    client.delete("a", models.FilterSelector(filter=models.Filter(must=[
        models.FieldCondition(key="n", range=models.Range(gte=3))])), wait=True)
    client.delete("a", [0, 77], wait=True)
    assert [p.id for p in client.scroll("a")[0]] == [1, 2]


@check
def indexes_with_parameters(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert("a", points(10), wait=True)
    client.create_payload_index("a", "word", models.PayloadSchemaType.KEYWORD, wait=True)
    client.create_payload_index(
        "a", "n", models.IntegerIndexParams(type="integer", lookup=True, range=True), wait=True)
    schema = client.get_collection("a").payload_schema
    assert schema["word"].data_type == "keyword" and schema["word"].points == 10
    assert schema["n"].params.lookup is True
    hits = {h.value: h.count for h in client.facet("a", "word", exact=True).hits}
    assert hits["w0"] == 2 and sum(hits.values()) == 10
    client.delete_payload_index("a", "word", wait=True)
    assert list(client.get_collection("a").payload_schema) == ["n"]


@check
def an_alias_is_switched_in_one_action(client):
    for name in ("a", "b"):
        client.create_collection(name, models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert("b", points(3), wait=True)

    def switch(target):
        client.update_collection_aliases([models.CreateAliasOperation(
            create_alias=models.CreateAlias(collection_name=target, alias_name="live"))])
    switch("a")
    assert client.count("live").count == 0
    switch("b")
    assert client.count("live").count == 3
    assert [a.collection_name for a in client.get_aliases().aliases] == ["b"]
    client.delete_collection("b")
    assert client.get_aliases().aliases == []


@check
def mistakes_are_refused_whole(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    wrong = points(2) + [models.PointStruct(id=9, vector=[1, 2], payload={})]
    text = refused(
        lambda: client.upsert("a", wrong, wait=True), 400, grpc.StatusCode.INVALID_ARGUMENT)
    assert "expected dim: 4, got 2" in text and client.count("a").count == 0
    refused(lambda: client.count("none"), 404, grpc.StatusCode.NOT_FOUND)


@check
def strict_mode_limits(client):
    client.create_collection(
        "a", models.VectorParams(size=4, distance=models.Distance.DOT),
        strict_mode_config=models.StrictModeConfig(
            enabled=True, upsert_max_batchsize=5, max_query_limit=7, write_rate_limit=6))
    text = refused(
        lambda: client.upsert("a", points(6)), 400, grpc.StatusCode.INVALID_ARGUMENT)
    assert 'Limit exceeded 6 > 5 for "upsert limit"' in text, text
    client.upsert("a", points(5), wait=True)
    refused(lambda: client.scroll("a", limit=8), 400, grpc.StatusCode.INVALID_ARGUMENT)
    assert len(client.scroll("a", limit=7)[0]) == 5


@check
def conditional_writes(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert("a", points(2), wait=True)
    one = models.PointStruct(id=1, vector=[9, 9, 9, 9], payload={"n": 9})
    client.upsert("a", [one], wait=True, update_mode=models.UpdateMode.INSERT_ONLY)
    assert client.retrieve("a", [1])[0].payload["n"] == 1
    client.upsert("a", [one], wait=True, update_filter=models.Filter(must=[
        models.FieldCondition(key="n", match=models.MatchValue(value=1))]))
    assert client.retrieve("a", [1])[0].payload == {"n": 9}


@check
def slices_are_disjoint_and_whole(client):
    client.create_collection("a", models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert("a", points(100), wait=True)
    seen = []
    for index in range(3):
        part = models.Filter(must=[
            models.SliceCondition(slice=models.Slice(total=3, index=index))])
        seen += [p.id for p in client.scroll("a", scroll_filter=part, limit=100)[0]]
    assert sorted(seen) == list(range(100))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--grpc-port", type=int)
    parser.add_argument("--over", choices=["grpc", "rest"])
    given = parser.parse_args()
    client = QdrantClient(
        host="127.0.0.1", port=given.port, grpc_port=given.grpc_port,
        prefer_grpc=given.over == "grpc", check_compatibility=False)
    for function in CHECKS:
        for left in client.get_collections().collections:
            client.delete_collection(left.name)
        function(client)
        print(function.__name__.replace("_", " "))


if __name__ == "__main__":
    main()

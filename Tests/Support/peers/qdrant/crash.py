"""Small stories for the official client: crash.py --port N --grpc-port N STORY."""
import argparse

import grpc
from qdrant_client import QdrantClient, models


def batch(first, count):
    return [
        models.PointStruct(id=number, vector=[number, 1], payload={"n": number})
        for number in range(first, first + count)
    ]


def create(client, **options):
    client.create_collection(
        "crash", models.VectorParams(size=2, distance=models.Distance.DOT), **options)


def write(client):
    create(client)
    client.update_collection_aliases([models.CreateAliasOperation(
        create_alias=models.CreateAlias(collection_name="crash", alias_name="live"))])
    for first in range(0, 500, 100):
        client.upsert("crash", batch(first, 100), wait=True)
    print(client.count("crash").count)


def read(client):
    found = client.scroll("live", limit=1000, with_payload=True)[0]
    assert all(point.payload == {"n": point.id} for point in found)
    alias = client.get_aliases().aliases[0]
    print(len(found), alias.alias_name, "->", alias.collection_name)


def faults(client):
    create(client)
    for first in (0, 100, 200):
        try:
            client.upsert("crash", batch(first, 100), wait=True)
            print("upsert ok")
        except grpc.RpcError as error:
            print("upsert", error.code().name)
    print(client.count("crash").count)


def old(client):
    print(client.info().version)
    create(client, metadata={"a": 1})
    try:
        client.create_vector_name("crash", "new", models.DenseVectorNameConfig(
            dense=models.DenseVectorConfig(size=2, distance=models.Distance.DOT)), wait=True)
    except grpc.RpcError as error:
        print(error.code().name)
    print(client.get_collection("crash").config.metadata)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--grpc-port", type=int)
    parser.add_argument("story", choices=["write", "read", "faults", "old"])
    given = parser.parse_args()
    globals()[given.story](QdrantClient(
        host="127.0.0.1", port=given.port, grpc_port=given.grpc_port, prefer_grpc=True,
        check_compatibility=False))


if __name__ == "__main__":
    main()

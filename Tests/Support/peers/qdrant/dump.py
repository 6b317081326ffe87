"""Everything that readers can see, as text: dump.py PORT GRPC_PORT ALIAS [strangers | neighbours].

Two servers with the same collection say the same, whatever happened on the way; only the name behind the
alias may differ, and what Plumb itself remembers in metadata. It first writes points that nobody owns: as
"neighbours" into a collection of their own, as "strangers" also beside those of the alias.
"""
import hashlib
import json
import struct
import sys

from qdrant_client import QdrantClient, models

STRANGERS = range(900_001, 900_011)


def connect(port, grpc_port):
    return QdrantClient(
        host="127.0.0.1", port=int(port), grpc_port=int(grpc_port), prefer_grpc=True,
        check_compatibility=False, metadata={"bystander": "yes"})


def points(client, collection):
    place = None
    while True:
        page, place = client.scroll(
            collection, limit=500, offset=place, with_payload=True, with_vectors=True)
        yield from page
        if place is None:
            return


def digest(found):
    """Of ids, payloads and the bits of vectors, in the order of the ids."""
    sha = hashlib.sha256()
    for point in found:
        vector = struct.pack(f"<{len(point.vector)}f", *point.vector)
        words = json.dumps([point.id, point.payload], sort_keys=True)
        sha.update(words.encode() + vector)
    return f"{len(found)} points, {sha.hexdigest()}"


def write_others(client, aliases):
    client.create_collection("theirs", models.VectorParams(size=4, distance=models.Distance.DOT))
    for name in ["theirs", *aliases]:
        size = client.get_collection(name).config.params.vectors.size
        client.upsert(name, wait=True, points=[
            models.PointStruct(id=number, vector=[number % 7 + 1.0] * size, payload={"mine": number})
            for number in STRANGERS])


def main(port, grpc_port, alias, *words):
    client = connect(port, grpc_port)
    if words:
        write_others(client, [alias] if "strangers" in words else [])
    information = client.get_collection(alias).model_dump(mode="json")
    config = information["config"]
    (config.get("metadata") or {}).pop("_plumb", None)
    print(json.dumps(config, sort_keys=True))
    print(json.dumps(information["payload_schema"], sort_keys=True))
    found = list(points(client, alias))
    print("owned:", digest([point for point in found if "_plumb" in point.payload]))
    print("strangers:", digest([point for point in found if "_plumb" not in point.payload]))
    if client.collection_exists("theirs"):
        print("theirs:", digest(list(points(client, "theirs"))))
    names = [collection.name for collection in client.get_collections().collections]
    left = sorted(name for name in names if name.startswith("docs"))
    if len(left) > 2:
        print("more than one generation was left behind:", left)


if __name__ == "__main__":
    main(*sys.argv[1:])

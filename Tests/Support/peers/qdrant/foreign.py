"""Loads rows as a program without Plumb would: foreign.py PORT GRPC_PORT ROWS."""
import json
import sys
import uuid

from qdrant_client import QdrantClient, models

port, grpc_port, path = sys.argv[1:]
client = QdrantClient(
    host="127.0.0.1", port=int(port), grpc_port=int(grpc_port), check_compatibility=False)
client.create_collection("docs", models.VectorParams(size=3, distance=models.Distance.COSINE))
count = 0
with open(path) as file:
    for row in map(json.loads, file):
        payload = dict(row["metadata"], page_content=row["text"])
        identity = row["id"]
        if isinstance(identity, str):
            try:
                identity = str(uuid.UUID(identity))
            except ValueError:
                payload["__id__"] = identity
                identity = str(uuid.uuid5(uuid.NAMESPACE_URL, identity))
        client.upsert("docs", [models.PointStruct(
            id=identity, vector=row["vector"], payload=payload)], wait=True)
        count += 1
print(count, "points")

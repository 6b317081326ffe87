"""A reader that never rests: watch.py --port N --alias A --ids FIRST LAST --until FILE.

Asks for points by id over the alias, again and again, until the file is there. Prints how often it
asked (as "many" from a hundred on), and every answer in which a point was missing. With --counts it
also counts all points, and prints every answer that is none of these; with --patient it asks again
while the server is away. Ends by itself when the server has been gone for five minutes: nobody will
make the file any more.
"""
import argparse
import os
import time

import grpc
from qdrant_client import QdrantClient

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int)
parser.add_argument("--grpc-port", type=int)
parser.add_argument("--alias")
parser.add_argument("--ids", type=int, nargs=2)
parser.add_argument("--until")
parser.add_argument("--counts", type=int, nargs="*", default=[])
parser.add_argument("--patient", action="store_true")
given = parser.parse_args()
client = QdrantClient(
    host="127.0.0.1", port=given.port, grpc_port=given.grpc_port, prefer_grpc=True,
    check_compatibility=False, metadata={"bystander": "yes"})
wanted = list(range(given.ids[0], given.ids[1] + 1))
asked, sizes, missed, heard = 0, set(), [], time.monotonic()
while not os.path.exists(given.until) and time.monotonic() - heard < 300:
    try:
        found = client.retrieve(given.alias, wanted, with_payload=False, with_vectors=True)
        if given.counts:
            count = client.count(given.alias, exact=True).count
            if count not in given.counts:
                missed.append(f"there are {count} points")
    except Exception as error:
        is_away = isinstance(error, grpc.RpcError) and error.code() == grpc.StatusCode.UNAVAILABLE
        if given.patient and is_away:
            time.sleep(0.05)
            continue
        missed.append(f"{type(error).__name__}: {error}")
        time.sleep(0.01)
        continue
    asked, heard = asked + 1, time.monotonic()
    sizes |= {len(point.vector) for point in found}
    gone = set(wanted) - {point.id for point in found}
    if gone:
        missed.append(f"answer {asked}: {sorted(gone)[:5]}")
print("asked many times" if asked >= 100 else f"asked {asked} times")
print("saw dimensions", sorted(sizes))
for line in missed[:10]:
    print("missed", line)

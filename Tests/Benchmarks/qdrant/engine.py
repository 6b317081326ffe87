"""What the engine of the test server takes, called directly with the points of rival.py in memory.

    engine.py FOLDER DIMENSIONS POINTS [marked]

Prints seconds and processor seconds as one line of JSON. The folder is made and removed.
"""
import json
import os
import shutil
import sys

import numpy as np
import qdrant_edge as edge

from rival import marked, payload, spent

BATCH = 250


def load(folder, dimensions, count, made):
    vectors = np.random.default_rng(7).random((count, dimensions), dtype=np.float32)
    points = [(number, vectors[number].tolist(), made(number)) for number in range(count)]
    space = edge.EdgeVectorParams(dimensions, edge.Distance.Dot)
    shard = edge.EdgeShard.create(folder, edge.EdgeConfig(vectors={"": space}))

    def work():
        for start in range(0, count, BATCH):
            batch = [edge.Point(*point) for point in points[start:start + BATCH]]
            shard.update(edge.UpdateOperation.upsert_points(batch))
        return count

    result = spent(work)
    shard.close()
    return result


if __name__ == "__main__":
    folder, dimensions, count, *kind = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    made = marked if kind == ["marked"] else payload
    try:
        os.makedirs(folder)
        print(json.dumps(load(folder, int(dimensions), int(count), made)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""The official Python client on the work that Plumb is measured with. compare.py runs it.

    rival.py upload PORT DIMENSIONS POINTS BATCH PARALLEL [marked]
                                                             arrays and payloads in memory, as in Samples.swift
    rival.py files PORT FOLDER BATCH PARALLEL                from vectors.npy and rows.jsonl
    rival.py scan PORT COLLECTION PAGE                       (id, fingerprint) of all points
    rival.py sync PORT COLLECTION FOLDER PAGE                writes what a scan shows to be missing or changed

Prints seconds and processor seconds of that alone as one line of JSON; those of its worker processes
count, but not those in which they start.
"""
import json
import resource
import sys
import time

import numpy as np
from qdrant_client import QdrantClient, models

TEXT = " what to do when it is not so" * 14


def payload(number):
    return {
        "page_content": f"Paragraph {number} says{TEXT}",
        "source": f"chapter-{number % 997}.md", "page": number % 41, "reviewed": number % 2 == 0,
    }


def marked(number):
    """With a mark as Plumb's points have it, to know them again."""
    mark = {"owner": "bench", "payload": f"{number * 7919:032x}", "vector": f"{number * 104729:032x}"}
    return {**payload(number), "_plumb": mark}


def connect(port):
    return QdrantClient(
        host="127.0.0.1", grpc_port=port, prefer_grpc=True, check_compatibility=False, timeout=600)


def processor():
    own = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def spent(work):
    begin, before = time.monotonic(), processor()
    points = work()
    return {
        "points": points, "seconds": time.monotonic() - begin, "processor": processor() - before}


def create(client, name, dimensions):
    if client.collection_exists(name):
        client.delete_collection(name)
    client.create_collection(
        name, models.VectorParams(size=dimensions, distance=models.Distance.DOT))


def send(client, name, vectors, payloads, batch, parallel):
    count = len(vectors)
    # Processes that are started afresh are waited for, so that what they spent is known.
    client.upload_collection(
        name, vectors, payload=payloads[:count], ids=range(count), batch_size=batch,
        parallel=parallel, method="spawn", wait=True)
    return count


def upload(port, dimensions, count, batch, parallel, kind="plain"):
    client = connect(port)
    create(client, "bench", dimensions)
    vectors = np.random.default_rng(7).random((count, dimensions), dtype=np.float32)
    made = marked if kind == "marked" else payload
    payloads = [made(number) for number in range(count)]
    start = spent(lambda: send(client, "bench", vectors[:parallel], payloads, 1, parallel))
    whole = spent(lambda: send(client, "bench", vectors, payloads, batch, parallel))
    if parallel > 1:
        # On a busy machine the start that was measured may be longer than that of the work.
        for key in ("seconds", "processor"):
            whole[key] = max(whole[key] - start[key], whole[key] / 2)
    return whole


def files(port, folder, batch, parallel):
    client = connect(port)

    def work():
        vectors = np.load(f"{folder}/vectors.npy", mmap_mode="r")
        create(client, "bench", vectors.shape[1])
        with open(f"{folder}/rows.jsonl") as lines:
            rows = map(json.loads, lines)
            payloads = [{"page_content": row["text"], **row["metadata"]} for row in rows]
        return send(client, "bench", vectors, payloads, batch, parallel)

    return spent(work)


def pages(client, collection, page):
    place = None
    while True:
        points, place = client.scroll(
            collection, limit=page, offset=place, with_payload=["_plumb"], with_vectors=False)
        yield points
        if place is None:
            return


def scan(port, collection, page):
    client = connect(port)
    return spent(lambda: sum(len(points) for points in pages(client, collection, page)))


def sync(port, collection, folder, page):
    """Told for nothing what the fingerprints should be, and which rows have another one."""
    client = connect(port)
    changed = np.load(f"{folder}/changed.npy")
    vectors = np.load(f"{folder}/vectors.npy", mmap_mode="r")
    wanted = {number: "" for number in range(len(vectors))}

    def work():
        for points in pages(client, collection, page):
            for point in points:
                wanted[point.id] = point.payload["_plumb"]["vector"]
        client.upload_collection(
            collection, vectors[changed], payload=map(payload, changed.tolist()),
            ids=changed.tolist(), batch_size=256, wait=True)
        return len(changed)

    return spent(work)


if __name__ == "__main__":
    kind, port, *rest = sys.argv[1:]
    given = [int(word) if word.isdigit() else word for word in rest]
    result = {"upload": upload, "files": files, "scan": scan, "sync": sync}[kind](int(port), *given)
    print(json.dumps(result))

"""Writes the rows of a small vector store to a file, the way a common export does, and prints what a
reader has to make of each row: one JSON object a line, the vector as the bits of its float32 values.

usage: jsonl_store.py SHAPE ROWS DIMENSIONS SEED FILE
"""

import json
import random
import struct
import sys

WORDS = ["naïve", "東京", "a\tb", 'say "no"', "back\\slash", "\u2028", "🎈", "", "plain", "\x1c", "x" * 70]


def bits(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def number(rng):
    kind = rng.random()
    if kind < 0.5:
        return rng.uniform(-1, 1)
    if kind < 0.8:
        return struct.unpack("<f", struct.pack("<f", rng.gauss(0, 0.05)))[0]
    return rng.choice([0.0, -0.0, 1, -3, 1e-7, 2.5e-45, 3.4028234663852886e38, 1e-300, 0.1, 123456789])


def value(rng, depth=0):
    kind = rng.randrange(8 if depth < 2 else 5)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.choice([0, -1, 2**63 - 1, -(2**63), rng.randrange(1000)])
    if kind == 2:
        return rng.choice([0.5, 1e22, 1.0, -2.5e-8, rng.random()])
    if kind in (3, 4):
        return rng.choice(WORDS)
    if kind == 5:
        return [value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice("abcdefgh") * (i + 1): value(rng, depth + 1) for i in range(rng.randrange(4))}


def source_row(rng, position, dimensions):
    return {
        "id": rng.choice([f"doc-{position}", position, 2**64 - 1 - position]),
        "text": " ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 6))),
        "metadata": {f"k{i}": value(rng) for i in range(rng.randrange(5))},
        "vector": [number(rng) for _ in range(dimensions)],
    }


def exported(shape, row, position):
    """The row in the shape of the export, and the row that a reader must see."""
    seen = dict(row)
    if shape == "plain":
        return dict(row), seen
    if shape == "records":  # a data frame: everything at the top
        return {"id": row["id"], "text": row["text"], **row["metadata"], "embedding": row["vector"]}, seen
    if shape == "embeddings":  # an answer of an embeddings service
        seen.update(id=None, text=None, metadata={"object": "embedding", "index": position})
        return {"object": "embedding", "index": position, "embedding": row["vector"]}, seen
    if shape == "documents":  # documents without ids, vectors beside them
        seen.update(id=None)
        return {"page_content": row["text"], "metadata": row["metadata"], "embedding": row["vector"]}, seen
    if shape == "points":  # an export of a vector database
        payload = {"page_content": row["text"], "metadata": row["metadata"]}
        seen.update(text=None, metadata=payload)
        return {"id": row["id"], "payload": payload, "vector": row["vector"]}, seen
    if shape == "mixed":  # some rows without a vector, keys beside the metadata
        if position % 3 == 1:
            seen.update(vector=None)
        seen.update(metadata={**row["metadata"], "beside": position})
        extra = {"_id": row["id"], "content": row["text"], "meta": row["metadata"], "beside": position}
        return {**extra, "values": seen["vector"]}, seen
    raise SystemExit(f"unknown shape {shape}")


def main():
    shape, rows, dimensions, seed, path = sys.argv[1:]
    rng = random.Random(f"{shape} {seed}")
    ascii_only, end = rng.random() < 0.5, rng.choice(["\n", "\r\n"])
    with open(path, "w", encoding=rng.choice(["utf-8", "utf-8-sig"]), newline="") as file:
        for position in range(int(rows)):
            written, seen = exported(shape, source_row(rng, position, int(dimensions)), position)
            last = position == int(rows) - 1
            gap = rng.choice(["", "", "", end, "  " + end])
            separators = rng.choice([(",", ":"), (", ", ": ")])
            file.write(gap + json.dumps(written, ensure_ascii=ascii_only, separators=separators))
            file.write(rng.choice(["", end]) if last else end)
            vector = seen["vector"]
            seen["id"] = None if seen["id"] is None else str(seen["id"])
            print(json.dumps({**seen, "vector": vector and [bits(x) for x in vector]}))


main()

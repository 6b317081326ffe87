"""What it costs to read JSON Lines with vectors, against orjson, in the same run.

    python3 bench_jsonl.py PROGRAM FOLDER [MEGABYTES]

PROGRAM is a released plumb. Files of MEGABYTES (1100) are written into FOLDER, which must not be there
yet and is removed at the end: one with the numbers of vectors as Python's json writes a float32 (17
digits), one with the shortest spelling of a float32 (8 or 9 digits). `plumb store inspect --full`
reads every row; the rivals call orjson.loads for each line, without and with numpy.array of the vector
as float32, which is what plumb's rows have. The rivals' imports are not counted, the program's start
is. Runs alternate, and the best of each counts.
"""
import json
import os
import random
import sys

from rivals import Race, claimed, inspected, text, with_folder, write_apart

DIMENSIONS = 384

RIVAL = """
import json, sys, time
import numpy, orjson
wall, cpu = time.perf_counter(), time.process_time()
rows = 0
with open(sys.argv[1], "rb") as file:
    for line in file:
        row = orjson.loads(line)
        if sys.argv[2] == "array":
            vector = numpy.array(row["vector"], dtype="float32")
        rows += 1
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, rows]))
"""

def write(path, megabytes, is_short):
    import numpy as np
    import orjson

    chance, numbers = random.Random(1), np.random.default_rng(1)
    texts = [text(chance) for _ in range(4096)]
    with open(path, "wb") as file:
        row = 0
        while file.tell() < megabytes * 1_000_000:
            vectors = numbers.standard_normal((256, DIMENSIONS), dtype="float32") / 20
            for vector in vectors:
                file.write(orjson.dumps({
                    "id": f"chapter-{row // 40}#{row}", "text": f"{row} {texts[row % 4096]}",
                    "metadata": {"source": f"chapter-{row // 40}.md", "page": row % 40, "score": row / 7,
                                 "draft": row % 3 == 0, "tags": ["a", f"t{row % 5}"]},
                    "vector": vector if is_short else vector.tolist(),
                }, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE))
                row += 1


def compare(name, program, path):
    with open(path, "rb") as file:
        rows = sum(1 for _ in file)

    Race(f"{rows} rows, {name}", os.path.getsize(path)).run({
        "plumb": lambda: inspected(program, path, rows),
        "orjson": lambda: claimed(RIVAL, rows, path, "loads"),
        "orjson and numpy": lambda: claimed(RIVAL, rows, path, "array"),
    }).tell(goal=3)


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    megabytes = int(sys.argv[3]) if len(sys.argv) > 3 else 1100

    def body():
        for name, is_short in [("17 digits", False), ("9 digits", True)]:
            path = f"{folder}/rows.jsonl"
            write_apart(write, path, megabytes, is_short)
            compare(name, program, path)

    with_folder(folder, body)


main()

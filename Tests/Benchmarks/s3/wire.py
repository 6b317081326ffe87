"""What plans and applies of a store in a bucket cost on the wire.

    wire.py PROGRAM FOLDER [--megabytes N]

Publishes stores of flat vectors with 384 and 1536 dimensions, each of a gigabyte, into the folder of a
server of S3 on this machine, and prints how many bytes came back for each run of the program. A goal that is missed
ends the benchmark with an error. FOLDER needs room for six times the size, and is left empty.
"""
import argparse
import array
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import time

from servers import KEY, SECRET, Wire, server

CONNECTIONS = """apiVersion: plumb/v1
kind: Connections
stores:
  lake: {{ s3: {{ bucket: lake, prefix: rag, endpoint: "http://127.0.0.1:{wire}" }} }}
  served: {{ files: {{ path: ./served/lake/rag }} }}
targets:
  local: {{ local: {{ path: ./target.db }} }}
"""
MANIFEST = """apiVersion: plumb/v1
kind: Collection
metadata: {{ name: docs }}
spec:
  source: {{ store: lake, name: docs, version: {version} }}
  target: {{ connection: local, collection: docs }}
  collection: {{ vectors: {{ size: {size}, distance: Dot }} }}
  sync: {{ prune: true, maxDelete: {{ count: 100, percent: 1 }} }}
"""


class Store:
    """An IndexIDMap over an IndexFlatIP, as faiss writes it."""

    def __init__(self, rows, dimensions):
        self.rows, self.dimensions = rows, dimensions
        chance = random.Random(1)
        block = array.array("f", (chance.random() + 0.1 for _ in range(dimensions * 97))).tobytes()
        size = rows * dimensions * 4
        self.vectors = bytearray(block * (size // len(block) + 1))[:size]
        for row in range(rows):
            self.mark(row, 0, row / 7.0)

    def mark(self, row, place, value):
        struct.pack_into("<f", self.vectors, 4 * (row * self.dimensions + place), value)

    def change(self, share):
        for row in random.Random(2).sample(range(self.rows), int(self.rows * share)):
            self.mark(row, 1, 9.5)

    def write(self, path):
        head = struct.pack("<iqqqBi", self.dimensions, self.rows, 1 << 20, 1 << 20, 1, 0)
        with open(path, "wb") as file:
            file.write(b"IxMp" + head + b"IxFI" + head)
            file.write(struct.pack("<Q", self.rows * self.dimensions))
            file.write(self.vectors)
            file.write(struct.pack("<Q", self.rows))
            file.write(array.array("q", range(1, self.rows + 1)).tobytes())
        return os.path.getsize(path)


class Scene:
    def __init__(self, program, folder, wire, dimensions):
        self.program, self.folder, self.wire, self.dimensions = program, folder, wire, dimensions
        self.size, self.missed = 0, []
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder, "NO_COLOR": "1",
            "PLUMB_CACHE": folder + "/cache", "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET}
        self.write("plumb.yaml", CONNECTIONS.format(wire=wire.port))
        for version in ("v1", "v2"):
            self.write(version + ".yaml", MANIFEST.format(version=version, size=dimensions))

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w") as file:
            file.write(text)

    def run(self, title, *words, goal=None, before=0, cache="cache"):
        """Bytes that came back. The goal is a share of the store, and counts what came before."""
        self.wire.take()
        started = time.monotonic()
        environment = dict(self.environment, PLUMB_CACHE=f"{self.folder}/{cache}")
        process = subprocess.Popen(
            [self.program, *words], cwd=self.folder, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        output = process.communicate()
        if process.returncode != 0:
            sys.exit(f"error: '{title}' ended with {process.returncode}\n{''.join(output)}")
        seconds = time.monotonic() - started
        received = self.wire.take()
        share = (received + before) / self.size
        note = ""
        if goal is not None:
            is_met = share < goal
            note = f"goal < {100 * goal:g} % {'met' if is_met else 'MISSED'}"
            if before:
                note = f"with the plan {100 * share:.2f} %, {note}"
            if not is_met:
                self.missed.append(f"{self.dimensions} dimensions: {title}")
        print(f"  {title:<34}{received:>14,} bytes{100 * received / self.size:>9.3f} %"
              f"{seconds:>8.1f} s  {note}".rstrip(), flush=True)
        return received

    def publish(self, store, version):
        os.mkdir(f"{self.folder}/build")
        self.size = store.write(f"{self.folder}/build/index.faiss")
        self.run(
            f"publish {version}, into the folder", "store", "publish", "build", "--to", "served",
            "--name", "docs", "--version", version)
        shutil.rmtree(f"{self.folder}/build")


def without_index(catalog):
    """The catalog as somebody writes it who knows nothing of row indexes; gives the old text."""
    with open(catalog) as file:
        text = file.read()
    document = json.loads(text)
    for entry in document["docs"]:
        entry.pop("rows")
    with open(catalog, "w") as file:
        json.dump(document, file)
    return text


def story(scene, store, lake):
    scene.publish(store, "v1")
    print(f"  ({store.rows} rows, {scene.size:,} bytes)")
    scene.run("plan, with the row index", "plan", "v1.yaml", goal=0.10)
    catalog = lake + "/lake/rag/metadata.json"
    text = without_index(catalog)
    scene.run("plan, without it", "plan", "v1.yaml", cache="bare", goal=1.01)
    with open(catalog, "w") as file:
        file.write(text)
    shutil.rmtree(scene.folder + "/bare")
    scene.run("first apply", "apply", "v1.yaml", "--yes", goal=1.10)
    store.change(0.01)
    scene.publish(store, "v2")
    plan = scene.run("plan of 1 % changed", "plan", "v2.yaml", goal=0.10)
    scene.run("apply of it", "apply", "v2.yaml", "--yes", goal=0.15, before=plan)
    catalog_share = (os.path.getsize(catalog) + 1500) / scene.size
    scene.run("plan without changes", "plan", "v2.yaml", goal=catalog_share)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    program, missed = os.path.abspath(options.program), []
    for dimensions in (384, 1536):
        folder = f"{os.path.abspath(options.folder)}/{dimensions}"
        os.makedirs(folder + "/served/lake")
        rows = options.megabytes * 1_000_000 // (4 * dimensions + 8)
        print(f"\nflat vectors, {dimensions} dimensions", flush=True)
        with server(folder + "/served") as port:
            wire = Wire(port)
            scene = Scene(program, folder, wire, dimensions)
            story(scene, Store(rows, dimensions), folder + "/served")
        shutil.rmtree(folder)
        missed += scene.missed
    if missed:
        sys.exit("error: missed: " + "; ".join(missed))


main()

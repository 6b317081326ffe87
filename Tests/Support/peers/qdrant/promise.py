"""Reads back with the official client what a manifest promised: promise.py FILE.

FILE is JSON: the ports, "transport", "owner", "alias", "collection" (as a manifest declares it) and
"rows" (the path of the JSON Lines). Prints "kept: …" or, one a line, what is not as it was promised.
"""
import json
import math
import struct
import sys
import uuid

from qdrant_client import QdrantClient

MARK, TEXT, ORIGINAL = "_plumb", "page_content", "__id__"
# Sections of a manifest, where the server keeps them.
SECTIONS = {
    "hnsw_config": "hnsw_config", "optimizers_config": "optimizer_config",
    "wal_config": "wal_config", "quantization_config": "quantization_config",
    "strict_mode_config": "strict_mode_config", "metadata": "metadata",
}
TOLERANCES = {"float32": 1e-6, "float16": 1e-3, "uint8": 0, "turbo4": 0.2}


class Promise:
    def __init__(self, words):
        self.words, self.broken, self.settings = words, [], 0
        self.client = QdrantClient(
            host="127.0.0.1", port=words["port"], grpc_port=words["grpc_port"],
            prefer_grpc=words["transport"] == "grpc", check_compatibility=False)
        self.declared = dict(words["collection"])
        self.indexes = self.declared.pop("payload_indexes", {})
        with open(words["rows"]) as file:
            self.rows = [json.loads(line) for line in file]

    def say(self, text):
        self.broken.append(text)

    def check(self):
        aliases = {a.alias_name: a.collection_name for a in self.client.get_aliases().aliases}
        self.physical = aliases.get(self.words["alias"])
        if self.physical is None:
            return self.say(f"there is no alias {self.words['alias']}")
        info = self.client.get_collection(self.physical).model_dump(mode="json")
        self.check_settings(info["config"])
        self.check_indexes(info["payload_schema"])
        self.check_points()

    # Schema.

    def check_settings(self, config):
        for key, value in self.declared.items():
            live = config[SECTIONS[key]] if key in SECTIONS else config["params"].get(key)
            self.compare(key, value, live)

    def compare(self, path, wanted, live):
        if isinstance(wanted, dict):
            for key, value in wanted.items():
                self.compare(f"{path}.{key}", value, (live or {}).get(key))
            return
        self.settings += 1
        if wanted == "Disabled":
            wanted = None
        # Over gRPC some settings are 32-bit floats.
        if isinstance(wanted, float) and isinstance(live, float):
            wanted, live = single(wanted), single(live)
        if live != wanted:
            self.say(f"{path} is {live!r}, not {wanted!r}")

    def check_indexes(self, live):
        if set(live) != set(self.indexes):
            self.say(f"the indexes are {sorted(live)}")
        for field, wanted in self.indexes.items():
            wanted = {"type": wanted} if isinstance(wanted, str) else dict(wanted)
            there = live.get(field) or {}
            if there.get("data_type") != wanted.pop("type"):
                self.say(f"the index of {field} is {there}")
            self.compare(f"index {field}", wanted, there.get("params"))
            count = sum(1 for row in self.rows if row.get("metadata", {}).get(field) is not None)
            if there.get("points") != count:
                self.say(f"the index of {field} has {there.get('points')} points, not {count}")

    # Points.

    def check_points(self):
        points, offset = {}, None
        while True:
            page, offset = self.client.scroll(
                self.words["alias"], limit=100, offset=offset, with_payload=True,
                with_vectors=True)
            points.update({str(point.id): point for point in page})
            if offset is None:
                break
        wanted = {self.identity(row)[0]: row for row in self.rows}
        if set(points) != set(wanted):
            self.say(f"there are {len(points)} points, not {len(wanted)}")
        if self.client.count(self.physical, exact=True).count != len(wanted):
            self.say("the count differs")
        for identity, row in wanted.items():
            if identity in points:
                self.check_point(points[identity], row)

    @staticmethod
    def identity(row):
        """As a point's id, and the text that it was hashed from."""
        if isinstance(row["id"], int):
            return str(row["id"]), None
        try:
            return str(uuid.UUID(row["id"])), None
        except ValueError:
            return str(uuid.uuid5(uuid.NAMESPACE_URL, row["id"])), row["id"]

    def check_point(self, point, row):
        payload = dict(point.payload)
        mark = payload.pop(MARK, {})
        if mark.get("owner") != self.words["owner"]:
            self.say(f"point {point.id} has the mark {mark}")
        wanted = dict(row.get("metadata", {}))
        if row.get("text") is not None:
            wanted[TEXT] = row["text"]
        if self.identity(row)[1]:
            wanted[ORIGINAL] = self.identity(row)[1]
        if payload != wanted:
            self.say(f"point {point.id} has the payload {payload}, not {wanted}")
        self.check_vectors(point, row)

    def check_vectors(self, point, row):
        spaces = self.declared.get("vectors", {})
        is_unnamed = isinstance(spaces.get("size"), int)
        spaces = {"": spaces} if is_unnamed else spaces
        live = {"": point.vector} if is_unnamed else dict(point.vector)
        known = set(spaces) | set(self.declared.get("sparse_vectors", {}))
        wanted = {
            name: vector for name, vector in (row.get("vectors") or {}).items() if name in known}
        if row.get("vector") is not None:
            wanted[next(iter(spaces))] = row["vector"]
        if set(live) != set(wanted):
            self.say(f"point {point.id} has the vectors {sorted(live)}, not {sorted(wanted)}")
            return
        for name, vector in wanted.items():
            if not self.agrees(vector, live[name], spaces.get(name)):
                self.say(f"vector {name!r} of point {point.id} is {live[name]}, not {vector}")

    def agrees(self, wanted, live, space):
        if space is None:
            pairs = dict(zip(wanted["indices"], map(single, wanted["values"])))
            return dict(zip(live.indices, live.values)) == pairs
        if isinstance(wanted[0], list):
            return len(wanted) == len(live) and all(
                self.agrees(a, b, space) for a, b in zip(wanted, live))
        datatype = space.get("datatype", "float32")
        if space["distance"] == "Cosine":
            wanted = normalised(wanted)
        elif datatype == "float32":
            return list(map(single, wanted)) == live
        size = max(abs(value) for value in wanted)
        tolerance = TOLERANCES[datatype] * size
        return len(wanted) == len(live) and all(
            abs(a - b) <= tolerance + 1e-9 for a, b in zip(wanted, live))


def single(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def normalised(vector):
    length = math.sqrt(sum(value * value for value in vector))
    return [value / length for value in vector]


def main():
    with open(sys.argv[1]) as file:
        promise = Promise(json.load(file))
    promise.check()
    for line in promise.broken[:20]:
        print(line)
    if not promise.broken:
        print(f"kept: {len(promise.rows)} points, {promise.settings} settings, "
              f"{len(promise.indexes)} indexes")


main()

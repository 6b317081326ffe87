"""What dedupe costs, beside the libraries that people would use for it.

    dedupe.py PROGRAM FOLDER [--exact-rows N] [--rows N] [--many N] [--rivals 0]

Writes seeded data into FOLDER, runs the released program and its rivals on it one after the other,
each in a process of its own, and prints a line for each. Seconds of a whole run are from start to end of
the process. Seconds of a rule alone are what a run with the rule takes longer than one without; for a
rival they are those of its call, with the data in memory already. FOLDER is left for a second look.
"""
import argparse
import json
import os
import subprocess
import sys
import time

DIMENSIONS = 384
THRESHOLD = 0.98

MANIFEST = """apiVersion: plumb/v1
kind: Collection
metadata: {{ name: bench }}
spec:
  source: {{ store: local, name: {file} }}
  dedupe: {rules}
  target: {{ connection: local, collection: bench }}
  collection: {{ vectors: {{ size: {size}, distance: Dot }} }}
  sync: {{ prune: true }}
"""


def clusters(rows):
    """Vectors of whole thousandths around rows/20 centres: some equal, many just above or below."""
    import numpy as np

    random = np.random.default_rng(6)
    centres = random.standard_normal((max(1, rows // 20), DIMENSIONS), dtype=np.float32)
    spreads = np.array([0, 0.05, 0.1, 0.14, 0.2, 0.5], dtype=np.float32)
    for start in range(0, rows, 10_000):
        count = min(10_000, rows - start)
        vectors = centres[random.integers(0, len(centres), count)]
        noise = random.standard_normal((count, DIMENSIONS), dtype=np.float32)
        vectors = vectors + noise * spreads[random.integers(0, len(spreads), (count, 1))]
        yield np.clip(np.rint(vectors * 1000), -9999, 9999).astype(np.int16)


def write(kind, rows, name):
    """In a process of its own: on Linux the peak memory of a parent is taken for that of its child."""
    measured([sys.executable, os.path.abspath(__file__), "write", kind, str(rows), name])


def write_vectors(rows, name):
    """As JSON Lines and, for the rivals, as an array."""
    import numpy as np

    vectors = np.concatenate(list(write_lines(rows, name))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.save(name + ".npy", vectors)


def write_lines(rows, name):
    words = {value: str(value) for value in range(-9999, 10_000)}
    with open(name + ".jsonl", "w") as lines:
        number = 0
        for part in clusters(rows):
            for row in part.tolist():
                lines.write('{"id":%d,"vector":[' % number)
                lines.write(",".join(map(words.__getitem__, row)))
                lines.write("]}\n")
                number += 1
            yield part


def write_texts(rows, name):
    """Every tenth id and every tenth text is that of an earlier row; texts have 200 bytes."""
    filler = "x" * 180
    with open(name + ".jsonl", "w") as lines:
        for row in range(rows):
            number = row // 2 if row % 10 == 3 else row
            text = row // 2 if row % 10 == 7 else row
            lines.write('{"id":%d,"text":"%020d%s","vector":[1,1]}\n' % (number, text, filler))


def measured(words, environment=None):
    """Cost and output of a program that must end well."""
    started = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"error: {words[0]} ended with {process.returncode}")
    cost = Cost(time.monotonic() - started, usage.ru_utime + usage.ru_stime)
    return cost, usage.ru_maxrss // 1024, output


class Cost:
    """Seconds by the clock and of all processors; where others use the machine, trust the second."""

    def __init__(self, seconds, processor):
        self.seconds = seconds
        self.processor = processor

    def without(self, other):
        return Cost(self.seconds - other.seconds, self.processor - other.processor)


def line(title, cost, peak, note=""):
    memory = f"{peak:>8} MB" if peak else " " * 11
    clock = f"{cost.seconds:>9.2f} s{cost.processor:>9.2f} s"
    print(f"{title:<36}{clock}{memory}  {note}".rstrip(), flush=True)


class Plumb:
    def __init__(self, program):
        self.program = program

    def run(self, title, file, size, rules, limit=0):
        with open("bench.yaml", "w") as manifest:
            manifest.write(MANIFEST.format(file=file, size=size, rules=rules))
        words = [self.program, "dedupe", "bench.yaml", "--json", "--limit", str(limit)]
        environment = dict(os.environ, PLUMB_CONNECTIONS="", TMPDIR=os.getcwd())
        cost, peak, output = measured(words, environment)
        preview = json.loads(output)["previews"][0]
        if title:
            rules = [rule for rule in preview["rules"]]
            recall = rules[-1].get("recall") if rules else None
            note = f"{preview['dropped']} dropped"
            line(title, cost, peak, note + (f", recall {recall['share']:.4f}" if recall else ""))
        return cost, preview

    def dropped(self, file, rules):
        """Row after row, who stays in its place."""
        _, preview = self.run(None, file, DIMENSIONS, rules, limit=100_000)
        return {
            drop["row"]["position"]: drop["survivor"]["position"] for drop in preview["drops"]
        }


def rival(kind, name):
    """Runs one rival in a process of its own; returns the cost of its call and of the whole."""
    words = [sys.executable, os.path.abspath(__file__), "rival", kind, name]
    whole, peak, output = measured(words)
    result = json.loads(output)
    call = Cost(result["seconds"], result["processor"])
    line(f"{kind}, its call", call, peak, result["note"])
    line(f"{kind}, the whole process", whole, peak)
    return call, whole


def timed(call):
    started, processor = time.monotonic(), time.process_time()
    result = call()
    return Cost(time.monotonic() - started, time.process_time() - processor), result


def as_rival(kind, name):
    if kind in ("faiss", "semhash"):
        import numpy as np

        vectors = np.load(name + ".npy")
    if kind == "faiss":
        import faiss

        faiss.omp_set_num_threads(os.cpu_count())
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        # In blocks, because it keeps what it found of each thread in memory until the end.
        blocks = [vectors[start : start + 4096] for start in range(0, len(vectors), 4096)]
        cost, found = timed(
            lambda: sum(int(index.range_search(block, THRESHOLD)[0][-1]) for block in blocks)
        )
        note = f"{(found - len(vectors)) // 2} pairs, and no groups yet"
    elif kind == "semhash":
        from semhash import SemHash

        texts = [str(row) for row in range(len(vectors))]
        cost, result = timed(
            lambda: SemHash.from_embeddings(vectors, texts, model=None).self_deduplicate(THRESHOLD)
        )
        note = f"{len(vectors) - len(result.selected)} dropped"
    elif kind == "polars":
        import polars

        frame = polars.read_ndjson(name + ".jsonl").select("id", "text")
        cost, kept = timed(
            lambda: frame.unique("id", keep="first", maintain_order=True).unique(
                "text", keep="first", maintain_order=True
            )
        )
        note = f"{len(frame) - len(kept)} dropped"
    elif kind == "pandas":
        import polars

        frame = polars.read_ndjson(name + ".jsonl").select("id", "text").to_pandas()
        cost, kept = timed(lambda: frame.drop_duplicates("id").drop_duplicates("text"))
        note = f"{len(frame) - len(kept)} dropped (the file read by polars)"
    print(json.dumps({"seconds": cost.seconds, "processor": cost.processor, "note": note}))


def ratio(what, theirs, ours):
    clock = theirs.seconds / max(ours.seconds, 1e-3)
    processor = theirs.processor / max(ours.processor, 1e-3)
    print(f"  {what}: {clock:.2f} by the clock, {processor:.2f} of processors")


def texts(plumb, rows, rivals):
    print(f"\nids and texts of 200 bytes, {rows} rows")
    write("texts", rows, "stores/texts")
    rules = "[{ by: id, keep: first }, { by: text, keep: first }]"
    bare, _ = plumb.run("plumb, no rule", "texts.jsonl", 2, "[]")
    ours, _ = plumb.run("plumb, by id, then by text", "texts.jsonl", 2, rules)
    line("plumb, the rules alone", ours.without(bare), 0)
    for kind in ("pandas", "polars") if rivals else ():
        call, whole = rival(kind, "stores/texts")
        ratio(f"{kind} / plumb, the rules alone", call, ours.without(bare))
        ratio(f"{kind} / plumb, from file to result", whole, ours)


def similar(plumb, rows, rivals):
    print(f"\nsimilarity {THRESHOLD}, {rows} x {DIMENSIONS}")
    write("vectors", rows, "stores/vectors")
    exact = "[{ by: { similarity: %s }, exact: true }]" % THRESHOLD
    index = exact.replace("true", "false")
    bare, _ = plumb.run("plumb, no rule", "vectors.jsonl", DIMENSIONS, "[]")
    ours, _ = plumb.run("plumb, all pairs", "vectors.jsonl", DIMENSIONS, exact)
    line("plumb, all pairs, the rule alone", ours.without(bare), 0)
    approximate, _ = plumb.run("plumb, an index", "vectors.jsonl", DIMENSIONS, index)
    line("plumb, an index, the rule alone", approximate.without(bare), 0)
    for kind in ("faiss", "semhash") if rivals else ():
        call, whole = rival(kind, "stores/vectors")
        ratio(f"{kind} / plumb, the rule alone", call, ours.without(bare))
        ratio(f"{kind} / plumb, from file to result", whole, ours)
    compare(plumb.dropped("vectors.jsonl", exact), plumb.dropped("vectors.jsonl", index))


def compare(wanted, found):
    """All pairs and the index, row by row; and whether numpy finds each row like its survivor."""
    both = wanted.keys() & found.keys()
    same = sum(wanted[row] == found[row] for row in both)
    print(f"  recall of the index: {len(both) / max(1, len(wanted)):.4f} (goal 0.99), "
          f"{same} of {len(both)} rows with the same survivor")
    for title, drops in (("all pairs", wanted), ("the index", found)):
        words = [sys.executable, os.path.abspath(__file__), "valid", "stores/vectors"]
        with open("drops.json", "w") as file:
            json.dump(list(drops.items()), file)
        print(f"  {title}: {measured(words)[2].strip()}", flush=True)


def valid(name):
    """In double precision, from the numbers as they are in the file."""
    import numpy as np

    with open(name + ".jsonl") as lines:
        vectors = np.array([json.loads(line)["vector"] for line in lines], dtype=np.float32)
    with open("drops.json") as file:
        pairs = np.array(json.load(file), dtype=np.int64).reshape(-1, 2)
    fallen = np.isin(pairs[:, 1], pairs[:, 0])
    count = 0
    for start in range(0, len(pairs), 10_000):
        part = vectors[pairs[start : start + 10_000]].astype(np.float64)
        part /= np.linalg.norm(part, axis=2, keepdims=True)
        count += int((np.einsum("ij,ij->i", part[:, 0], part[:, 1]) >= THRESHOLD - 1e-12).sum())
    print(f"{count} of {len(pairs)} dropped rows are similar to their survivor, "
          f"{int(fallen.sum())} of these fell")


def many(plumb, rows):
    print(f"\nsimilarity {THRESHOLD} by an index, {rows} x {DIMENSIONS}")
    write("lines", rows, "stores/many")
    rules = "[{ by: { similarity: %s }, exact: false }]" % THRESHOLD
    plumb.run("plumb, an index", "many.jsonl", DIMENSIONS, rules)


def main():
    if sys.argv[1:2] == ["rival"]:
        return as_rival(sys.argv[2], sys.argv[3])
    if sys.argv[1:2] == ["valid"]:
        return valid(sys.argv[2])
    if sys.argv[1:2] == ["write"]:
        kind, rows, name = sys.argv[2], int(sys.argv[3]), sys.argv[4]
        if kind == "lines":
            return sum(len(part) for part in write_lines(rows, name))
        return (write_texts if kind == "texts" else write_vectors)(rows, name)
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--exact-rows", type=int, default=5_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rivals", type=int, default=1, help="0: without them")
    options = parser.parse_args()
    plumb = Plumb(os.path.abspath(options.program))
    os.makedirs(options.folder + "/stores", exist_ok=True)
    os.chdir(options.folder)
    if options.exact_rows:
        texts(plumb, options.exact_rows, options.rivals)
    if options.rows:
        similar(plumb, options.rows, options.rivals)
    if options.many:
        many(plumb, options.many)


main()

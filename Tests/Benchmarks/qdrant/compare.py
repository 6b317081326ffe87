"""What the Qdrant target costs, beside the official Python client against the same servers.

    compare.py PLUMB BENCH NULL_SERVER FOLDER [--points N] [--stored N] [--rows N] [--rounds N] [--only WORD]

Starts a server that keeps nothing and the test server, has both clients do the same work in turn, and
prints for each measurement the median of the rounds and how the two compare. The rival's batch size and
number of processes are those with which it was fastest in a short trial before. Processor time is that
of the client alone, and does not depend on who else uses the machine.

The test server is Python around Qdrant's engine, one thing at a time, so it is mostly the server that is
waited for. How much is said beside it: what the server spent on a point, and what its engine alone
does, with no client and no messages, which is less than any client can wait for.
"""
import argparse
import contextlib
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "..", "..", "Support", "peers", "qdrant")
RIVAL = os.path.join(HERE, "rival.py")
ENGINE = os.path.join(HERE, "engine.py")
SETTINGS = [(64, 1), (256, 1), (1000, 1), (64, 2), (256, 2), (256, 4)]

MANIFEST = """apiVersion: plumb/v1
kind: Collection
metadata: {{ name: bench }}
spec:
  source: {{ store: local, name: bench, version: v{version} }}
  target: {{ connection: server, collection: bench-plumb }}
  collection: {{ vectors: {{ size: {dimensions}, distance: Dot }} }}
  sync: {{ prune: true, maxDelete: {{ percent: 10 }} }}
"""
CONNECTIONS = """apiVersion: plumb/v1
kind: Connections
stores: {{ local: {{ files: {{ path: ./stores }} }} }}
targets: {{ server: {{ qdrant: {{ url: "http://127.0.0.1", grpcPort: {port}, transport: grpc }} }} }}
"""


# Servers.

class Server:
    """Ends when its input is closed."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = json.loads(self.process.stdout.readline())
        self.port = said.get("grpc_port", said["port"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def processor(self):
        """Seconds that it has spent up to now."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def storing(folder):
    with Server(sys.executable, os.path.join(PEERS, "server.py"), "--folder", folder) as server:
        yield server


# Measurements.

def run(words, folder=None, expected=(0,)):
    """Output, seconds, processor seconds and peak bytes of a program, as the system counted them."""
    with open("output.log", "w+") as output:
        begin = time.monotonic()
        process = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        output.seek(0)
        text = output.read()
    code = os.waitstatus_to_exitcode(status)
    if code not in expected:
        sys.exit(f"error: {' '.join(words)} ended with {code}:\n{text}")
    return text, {
        "seconds": seconds, "processor": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * 1024}


def measured(*words):
    """What the program itself says."""
    text, outside = run([str(word) for word in words])
    return {**outside, **json.loads(text.splitlines()[-1])}


def rival(*words):
    return measured(sys.executable, RIVAL, *words)


def median(results, key):
    return statistics.median(result[key] for result in results)


def report(title, points, ours, theirs, note=""):
    speed = [points / median(results, "seconds") for results in (ours, theirs)]
    cost = [1e6 * median(results, "processor") / points for results in (ours, theirs)]
    print(
        f"{title:34} {speed[0]:11,.0f} {speed[1]:11,.0f} {speed[0] / speed[1]:6.1f}x"
        f" {cost[0]:9.2f} {cost[1]:9.2f} {cost[1] / cost[0]:6.1f}x  {note}", flush=True)


def line(title, points, result, note=""):
    print(
        f"{title:34} {points / result['seconds']:11,.0f} {'':11} {'':7}"
        f" {1e6 * result['processor'] / points:9.2f} {'':9} {'':7}"
        f"  peak {result['peak'] / 1e6:.0f} MB {note}", flush=True)


def best_settings(port, dimensions, points):
    """Batch size and processes with which the rival is fastest here."""
    found = {
        (batch, parallel): rival("upload", port, dimensions, points, batch, parallel)["seconds"]
        for batch, parallel in SETTINGS
    }
    return min(found, key=found.get)


def uploads(given, server, title, dimensions, points):
    batch, parallel = best_settings(server.port, dimensions, max(2000, points // 5))
    ours, theirs = [], []
    for _ in range(given.rounds):
        ours.append(measured(given.bench, "upload", server.port, dimensions, points))
        theirs.append(rival("upload", server.port, dimensions, points, batch, parallel))
    report(f"{title}, {dimensions} dimensions", points, ours, theirs,
           f"rival: batches of {batch}, {parallel} at once")
    return batch, parallel


def beside(server, work):
    """What a client says, and what the server spent meanwhile."""
    before = server.processor()
    result = work()
    return {**result, "server": server.processor() - before}


def stored_uploads(given, server, dimensions, points):
    """Plumb's points have marks, by which it knows them again, and the rival's have none. So the rival
    writes them a second time with marks of its own: then both leave the same behind."""
    batch, parallel = best_settings(server.port, dimensions, max(2000, points // 5))
    words = ("upload", server.port, dimensions, points)
    works = {
        "ours": lambda: measured(given.bench, *words),
        "theirs": lambda: rival(*words, batch, parallel),
        "marked": lambda: rival(*words, batch, parallel, "marked"),
        "engine": lambda: measured(sys.executable, ENGINE, "engine", dimensions, points),
        "engine marked": lambda: measured(
            sys.executable, ENGINE, "engine", dimensions, points, "marked"),
    }
    found = {name: [] for name in works}
    for _ in range(given.rounds):
        for name, work in works.items():
            found[name].append(beside(server, work))
    note = f"rival: batches of {batch}, {parallel} at once"
    for title, name in (("test server", "theirs"), ("the same with marks", "marked")):
        report(f"{title}, {dimensions} dimensions", points, found["ours"], found[name],
               f"{note}; server {spent_beside(found['ours'], points):.0f} and "
               f"{spent_beside(found[name], points):.0f}")
    ceiling(points, found, parallel)


def spent_beside(results, points):
    return 1e6 * median(results, "server") / points


def ceiling(points, found, parallel):
    """The engine called directly: what no client gets past, and how much faster than the rival one
    could be. By processor time, which a busy machine does not change: a rival that sends one batch
    after the other waits for its own work and the server's, and one that sends several for the server."""
    cost = {name: 1e6 * median(results, "processor") / points for name, results in found.items()}
    least = {
        name: spent_beside(found[name], points) + (cost[name] if parallel == 1 else 0)
        for name in ("theirs", "marked")
    }
    print(
        f"{'its engine alone':34} {'':31} {cost['engine marked']:9.2f} {cost['engine']:9.2f} {'':7} "
        f" so at most {least['theirs'] / cost['engine marked']:.1f}x,"
        f" with marks {least['marked'] / cost['engine marked']:.1f}x", flush=True)


# Whole runs of the program.

def plumb(given, *words, expected=(0,)):
    return run([given.plumb, *words, "bench.yaml"], "project", expected)


def write_rows(points, dimensions):
    """Two versions, of which one row in a hundred differs."""
    import numpy as np
    from rival import payload

    random = np.random.default_rng(5)
    changed = np.arange(0, points, 100)
    for version in (1, 2):
        os.makedirs(f"project/stores/bench/v{version}")
    with open("project/stores/bench/v1/rows.jsonl", "w") as lines:
        for number in range(points):
            words = payload(number)
            text = words.pop("page_content")
            lines.write(json.dumps({"id": number, "text": text, "metadata": words}) + "\n")
    os.link("project/stores/bench/v1/rows.jsonl", "project/stores/bench/v2/rows.jsonl")
    shape = (points, dimensions)
    target = np.lib.format.open_memmap(
        "project/stores/bench/v1/vectors.npy", "w+", dtype=np.float32, shape=shape)
    for start in range(0, points, 10_000):
        part = target[start:start + 10_000]
        part[:] = random.random(part.shape, dtype=np.float32)
    target.flush()
    os.system("cp project/stores/bench/v1/vectors.npy project/stores/bench/v2/vectors.npy")
    second = np.load("project/stores/bench/v2/vectors.npy", mmap_mode="r+")
    second[changed] = random.random((len(changed), dimensions), dtype=np.float32)
    second.flush()
    np.save("project/stores/bench/v2.changed.npy", changed)
    write("project/stores/metadata.json", json.dumps({"bench": [
        {"version": f"v{version}", "timestamp": f"2026-01-0{version}T00:00:00Z",
         "path": f"bench/v{version}"} for version in (2, 1)]}))


def write(name, text):
    with open(name, "w") as file:
        file.write(text)


def prepare(port, dimensions, version):
    write("project/plumb.yaml", CONNECTIONS.format(port=port))
    write("project/bench.yaml", MANIFEST.format(dimensions=dimensions, version=version))


def rows_written_apart(points, dimensions):
    """In a process of its own: the peak memory of a parent is taken for that of its child."""
    os.makedirs("project", exist_ok=True)
    words = [sys.executable, os.path.abspath(__file__), "rows", str(points), str(dimensions)]
    run(words)


def whole_uploads(given, server, dimensions, points, settings):
    """From files to the server that keeps nothing, so that plumb must find that nothing is there."""
    rows_written_apart(points, dimensions)
    ours, theirs = [], []
    for _ in range(given.rounds):
        prepare(server.port, dimensions, 1)
        # What was written is not there to be verified, and plumb says so.
        ours.append(plumb(given, "apply", "--yes", "--no-cache", expected=(6,))[1])
        theirs.append(run(
            [sys.executable, RIVAL, "files", str(server.port), "project/stores/bench/v1",
             *map(str, settings)])[1])
    report(f"from files, {dimensions} dimensions", points, ours, theirs,
           f"peak {median(ours, 'peak') / 1e6:.0f} and {median(theirs, 'peak') / 1e6:.0f} MB")
    run(["rm", "-rf", "project"])


def scale(given):
    """A million points: first apply, scan, plan without changes, plan and apply of one per cent."""
    rows_written_apart(given.rows, given.dimensions)
    with storing(os.path.abspath("server")) as server:
        prepare(server.port, given.dimensions, 1)
        line("first apply", given.rows, plumb(given, "apply", "--yes")[1])
        scans(given, server)
        plan = plumb(given, "plan", "--detailed-exitcode")[1]
        limit = 100e6 + 64 * given.rows
        line("plan without changes", given.rows, plan, f"of {limit / 1e6:.0f} allowed")
        prepare(server.port, given.dimensions, 2)
        line("plan of 1 %", given.rows, plumb(given, "plan", "--detailed-exitcode", expected=(2,))[1])
        line("apply of 1 %", given.rows, plumb(given, "apply", "--yes")[1])
        plumb(given, "plan", "--detailed-exitcode")
        folder = os.path.abspath("project/stores/bench/v2")
        os.rename("project/stores/bench/v2.changed.npy", folder + "/changed.npy")
        theirs = run(
            [sys.executable, RIVAL, "sync", str(server.port), "bench-plumb", folder, "10000"])[1]
        line("rival: scan and upload of 1 %", given.rows, theirs)


def scans(given, server):
    ours, theirs = [], []
    for _ in range(given.rounds):
        ours.append(measured(given.bench, "scan", server.port, "bench-plumb"))
        theirs.append(min(
            (rival("scan", server.port, "bench-plumb", page) for page in (1000, 10_000)),
            key=lambda result: result["seconds"]))
    if {result["points"] for result in ours + theirs} != {given.rows}:
        sys.exit("error: a scan did not find every point")
    report("scan of (id, fingerprint)", given.rows, ours, theirs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plumb", type=os.path.abspath)
    parser.add_argument("bench", type=os.path.abspath)
    parser.add_argument("null", type=os.path.abspath)
    parser.add_argument("folder")
    parser.add_argument("--points", type=int, default=100_000, help="for the null server")
    parser.add_argument("--stored", type=int, default=20_000, help="for the test server")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of scan, plan and changes")
    parser.add_argument("--dimensions", type=int, default=64, help="of those rows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["null", "files", "stored", "scale"])
    given = parser.parse_args()
    os.chdir(given.folder)
    versions = (f"{name} {importlib.metadata.version(name)}" for name in (
        "qdrant-client", "grpcio", "protobuf", "numpy"))
    print(f"Python {sys.version.split()[0]},", ", ".join(versions))
    print(f"{'':34} {'points a second':^31} {'microseconds of processor a point':^28}")
    print(f"{'':34} {'plumb':>11} {'rival':>11} {'':7} {'plumb':>9} {'rival':>9}")
    for dimensions in (384, 1536):
        # As many bytes of either.
        points, stored = (count * 384 // dimensions for count in (given.points, given.stored))
        if given.only in (None, "null", "files"):
            with Server(given.null) as server:
                settings = (256, 1)
                if given.only != "files":
                    settings = uploads(given, server, "null server", dimensions, points)
                if given.only != "null":
                    whole_uploads(given, server, dimensions, points, settings)
        if given.only in (None, "stored"):
            with storing(os.path.abspath(f"server-{dimensions}")) as server:
                stored_uploads(given, server, dimensions, stored)
    if given.only in (None, "scale"):
        scale(given)


if __name__ == "__main__":
    if sys.argv[1] == "rows":
        write_rows(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()

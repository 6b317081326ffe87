"""What it costs to read every float of an index, against faiss itself, in the same run.

    python3 bench_faiss.py PROGRAM FOLDER [ROWS]

PROGRAM is a released plumb. Two indexes of ROWS rows (a million) of 256 dimensions are written into
FOLDER, which must not be there yet and is removed at the end. `plumb store inspect --full` reads every
row and looks at every float (is it finite, is the vector zero); the rival calls read_index and
reconstruct_n and takes the maximum. The rival's import of faiss is not counted, the program's start is.
Runs alternate, and the fastest of each counts.
"""
import json
import os
import shutil
import subprocess
import sys
import time

DIMENSIONS = 256
LISTS = 1024
ROUNDS = 5

RIVAL = """
import faiss, json, sys, time
faiss.omp_set_num_threads(1)
wall, cpu = time.perf_counter(), time.process_time()
index = faiss.read_index(sys.argv[1])
vectors = index.reconstruct_n(0, index.ntotal)
greatest = float(vectors.max())
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, len(vectors), greatest]))
"""


def write(folder, rows):
    import faiss
    import numpy as np

    random = np.random.default_rng(1)
    vectors = random.standard_normal((rows, DIMENSIONS), dtype="float32")
    flat = faiss.IndexFlatL2(DIMENSIONS)
    flat.add(vectors)
    faiss.write_index(flat, f"{folder}/flat.faiss")
    del flat
    # Lists as an index that was filled in order has them; which rows are in which does not matter here.
    quantizer = faiss.IndexFlatL2(DIMENSIONS)
    quantizer.add(vectors[:LISTS])
    index = faiss.IndexIVFFlat(quantizer, DIMENSIONS, LISTS)
    index.is_trained = True
    chosen = random.integers(0, LISTS, rows)
    for number in range(LISTS):
        ids = np.flatnonzero(chosen == number).astype("int64")
        codes = np.ascontiguousarray(vectors[ids])
        index.invlists.add_entries(
            number, len(ids), faiss.swig_ptr(ids), faiss.swig_ptr(codes.view("uint8")))
    index.ntotal = rows
    faiss.write_index(index, f"{folder}/ivf.faiss")


def measured(words):
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{words[0]} ended with {status}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def compare(name, program, path, rows):
    size = os.path.getsize(path) / 1e6
    best = {}
    for _ in range(ROUNDS):
        wall, cpu, peak, output = measured([program, "store", "inspect", "--full", "--json", path])
        assert json.loads(output)["vectors"] == rows
        keep(best, "plumb", wall, cpu, peak)
        _, _, peak, output = measured([sys.executable, "-c", RIVAL, path])
        wall, cpu, found, _ = json.loads(output)
        assert found == rows
        keep(best, "faiss", wall, cpu, peak)
    print(f"{name}: {size:.0f} MB")
    for who, (wall, cpu, peak) in best.items():
        print(f"  {who:8} {wall:7.2f} s {cpu:7.2f} processor s {peak:7.0f} peak MB")
    print(f"  faiss / plumb: {best['faiss'][0] / best['plumb'][0]:.2f} in time, "
          f"{best['faiss'][1] / best['plumb'][1]:.2f} in processor time (goal 1); "
          f"memory {100 * best['plumb'][2] * 1.048576 / size:.1f} % of the file (goal 10)", flush=True)


def keep(best, who, *run):
    best[who] = tuple(min(pair) for pair in zip(best.get(who, run), run))


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    os.makedirs(folder)
    try:
        child = os.fork()
        if child == 0:
            write(folder, rows)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit("the indexes could not be written")
        compare("flat", program, f"{folder}/flat.faiss", rows)
        compare("inverted lists", program, f"{folder}/ivf.faiss", rows)
    finally:
        shutil.rmtree(folder)


main()

"""Runs the program and a rival on the same file and says what each took. See bench_*.py.

`plumb store inspect --full` reads every row and looks at every number (is it finite, is the vector
zero). A rival is a script that reads the file, looks at every number, and prints its own seconds,
processor seconds and rows: its imports are not counted, the program's start is. Runs alternate, and the
least of each counts.
"""
import json
import os
import shutil
import subprocess
import sys
import time

ROUNDS = 5

RIVAL = """
import json, sys, time
{imports}
wall, cpu = time.perf_counter(), time.process_time()
{body}
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, rows]))
"""


def main(write, cases):
    """PROGRAM FOLDER [ROWS]: `write(folder, rows)` makes the files, `cases(folder)` names them."""
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    os.makedirs(folder)
    try:
        # In a process of its own: what it takes must not be counted as theirs.
        child = os.fork()
        if child == 0:
            write(folder, rows)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit("the files could not be written")
        for case in cases(folder):
            compare(program, rows, *case)
    finally:
        shutil.rmtree(folder)


def compare(program, rows, name, path, rival, imports, body):
    size = os.path.getsize(path) / 1e6
    script = RIVAL.format(imports=imports, body=body)
    best = {}
    for _ in range(ROUNDS):
        wall, cpu, peak, output = measured([program, "store", "inspect", "--full", "--json", path])
        assert json.loads(output)["vectors"] == rows
        keep(best, "plumb", wall, cpu, peak)
        _, _, peak, output = measured([sys.executable, "-c", script, path])
        wall, cpu, found = json.loads(output)
        assert found == rows
        keep(best, rival, wall, cpu, peak)
    print(f"{name}: {size:.0f} MB")
    for who, (wall, cpu, peak) in best.items():
        print(f"  {who:12} {wall:7.2f} s {cpu:7.2f} processor s {peak:7.0f} peak MB")
    (wall, cpu, peak), other = best["plumb"], best[rival]
    print(f"  {rival} / plumb: {other[0] / wall:.2f} in time, {other[1] / cpu:.2f} in processor time "
          f"(goal 1); memory {100 * peak / size:.1f} % of the file (goal 10)", flush=True)


def measured(words):
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{words[0]} ended with {status}")
    seconds = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, seconds, usage.ru_maxrss * 1024 / 1e6, output


def keep(best, who, *run):
    best[who] = tuple(min(pair) for pair in zip(best.get(who, run), run))

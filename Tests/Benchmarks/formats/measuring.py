"""Runs the program and a rival on the same file and says what each took. See bench_*.py.

`plumb store inspect --full` reads every row and looks at every number (is it finite, is the vector
zero). A rival is a script that reads the file, looks at every number, and prints its own seconds,
processor seconds and rows: its imports are not counted, the program's start is. Runs alternate, and the
least of each counts.
"""
import os
import sys

from rivals import Race, claimed, inspected, with_folder, write_apart

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

    def body():
        # In a process of its own: what it takes must not be counted as theirs.
        write_apart(write, folder, rows)
        for case in cases(folder):
            compare(program, rows, *case)

    with_folder(folder, body)


def compare(program, rows, name, path, rival, imports, body):
    script = RIVAL.format(imports=imports, body=body)

    Race(name, os.path.getsize(path)).run({
        "plumb": lambda: inspected(program, path, rows),
        rival: lambda: claimed(script, rows, path),
    }).tell(goal=1)

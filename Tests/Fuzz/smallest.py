"""Keeps of a corpus the few files that together reach the most.

    python3 smallest.py CONTROL FOLDER

CONTROL is what libFuzzer writes down while it merges: every file, and what it reaches. The chosen ones are
written into FOLDER instead of what is in it. Files there that have a name are kept, whatever they reach:
real libraries wrote them, or they broke something once.
"""
import pathlib
import re
import shutil
import sys

FOUND = re.compile("[0-9a-f]{40}")
FILES = 64
BYTES = 180_000


def read(control):
    lines = control.read_text().splitlines()
    count = int(lines[0])
    names = lines[2:2 + count]
    reached = {}
    for line in lines[2 + count:]:
        words = line.split()
        if words[0] == "FT":
            reached[pathlib.Path(names[int(words[1])])] = set(map(int, words[2:]))
    return reached


def chosen(reached, named):
    left = {path: set(what) for path, what in reached.items()}
    sizes = {path: path.stat().st_size for path in left}
    room = BYTES
    for path in named:
        room -= sizes[path]
        yield path
        new = left.pop(path)
        for what in left.values():
            what -= new
    for _ in range(FILES - len(named)):
        left = {path: what for path, what in left.items() if what and sizes[path] <= room}
        if not left:
            return
        path = max(left, key=lambda path: (len(left[path]), -sizes[path], path.name))
        room -= sizes[path]
        yield path
        new = left.pop(path)
        for what in left.values():
            what -= new


def main():
    control, folder = map(pathlib.Path, sys.argv[1:])
    reached = read(control)
    named = [path for path in reached if path.parent == folder and not FOUND.fullmatch(path.name)]
    kept = [(path.name, path.read_bytes()) for path in chosen(reached, named)]
    shutil.rmtree(folder)
    folder.mkdir()
    for name, content in kept:
        (folder / name).write_bytes(content)
    print(f"{folder}: {len(kept)} of {len(reached)} files, {sum(len(content) for _, content in kept)} bytes")


main()

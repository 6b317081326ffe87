"""Runs a program and its rivals by turns and says how they compare: shared by the benchmarks of formats."""
import json
import os
import shutil
import subprocess
import sys
import time

ROUNDS = 5


def measured(words):
    """Seconds, processor seconds and peak memory in MB of a process, and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, complaint = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{words[0]} ended with {status}: {complaint.decode(errors='replace')}")
    wall, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    return wall, cpu, usage.ru_maxrss * 1024 / 1e6, output


def inspected(program, path, rows):
    """What the program takes to read all of a store, in which it must find nothing doubtful but what is
    missing beside vectors."""
    *spent, output = measured([program, "store", "inspect", "--full", "--json", path])
    report = json.loads(output)
    assert report["rows"] == rows and report["vectors"] == rows, report
    beside = {"PS101", "PS105"}
    assert all(problem["code"] in beside for problem in report["problems"]), report
    return spent


def claimed(script, rows, *words):
    """What a rival says itself that it takes, with the peak memory of its process; its script prints
    seconds, processor seconds and the number of rows."""
    _, _, peak, output = measured([sys.executable, "-c", script, *words])
    wall, cpu, found = json.loads(output)
    assert found == rows
    return wall, cpu, peak


class Race:
    """The best run of each who took part; the first is the program, all others are its rivals."""

    def __init__(self, name, size):
        self.name, self.size, self.best = name, size / 1e6, {}

    def run(self, runners):
        """Each of `runners` (name: function) gives seconds, processor seconds and peak MB."""
        for _ in range(ROUNDS):
            for who, runner in runners.items():
                run = runner()
                self.best[who] = tuple(min(pair) for pair in zip(self.best.get(who, run), run))
        return self

    def tell(self, goal):
        """Prints the table. `goal` is how many times less processor time each rival is to be beaten by."""
        print(f"{self.name}: {self.size:.0f} MB")
        width = max(len(who) for who in self.best)
        (own, (_, least, peak)), *rivals = self.best.items()
        for who, (wall, cpu, most) in self.best.items():
            print(f"  {who:{width}} {wall:7.2f} s {cpu:7.2f} processor s {most:7.0f} peak MB")
        for who, (_, cpu, _) in rivals:
            print(f"  {who} / {own}: {cpu / least:.2f} in processor time (goal {goal})")
        print(f"  memory {100 * peak / self.size:.1f} % of the file (goal 10)", flush=True)


def with_folder(folder, body):
    """Makes the folder, which must not be there yet, and removes it at the end."""
    os.makedirs(folder)
    try:
        body()
    finally:
        shutil.rmtree(folder)


def write_apart(write, *arguments):
    """Calls `write` in a process of its own, whose memory is gone afterwards."""
    child = os.fork()
    if child == 0:
        try:
            write(*arguments)
        except BaseException as failure:
            print(f"{type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("what is to be read could not be written")


WORDS = (
    "the of and a to in is that it was for on are with as be by this had not or have from one were which "
    "all their there been if more when will would who so no said what up its about into than them can "
    "only other new some could time these two may then do first any my now such like our over man even "
    "most made after also did many before must through years where much way well should because each "
    "lines.\nThey \"say\" naïve Größe – “quoted” café Straße"
).split(" ")


def text(chance):
    """About a thousand characters, as splitters make them; one in ten is not of ASCII alone."""
    words = WORDS if chance.random() < 0.1 else WORDS[:-6]
    return " ".join(chance.choices(words, k=chance.randrange(100, 320)))

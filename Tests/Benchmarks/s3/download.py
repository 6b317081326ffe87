"""One object of a gigabyte from a server on this machine: Plumb, the transfers of boto3, and rclone.

    download.py FETCH FOLDER [--megabytes N] [--rounds N]

Each runs in a process of its own, one after the other, ROUNDS times. Plumb compares the SHA-256 of what
came with the catalog, and once more runs on an entry that has none, to be compared with boto3, which
compares nothing; rclone compares the MD5 that the server gives. Compared are the medians; where others
use the machine, trust the seconds of processors more than those of the clock.
"""
import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

from servers import KEY, SECRET, rclone, server

KEY_NAME = "rag/docs/v1/index.bin"


def write_object(lake, megabytes):
    os.makedirs(f"{lake}/lake/rag/docs/v1")
    digest, block = hashlib.sha256(), os.urandom(1_000_000)
    with open(f"{lake}/lake/{KEY_NAME}", "wb") as file:
        for number in range(megabytes):
            data = number.to_bytes(8, "little") + block[8:]
            digest.update(data)
            file.write(data)
    entry = {
        "version": "v1", "timestamp": "2026-01-01T00:00:00Z", "path": "docs/v1/",
        "files": [{"name": "index.bin", "size": megabytes * 1_000_000,
                   "sha256": digest.hexdigest()}]}
    with open(f"{lake}/lake/rag/metadata.json", "w") as file:
        bare = dict(entry, files=[{"name": "index.bin", "size": megabytes * 1_000_000}])
        json.dump({"docs": [entry], "bare": [bare]}, file)


def measured(words, environment, target):
    shutil.rmtree(target, ignore_errors=True)
    os.mkdir(target)
    started = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"error: {words[0]} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def as_boto3(endpoint, target):
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=KEY,
        aws_secret_access_key=SECRET, config=Config(s3={"addressing_style": "path"}))
    client.download_file("lake", KEY_NAME, target)


def contenders(fetch, endpoint, target):
    connection = (
        f':s3,provider=Other,endpoint="{endpoint}",access_key_id={KEY},secret_access_key={SECRET},'
        f"force_path_style=true:lake/{KEY_NAME}")
    return {
        "plumb": [fetch, endpoint, "lake", "rag", "docs", target],
        "plumb, no SHA-256": [fetch, endpoint, "lake", "rag", "bare", target],
        "boto3": [sys.executable, os.path.abspath(__file__), "boto3", endpoint, target + "/object"],
        "rclone": [rclone(), "copyto", "--config", "/dev/null", connection, target + "/object"],
    }


def main():
    if sys.argv[1:2] == ["boto3"]:
        return as_boto3(*sys.argv[2:4])
    parser = argparse.ArgumentParser()
    parser.add_argument("fetch")
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = os.path.abspath(options.folder)
    lake, target = folder + "/served", folder + "/got"
    write_object(lake, options.megabytes)
    environment = {
        "PATH": os.environ["PATH"], "HOME": folder, "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET}
    results = {}
    print(f"an object of {options.megabytes} MB, {options.rounds} rounds", flush=True)
    with server(lake, tagged=True) as port:
        programs = contenders(os.path.abspath(options.fetch), f"http://127.0.0.1:{port}", target)
        # The first to ask waits until the server has read the object.
        measured(programs["boto3"], environment, target)
        for _ in range(options.rounds):
            for name, words in programs.items():
                found = measured(words, environment, target)
                results.setdefault(name, []).append(found)
                print("  {:<18}{:>8.2f} s{:>8.2f} s of processors{:>6} MB".format(name, *found),
                      flush=True)
    middle = {name: [statistics.median(column) for column in zip(*rows)]
              for name, rows in results.items()}
    for ours in ("plumb", "plumb, no SHA-256"):
        for theirs in ("boto3", "rclone"):
            clock, processor = (a / b for a, b in zip(middle[theirs][:2], middle[ours][:2]))
            print(f"  {theirs} / {ours}: {clock:.2f} by the clock (goal 1), {processor:.2f} of "
                  "processors (goal 3)")
    shutil.rmtree(lake)
    shutil.rmtree(target)


main()

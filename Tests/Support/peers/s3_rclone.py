"""A server that speaks S3 and verifies signatures: rclone, over a folder that is removed at the end.

It announces the port and its keys. With a certificate and its key as arguments it speaks TLS.
"""
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_parent():
    """The server ends with this process, also when it is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def remove_afterwards(folder):
    """A second process removes the folder when this one is gone, also when it was killed."""
    mine, other = os.pipe()
    if os.fork():
        os.close(mine)
        return
    os.close(other)
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.read(mine, 1)
    time.sleep(0.5)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def main():
    folder = tempfile.mkdtemp(prefix="plumb-rclone-")
    remove_afterwards(folder)
    os.mkdir(folder + "/lake")
    own = os.path.join(os.path.dirname(sys.executable), "rclone")
    port = free_port()
    command = [
        own if os.path.exists(own) else "rclone", "serve", "s3", folder, "--config", "/dev/null",
        "--addr", f"127.0.0.1:{port}", "--auth-key", "rclone-key,rclone-secret", "--vfs-cache-mode",
        "off", "--quiet"]
    if len(sys.argv) > 2:
        command += ["--cert", sys.argv[1], "--key", sys.argv[2]]
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=with_parent)
    try:
        while not answers(port) and server.poll() is None:
            time.sleep(0.05)
        print(json.dumps({
            "port": port, "key": "rclone-key", "secret": "rclone-secret", "folder": folder}), flush=True)
        sys.stdin.read()
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


main()

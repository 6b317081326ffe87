"""What the benchmarks of buckets talk to: a server of S3 over a folder, and a wire that counts."""
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

KEY, SECRET = "rclone-key", "rclone-secret"


def rclone():
    own = os.path.join(os.path.dirname(sys.executable), "rclone")
    return own if os.path.exists(own) else "rclone"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(folder, tagged=False):
    """rclone serves the folder's folders as buckets; gives its port. To give an object's tag it reads
    all of it, with every part that is asked for: so there are no tags, or they are remembered."""
    port = free_port()
    remembering = f":hasher,remote={folder},hashes=md5,auto_size=100G,max_age=off:"
    process = subprocess.Popen(
        [rclone(), "serve", "s3", remembering if tagged else folder, "--config", "/dev/null", "--addr", f"127.0.0.1:{port}",
         "--auth-key", f"{KEY},{SECRET}", "--vfs-cache-mode", "off", "--etag-hash", "MD5" if tagged else "",
         "--buffer-size", "0", "--dir-cache-time", "0s", "--cache-dir", folder + "-cache", "--quiet"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            sys.exit("error: rclone does not serve")
        yield port
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder + "-cache", ignore_errors=True)


class Wire:
    """Passes connections on to a port, and counts all bytes that come back: heads, bodies, framing."""

    def __init__(self, upstream):
        self.upstream, self.received, self.lock = upstream, 0, threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.upstream))
            threading.Thread(target=self.carry, args=(client, far, False), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, client, True), daemon=True).start()

    def carry(self, source, sink, counts):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 20):
                if counts:
                    with self.lock:
                        self.received += len(data)
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def take(self):
        """What came since the last time."""
        with self.lock:
            received, self.received = self.received, 0
        return received

"""What the benchmarks of buckets talk to: a server of S3 over a folder, and a wire that counts."""
import contextlib
import os
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
def server(folder):
    """rclone serves the folder's folders as buckets; gives its port. It would read a whole object to
    give its tag with every part of it, so there are no tags."""
    port = free_port()
    process = subprocess.Popen(
        [rclone(), "serve", "s3", folder, "--config", "/dev/null", "--addr", f"127.0.0.1:{port}",
         "--auth-key", f"{KEY},{SECRET}", "--vfs-cache-mode", "off", "--etag-hash", "", "--buffer-size", "0",
         "--dir-cache-time", "0s", "--quiet"],
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

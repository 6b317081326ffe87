"""An HTTP/1.1 server that behaves badly on purpose; the first part of the path says how.

Announces {"port": N} and ends when standard input ends. --tls CERT KEY, --clients CA (a client
certificate is then required). Every response says in X-Connection and X-Request which connection
it came over and which request of that connection it answers. GET /log gives, one a line, what has
arrived so far: connection, method, target, and the number of bytes of the body.
"""
import argparse, gzip, json, os, socket, ssl, struct, sys, threading, time

LOG, LOCK = [], threading.Lock()


class Connection:
    def __init__(self, sock, number):
        self.sock, self.number, self.requests, self.buffer = sock, number, 0, b""

    def more(self):
        data = self.sock.recv(65536)
        if not data:
            raise EOFError
        self.buffer += data

    def line(self):
        while b"\r\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def exactly(self, count):
        while len(self.buffer) < count:
            self.more()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def head(self):
        if not self.buffer:
            self.more()
        if self.buffer[:1] == b"\x16":  # TLS where plain HTTP is spoken: answered as others do
            self.reply(400, b"plain HTTP here", "Connection: close")
            raise EOFError
        method, target, _ = self.line().decode("latin-1").split(" ", 2)
        headers = []
        while line := self.line():
            name, value = line.decode("latin-1").split(":", 1)
            headers.append((name.lower(), value.strip()))
        self.requests += 1
        return method, target, headers

    def body(self, headers):
        fields = dict(headers)
        if fields.get("transfer-encoding") == "chunked":
            data = b""
            while size := int(self.line(), 16):
                data += self.exactly(size)
                self.line()
            while self.line():
                pass
            return data
        return self.exactly(int(fields.get("content-length", 0)))

    def send(self, data):
        self.sock.sendall(data)

    def reply(self, status, body=b"", *fields, length=None, drop=()):
        lines = ["HTTP/1.1 %s X" % status, "X-Connection: %d" % self.number,
                 "X-Request: %d" % self.requests]
        if "length" not in drop:
            lines.append("Content-Length: %d" % (len(body) if length is None else length))
        lines += fields
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise EOFError

    def stall(self):
        """Silent until the client goes away."""
        self.sock.settimeout(30)
        while self.sock.recv(65536):
            pass
        raise EOFError


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


CHUNKED = ("Transfer-Encoding: chunked",)


def answer(c, method, target, headers):
    """Serves one request; raising EOFError ends the connection."""
    path, _, query = target.partition("?")
    early = path.split("/")[1]
    if early == "early-reply":  # answers before the body is read, then takes the rest
        c.reply(413, b"too big", "Connection: close")
        while c.sock.recv(65536):
            pass
        raise EOFError
    if early == "reset-upload":
        c.exactly(1)
        c.reset()
    if early == "slow-reader":
        data, want = b"", int(dict(headers)["content-length"])
        while len(data) < want:
            data += c.exactly(min(65536, want - len(data)))
            time.sleep(0.01)
    elif early == "never-reader":
        time.sleep(20)
        raise EOFError
    else:
        data = c.body(headers)
    with LOCK:
        LOG.append("%d %s %s %d" % (c.number, method, target, len(data)))
    BEHAVIOUR.get(early, missing)(c, method, path, headers, data)


def missing(c, method, path, headers, data):
    c.reply(404, b"no such behaviour")


def echo(c, method, path, headers, data):
    c.reply(200, b"" if method == "HEAD" else data or b"ok", "Content-Type: text/plain",
            length=len(data or b"ok"))


def said(c, method, path, headers, data):
    text = "".join("%s: %s\n" % h for h in headers)
    c.reply(200, ("%s %s\n%s" % (method, path, text)).encode())


def size(c, method, path, headers, data):
    c.reply(200, b"%d" % len(data))


def slow_reader(c, method, path, headers, data):
    size(c, method, path, headers, data)


def log(c, method, path, headers, data):
    c.reply(200, "\n".join(LOG[:-1]).encode())


def status(c, method, path, headers, data):
    c.reply(int(path.split("/")[2]), b"status")


def delay(c, method, path, headers, data):
    time.sleep(int(path.split("/")[2]) / 1000)
    c.reply(200, b"late")


def stall_headers(c, *_):
    c.stall()


def stall_body(c, *_):
    c.reply(200, b"half", length=8)
    c.stall()


def drip(c, *_):
    c.reply(200, b"", length=100)
    for _ in range(100):
        c.send(b"x")
        time.sleep(0.05)


def truncate(c, *_):
    c.reply(200, b"half", length=8)
    raise EOFError


def truncate_chunked(c, *_):
    c.reply(200, chunk(b"half"), *CHUNKED, drop=["length"])
    raise EOFError


def bad_chunk(c, *_):
    c.reply(200, b"zz\r\nhalf\r\n", *CHUNKED, drop=["length"])
    raise EOFError


def reset(c, *_):
    c.reset()


def reset_body(c, *_):
    c.reply(200, b"half", length=8)
    time.sleep(0.05)
    c.reset()


def close(c, *_):
    raise EOFError


def too_long(c, *_):
    c.reply(200, b"firstSECOND", length=5)


def two_lengths(c, *_):
    c.reply(200, b"half", "Content-Length: 2")


def redirect(c, *_):
    c.reply(302, b"", "Location: /loop", "Set-Cookie: a=b")


def endless_headers(c, *_):
    c.send(b"HTTP/1.1 200 X\r\n")
    while True:
        c.send(b"X-Filler: " + b"f" * 500 + b"\r\n")


def endless_header(c, *_):
    c.send(b"HTTP/1.1 200 X\r\nX-Filler: ")
    while True:
        c.send(b"f" * 500)


def endless_interim(c, *_):
    while True:
        c.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")


def endless_body(c, *_):
    c.reply(200, b"", *CHUNKED, drop=["length"])
    while True:
        c.send(chunk(b"x" * 4096))


def big(c, method, path, headers, data):
    c.reply(200, b"b" * int(path.split("/")[2]))


def close_after(c, *_):
    """A complete answer that promises to keep the connection, which is then closed."""
    c.reply(200, b"bye")
    raise EOFError


def close_second(c, *_):
    """Closes a kept connection when its second request has arrived."""
    if c.requests > 1:
        raise EOFError
    c.reply(200, b"first")


def busy(c, *_):
    c.reply(503, b"later", "Retry-After: 7")


def interim(c, *_):
    c.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\nX-Odd: yes\r\n\r\n"
           b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
    c.reply(200, b"final")


def only_interim(c, *_):
    c.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    raise EOFError


def trailers(c, *_):
    c.reply(200, chunk(b"body") + b"0\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n", *CHUNKED, drop=["length"])


def repeated(c, *_):
    c.reply(200, b"", "X-Many: one", "x-many: two", "X-Empty:", "X-Folded: a\r\n  b")


def zipped(c, method, path, headers, data):
    body = gzip.compress(b"z" * 60000) + gzip.compress(b"z" * 40000)
    if path.endswith("cut"):
        body = body[:-20]
    if path.endswith("broken"):
        body = body[:10] + b"\xff" * 40
    c.reply(200, body, "Content-Encoding: gzip")


def not_http(c, *_):
    c.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    raise EOFError


BEHAVIOUR = {name.replace("_", "-"): function for name, function in list(globals().items())
             if callable(function) and name not in ("answer", "chunk", "missing", "Connection")}


def serve(sock, number, context):
    try:
        if context:
            sock = context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
            sock.do_handshake()
        connection = Connection(sock, number)
        while True:
            answer(connection, *connection.head())
    except ssl.SSLError:
        linger(sock)
    except (EOFError, OSError, ValueError):
        pass
    finally:
        sock.close()


def linger(sock):
    """Lets the client read the alert: closing with unread bytes would reset the connection."""
    try:
        raw = socket.socket(fileno=os.dup(sock.fileno()))
        raw.settimeout(2)
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(65536):
            pass
        raw.close()
    except OSError:
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--clients")
    options = parser.parse_args()
    context = None
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
        if options.clients:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(options.clients)
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    number = 0
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number += 1
        threading.Thread(target=serve, args=(sock, number, context), daemon=True).start()


main()

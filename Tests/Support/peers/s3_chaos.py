"""A proxy before an S3 server that does what networks and servers do on bad days.

  s3_chaos.py UPSTREAM_PORT

A PUT to /__chaos with a JSON object sets how it behaves from then on, and a GET tells what it has
counted: requests, and bytes of bodies that went to the client.

  {"every": 3, "fault": "503" | "cut" | "stall" | "freeze" | "flip" | "slowdown" | "close" |
   "unversioned", "seed": 1}

Every so many requests fall to the fault, and the others pass through. One that stalls gets no answer,
and one that freezes gets half of it, for longer than any client waits. Unversioned ones may not name
the version of an object.
"""
import contextlib
import http.client
import json
import random
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

upstream = int(sys.argv[1])
lock = threading.Lock()
state = {"every": 0, "fault": "", "requests": 0, "bytes": 0, "faults": 0, "upload": 0}
chance = random.Random(1)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def control(self, body):
        global chance
        with lock:
            if self.command == "PUT":
                wanted = json.loads(body)
                chance = random.Random(wanted.pop("seed", 1))
                state.update(requests=0, bytes=0, faults=0, upload=0)
                state.update(wanted)
            answer = json.dumps(state).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def fault(self):
        with lock:
            state["requests"] += 1
            hit = state["every"] and state["requests"] % state["every"] == 0
            state["faults"] += 1 if hit else 0
            return (state["fault"] if hit else "", chance.random())

    def refuse(self, code, name):
        body = f"<Error><Code>{name}</Code><Message>later</Message></Error>".encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def sleep(self):
        """Until the client is gone, or the test."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.settimeout(600)
            self.connection.recv(1)

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/__chaos":
            return self.control(body)
        fault, luck = self.fault()
        with lock:
            state["upload"] += len(body)
        if fault == "503":
            return self.refuse(503, "ServiceUnavailable")
        if fault == "slowdown":
            return self.refuse(503, "SlowDown")
        if fault == "unversioned" and "versionId=" in self.path:
            return self.refuse(403, "AccessDenied")
        if fault == "close":
            self.close_connection = True
            return None
        if fault == "stall":
            return self.sleep()
        link = http.client.HTTPConnection("127.0.0.1", upstream)
        link.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            link.putheader(name, value)
        link.endheaders()
        if body:
            link.send(body)
        response = link.getresponse()
        data = response.read()
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        length = response.getheader("Content-Length") if self.command == "HEAD" else len(data)
        self.send_header("Content-Length", str(length or 0))
        self.end_headers()
        link.close()
        if fault == "flip" and data:
            place = int(luck * len(data))
            data = data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1:]
        if fault == "cut" and data:
            data = data[:int(luck * len(data))]
            self.close_connection = True
        if fault == "freeze":
            data = data[:len(data) // 2]
        with lock:
            state["bytes"] += len(data)
        self.wfile.write(data)
        if fault == "freeze":
            self.sleep()

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = serve


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()

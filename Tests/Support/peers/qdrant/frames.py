"""gRPC answers that no library would give, frame by frame, over cleartext HTTP/2.

Announces {"port": N} and ends when standard input ends. Every call is answered with an update that
is done (operation 4, completed), but for what --mode says of every call, or with --every N of each
N-th:

  plain       nothing else
  goaway      GOAWAY in the same packet as the answer, and the connection is closed
  early       RESOURCE_EXHAUSTED in the first block of headers, and RST_STREAM, before the body is read
  refuse      RST_STREAM with REFUSED_STREAM, before anything was done
  calm        GOAWAY with ENHANCE_YOUR_CALM
  nostatus    the answer without its trailers
  short       half of an answer, and the connection is closed
  silent      no answer at all
"""
import argparse
import json
import os
import socket
import struct
import sys
import threading

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS = 1, 1, 4
REFUSED_STREAM, ENHANCE_YOUR_CALM = 7, 11
OPENING = 24
INITIAL_WINDOW = 4


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def field(name, value):
    """A header spelt out: no index, no Huffman code."""
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


STATUS_200 = b"\x88"
HEAD = STATUS_200 + field(b"content-type", b"application/grpc")
# result { operation_id: 4, status: Completed }, time: 0.
DONE = bytes.fromhex("0a0408041002" "110000000000000000")
ANSWER = b"\x00" + struct.pack(">I", len(DONE)) + DONE


class Conversation:
    def __init__(self, sock, options):
        self.sock, self.options, self.answered = sock, options, 0

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.sock.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def send(self, *frames):
        self.sock.sendall(b"".join(frames))

    def run(self):
        self.exactly(OPENING)
        window = struct.pack(">HI", INITIAL_WINDOW, self.options.window)
        self.send(frame(SETTINGS, 0, 0, window))
        while True:
            head = self.exactly(9)
            kind, flags, stream = struct.unpack(">BBI", head[3:])
            payload = self.exactly(int.from_bytes(head[:3], "big"))
            if not self.take(kind, flags, stream, payload):
                return

    def take(self, kind, flags, stream, payload):
        """Returns whether the conversation goes on."""
        if kind == SETTINGS and not flags & ACK:
            self.send(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.send(frame(PING, ACK, 0, payload))
        elif kind == HEADERS:
            return self.opened(stream)
        elif kind == DATA:
            if payload:
                more = struct.pack(">I", len(payload))
                self.send(frame(WINDOW_UPDATE, 0, 0, more), frame(WINDOW_UPDATE, 0, stream, more))
            if flags & END_STREAM:
                return self.ended(stream)
        return True

    @property
    def mode(self):
        is_due = (self.answered + 1) % self.options.every == 0
        return self.options.mode if is_due else "plain"

    def opened(self, stream):
        mode = self.mode
        if mode == "early":
            block = HEAD + field(b"grpc-status", b"8") + field(b"grpc-message", b"100%25 full")
            self.send(
                frame(HEADERS, END_HEADERS | END_STREAM, stream, block),
                frame(RST_STREAM, 0, stream, bytes(4)))
        elif mode == "refuse":
            self.send(frame(RST_STREAM, 0, stream, struct.pack(">I", REFUSED_STREAM)))
        elif mode == "calm":
            self.send(frame(GOAWAY, 0, 0, struct.pack(">II", stream, ENHANCE_YOUR_CALM)))
        if mode in ("early", "refuse"):
            self.answered += 1
        return mode != "calm"

    def ended(self, stream):
        mode = self.mode
        if mode in ("early", "refuse", "silent"):
            return True
        self.answered += 1
        trailers = frame(
            HEADERS, END_HEADERS | END_STREAM, stream, field(b"grpc-status", b"0"))
        head, body = frame(HEADERS, END_HEADERS, stream, HEAD), frame(DATA, 0, stream, ANSWER)
        if mode == "short":
            self.send(head, frame(DATA, 0, stream, ANSWER[:9]))
            return False
        if mode == "nostatus":
            self.send(head, frame(DATA, END_STREAM, stream, ANSWER))
            return True
        farewell = frame(GOAWAY, 0, 0, struct.pack(">II", stream, 0)) if mode == "goaway" else b""
        self.send(head, body, trailers, farewell)
        return mode != "goaway"


def converse(sock, options):
    try:
        Conversation(sock, options).run()
    except (EOFError, OSError):
        pass
    finally:
        sock.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", default="plain")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--window", type=int, default=1 << 20)
    options = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=converse, args=(sock, options), daemon=True).start()


main()

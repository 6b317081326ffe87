"""A server of cleartext HTTP/2 by prior knowledge, just enough of it: every stream is answered with
status 200, "hello" and the trailers grpc-status: 0 and x-connection, the number of the connection.

Announces {"port": N} and ends when standard input ends. --requests N closes each connection when
its N-th stream has ended, --drop N when the N-th stream has arrived, without an answer.
"""
import argparse, json, os, socket, struct, sys, threading, time

DATA, HEADERS, SETTINGS, PING = 0, 1, 4, 6
END_STREAM, ACK, END_HEADERS = 1, 1, 4


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def field(name, value):
    """A header field spelt out: no index, no Huffman code."""
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


class Closed(Exception):
    pass


def exactly(sock, count):
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise Closed
        data += part
    return data


def reply(sock, stream, number):
    trailers = field(b"grpc-status", b"0") + field(b"x-connection", b"%d" % number)
    sock.sendall(frame(HEADERS, END_HEADERS, stream, b"\x88")
                 + frame(DATA, 0, stream, b"hello")
                 + frame(HEADERS, END_HEADERS | END_STREAM, stream, trailers))


def serve(sock, number, options):
    served = 0
    try:
        exactly(sock, 24)
        sock.sendall(frame(SETTINGS, 0, 0))
        while True:
            head = exactly(sock, 9)
            length = int.from_bytes(head[:3], "big")
            kind, flags, stream = struct.unpack(">BBI", head[3:])
            payload = exactly(sock, length)
            if kind == SETTINGS and not flags & ACK:
                sock.sendall(frame(SETTINGS, ACK, 0))
            elif kind == PING and not flags & ACK:
                sock.sendall(frame(PING, ACK, 0, payload))
            elif kind in (DATA, HEADERS) and flags & END_STREAM:
                served += 1
                if served == options.drop:
                    break
                reply(sock, stream, number)
                if served == options.requests:
                    time.sleep(0.4)  # libcurl 7.88 loses trailers that arrive with the farewell
                    break
    except (Closed, OSError):
        pass
    finally:
        sock.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int)
    parser.add_argument("--drop", type=int)
    options = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    number = 0
    while True:
        sock, _ = listener.accept()
        number += 1
        threading.Thread(target=serve, args=(sock, number, options), daemon=True).start()


main()

"""A server that misbehaves in one way. Usage: silent_peer.py MODE PORT_FILE

silent   accepts, reads nothing, says nothing
trickle  answers HTTP with one byte a second, for ever
echo     answers 403 with the request's own Authorization header as text
redirect answers 302 to the address of an "echo" on the same port

It writes its port to PORT_FILE and serves until it is ended.
"""

import os
import socket
import sys
import threading
import time


def request_of(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(4096)
        if not piece:
            break
        data += piece
    return data


def answer(mode, connection, port):
    try:
        if mode == "silent":
            time.sleep(3600)
        request = request_of(connection)
        if mode == "trickle":
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n"
            connection.sendall(head + b"001e# service=git-upload-pack\n0000")
            while True:
                connection.sendall(b"0")
                time.sleep(1)
        if mode == "redirect" and b"/moved/" not in request:
            place = b"http://localhost:%d/moved/info/refs?service=git-upload-pack" % port
            connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n")
            return
        lines = [line for line in request.split(b"\r\n") if line.lower().startswith(b"authorization:")]
        body = b"you sent " + (lines[0] if lines else b"nothing") + b"\n"
        head = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body)
        connection.sendall(head + body)
    except OSError:
        pass
    finally:
        connection.close()


def main():
    mode, port_file = sys.argv[1:]
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with open(port_file + ".new", "w") as file:
        file.write(str(port))
    os.rename(port_file + ".new", port_file)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(mode, connection, port), daemon=True).start()


main()

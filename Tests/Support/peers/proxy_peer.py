"""A forward proxy: CONNECT tunnels and plain requests, one request a connection.

Announces {"port": N} and ends when standard input ends. --deny answers 407 to everything. Plain
requests reach the server with the header "Via: 1.1 peer"; GET http://proxy.test/log lists what was
asked of the proxy so far, one a line.
"""
import json, os, socket, sys, threading

LOG = []


def head(sock):
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65536)
        if not part:
            raise OSError("cut")
        data += part
    return data.split(b"\r\n\r\n", 1)


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    finally:
        for sock in (source, sink):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def upstream(authority):
    host, _, port = authority.partition(":")
    return socket.create_connection((host, int(port or 80)))


def serve(client, deny):
    try:
        top, rest = head(client)
        first, *fields = top.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        if target == "http://proxy.test/log":
            body = "\n".join(LOG).encode()
            client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                           % (len(body), body))
            return
        LOG.append("%s %s" % (method, target))
        if deny:
            client.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\n"
                           b"Connection: close\r\nContent-Length: 0\r\n\r\n")
            return
        if method == "CONNECT":
            server = upstream(target)
            client.sendall(b"HTTP/1.1 200 Connected\r\nX-From-Proxy: yes\r\n\r\n")
        else:
            authority, _, path = target.removeprefix("http://").partition("/")
            server = upstream(authority)
            kept = [f for f in fields if not f.lower().startswith("proxy-")]
            lines = ["%s /%s HTTP/1.1" % (method, path), *kept, "Via: 1.1 peer", "", ""]
            server.sendall("\r\n".join(lines).encode("latin-1") + rest)
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        pump(server, client)
    except OSError:
        pass
    finally:
        client.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection, "--deny" in sys.argv), daemon=True).start()

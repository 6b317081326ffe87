"""A server that speaks Qdrant's two interfaces and stores points with Qdrant's own engine.

Announces {"port", "grpc_port", "pid"} as one line and ends when standard input ends. Ports are
chosen by the system, on the loopback address, unless --port and --grpc-port ask for those of a
server that was killed. --folder survives the server; opening it again is what a restart is.

Not shown here, and different in a real server: replicas, background optimisation, the time that
indexes take, and how tonic cuts frames.
"""
import argparse
import asyncio
import gc
import json
import os
import signal
import ssl
import sys
import threading

import grpc

from access import Access
from faults import Faults
from grpc_face import server as grpc_server
from house import House
from http_face import converse
from storage import Storage
from versions import LATEST, Version

HOST = "127.0.0.1"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--port", type=int, default=0, help="of the REST interface")
    parser.add_argument("--grpc-port", type=int, default=0)
    parser.add_argument("--version", default=LATEST, help="what the server says it is")
    parser.add_argument("--api-key")
    parser.add_argument("--read-only-api-key")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="on both interfaces")
    parser.add_argument("--streams", type=int, help="most concurrent streams of a connection")
    parser.add_argument("--age", type=int, help="milliseconds after which a connection gets GOAWAY")
    parser.add_argument("--flush", type=float, default=5, help="seconds between flushes")
    parser.add_argument("--null", action="store_true", help="keep nothing of an upsert")
    return parser.parse_args()


def grpc_options(given):
    options = []
    if given.streams:
        options.append(("grpc.max_concurrent_streams", given.streams))
    if given.age:
        options += [
            ("grpc.max_connection_age_ms", given.age), ("grpc.max_connection_age_grace_ms", 5000)]
    return options


def add_port(server, given):
    address = f"{HOST}:{given.grpc_port}"
    if not given.tls:
        return server.add_insecure_port(address)
    with open(given.tls[0], "rb") as certificate, open(given.tls[1], "rb") as key:
        pair = (key.read(), certificate.read())
    return server.add_secure_port(address, grpc.ssl_server_credentials((pair,)))


def tls_context(given):
    if not given.tls:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*given.tls)
    return context


async def flush(storage, seconds):
    """As the server does, so that little has to be replayed after a kill."""
    while True:
        await asyncio.sleep(seconds)
        storage.flush()


def end_with_input(loop, stop):
    """Whoever started the server holds the other end of its input."""
    def watch():
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)
    threading.Thread(target=watch, daemon=True).start()


async def main():
    given = arguments()
    # A batch is thousands of objects that all go when it is done; there are no cycles among them.
    gc.freeze()
    gc.set_threshold(100_000)
    storage = Storage(given.folder, Version(given.version))
    access = Access(given.api_key, given.read_only_api_key)
    house = House(storage, access, Faults(), given.null)
    server = grpc_server(house, grpc_options(given))
    grpc_port = add_port(server, given)
    await server.start()
    rest = await asyncio.start_server(
        lambda reader, writer: converse(house, reader, writer), HOST, given.port, limit=1 << 20,
        ssl=tls_context(given))
    port = rest.sockets[0].getsockname()[1]
    print(json.dumps({"port": port, "grpc_port": grpc_port, "pid": os.getpid()}), flush=True)

    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    flusher = asyncio.create_task(flush(storage, given.flush))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    end_with_input(loop, stop)
    await stop.wait()
    flusher.cancel()
    rest.close()
    await server.stop(0.2)
    storage.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

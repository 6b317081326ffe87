"""HTTP/1.1, just enough of it for clients that keep their connections."""
import asyncio
import gzip
import json
import time
import traceback
import urllib.parse

from refusals import Refusal
from rest_face import Request, find

LARGEST_BODY = 32 << 20
REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 422: "Unprocessable Entity",
    429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable",
    507: "Insufficient Storage",
}
ALL_WELL = {"result": {"operation_id": 1, "status": "completed"}, "status": "ok", "time": 0.0}


def packed(value):
    return json.dumps(value, separators=(",", ":")).encode()


class Reply:
    def __init__(self, status, body, kind="application/json", fields=()):
        self.status, self.body, self.kind, self.fields = status, body, kind, fields

    @staticmethod
    def of(refusal):
        return Reply(
            refusal.http, packed({"status": {"error": refusal.message}, "time": 0.0}),
            fields=refusal.metadata)

    def bytes(self, closes):
        lines = [
            f"HTTP/1.1 {self.status} {REASONS[self.status]}", f"content-type: {self.kind}",
            f"content-length: {len(self.body)}",
            *(f"{name}: {value}" for name, value in self.fields),
        ]
        lines += ["connection: close"] if closes else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


async def chunked(reader):
    whole = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        whole += await reader.readexactly(size)
        await reader.readexactly(2)
    while (await reader.readline()).strip():
        pass
    return bytes(whole)


async def read_body(reader, headers):
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await chunked(reader)
    else:
        size = int(headers.get("content-length") or 0)
        if size > LARGEST_BODY:
            await drain(reader, size)
            raise Refusal(
                "format", f"JSON payload ({size} bytes) is larger than allowed "
                f"(limit: {LARGEST_BODY} bytes).")
        body = await reader.readexactly(size)
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


async def drain(reader, size):
    """So that the client gets to read the answer."""
    while size > 0:
        part = await reader.read(min(size, 1 << 20))
        size -= len(part) or size


async def answer(house, method, target, headers, body):
    path, _, text = target.partition("?")
    path = path.rstrip("/") or "/"
    if path in ("/healthz", "/livez", "/readyz"):
        return Reply(200, b"healthz check passed", "text/plain")
    found = find(method, path)
    if not found:
        return Reply(404, b"", "text/plain")
    match, operation, function = found
    begin = time.perf_counter()
    try:
        if house.is_null and operation == "upsert":
            return Reply(200, packed(ALL_WELL))
        query = dict(urllib.parse.parse_qsl(text))
        result = await called(house, operation, headers, function, match, query, body)
    except Refusal as refusal:
        return Reply.of(refusal)
    except Exception as error:
        traceback.print_exc()
        return Reply.of(Refusal("internal", str(error)))
    if operation == "root":
        return Reply(200, packed(result))
    took = time.perf_counter() - begin
    return Reply(200, packed({"result": result, "status": "ok", "time": took}))


async def called(house, operation, headers, function, match, query, body):
    def call():
        try:
            words = json.loads(body) if body else {}
            return function(Request(house, match, query, words))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refusal("format", f"{type(error).__name__}: {error}") from error
    if operation is None:
        return call()
    if operation == "root":
        return call()
    result, is_late = await house.serve(operation, headers, call)
    if is_late and isinstance(result, dict) and "status" in result:
        result["status"] = "wait_timeout"
    return result


async def read_head(reader):
    """Method, target and headers, or None at the end of the connection."""
    line = await reader.readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers = {}
    while field := (await reader.readline()).strip():
        name, _, value = field.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return method, target, headers


async def converse(house, reader, writer):
    try:
        while head := await read_head(reader):
            method, target, headers = head
            if headers.get("expect", "").lower() == "100-continue":
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            closes = headers.get("connection", "").lower() == "close"
            try:
                body = await read_body(reader, headers)
                reply = await answer(house, method, target, headers, body)
            except Refusal as refusal:
                reply, closes = Reply.of(refusal), True
            writer.write(reply.bytes(closes))
            await writer.drain()
            if closes:
                break
    except (ConnectionError, asyncio.IncompleteReadError, ValueError):
        pass
    finally:
        writer.close()

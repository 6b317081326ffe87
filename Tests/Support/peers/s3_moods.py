"""A server of S3 that answers by the name of the key, and the endpoints that hand out credentials.

  redirect   is in eu-west-1, and says so to whoever asks elsewhere
  skew       lives in the year 2030
  expired    takes no token but the second one of the metadata service

Below /latest it is the metadata service of an instance, at /container the endpoint of a container. Every
time credentials are asked for they are others, and the first ones end in a minute.
"""
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

lock = threading.Lock()
given = {"count": 0}


def credentials():
    with lock:
        given["count"] += 1
        number = given["count"]
    end = time.gmtime(time.time() + (60 if number == 1 else 36000))
    return json.dumps({
        "Code": "Success", "AccessKeyId": f"KEY{number}", "SecretAccessKey": f"hush{number}",
        "Token": f"token{number}", "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", end)}).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    date = None

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return self.date or super().date_time_string(timestamp)

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fault(self, status, code, **headers):
        self.say(status, f"<Error><Code>{code}</Code></Error>".encode(), **headers)

    def do_PUT(self):
        if self.path == "/latest/api/token" and self.headers.get("X-aws-ec2-metadata-token-ttl-seconds"):
            return self.say(200, b"proof")
        self.fault(405, "MethodNotAllowed")

    def do_GET(self):
        sign = self.headers.get("Authorization", "")
        path = self.path.split("?")[0]
        if path.startswith("/latest/"):
            if self.headers.get("X-aws-ec2-metadata-token") != "proof":
                return self.say(401)
            role = path.rsplit("/", 1)[1]
            return self.say(200, credentials() if role else b"reader\n")
        if path == "/container":
            return self.say(200, credentials()) if sign == "Bearer pod" else self.say(403)
        mood = path.rsplit("/", 1)[1]
        if mood == "redirect" and "/eu-west-1/s3/" not in sign:
            return self.fault(301, "PermanentRedirect", x_amz_bucket_region="eu-west-1")
        if mood == "skew" and not self.headers.get("X-Amz-Date", "").startswith("2030"):
            self.date = "Tue, 01 Jan 2030 00:00:00 GMT"
            return self.fault(403, "RequestTimeTooSkewed")
        if mood == "expired" and self.headers.get("X-Amz-Security-Token") != "token2":
            return self.fault(400, "ExpiredToken")
        self.say(200, (self.headers.get("X-Amz-Security-Token") or "fine").encode(), ETag='"1"')


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()

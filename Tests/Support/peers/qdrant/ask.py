"""One request to the REST interface: ask.py METHOD URL [BODY]. Prints the body of the answer."""
import ssl
import sys
import urllib.request

method, url, *body = sys.argv[1:]
request = urllib.request.Request(
    url, method=method, data=body[0].encode() if body else None,
    headers={"content-type": "application/json"})
# Certificates of tests are made for the occasion.
with urllib.request.urlopen(request, context=ssl._create_unverified_context()) as answer:
    sys.stdout.buffer.write(answer.read())

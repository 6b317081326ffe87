"""A server that speaks S3, STS and IAM, in memory: moto, with signatures verified.

It has two empty buckets: `lake`, and `annals`, which keeps every version of its objects. It announces
the port and the keys of a user who may do everything, and of one who may do nothing.
With a certificate and its key as arguments it speaks TLS.
"""
import json
import logging
import sys
import threading

import boto3
from botocore.config import Config
from moto import settings
from moto.server import DomainDispatcherApplication, create_backend_app
from moto.sts.responses import TokenResponse
from werkzeug.serving import make_server, WSGIRequestHandler

logging.getLogger("werkzeug").setLevel(logging.ERROR)


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


class Atomic:
    """moto compares an ETag and then writes, and another thread may write in between: what a real server
    does in one step is made one here."""

    def __init__(self, app):
        self.app, self.lock = app, threading.Lock()

    def __call__(self, environ, start_response):
        conditions = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"}
        if environ["REQUEST_METHOD"] != "PUT" or not conditions & environ.keys():
            return self.app(environ, start_response)
        with self.lock:
            return list(self.app(environ, start_response))


def allow_web_identities():
    """moto wants a signature for everything, and a web identity is its own proof: this token is good."""
    usual = TokenResponse._authenticate_and_authorize_normal_action

    def check(self, resource):
        found = [self.querystring.get(name) for name in ("Action", "WebIdentityToken")]
        if found != [["AssumeRoleWithWebIdentity"], ["header.body.signature"]]:
            usual(self, resource)

    TokenResponse._authenticate_and_authorize_normal_action = check


def main():
    allow_web_identities()
    tls = tuple(sys.argv[1:3]) if len(sys.argv) > 2 else None
    app = Atomic(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=tls, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Users are made through a server of its own without TLS: both share what is in memory.
    plain = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{plain.server_port}"
    options = dict(
        endpoint_url=address, region_name="us-east-1", aws_access_key_id="first",
        aws_secret_access_key="first", config=Config(s3={"addressing_style": "path"}))
    iam = boto3.client("iam", **options)
    keys = {}
    allowed = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:*", "sts:*", "iam:*"], "Resource": "*"}]})
    for name, policy in (("writer", allowed), ("nobody", None)):
        iam.create_user(UserName=name)
        if policy:
            iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        keys[name] = (key["AccessKeyId"], key["SecretAccessKey"])
    trust = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]})
    role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName="reader", PolicyName="all", PolicyDocument=allowed)
    s3 = boto3.client("s3", **options)
    s3.create_bucket(Bucket="lake")
    s3.create_bucket(Bucket="annals")
    s3.put_bucket_versioning(Bucket="annals", VersioningConfiguration={"Status": "Enabled"})
    # From here on every request needs a signature that is right and a policy that allows it.
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0.0
    print(json.dumps({
        "port": server.server_port, "plain": plain.server_port, "role": role,
        "key": keys["writer"][0], "secret": keys["writer"][1],
        "nobodyKey": keys["nobody"][0], "nobodySecret": keys["nobody"][1]}), flush=True)
    sys.stdin.read()


main()

"""An S3-compatible server in a process of its own, and a door before it that fails as networks do."""

import base64
import hashlib
import http.client
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.core.files.storage import storages

BUCKET = "evidence"
# It tells its port, and ends when nobody listens any more.
_SERVER = """
import sys
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
# Nobody checks the rest of it, but without it only what is public may be had.
_SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=us/20260101/us-east-1/s3/aws4_request"}
_REFUSALS = {
    "500": (500, "InternalError"),
    "503": (503, "SlowDown"),
    "403": (403, "AccessDenied"),
    "key": (403, "InvalidAccessKeyId"),
}


@contextmanager
def s3_process():
    """Run the server; yields its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        yield int(process.stdout.readline())
        process.stdin.close()


class _Door(BaseHTTPRequestHandler):
    """Passes a request on to the server, unless `fault` says otherwise."""

    protocol_version = "HTTP/1.1"

    def _pass(self):
        fault = self.server.take_fault()
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if fault == "flip sent":
            body = _flipped(body)
        if fault in ("silent", "closed"):
            self.server.over.wait(None if fault == "silent" else 0)
            self.close_connection = True
        elif fault == "unheard":
            self._ask(body)
            self.close_connection = True
        elif fault in _REFUSALS:
            self._refuse(*_REFUSALS[fault])
        elif not self._is_as_said(body):
            self._refuse(400, "BadDigest")
        else:
            self._answer(fault, *self._ask(body))

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = _pass  # noqa: N815 as the base class calls them

    def _ask(self, body):
        peer = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=20)
        try:
            peer.request(self.command, self.path, body, dict(self.headers))
            answer = peer.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            peer.close()

    def _is_as_said(self, body):
        """As Amazon refuses what is not what its checksum says; this server takes it on trust."""
        said = self.headers.get("x-amz-checksum-sha256")
        return said is None or said == base64.b64encode(hashlib.sha256(body).digest()).decode()

    def _answer(self, fault, status, headers, body):
        if fault == "flip given":
            body = _flipped(body)
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "transfer-encoding", "server", "date"):
                self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD" or not body:
            return
        if fault == "cut":
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif fault == "slow":
            self._drip(body)
        else:
            self.wfile.write(body)

    def _drip(self, body):
        piece = len(body) // 20 + 1
        for start in range(0, len(body), piece):
            self.wfile.write(body[start : start + piece])
            if self.server.over.wait(0.1):
                break

    def _refuse(self, status, code):
        words = f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(words)

    def handle_expect_100(self):
        """A storage that is silent does not say that it is ready either."""
        return self.server.fault == "silent" or super().handle_expect_100()

    def log_message(self, *args):
        """Nobody reads it."""


class Door(ThreadingHTTPServer):
    """`.fault` is what goes wrong from now on, or `.faults_left` times; `.asked` are the requests."""

    daemon_threads = True

    def __init__(self, behind):
        super().__init__(("127.0.0.1", 0), _Door)
        self.fault, self.faults_left = "", 1_000_000
        self.asked, self.over = [], threading.Event()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.behind, self.address_behind = behind, f"http://127.0.0.1:{behind}"

    def take_fault(self):
        self.faults_left -= 1
        return self.fault if self.faults_left >= 0 else ""

    def handle_error(self, *args):
        """Whoever asked has gone, as is meant here."""

    def objects(self):
        """The names in the bucket, past the door and past our own code."""
        with urllib.request.urlopen(f"{self.address_behind}/{BUCKET}", timeout=20) as answer:
            listing = answer.read().decode()
        return [part.partition("</Key>")[0] for part in listing.split("<Key>")[1:]]

    def put(self, name, content):
        """Put an object there, likewise."""
        self._tell("PUT", f"/{BUCKET}/{name}", content)

    def empty(self):
        """Begin anew with an empty bucket."""
        self._tell("POST", "/moto-api/reset")
        self._tell("PUT", f"/{BUCKET}")

    def remove_bucket(self):
        self._tell("POST", "/moto-api/reset")

    def _tell(self, method, path, content=None):
        peer = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=20)
        peer.request(method, path, content, _SIGNED)
        answer = peer.getresponse()
        assert answer.status < 300, answer.read()
        peer.close()


@contextmanager
def door(behind, settings):
    """An empty bucket behind a door, in which the site keeps its evidence."""
    with Door(behind) as server:
        server.empty()
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        settings.STORAGES = settings.STORAGES | {
            "evidence": {
                "BACKEND": "savings.evidence.bucket.EvidenceBucket",
                "OPTIONS": {
                    "bucket_name": BUCKET,
                    "endpoint_url": server.address,
                    "region_name": "eu-west-2",
                },
            }
        }
        try:
            yield server
        finally:
            storages["evidence"]._client.close()
            server.over.set()
            server.shutdown()
            thread.join()


def _flipped(content):
    """With one bit changed, in the middle."""
    middle = len(content) // 2
    return (
        content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :] if content else b""
    )

"""A peer that speaks enough of S3 for the evidence store: put, get, head, delete and list, in one bucket."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "evidence"


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        self.server.objects[self._key()] = (self._body(), datetime.now(UTC))
        self._answer(200, {"ETag": '"x"'})

    def do_GET(self):
        if not self._key():
            self._answer(200, {"Content-Type": "application/xml"}, self._listing())
        else:
            self._answer_object()

    def do_HEAD(self):
        if not self._key():
            self._answer(200, {})
        else:
            self._answer_object()

    def do_DELETE(self):
        self.server.objects.pop(self._key(), None)
        self._answer(204, {})

    def log_message(self, *args):
        """Nobody reads it."""

    def _key(self):
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}").lstrip("/")

    def _body(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            return content
        whole = b""
        while content:
            size, _, content = content.partition(b"\r\n")
            length = int(size.partition(b";")[0], 16)
            if not length:
                break
            whole, content = whole + content[:length], content[length + 2 :]
        return whole

    def _listing(self):
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f"<Size>{len(content)}</Size></Contents>"
            for key, (content, at) in sorted(self.server.objects.items())
            if key.startswith(prefix)
        )
        return (
            f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()
        )

    def _answer_object(self):
        content, at = self.server.objects.get(self._key(), (None, None))
        if content is None:
            self._answer(404, {}, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            headers = {"ETag": '"x"', "Last-Modified": format_datetime(at, usegmt=True)}
            self._answer(200, headers, content)

    def _answer(self, status, headers, content=b""):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def s3():
    """Run the peer; `.address` is where, `.objects` what is in the bucket: key → (content, time)."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Request) as server:
        server.daemon_threads = True
        server.objects = {}
        server.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

"""A peer that speaks the scanner's language: enough of clamd's INSTREAM to be asked, and to answer as it does."""

import io
import socket
import socketserver
import struct
import threading
import time
import zipfile
from contextlib import contextmanager

from tests.savings.evidence.made_files import EICAR


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.conversations += 1
        command = self._command()
        if command == b"zPING\0":
            self.wfile.write(self.server.answer or b"PONG\0")
            return
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        time.sleep(self.server.delay)
        self.wfile.write(self.server.answer or _answer(content))

    def _command(self):
        read = b""
        while not read.endswith(b"\0") and (byte := self.rfile.read(1)):
            read += byte
        return read


def _answer(content: bytes) -> bytes:
    found = any(EICAR in part for part in _parts(content))
    return b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"


def _parts(content: bytes):
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    conversations = 0

    def __init__(self, address, family, *, answer, delay, limit):
        self.address_family = family
        self.answer, self.delay, self.limit = answer, delay, limit
        super().__init__(address, _Conversation)

    def handle_error(self, request, client_address):
        """A client that has gone away is no fault of ours."""


@contextmanager
def clamd(path=None, *, answer=b"", delay=0, limit=25 << 20):
    """Run the peer on a socket at `path`, or on a port of this machine; `.says` is the setting that finds it."""
    family = socket.AF_UNIX if path else socket.AF_INET
    with _Server(
        str(path) if path else ("127.0.0.1", 0), family, answer=answer, delay=delay, limit=limit
    ) as server:
        server.says = str(path) if path else f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

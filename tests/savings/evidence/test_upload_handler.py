"""What is on the disk, and in memory, while a file is being sent and after?"""

import hashlib
import io
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http.request import UnreadablePostError
from django.test import RequestFactory

from savings.evidence.upload_handler import ReceivedFile, close_uploads
from tests.factories import UserFactory

BOUNDARY = "end-of-part"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
MEGABYTE = 1 << 20


def part(content, name="a.pdf", headers=""):
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    return f"--{BOUNDARY}\r\n{disposition}\r\n{headers}\r\n".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


class Sending(io.RawIOBase):
    """What a browser sends: made while it is read, so that it takes no memory of its own."""

    def __init__(self, size, fails=False):
        self._left = [part(b"")[:-2], *[b"x" * MEGABYTE] * size, b"\r\n" + END]
        self.length = sum(map(len, self._left))
        self._fails = fails

    def readable(self):
        return True

    def readinto(self, buffer):
        if self._fails and len(self._left) < 3:
            raise OSError("the connection was reset")
        if not self._left:
            return 0
        piece = self._left[0][: len(buffer)]
        self._left[0] = self._left[0][len(piece) :]
        if not self._left[0]:
            del self._left[0]
        buffer[: len(piece)] = piece
        return len(piece)


def request_of(stream):
    return RequestFactory().post(
        "/", content_type=MULTIPART, **{"wsgi.input": stream, "CONTENT_LENGTH": stream.length}
    )


def test_a_file_is_hashed_and_counted_while_it_streams_past_the_memory():
    request = request_of(Sending(25))
    tracemalloc.start()

    file = request.FILES["file"]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size, digest = file.size, file.sha256
    on_disk = Path(file.temporary_file_path()).stat().st_size
    request.close()

    assert (size, on_disk) == (25 * MEGABYTE, 25 * MEGABYTE)
    assert digest == hashlib.sha256(b"x" * 25 * MEGABYTE).hexdigest()
    assert most < 5 * MEGABYTE


def test_of_a_file_over_the_limit_nothing_is_kept_and_the_rest_of_the_form_is_read(settings, root):
    settings.EVIDENCE_FILE_MB = 1
    stream = Sending(3)
    request = request_of(stream)

    file = request.FILES["file"]
    on_disk = Path(file.temporary_file_path()).stat().st_size
    request.close()

    assert file.is_too_big
    assert (file.size, file.sha256, on_disk) == (3 * MEGABYTE, "", 0)


def test_a_received_file_is_used_like_any_other_upload(received):
    file = received("Savings 2010.csv", b"one\ntwo\n")

    assert isinstance(file, TemporaryUploadedFile)
    assert (file.name, file.size) == ("Savings 2010.csv", 8)
    assert list(file) == [b"one\n", b"two\n"]
    assert b"".join(file.chunks()) == b"one\ntwo\n"
    assert Path(file.temporary_file_path()).read_bytes() == b"one\ntwo\n"


def test_nobody_else_on_the_machine_may_read_what_is_being_sent(root, received):
    file = received("a.csv", b"x")

    assert Path(file.temporary_file_path()).parent == root / "incoming"
    assert Path(file.temporary_file_path()).stat().st_mode & 0o777 == 0o600
    assert (root / "incoming").stat().st_mode & 0o777 == 0o700
    assert root.stat().st_mode & 0o777 == 0o700


def test_every_page_receives_files_this_way_and_leaves_none_behind(client, root, files_below):
    client.force_login(UserFactory())

    client.post("/", {"file": SimpleUploadedFile("a.csv", b"Place\r\n")})

    assert (root / "incoming").exists()
    assert files_below(root) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part(b"x" * 100_000), 405),  # without its end
        (part(b"!", headers="Content-Transfer-Encoding: base64\r\n") + END, 400),
        (part(b"x") + part(b"!", headers="Content-Transfer-Encoding: base64\r\n") + END, 400),
        (part(b"x") * 21 + END, 400),
    ],
    ids=["cut off", "damaged", "the second damaged", "too many"],
)
def test_a_request_that_fails_leaves_nothing_behind(client, root, files_below, body, status):
    client.force_login(UserFactory())

    response = client.generic("POST", "/", body, content_type=MULTIPART)

    assert response.status_code == status
    assert files_below(root) == []


def test_a_connection_that_breaks_leaves_nothing_behind(root, files_below):
    request = request_of(Sending(3, fails=True))

    with pytest.raises(UnreadablePostError):
        close_uploads(lambda request: request.FILES)(request)

    assert (root / "incoming").exists()
    assert files_below(root) == []


def test_a_file_cut_short_is_not_taken_for_a_whole_one(root):
    body = part(b"whole", "whole.csv") + part(b"cut", "cut.csv")
    request = RequestFactory().generic("POST", "/", body, content_type=MULTIPART)

    names = [file.name for file in request.FILES.getlist("file")]
    content = request.FILES["file"].read()
    request.close()

    assert names == ["whole.csv"]
    assert content == b"whole"


def test_closing_a_file_removes_it(root, files_below):
    file = ReceivedFile("a.csv")
    file.add(b"x")

    file.complete().close()

    assert files_below(root) == []

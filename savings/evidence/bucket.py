"""How are stored files kept in S3-compatible storage? Needs boto3, which `requirements-s3.lock` brings.

No call waits longer than the seconds below, whatever the storage does. What cannot be had from it is an OSError, as of
a disk that cannot be used, so pages answer 503 and no row is written.
"""

import base64
import errno
import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import IO, Any

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import Storage
from urllib3.exceptions import HTTPError

from .store import NAME, BytesChanged
from .upload_handler import ReceivedFile, incoming, try_to_receive

CONNECT = 3  # Seconds until it takes the call,
SILENCE = 8  # from one thing that it says to the next,
WHOLE = 30  # and for all of one file, there or back.
TRIES = 2  # Of each call, a second or less between.
_PIECE = 16 << 10  # Bytes between two looks at the clock.


class EvidenceBucket(Storage):
    """A private bucket: who may read it and how it is encrypted are its own settings. Each name is its bytes' SHA-256.

    The name is sent along as the checksum, so the storage refuses all other bytes. Hence writing over a name is safe,
    and is done: it puts right what has been damaged, and makes the time new, which keeps the sweep away.
    """

    def __init__(self, *, bucket_name: str, endpoint_url: str | None, region_name: str | None):
        self.bucket_name, self._endpoint, self._region = bucket_name, endpoint_url, region_name

    @cached_property
    def _client(self) -> Any:
        config = Config(
            connect_timeout=CONNECT,
            read_timeout=SILENCE,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            # Our own are SHA-256; those that boto3 would add by itself many a provider does not know.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            # Other providers often have no host name for each bucket. Signed with the rest, the body cannot be changed.
            s3={
                "addressing_style": "path" if self._endpoint else "auto",
                "payload_signing_enabled": True,
            },
        )
        return Session().client(
            "s3", endpoint_url=self._endpoint, region_name=self._region, config=config
        )

    def keep(self, name: str, received: ReceivedFile) -> None:
        """Send the file to `name`. What has been acknowledged is safe."""
        received.seek(0)
        with _reached():
            self._client.put_object(
                **self._at(name),
                Body=_InTime(received),
                ChecksumSHA256=base64.b64encode(bytes.fromhex(_sha256(name))).decode(),
                ContentType="application/octet-stream",
            )

    def exists(self, name: str) -> bool:
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def check_is_there(self) -> None:
        """OSError where the whole bucket is gone, or does not answer."""
        with _reached():
            self._client.head_bucket(Bucket=self.bucket_name)

    def try_to_write(self) -> None:
        """Put an object and delete it; OSError where that cannot be done, or nothing can be received."""
        try_to_receive()
        with _reached():
            self._client.put_object(**self._at("health"), Body=b"ready")
        self.delete("health")

    def names(self) -> Iterator[str]:
        """The name of every stored file."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name)
        with _reached():
            for page in pages:
                yield from (
                    it["Key"] for it in page.get("Contents", ()) if NAME.fullmatch(it["Key"])
                )

    def delete(self, name: str) -> None:
        with _reached():
            self._client.delete_object(**self._at(name))

    def remove_if_older(self, name: str, before: datetime) -> bool:
        """Remove the file if it was stored, and sent again, only `before`. Whether it was.

        What is sent again between the look and the removal is removed too: a bucket knows no way to do both at once.
        One that keeps versions still has it.
        """
        if self._head(name)["LastModified"] >= before:
            return False
        self.delete(name)
        return True

    def _open(self, name: str, mode: str = "rb") -> File:
        """All of it, checked, in a file of this machine: half way through an answer it is too late to say no."""
        file = tempfile.TemporaryFile(dir=incoming())  # noqa: SIM115 closed by whoever asked for it
        try:
            # Again where it came otherwise than it was stored: that may have been the way.
            if not any(self._fetch(name, file) == _sha256(name) for _ in range(TRIES)):
                raise BytesChanged(errno.ENOENT, "The stored bytes are not what they were")
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(file, name)

    def _fetch(self, name: str, file: IO[bytes] | File) -> str:
        """Write the object into the file; return its SHA-256. FileNotFoundError where there is none."""
        file.seek(0)
        file.truncate()
        digest, until = hashlib.sha256(), time.monotonic() + WHOLE
        with _reached():
            answer = self._client.get_object(**self._at(name))
        with _reached(), answer["Body"] as body:
            # What is there, be it little: so the clock is looked at however slowly it comes.
            while piece := body.read1(_PIECE):
                _check_time(until)
                digest.update(piece)
                file.write(piece)
        if file.tell() != answer["ContentLength"]:
            raise OSError(errno.EIO, "The bucket broke off")
        return digest.hexdigest()

    def _head(self, name: str) -> dict:
        with _reached():
            return self._client.head_object(**self._at(name))

    def _at(self, name: str) -> dict:
        return {"Bucket": self.bucket_name, "Key": name}


class _InTime:
    """A file that is read from only while there is time: it is sent no faster than the storage takes it."""

    def __init__(self, file: IO[bytes] | File) -> None:
        self.seek, self.tell, self._read = file.seek, file.tell, file.read
        self._until = time.monotonic() + WHOLE

    def read(self, size: int = -1) -> bytes:
        _check_time(self._until)
        return self._read(size)


def _check_time(until: float) -> None:
    if time.monotonic() > until:
        raise OSError(errno.EIO, "The bucket is too slow")


@contextmanager
def _reached() -> Iterator[None]:
    """A bucket that cannot be used is what a disk is that cannot be used."""
    try:
        yield
    except ClientError as error:
        # HEAD has no body to tell what is missing, the object or the bucket: `check_is_there` does.
        missing = error.operation_name != "HeadBucket" and error.response["Error"]["Code"] in (
            "NoSuchKey",
            "404",
        )
        if missing:
            raise FileNotFoundError(errno.ENOENT, "The bucket has no such object") from error
        raise OSError(errno.EIO, "The bucket cannot be used") from error
    except (BotoCoreError, HTTPError) as error:
        raise OSError(errno.EIO, "The bucket cannot be used") from error


def _sha256(name: str) -> str:
    return name.rpartition("/")[2]

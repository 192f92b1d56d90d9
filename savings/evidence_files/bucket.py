"""How are stored files kept in S3-compatible storage? Needs the extra `s3`."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from savings.evidence_files.receiving import ReceivedFile


class EvidenceBucket(S3Storage):
    """A private bucket. What S3 has acknowledged is kept safe; the same name always stands for the same bytes."""

    def keep(self, name: str, received: ReceivedFile) -> None:
        """Send the file to `name`: also where it is there already, so that its time is now and the sweep sees it."""
        received.seek(0)
        with _reached():
            super().save(name, received)

    def exists(self, name: str) -> bool:
        with _reached():
            return super().exists(name)

    def check_is_there(self) -> None:
        """OSError where the whole bucket is gone, or does not answer."""
        with _reached():
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)

    def try_to_write(self) -> None:
        """Put an object and delete it; OSError where that cannot be done."""
        name = "health"
        with _reached():
            super().save(name, ContentFile(b"ready"))
            super().delete(name)

    def names(self) -> Iterator[str]:
        """The name of every stored file."""
        for stored in self.bucket.objects.filter(Prefix=self.location):
            yield stored.key.removeprefix(self.location)

    def remove_if_older(self, name: str, before: datetime) -> bool:
        """Remove the file if it was stored, and sent again, only `before`. Whether it was."""
        if self.get_modified_time(name) >= before:
            return False
        super().delete(name)
        return True

    def _open(self, name, mode="rb"):
        with _reached():
            opened = super()._open(name, mode)
            # Fetched now, not as it is read: half way through an answer it would be too late to say that it failed.
            opened.open()
        return opened


@contextmanager
def _reached() -> Iterator[None]:
    """A bucket that cannot be used is what a disk is that cannot be used."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(errno.EIO, "The bucket cannot be used") from error

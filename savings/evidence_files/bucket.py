"""How are stored files kept in S3-compatible storage? Needs the extra `s3`."""

from collections.abc import Iterator
from datetime import datetime

from storages.backends.s3 import S3Storage

from savings.evidence_files.receiving import ReceivedFile


class EvidenceBucket(S3Storage):
    """A private bucket. What S3 has acknowledged is kept safe; the same name always stands for the same bytes."""

    def keep(self, name: str, received: ReceivedFile) -> None:
        """Send the file to `name`: also where it is there already, so that its time is now and the sweep sees it."""
        received.seek(0)
        super().save(name, received)

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

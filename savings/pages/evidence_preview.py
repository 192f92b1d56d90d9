"""What does the page of one file show: its pages as pictures, its first lines, or why neither can be shown?"""

import logging
from dataclasses import dataclass

from savings.evidence import store
from savings.evidence.preview import PreviewImpossible, page_count, preview_text
from savings.models import StoredFile
from savings.models.choices import FileType

TEXTS = (FileType.CSV, FileType.TXT)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """One page of a file, of so many; or its first lines; or the words why there is no preview."""

    page: int = 0
    pages: int = 0
    text: str = ""
    why_not: str = ""

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


LOST = Preview(
    why_not="The file is not in the store. It cannot be shown or downloaded. Tell the people who run this "
    "site: they may have it in a backup. Its place can also give it again."
)


def preview_of(file: StoredFile, page: int) -> Preview:
    """What to show of the file when its page number `page` is asked for."""
    if not store.exists(file.sha256):
        return lost(file)
    try:
        if file.file_type in TEXTS:
            return Preview(text=preview_text(file) or "The file begins with nothing but blanks.")
        pages = page_count(file)
    except store.BytesGone:
        return lost(file)
    except PreviewImpossible as impossible:
        return Preview(why_not=str(impossible))
    return Preview(page=min(max(page, 1), pages), pages=pages)


def lost(file: StoredFile) -> Preview:
    """What is shown where the bytes are gone, which is written down as a fault."""
    log.error("The bytes of stored file %s are gone.", file.pk)
    return LOST

"""A piece of evidence with as much of it as can be shown in a page: to be read beside the claim that cites it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pilots.models import User
from savings.evidence.cited import Cited
from savings.evidence.download import may_have_file

from .evidence_preview import Preview, preview_of


@dataclass(frozen=True)
class Shown:
    """`preview` is None where there is no file; `links` lead to the other pages of one."""

    item: Cited
    preview: Preview | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def picture(self) -> str:
        """The address of the page that is shown, as a picture; empty where none can be drawn."""
        if not (self.preview and self.preview.pages):
            return ""
        return f"{self.item.preview}?{urlencode({'image': 1, 'page': self.preview.page})}"


def shown(item: Cited, user: User, asked: Mapping[str, str]) -> Shown:
    """The page that is `asked` for by the page's own address (`page-<evidence>`), else the one that is cited."""
    file = item.evidence.file
    if file is None:
        return Shown(item)
    if not may_have_file(user, item.evidence):
        return Shown(item, Preview(why_not=f"{file.get_scan_display()}: it is not shown."))
    name = f"page-{item.evidence.pk}"
    wanted = asked.get(name) or _cited_page(item.page_or_cell)
    preview = preview_of(file, int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 1)
    turns = (("Page before", preview.before), ("Next page", preview.after))
    links = tuple((words, _with(asked, name, page)) for words, page in turns if page > 0)
    return Shown(item, preview, links)


def _cited_page(words: str) -> str:
    """The page that the place cites, where its words name one: 4 of “page 4”, of “pp. 4-6”, of “4”."""
    found = re.match(r"\s*(?:p|pp|pages?)?\.?\s*([0-9]{1,3})\b", words, re.IGNORECASE)
    return found.group(1) if found else ""


def _with(asked: Mapping[str, str], name: str, page: int) -> str:
    """The page's own address with another page of one piece of evidence, and down at that piece."""
    query = urlencode({**dict(asked.items()), name: str(page)})
    return f"?{query}#evidence-{name.removeprefix('page-')}"

"""The evidence of a version as the workspace shows it: what it is, its picture, and the ways to all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from savings.claim_page import Cited, cited_by
from savings.evidence_files import serving
from savings.evidence_page import Preview, preview_of
from savings.models import Evidence, Version

LOST = Preview(why_not="The file cannot be found in the store. Tell an administrator.")


@dataclass(frozen=True)
class Shown:
    """One piece of evidence. `preview` is None where there is no file."""

    cited: Cited
    preview: Preview | None

    @property
    def admin_href(self) -> str:
        return reverse("admin:savings_evidence_change", args=[self.cited.evidence.pk])

    @property
    def picture(self) -> str:
        """The address of one page as a picture; empty where none can be drawn."""
        if not (self.preview and self.preview.pages):
            return ""
        return f"{self.cited.preview}?{urlencode({'image': 1, 'page': self.preview.page})}"


def shown_evidence(version: Version) -> list[Shown]:
    """All that the version cites, and then what came with answers, each once."""
    return [Shown(cited, _preview(cited)) for cited in _all(version)]


def _all(version: Version) -> Iterator[Cited]:
    cited = cited_by(version)
    yield from cited
    keys = {item.evidence.pk for item in cited}
    answers = Evidence.objects.filter(answers__version=version).exclude(pk__in=keys)
    for evidence in answers.select_related("file").distinct().order_by("pk"):
        yield Cited(evidence, "", None)


def _preview(cited: Cited) -> Preview | None:
    file = cited.evidence.file
    if file is None:
        return None
    if not serving.may_be_served(cited.evidence, to_own_place=False):
        return Preview(why_not=f"{file.get_scan_display()}: it is not shown.")
    try:
        return preview_of(file, _cited_page(cited.page_or_cell))
    except FileNotFoundError:
        return LOST


def _cited_page(words: str) -> int:
    """The page that the place cites, where its words name one: 4 of “page 4”, of “p. 4”, of “4”; else the first."""
    found = re.match(r"\s*(?:p|pp|pages?)?\.?\s*([0-9]{1,3})\b", words, re.IGNORECASE)
    return int(found.group(1)) if found else 1

"""The fingerprint of what a version says, so that a verdict names exactly what was on the reader's screen."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from savings.delivery.outturn import is_so_far
from savings.models import Citation, Evidence, Figure, Question, Version
from savings.models.choices import Mark, PriceBasis
from savings.models.claims import CONTENT_FIELDS
from savings.models.figures import ANY_DOUBT, full_note
from totalplace.financial_year import FinancialYear

from .questions import BY_FIELD

_EVIDENCE_FIELDS = (
    "form",
    "kind",
    "title",
    "url",
    "seen_on",
    "ledger_reference",
    "file_name",
    "own_date",
    "note",
)
_KEY = ("year", "line", "state", "kind_of_gain", "organisation_id")


def version_digest(
    version: Version,
    *,
    citations: Iterable[Citation] | None = None,
    questions: Iterable[Question] | None = None,
) -> str:
    """SHA-256 (hex) of a version's words, figures and citations, and of what the place has answered since.

    A page that has read them hands down what the version cites, and all that was asked of it with what came in answer.
    """
    if citations is None:
        citations = version.citations.select_related("evidence__file")
    if questions is None:
        questions = version.questions.prefetch_related("evidence__file")
    answered = sorted((q for q in questions if q.answered_at), key=lambda question: question.pk)
    figures = list(version.figures.all())
    return _sha256(
        _answers(answered)
        | _doubted(figures)
        | {
            "claim": version.claim.reference,
            "number": version.number,
            "content": {name: str(getattr(version, name)) for name in _content(version)},
            "figures": _figures(figures),
            "citations": sorted(
                [citation.page_or_cell, *evidence_facts(citation.evidence), *_chosen(citation)]
                for citation in citations
            ),
            "answers": sorted(
                evidence_facts(item) for question in answered for item in question.evidence.all()
            ),
        }
    )


def _content(version: Version) -> Iterator[str]:
    """The fields that a version says; of questions that came later those that are answered.

    So what was signed off before they were asked keeps its fingerprint.
    """
    for name in CONTENT_FIELDS:
        if not BY_FIELD[name].is_late or BY_FIELD[name].is_said(version):
            yield name


def _chosen(citation: Citation) -> list[str]:
    """What its place has chosen that it backs. What follows from the kind is left out, as before one could choose."""
    return [] if citation.is_preset else [citation.backs]


def _answers(answered: list[Question]) -> dict:
    """The words of answers, where there are any: what was signed off, before all questions, keeps its fingerprint."""
    said = [[question.text, question.answer] for question in answered]
    return {"said": said} if said else {}


def _doubted(figures: Iterable[Figure]) -> dict:
    """What is doubted of figures and why it is right, where anything is: all others keep their fingerprint."""
    found = [
        [*(str(getattr(figure, name)) for name in _KEY), *each]
        for figure in figures
        for each in figure.doubted
        if each.ground != ANY_DOUBT
    ]
    return {"doubts": sorted(found)} if found else {}


def part_digest(version: Version, names: Iterable[str], *, figures: bool = False) -> str:
    """SHA-256 (hex) of some of a version's fields, and of its figures where asked: what one page of it shows."""
    return _sha256(
        {
            "content": {name: str(getattr(version, name)) for name in names},
            "figures": _figures(version.figures.all()) if figures else [],
        }
    )


def figures_digest(version: Version) -> str:
    """SHA-256 (hex) of a version's figures, of all organisations, and of the prices that they are in."""
    return part_digest(version, ["price_basis", "base_year"], figures=True)


def signing_digest(version: Version, statement: str) -> str:
    """SHA-256 (hex) of what is on the screen of who signs: the version, and the words kept with the sign-off."""
    return _sha256([version_digest(version), statement])


def exchange_digest(version: Version) -> str:
    """SHA-256 (hex) of what has been said in a version's review so far: its verdicts, replies and questions."""
    rows = version.readings, version.replies, version.questions
    answered = version.questions.filter(answered_at__isnull=False).count()
    return _sha256([sorted(row.values_list("pk", flat=True)) for row in rows] + [answered])


def share_digest(version: Version, figures: Iterable[Figure], organisation: int) -> str:
    """The fingerprint (64 hex) of those of a version's `figures` that it gives one organisation (its key).

    The same amounts in other prices are another share.
    """
    of_amounts = _sha256(_figures(f for f in figures if f.organisation_id == organisation))
    return in_prices(of_amounts, version.price_basis, version.base_year)


def in_prices(of_amounts: str, basis: str, base_year: FinancialYear | None) -> str:
    """The fingerprint of amounts, turned by the prices that they are in; that of cash stays as it ever was.

    Turned twice it is itself again: so a migration turned those that stood, and turns them back.
    """
    if basis == PriceBasis.NOMINAL:
        return of_amounts
    return f"{int(of_amounts, 16) ^ int(_sha256([basis, str(base_year)]), 16):064x}"


def _figures(figures: Iterable[Figure]) -> list[list[str]]:
    """What is so far says so: the outturn is another, even of the same amount. All others are as they ever were.

    So is a reason that was a part of the note; one that a doubt of its own has is no part of the figure.
    """
    return sorted(
        [
            *(str(getattr(figure, name)) for name in (*_KEY, "amount")),
            full_note(figure.note, (d for d in figure.doubted if d.ground == ANY_DOUBT)),
            *([Mark.SO_FAR.value] if is_so_far(figure) else []),
        ]
        for figure in figures
    )


def evidence_facts(item: Evidence) -> list[str]:
    """What a piece of evidence is, as everything that is hashed or compared says it."""
    content = item.file.sha256 if item.file else ""
    # What has no such day keeps its fingerprint.
    review_by = [str(item.review_by)] if item.review_by else []
    return [content, *(str(getattr(item, name)) for name in _EVIDENCE_FIELDS), *review_by]


def _sha256(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

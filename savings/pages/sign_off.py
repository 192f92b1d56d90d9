"""What does whoever signs see beside the answers: the partners' words, what has changed since, and what freezes?"""

from collections.abc import Iterator
from datetime import date

from savings.claims.asked import changes_since_asked, changes_since_sent_back, last_sent_back
from savings.claims.counted_for import would_count
from savings.claims.partners_words import words_of_each
from savings.models import SignOffRequest, Version


def sign_off_page(draft: Version, today: date) -> dict:
    """The context of the parts of the page that are there for whoever signs, or sends back."""
    request = _request(draft)
    return {
        "asked": request,
        "changes": changes_since_asked(draft, request) if request else None,
        "back": last_sent_back(draft) if request else None,
        "changes_since_back": changes_since_sent_back(draft, request) if request else None,
        "partners": words_of_each(draft),
        "freezes": list(_freezes(draft)),
        "counts_for": would_count(today),
    }


def _request(draft: Version) -> SignOffRequest | None:
    """Who asks for sign-off. Of drafts asked about before such requests were kept there is none."""
    if not draft.sign_off_asked_at:
        return None
    return SignOffRequest.objects.filter(version=draft).select_related("by").first()


def _freezes(draft: Version) -> Iterator[str]:
    """What nobody can change any more once the draft is signed, in words."""
    yield "every answer on this page, in these words"
    years = sorted({figure.year for figure in draft.figures.all()})
    if years:
        count = len(draft.figures.all())
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        yield f"{count} figure{'s' if count > 1 else ''}, of {span}, with notes and reasons"
    if cited := draft.citations.count():
        yield f"{cited} piece{'s' if cited > 1 else ''} of evidence, with the page or cell that is cited"

"""Words about claims that a template needs for a value in hand: `{% load claims %}`."""

import time
from collections.abc import Iterable
from uuid import UUID, uuid4

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from markupsafe import Markup

from savings.claims import grid, hardness, statements
from savings.delivery.outturn import in_words
from savings.models import Figure, Version
from savings.models.choices import Verdict
from savings.review.figure_verdicts import verdict_words
from totalplace.templatetags.totalplace import status_tag
from totalplace.web_addresses import host_of

register = template.Library()


@register.filter
def hardness_label(level: int) -> str:
    """The label of a hardness, 0 to 5."""
    return hardness.LABELS[level]


@register.filter
def state_harm(blocks: Iterable[grid.Block]) -> bool:
    """Whether any of the grids states extra costs to others, which few claims are asked about."""
    return any(block.states_harm for block in blocks)


@register.filter
def status_words(version: Version) -> str:
    """The status of a version in words; a draft of which sign-off is asked says so."""
    return statements.status_words(version)


@register.simple_tag
def version_status(version: Version) -> Markup:
    """Draw the status of a version; a draft of which sign-off is asked says so."""
    return status_tag(version.status, statements.status_words(version))


@register.filter
def said(figure: Figure) -> str:
    """What a figure is: a plan, a forecast, actual so far, or actual."""
    return in_words(figure)


@register.filter
def verdict_label(verdict: str) -> str:
    """The words of a verdict."""
    return Verdict(verdict).label


@register.filter
def earlier_verdict(version: Version) -> str:
    """The same as `final_verdict`, of the last one on an older version: of a list `with_earlier_verdict`."""
    verdict, counted = (getattr(version, f"earlier_{name}") for name in ("verdict", "counted"))
    return verdict_words(verdict, counted or "")


@register.filter
def final_verdict(version: Version) -> str:
    """What the final verdict of a version counts as, in words, with the word given where that is another."""
    return verdict_words(version.verdict, version.counted_verdict or "")


@register.filter
def web_address(text: str) -> str:
    """The text where it may be a link, else nothing."""
    return statements.web_address(text)


@register.filter
def host(address: str) -> str:
    """Where a web address leads, to stand beside the words of a link."""
    return host_of(address)


@register.inclusion_tag("savings/_form_keys.html", takes_context=True)
def form_keys(context: Context) -> dict:
    """What every form that changes something carries: its own key, whose it is, and since when it is on the screen."""
    request = context["request"]
    return {
        "csrf_token": get_token(request),
        "once": _sent_key(request) or uuid4(),
        "person": request.user.pk,
        "shown": int(time.time()),
    }


def _sent_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None

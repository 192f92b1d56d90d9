"""How are references, codes and version numbers written in an address? In capitals; other capitals lead there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch

CODES = ("code", "other")  # The parts of an address that a CodeConverter reads.


class CodeConverter:
    """A claim's reference or a place's code: letters, digits and hyphens, at most 20. Anything else is no address."""

    regex = "[A-Za-z0-9][A-Za-z0-9-]{0,19}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NumberConverter:
    """A version's number: 1 to 9999, written without zeros in front."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class IdConverter(NumberConverter):
    """The number of a row: what the databases can hold, and no more."""

    regex = "[1-9][0-9]{0,17}"


def in_capitals(view: Callable) -> Callable:
    """Take references in any capitals, and show each page at one address.

    `/claims/ken-0007/` leads to `/claims/KEN-0007/`, filters included, whether or not there is such a claim: that is
    asked there. A form is answered where it was sent to, as nothing of it would go along.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, **said: Any) -> HttpResponse:
        written = said | {name: said[name].upper() for name in CODES if name in said}
        if request.method == "POST" or written == said:
            return view(request, **written)
        match = cast(ResolverMatch, request.resolver_match)  # It led here.
        there = redirect(match.view_name, **written)
        if request.GET:
            there["Location"] += f"?{request.GET.urlencode()}"
        return there

    return wrapped

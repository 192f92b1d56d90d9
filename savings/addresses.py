"""How are references, codes and version numbers written in an address? In capitals; other capitals lead there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch


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
    """Send `/claims/ken-0007/` to `/claims/KEN-0007/`, filters included, so that each page has one address."""

    @wraps(view)
    def wrapped(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if code == code.upper():
            return view(request, code, *args, **kwargs)
        match = cast(ResolverMatch, request.resolver_match)  # It led here.
        there = redirect(match.view_name, code.upper(), *args, *kwargs.values())
        if request.GET:
            there["Location"] += f"?{request.GET.urlencode()}"
        return there

    return wrapped

"""What is written down of a fault or a refusal? Enough to find it, and nothing of what people stored or typed.

A line has the time, who says it, the request's id, and fixed words. A refusal is that one line; a fault has its trace
below, of places in the code and kinds of fault, each with the state that `faults` reads, and never its words.
"""

import logging
import re
import secrets
import traceback
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

from .faults import chain, constraint, state

OURS = ("totalplace", "pilots", "savings")
LEFT_OUT = "…"
# What may stand in an address and is nobody's name: a number, a place's code, a claim's reference.
_KEY = re.compile(r"[0-9]{1,9}|[A-Z]{2,5}(?:-[0-9]{1,5})?")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CAUSED = "\nThat led to:\n"

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def new_request_id() -> str:
    """A name for the request that begins here; each line of this thread carries it until the next begins."""
    name = secrets.token_hex(8)
    _request_id.set(name)
    return name


class Line(logging.Formatter):
    """Time, level, speaker, request, words; below them the trace of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        words = _CONTROLS.sub(" ", _words(record))
        at, who = self.formatTime(record), f"{record.levelname} {record.name}"
        line = f"{at} {who} {_request_id.get()} {words}"
        if not record.exc_info or not record.exc_info[1] or _is_refusal(record):
            return line
        return f"{line}\n{self.formatException(record.exc_info)}"

    def formatException(self, ei: Any) -> str:  # noqa: N802 logging's own name
        """The whole chain, as Python would tell it but for the words."""
        return _CAUSED.join(_trace(fault) for fault in reversed([*chain(ei[1])]))


def plain_address(request: HttpRequest) -> str:
    """The path as the site's own table of addresses has it, with keys, and without whatever else was typed into it."""
    match = getattr(request, "resolver_match", None)
    own = match.route.split("/") if match else []
    return "/".join(
        part if not part or part in own or (own and _KEY.fullmatch(part)) else LEFT_OUT
        for part in request.path.split("/")
    )


def _words(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest) and hasattr(record, "status_code"):
        return _of_request(record, request, record.status_code)
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    # What others fill into their words may be anything.
    filled = record.args
    if isinstance(filled, dict):
        filled = {name: _number(value) for name, value in filled.items()}
    elif filled:
        filled = tuple(map(_number, filled))
    return str(record.msg) % filled if filled else str(record.msg)


def _of_request(record: logging.LogRecord, request: HttpRequest, status_code: int) -> str:
    """Django's words for it quote what was sent, so these are ours."""
    kind = f" {type(record.exc_info[1]).__name__}" if record.exc_info else ""
    return f"{status_code} {request.method} {plain_address(request)}{kind}"


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) else LEFT_OUT


def _is_refusal(record: logging.LogRecord) -> bool:
    return getattr(record, "status_code", 500) < 500


def _trace(fault: BaseException) -> str:
    kind = type(fault)
    said = " ".join(filter(None, [state(fault), constraint(fault)]))
    places = "".join(traceback.format_tb(fault.__traceback__))
    name = f"{kind.__module__}.{kind.__qualname__}" + (f" [{said}]" if said else "")
    return f"Traceback (most recent call last):\n{places}{name}"

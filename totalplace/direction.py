"""How is text kept from turning the words beside it round, wherever it is shown?

Unicode has characters that nobody sees and that change the order in which a line is read: `£000,1` can be made to
look like `1,000£`, `exe.pdf` like `fdp.exe`. They come by paste from Word and phone books, so they are taken and stored
as they were typed, and taken out of what is shown: it is then read in the order in which it is stored.
See docs/decisions/010-text-that-turns.md.
"""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

# All that Unicode calls Bidi_Control: marks (061C, 200E, 200F), embeddings and overrides (202A–E), isolates (2066–9).
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TURNING = re.compile(f"[{TURNING}]")
# The same in UTF-8, and as JSON writes them: looked for before anything is decoded.
_IN_BYTES = re.compile(
    rb"\xd8\x9c|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
    rb"|\\u(?:061[Cc]|200[EeFf]|202[A-Ea-e]|206[6-9])"
)
_ANY_TAG = r"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>"""
# A box for long text with what stands in it; any other tag; or what turns, between tags.
_PIECE = re.compile(
    rf"(<textarea\b{_ANY_TAG})(.*?)(?=</textarea)|(</?[a-z]{_ANY_TAG})|[{TURNING}]+",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
_SENT_BACK = {"value"}
_FOLLOWED = {"href", "src", "action", "formaction", "cite"}


def contained(text: str) -> str:
    """Return `text` without the characters that turn it."""
    return _TURNING.sub("", text)


def contained_page(page: str) -> str:
    """Return HTML as `contained`, but for what is sent back from it: the text of boxes, and addresses.

    A box keeps its text to itself. An address leads where it led: its character is written as a browser writes it.
    """
    return _PIECE.sub(_piece, page)


def contained_json(answer: str) -> str:
    """Return JSON whose texts are all as `contained`."""
    return json.dumps(_contained_parts(json.loads(answer)))


_KINDS = {"text/html": contained_page, "application/json": contained_json}


def keep_direction(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Contain every page and every answer to a script. Where nothing turns, an answer is only looked through."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        contain = _KINDS.get(response.headers.get("Content-Type", "").partition(";")[0])
        if contain and not response.streaming and _IN_BYTES.search(response.content):
            response.content = contain(response.content.decode(response.charset))
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def _piece(match: re.Match) -> str:
    box, text, tag = match.groups()
    if box:
        return _tag(box) + text
    return _tag(tag) if tag else ""


def _tag(tag: str) -> str:
    return _ATTRIBUTE.sub(_attribute, tag) if _TURNING.search(tag) else tag


def _attribute(match: re.Match) -> str:
    name, equals, value = match.groups()
    if name.lower() in _FOLLOWED:
        value = _TURNING.sub(lambda turning: quote(turning[0]), value)
    elif name.lower() not in _SENT_BACK:
        value = contained(value)
    return name + equals + value


def _contained_parts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _contained_parts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_contained_parts(part) for part in value]
    return contained(value) if isinstance(value, str) else value

"""Is this text an address on the web, and where does it lead, as a browser reads it?"""

import re
from urllib.parse import SplitResult, urlsplit

WEB = ("http://", "https://")
# A name, or an address by number; a browser opens no other.
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?|[0-9a-f:.]*:[0-9a-f:.]*")


def host_of(address: str) -> str:
    """The host to which the address leads; empty where it leads nowhere on the web.

    In plain letters, `xn--` for others: a name can look like that of a public body, letter by letter.
    """
    parts = _parts(address)
    return _in_plain_letters(parts.hostname or "") if parts else ""


def has_user_part(address: str) -> bool:
    """Whether anything stands before an `@`: `https://www.gov.uk@example.com/` leads to example.com."""
    parts = _parts(address)
    return parts is not None and "@" in parts.netloc


def may_be_link(address: str) -> bool:
    """Whether it leads somewhere on the web, and reads as if it led there."""
    return bool(host_of(address)) and not has_user_part(address)


def _parts(address: str) -> SplitResult | None:
    # A browser reads a backslash as a slash, and passes over line ends: an honest address has neither.
    if not address.casefold().startswith(WEB) or any(c.isspace() or c == "\\" for c in address):
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port  # Read, so that one which is no number is refused.
    except ValueError:
        return None
    return parts


def _in_plain_letters(host: str) -> str:
    try:
        plain = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""
    return plain if _HOST.fullmatch(plain) else ""

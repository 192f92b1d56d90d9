"""From which network address does a request come? The limits on guessing are counted by it."""

import ipaddress
import logging

from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.http import HttpRequest

log = logging.getLogger(__name__)

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """Return the address that the outermost of our proxies saw; without proxies, the one that the server saw.

    It never fails, because nobody could sign in then. Where proxies send less than they should, the server's own
    word is taken: anybody can write the header. All people count as one then, so it is logged as an error.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    header = request.headers.get("X-Forwarded-For", "")
    sent = header.split(",") if header.strip() else []
    seen = request.META.get("REMOTE_ADDR", "")
    if proxies > len(sent):
        _complain(f"TRUSTED_PROXY_COUNT is {proxies}, and X-Forwarded-For holds {len(sent)}.")
    elif proxies > 0:
        seen = sent[-proxies]
    address = clean_client_ip(seen)
    if address is None:
        why = "as behind a Unix socket" if not sent else "and a proxy sent none"
        _complain(f"“{seen}” is no address that can be read, {why}.")
        return UNKNOWN
    return _one_spelling(address)


def _one_spelling(address: str) -> str:
    """Return ::ffff:192.0.2.1 as 192.0.2.1: a server that listens for both kinds writes every IPv4 address so.

    Of an IPv6 address the first half counts, and that would be the same for them all.
    """
    known = ipaddress.ip_address(address.partition("%")[0])
    return str(getattr(known, "ipv4_mapped", None) or known)


def _complain(why: str) -> None:
    log.error(
        "Where a request came from is not known. %s See TRUSTED_PROXY_COUNT in docs/running.md.",
        why,
    )

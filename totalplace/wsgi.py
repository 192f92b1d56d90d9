"""The site as a server calls it. What Django breaks on before any of its own layers is put right here."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "totalplace.settings")
site = get_wsgi_application()

UNREADABLE = "application/octet-stream; charset=unreadable"  # Which `middleware.ReadableInput` refuses in words.


def application(environ: dict, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request, whatever it says of the kind of its body."""
    try:
        parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except (LookupError, ValueError):
        environ["CONTENT_TYPE"] = UNREADABLE
    return site(environ, start_response)

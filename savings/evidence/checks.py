"""Can this machine read PDFs and pictures apart from the site? Tried before it is opened."""

import tempfile

from django.core.checks import Error, Tags, register

from .confined import ChildNotStarted, ChildRefused, read_apart


@register(Tags.security, deploy=True)
def files_can_be_read_apart(app_configs: object = None, **kwargs: object) -> list[Error]:
    """The child is given a file that is none: if it says so, it has started, and its libraries with it."""
    try:
        with tempfile.TemporaryFile() as file:
            read_apart("count_pages", file=file)
    except ChildRefused as refused:
        return (
            []
            if refused.code
            else [_error("The child that reads files broke off over an empty one")]
        )
    except ChildNotStarted as error:
        return [_error(error.strerror or "The child that reads files did not start")]
    return []


def _error(what: str) -> Error:
    return Error(
        f"{what}. No PDF and no picture can be taken as evidence or shown.",
        hint="Install the packages again: python3 -m totalplace install. If that is no help, see whether the account "
        "of the site may start a program and has memory for it.",
        id="savings.E002",
    )

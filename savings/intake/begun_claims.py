"""Which claim did a form of *State a saving* begin, and what becomes of it where it is sent again with other answers?

The address of the page has the form's key. Who comes back to it, or sends it again, is about the claim begun with it.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.urls import resolve, reverse

from pilots.models import Place
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.models import Version

from .sent_forms import draft_of, not_now


def new_address() -> str:
    """The page on which a saving is begun, with a key of its own."""
    return f"{reverse('savings:claim_new')}?form={uuid4()}"


def form_key(request: HttpRequest) -> UUID | None:
    """The key in the page's address, or of the form that is sent; None where there is none."""
    try:
        return UUID(request.GET.get("form") or request.POST.get("once", ""))
    except ValueError:
        return None


def begun_with(request: SignedInRequest, key: UUID) -> str:
    """The reference of the claim that was begun with this form; empty where none was."""
    led_to = workflow.led_to_before(key, by=request.user)
    return resolve(led_to).kwargs["code"] if led_to else ""


def begin_once(request: SignedInRequest, key: UUID, begin: Callable[[], str]) -> str:
    """Do `begin`, which returns the address to go on to, once for each form; at two moments or at one."""
    try:
        return workflow.once(key, begin, by=request.user)
    except workflow.ActionError as error:
        raise not_now(error, "") from error


def say_anew(
    request: SignedInRequest, code: str, place: Place, content: Mapping[str, Any]
) -> Version:
    """The draft of the claim begun with a form, which says `content` from now on: the answers to it, sent again.

    409 where somebody else has written in it meanwhile, where it is a draft no longer, or for another place.
    """
    draft = draft_of(request, code)
    if draft.claim.place != place:
        words = (
            f"{code} is begun for {draft.claim.place} already. Nothing is changed. To state the saving for {place}, "
            f"throw the draft of {code} away, then begin again from “State a saving”."
        )
        raise not_now(workflow.ActionError(words), code)
    changes = {name: said for name, said in content.items() if getattr(draft, name) != said}
    if changes and draft.events.exclude(by=request.user).exists():
        words = f"{code}, which you began with this form, has been changed by somebody else since. Nothing is stored."
        raise not_now(workflow.ActionError(words), code)
    if changes:
        workflow.edit(draft, by=request.user, content=changes)
    return draft

"""Which claim did a form of *State a saving* begin, and what becomes of it where it is sent again with other answers?

The address of the page has the form's key. Who comes back to it, or sends it again, is about the claim begun with it,
as long as nothing else has been done to that; after that the form is spent, and what is typed in it goes to a new one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import resolve, reverse

from pilots.models import Place
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import all_visible_to
from savings.models import Version
from savings.models.choices import Status

from .sent_forms import carry_out

_SAVE_AGAIN = "Nothing is stored of this page. To state another saving with what is typed here, save it again."
_ANOTHERS = f"This page was opened by somebody else. {_SAVE_AGAIN}"


@dataclass(frozen=True)
class Begun:
    """What has become of a form: the open `draft` begun with it, if any; why it is `spent`, in words, if it is."""

    draft: Version | None = None
    spent: str = ""

    def spent_for(self, place: Place) -> str:
        """Why what is sent with the form, for `place`, is not stored in its claim; empty where it may be."""
        if self.spent or self.draft is None:
            return self.spent
        code = self.draft.claim.reference
        if self.draft.events.exclude(action="create").exists():
            return f"{code}, which you began with this page, has been changed since. {_SAVE_AGAIN}"
        if self.draft.claim.place != place:
            return f"{code}, which you began with this page, is for {self.draft.claim.place}. {_SAVE_AGAIN}"
        return ""


def new_address() -> str:
    """The page on which a saving is begun, with a key of its own."""
    return f"{reverse('savings:claim_new')}?form={uuid4()}"


def form_key(request: HttpRequest) -> UUID | None:
    """The key in the page's address, or of the form that is sent; None where there is none."""
    try:
        return UUID(request.GET.get("form") or request.POST.get("once", ""))
    except ValueError:
        return None


def begun_with(request: SignedInRequest, key: UUID) -> Begun:
    """What has become of the form with this key."""
    try:
        led_to = workflow.led_to_before(key, by=request.user)
    except PermissionDenied:
        return Begun(spent=_ANOTHERS)
    if not led_to:
        return Begun()
    code = resolve(led_to).kwargs["code"]
    drafts = all_visible_to(request.user).filter(claim__reference=code, status=Status.DRAFT)
    draft = drafts.select_related("claim__place").first()
    words = f"{code}, which you began with this page, is a draft no longer. {_SAVE_AGAIN}"
    return Begun(draft) if draft else Begun(spent=words)


def begin_once(request: SignedInRequest, key: UUID, begin: Callable[[], str]) -> str:
    """Do `begin`, which returns the address to go on to, once for each form; at two moments or at one."""
    return workflow.once(key, lambda: carry_out(request, begin), by=request.user)


def say_anew(request: SignedInRequest, draft: Version, content: Mapping[str, Any]) -> None:
    """Let the draft begun with a form say `content`: the answers to it, sent again."""
    changes = {name: said for name, said in content.items() if getattr(draft, name) != said}
    if changes:
        workflow.edit(draft, by=request.user, content=changes)

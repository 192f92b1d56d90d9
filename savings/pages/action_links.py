"""What may a person do next with a claim, where, and which one thing have they most likely come for?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import reverse

from savings.access import Sight
from savings.models.choices import REVIEW_OPEN
from savings.workflow import Action

# Each has a page of its own, but for `edit`, which has the list of the draft's pages. A verdict is given on the
# reading page.
_WITH_A_PAGE = (
    "edit",
    "take",
    "ask",
    "hand_over",
    "triage",
    "reconsider",
    "finalise",
    "ask_sign_off",
    "submit",
    "send_back",
    "answer",
    "reply",
    "waive_reply",
    "agree",
    "dispute",
    "confirm",
    "revise",
    "adopt",
    "set_condition",
    "discard",
    "withdraw",
    "abandon",
)
# What waits for whoever is offered it; of two the first.
_WAITS = ("submit", "edit", "answer", "reply", "confirm", "agree", "adopt")


@dataclass(frozen=True)
class ActionLink:
    """Something to do, and where. `name`: the action's in the workflow, or `read` for the reading page."""

    name: str
    label: str
    href: str


def action_links(sight: Sight, offered: Collection[Action]) -> list[ActionLink]:
    """All that the person may do now with the version that they look at; `offered`: what the workflow lets them."""
    return [*_reading(sight), *_on_their_pages(sight, offered)]


def main_action(
    sight: Sight, links: Collection[ActionLink], *, share_is_asked: bool
) -> ActionLink | None:
    """The one of `links` that waits for the person; None where nothing does.

    `share_is_asked`: whether a body that they speak for has still to say a word.
    """
    version = sight.version
    by_name = {link.name: link for link in links}
    if version.status not in REVIEW_OPEN:
        by_name.pop("read", None)
    if not version.sign_off_asked_at:
        by_name.pop("submit", None)
    if not share_is_asked:
        by_name.pop("agree", None)
    return next((by_name[name] for name in ("read", *_WAITS) if name in by_name), None)


def _reading(sight: Sight) -> Iterator[ActionLink]:
    if sight.may_review:
        address = reverse("savings:review_read", args=[sight.version.claim.reference])
        yield ActionLink("read", "Read it for review", address)


def _on_their_pages(sight: Sight, offered: Collection[Action]) -> Iterator[ActionLink]:
    code = sight.version.claim.reference
    for action in (action for action in offered if action.name in _WITH_A_PAGE):
        if action.name == "edit":
            address = reverse("savings:claim_edit", args=[code])
            yield ActionLink("edit", "Go on with the draft", address)
        else:
            address = reverse("savings:claim_action", args=[code, action.url_name])
            yield ActionLink(action.name, action.label, address)

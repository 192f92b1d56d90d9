"""Who is told of which action, and in which words? One table. The words name no claim and no figure.

`savings.workflow.telling` finds the people; `savings.mailing` sends the words to them.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from pilots.models import User
from totalplace.roles import ROLES

from .models import Event, Version
from .models.choices import Status


class Audience(StrEnum):
    """People whom an action concerns, by the permission they hold: in the claim's place, or at the Treasury."""

    OFFICERS = "savings.ask_sign_off"
    FINANCE = "savings.sign_off_claim"
    PLACE = "savings.edit_claim"  # Officers and finance officers.
    PARTNERS = "savings.respond_to_share"  # Those whose organisation the version names.
    REVIEWER = "savings.review_claim"  # The one who has it.
    LEADS = "savings.lead_review"  # All who have no tie to the place.


@dataclass(frozen=True)
class Words:
    """What happened, for the subject of a mail and as a sentence; and what its reader can do now."""

    subject: str
    happened: str
    can_do: str


OFFICERS, FINANCE, PLACE = Audience.OFFICERS, Audience.FINANCE, Audience.PLACE
PARTNERS, REVIEWER, LEADS = Audience.PARTNERS, Audience.REVIEWER, Audience.LEADS

# Where a person belongs to several audiences of an action, the first one's words are theirs.
TOLD: dict[str, dict[Audience, Words]] = {
    # Writing a draft is the place's own work, and the Treasury does not hear that it exists.
    "create": {},
    "edit": {},
    "adopt": {},
    "revise": {},
    "ask_sign_off": {
        FINANCE: Words(
            "a claim waits for your sign-off",
            "You are asked to sign off a claim.",
            "You can sign it off and submit it, or change it first.",
        ),
        # From now on they see it; what they say before it is submitted can still be heeded.
        PARTNERS: Words(
            "a claim gives your organisation a share",
            "A claim that names your organisation is about to be signed off.",
            "You can agree or dispute your share.",
        ),
    },
    "submit": {
        OFFICERS: Words(
            "a claim has been submitted",
            "A claim of your place has been signed off and submitted.",
            "You need do nothing until the Treasury takes it for review.",
        ),
        PARTNERS: Words(
            "a claim that names your organisation has been submitted",
            "A claim that names your organisation has been signed off and submitted.",
            "You can agree or dispute your share.",
        ),
    },
    # The reviewer of the older version would go on reading what no longer stands.
    "supersede": {
        REVIEWER: Words(
            "a newer version of a claim has been submitted",
            "A place has submitted a newer version of a claim that you took for review.",
            "The version you had no longer stands. You can take the newer one.",
        ),
    },
    # Loaded by the hundred from public sources; nobody has to do anything about them.
    "publish": {},
    # Which claims to read is the Treasury's own choice: a place hears when one is taken.
    "triage": {},
    "take": {
        PLACE: Words(
            "a claim is being reviewed",
            "A reviewer has taken a claim of your place for review.",
            "You need do nothing unless the reviewer asks.",
        ),
    },
    "hand_over": {
        REVIEWER: Words(
            "a claim is yours to review",
            "A claim has been handed over to you for review.",
            "You can go on with its review, or hand it over to somebody else.",
        ),
    },
    "ask": {
        PLACE: Words(
            "a question waits for your answer",
            "A reviewer has asked a question about a claim of your place.",
            "You can answer it, with evidence if that helps. The review waits until you do.",
        ),
    },
    "answer": {
        REVIEWER: Words(
            "a question has been answered",
            "A place has answered the question about a claim that you have under review.",
            "You can give a verdict, or ask again.",
        ),
    },
    # Not other reviewers: whoever reads second is to be blind to the first reading.
    "decide": {
        PLACE: Words(
            "a provisional verdict has been given",
            "A reviewer has given a provisional verdict on a claim of your place.",
            "You can reply to it until the day that its page shows.",
        ),
    },
    # Not the first reader, whose reading is to stand as it was given; nor the place, before the verdict is final.
    "second_read": {
        LEADS: Words(
            "a second reading has been given",
            "A second reading of a claim has been given.",
            "You can make the verdict final, once the place has been heard.",
        ),
    },
    "reply": {
        REVIEWER: Words(
            "a place has replied to a verdict",
            "A place has replied to your provisional verdict on a claim.",
            "The review lead makes the verdict final, or sends it back to you.",
        ),
        LEADS: Words(
            "a place has replied to a verdict",
            "A place has replied to the provisional verdict on a claim.",
            "You can make the verdict final, or send it back to its reviewer.",
        ),
    },
    "waive_reply": {
        LEADS: Words(
            "a place will not reply to a verdict",
            "A place has said that it will not reply to the provisional verdict on a claim.",
            "You can make the verdict final, unless it still needs a second reading.",
        ),
    },
    "reconsider": {
        PLACE: Words(
            "a claim is being reviewed again",
            "After your place’s reply, a claim has been sent back to its reviewer.",
            "You need do nothing unless the reviewer asks.",
        ),
        REVIEWER: Words(
            "a claim is back with you",
            "After the place’s reply, the review lead has sent a claim back to you.",
            "You can ask the place again, or give a new verdict.",
        ),
    },
    "finalise": {
        PLACE: Words(
            "a verdict is final",
            "The verdict on a claim of your place has been made final.",
            "You can read it on the claim’s page. If the claim changes, revise it.",
        ),
        REVIEWER: Words(
            "a verdict is final",
            "Your verdict on a claim has been made final.",
            "You need do nothing more about it.",
        ),
    },
    "agree": {
        PLACE: Words(
            "a partner has agreed its share",
            "A partner has agreed its share of a claim of your place.",
            "You need do nothing.",
        ),
        REVIEWER: Words(
            "a partner has agreed its share",
            "A partner has agreed its share of a claim that you have under review.",
            "You need do nothing.",
        ),
    },
    "dispute": {
        PLACE: Words(
            "a partner disputes its share",
            "A partner disputes its share of a claim of your place.",
            "You can read why on the claim’s page, and correct the claim if they are right.",
        ),
        REVIEWER: Words(
            "a partner disputes its share",
            "A partner disputes its share of a claim that you have under review.",
            "You can read why on the claim’s page, and ask the place about it.",
        ),
    },
    "set_condition": {
        OFFICERS: Words(
            "what a claim may be used for has changed",
            "A finance officer has loosened what a claim of your place may be used for.",
            "You need do nothing. The claim’s page says who may use it now.",
        ),
    },
    # It says that all is as it was.
    "confirm": {},
    # To those who were asked to sign it off or to agree a share; see `told_of`.
    "discard": {
        FINANCE: Words(
            "a claim need not be signed off after all",
            "A draft that waited for your sign-off has been thrown away.",
            "You need do nothing.",
        ),
        PARTNERS: Words(
            "a claim that names your organisation will not be submitted",
            "A draft that names your organisation has been thrown away.",
            "You need do nothing.",
        ),
    },
    "withdraw": {
        OFFICERS: Words(
            "a claim has been withdrawn",
            "A claim of your place has been withdrawn.",
            "You can read why on the claim’s page. It can be revised if it is needed after all.",
        ),
        REVIEWER: Words(
            "a claim has been withdrawn",
            "A place has withdrawn a claim that you had under review.",
            "You need do nothing more about it.",
        ),
    },
}


def told_of(event: Event) -> dict[Audience, Words]:
    """Whom `event` concerns, and what to tell each."""
    # In a draft a use condition is only proposed, which is part of writing it.
    if event.action == "set_condition" and event.status_after == Status.DRAFT:
        return {}
    if event.action == "discard" and not event.version.sign_off_asked_at:
        return {}
    return TOLD[event.action]


class Addressee:
    """A person whom notices are for. What they may do in which place is read once."""

    def __init__(self, person: User):
        self.person = person
        self._held: dict[int, set[str]] = defaultdict(set)
        current = person.memberships.filter(ended_at=None)
        for place, role in current.values_list("place", "role"):
            self._held[place] |= ROLES[role].permissions

    def words(self, event: Event) -> Words | None:
        """What this person is told of `event`; None where it does not concern them, or not any more."""
        for audience, words in told_of(event).items():
            if self._is_one_of(audience, event.version):
                return words
        return None

    def _is_one_of(self, audience: Audience, version: Version) -> bool:
        if audience == REVIEWER:
            review = getattr(version, "review", None)
            return bool(review) and review.reviewer_id == self.person.pk
        if audience == LEADS:
            return self.person.has_perm(audience)
        return audience in self._held[version.claim.place_id]

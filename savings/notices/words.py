"""Who is told of which action and reminded of what, and in which words? The words name no claim and no figure.

`audiences` finds the people; `mailing` sends them the words, `inbox` shows them.
"""

from dataclasses import dataclass

from savings.models import Event, Reminder
from savings.models.choices import Reminded, Status

from .audiences import Audience


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
    **{action: {} for action in ["create", "edit", "adopt", "revise"]},
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
        # They had an older version, and would go on reading what no longer stands.
        REVIEWER: Words(
            "a newer version of a claim is with you",
            "A place has submitted a newer version of a claim that you had for review.",
            "The version you had no longer stands. You can take the newer one: its page says what differs.",
        ),
    },
    # What took its place is submitted or loaded, and whom that concerns is told of it.
    "supersede": {},
    # Between the two claims, of which a place may see no more than its own: it stands beside the claim.
    "mark_overlap": {},
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
    "lose_reviewer": {
        LEADS: Words(
            "a claim needs another reviewer",
            "The reviewer of a claim has left, or does other work now, and nobody has been chosen to take it over.",
            "You can hand it over to another reviewer.",
        ),
    },
    "pass_on": {
        PLACE: Words(
            "somebody who worked on a claim has left",
            "Somebody who worked on a claim of your place has left, or does other work now.",
            "Its history says who was chosen to take it over, if anybody. You can go on with it too.",
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
        PARTNERS: Words(
            "what a claim that names your organisation may be used for has changed",
            "A finance officer has loosened what a claim that names your organisation may be used for.",
            "You can read on the claim’s page who may use it now, your share included.",
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
    "abandon": {
        OFFICERS: Words(
            "a saving has been given up",
            "A finance officer has said that a saving of your place was given up.",
            "You can read why on the claim’s page. It stays in the plan, as nothing delivered.",
        ),
        PARTNERS: Words(
            "a saving that names your organisation has been given up",
            "A place has said that a saving which names your organisation was given up.",
            "You can read why on the claim’s page. Nothing more of it is expected.",
        ),
        REVIEWER: Words(
            "a saving has been given up",
            "A place has given up a saving on which you gave the verdict.",
            "You need do nothing. The verdict stays with its version.",
        ),
    },
}


REMINDED: dict[str, dict[Audience, Words]] = {
    Reminded.ANSWER_DUE: {
        PLACE: Words(
            "a question still waits for your answer",
            "A question about a claim of your place still waits for its answer, which is due soon.",
            "You can answer it, with evidence if that helps. The claim’s page shows the day.",
        ),
    },
    Reminded.ANSWER_OVERDUE: {
        PLACE: Words(
            "an answer is overdue",
            "The answer to a question about a claim of your place is overdue.",
            "You can still give it. Until then the claim is not yet reviewed: silence is no verdict.",
        ),
    },
    Reminded.REPLY_DUE: {
        PLACE: Words(
            "the time to reply to a verdict ends soon",
            "The time to reply to the provisional verdict on a claim of your place ends soon.",
            "You can reply, or your finance officer can say that no reply will come.",
        ),
    },
    Reminded.ANSWERED: {
        REVIEWER: Words(
            "an answer waits for you",
            "Some days ago a place answered the question about a claim that you have under review.",
            "You can give a verdict, ask again, or hand the claim over.",
        ),
    },
    Reminded.READY: {
        LEADS: Words(
            "a verdict can be made final",
            "The place has been heard, and nothing keeps the verdict on a claim from being final.",
            "You can make it final. The place and the reviewer are then told together.",
        ),
    },
    Reminded.OUTTURN: {
        PLACE: Words(
            "a year has ended, and its outturn is asked for",
            "A claim of your place gives an actual figure of a year that was not over. That year has ended.",
            "You can revise the claim and state the outturn, even if the amount is the same.",
        ),
    },
}


def told_of(about: Event | Reminder) -> dict[Audience, Words]:
    """Whom an event or a reminder concerns, and what to tell each."""
    if isinstance(about, Reminder):
        return REMINDED[about.kind]
    # In a draft a use condition is only proposed, which is part of writing it.
    if about.action == "set_condition" and about.status_after == Status.DRAFT:
        return {}
    if about.action == "discard" and not about.version.sign_off_asked_at:
        return {}
    return TOLD[about.action]

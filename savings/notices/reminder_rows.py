"""Who is reminded of what about a version, and why nobody else? The words name no claim, no figure and no day."""

from savings.models.choices import Reminded

from .audiences import Audience
from .rows import Row, Words

OFFICERS, FINANCE, PLACE = Audience.OFFICERS, Audience.FINANCE, Audience.PLACE
PARTNERS, REVIEWER = Audience.PARTNERS, Audience.REVIEWER
SECOND_READERS, LEADS = Audience.SECOND_READERS, Audience.LEADS

_BETWEEN = "The review is between the place and the Treasury."
_NOT_THEIRS = "It waits for the place, which is reminded."
_GIVEN = "Their reading has been given, or is not asked for yet."
_WITH_THE_TREASURY = "It waits for the Treasury, which is reminded."

OF_VERSIONS: dict[str, Row] = {
    Reminded.ANSWER_DUE: Row(
        {
            PLACE: Words(
                "a question still waits for your answer",
                "A question about a claim of your place has not been answered yet. The answer is due soon.",
                "You can answer it, with evidence if that helps. The claim’s page shows the day.",
            ),
        },
        {
            PARTNERS: _BETWEEN,
            REVIEWER: "The answer is not late. They are told if it is.",
            SECOND_READERS: _GIVEN,
            LEADS: "The answer is not late. They are told if it is.",
        },
    ),
    Reminded.ANSWER_OVERDUE: Row(
        {
            PLACE: Words(
                "an answer is overdue",
                "The answer to a question about a claim of your place is overdue.",
                "You can still give it. Until then the claim is not yet reviewed: silence is not a verdict.",
            ),
            REVIEWER: Words(
                "an answer to you is overdue",
                "A place has not answered your question about a claim by the day that was set.",
                "The place is told too, every five working days until it answers. Silence is not a verdict.",
            ),
            LEADS: Words(
                "an answer is overdue",
                "A place has not answered the question about a claim by the day that was set.",
                "You can speak to the place, or hand the claim over. Until it answers, the claim is not yet reviewed.",
            ),
        },
        {PARTNERS: _BETWEEN, SECOND_READERS: _GIVEN},
    ),
    Reminded.REPLY_DUE: Row(
        {
            PLACE: Words(
                "the time to reply to a verdict ends soon",
                "The time to reply to the provisional verdict on a claim of your place ends soon.",
                "You can reply, or your finance officer can say that no reply will come.",
            ),
        },
        {
            PARTNERS: _BETWEEN,
            REVIEWER: _NOT_THEIRS,
            SECOND_READERS: _GIVEN,
            LEADS: "They are told once the time has passed.",
        },
    ),
    Reminded.ANSWERED: Row(
        {
            REVIEWER: Words(
                "an answer waits for you",
                "Some days ago a place answered the question about a claim that you have under review.",
                "You can give a verdict, ask again, or hand the claim over.",
            ),
        },
        {
            OFFICERS: _WITH_THE_TREASURY,
            FINANCE: _WITH_THE_TREASURY,
            PARTNERS: _BETWEEN,
            SECOND_READERS: _GIVEN,
            LEADS: "The queue shows for how long it has waited.",
        },
    ),
    Reminded.READY: Row(
        {
            LEADS: Words(
                "a verdict can be made final",
                "The place has had its chance to reply, and the verdict on a claim can be made final.",
                "You can make it final. The place, its partners and the readers are then told together.",
            ),
        },
        {
            OFFICERS: _WITH_THE_TREASURY,
            FINANCE: _WITH_THE_TREASURY,
            PARTNERS: "They are told once the verdict is final.",
            REVIEWER: "They are told once the verdict is final.",
            SECOND_READERS: "They are told once the verdict is final.",
        },
    ),
    Reminded.OUTTURN: Row(
        {
            PLACE: Words(
                "a year has ended: state what it came to",
                "A claim of your place gives an actual figure for part of a year. That year has now ended.",
                "You can revise the claim and state the whole year’s actual, even if it is the same.",
            ),
        },
        {
            PARTNERS: "The place states it. Partners are told once it is submitted.",
            REVIEWER: _NOT_THEIRS,
            SECOND_READERS: _NOT_THEIRS,
            LEADS: _NOT_THEIRS,
        },
    ),
}

"""Who is reminded of what about a round, and why nobody else? The words name no claim, no figure and no day."""

from savings.models.choices import Reminded

from .audiences import Audience
from .rows import Row, Words

PLACE, PARTNERS, REVIEWER = Audience.PLACE, Audience.PARTNERS, Audience.REVIEWER
SECOND_READERS, LEADS = Audience.SECOND_READERS, Audience.LEADS

_OF_THE_PLACE = "The place answers. Partners are told of what it submits."
_NO_REVIEW = "It is no part of a review."
_OTHERS = {PARTNERS: _OF_THE_PLACE, REVIEWER: _NO_REVIEW, SECOND_READERS: _NO_REVIEW}

OF_ROUNDS: dict[str, Row] = {
    Reminded.ROUND_OPENED: Row(
        {
            PLACE: Words(
                "a round has opened",
                "A round has opened, in which each place says what has become of its claims.",
                "You can revise what has changed and confirm the rest, or say that your place has nothing to report.",
            ),
        },
        _OTHERS | {LEADS: "They see what each place has said, and are told if any is late."},
    ),
    Reminded.ROUND_CLOSES: Row(
        {
            PLACE: Words(
                "a round closes soon",
                "The round closes soon, and your place has not said what has become of all its claims.",
                "One step says that nothing has changed, in all claims that you choose or in the whole place.",
            ),
        },
        _OTHERS | {LEADS: "Nothing is late yet. They are told if it is."},
    ),
    Reminded.ROUND_LATE: Row(
        {
            PLACE: Words(
                "the round has closed, and something is due",
                "The round has closed, and your place has not said what has become of all its claims.",
                "You can still revise and submit a claim. For the others, ask the Treasury for a later closing date.",
            ),
            LEADS: Words(
                "the round has closed, and places are late",
                "The round has closed, and some places have not said what has become of all their claims.",
                "You can see which they are and ask them. An administrator can give the round a later closing date.",
            ),
        },
        _OTHERS,
    ),
}

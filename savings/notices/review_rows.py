"""Who is told of what is done in a review, on either side? The words name no claim and no figure."""

from .audiences import Audience
from .rows import Row, Words, nobody

OFFICERS, FINANCE, PLACE = Audience.OFFICERS, Audience.FINANCE, Audience.PLACE
PARTNERS, REVIEWER = Audience.PARTNERS, Audience.REVIEWER
SECOND_READERS, LEADS = Audience.SECOND_READERS, Audience.LEADS

_WHEN_FINAL = (
    "The review is between the place and the Treasury. Partners are told once the verdict is final."
)
_DID_IT = "The reviewer did it."
_A_LEAD_DID = "One of them did it, and the queue shows it to the others."
_NOT_READ_YET = "It has not been read a second time yet."
_IN_THE_QUEUE = "The queue shows it, and nothing waits for them."
_STANDS_AS_GIVEN = (
    "A second reading stays as it was given. They are told once the verdict is final."
)
_WITHIN = "Who at the Treasury reads a claim is no other side’s concern. The place hears once it is taken."

REVIEW_ROWS: dict[str, Row] = {
    "triage": nobody(
        "Which claims to read is the Treasury’s own choice, and its queue shows it. A place hears when one is taken."
    ),
    "take": Row(
        {
            PLACE: Words(
                "a claim is being reviewed",
                "A reviewer has taken a claim of your place for review.",
                "You do not need to do anything unless the reviewer asks.",
            ),
        },
        {
            PARTNERS: _WHEN_FINAL,
            REVIEWER: _DID_IT,
            SECOND_READERS: _NOT_READ_YET,
            LEADS: _IN_THE_QUEUE,
        },
    ),
    "hand_over": Row(
        {
            REVIEWER: Words(
                "a claim is yours to review",
                "A claim has been handed over to you for review.",
                "You can go on with its review, or hand it over to somebody else.",
            ),
        },
        {
            OFFICERS: _WITHIN,
            FINANCE: _WITHIN,
            PARTNERS: _WITHIN,
            SECOND_READERS: _STANDS_AS_GIVEN,
            LEADS: _IN_THE_QUEUE,
        },
    ),
    "lose_reviewer": Row(
        {
            LEADS: Words(
                "a claim needs another reviewer",
                "The reviewer of a claim has left, or does other work now, and nobody has been chosen to take it over.",
                "You can hand it over to another reviewer.",
            ),
        },
        {
            OFFICERS: _WITHIN,
            FINANCE: _WITHIN,
            PARTNERS: _WITHIN,
            REVIEWER: "They have left, or review no more.",
            SECOND_READERS: _STANDS_AS_GIVEN,
        },
    ),
    "ask": Row(
        {
            PLACE: Words(
                "a question waits for your answer",
                "A reviewer has asked a question about a claim of your place.",
                "You can answer it, with evidence if that helps. The review waits until you do.",
            ),
        },
        {
            PARTNERS: _WHEN_FINAL,
            REVIEWER: _DID_IT,
            SECOND_READERS: _STANDS_AS_GIVEN,
            LEADS: "They are told when the answer is overdue.",
        },
    ),
    "answer": Row(
        {
            REVIEWER: Words(
                "a question has been answered",
                "A place has answered the question about a claim that you have under review.",
                "You can give a verdict, or ask again.",
            ),
        },
        {
            OFFICERS: "One of their place answered. The claim’s page shows it to the others.",
            FINANCE: "One of their place answered. The claim’s page shows it to the others.",
            PARTNERS: _WHEN_FINAL,
            SECOND_READERS: _STANDS_AS_GIVEN,
            LEADS: _IN_THE_QUEUE,
        },
    ),
    "decide": Row(
        {
            PLACE: Words(
                "a provisional verdict has been given",
                "A reviewer has given a provisional verdict on a claim of your place.",
                "You can reply to it until the day that its page shows.",
            ),
        },
        {
            PARTNERS: _WHEN_FINAL,
            REVIEWER: _DID_IT,
            SECOND_READERS: "Whoever reads second is to be blind to the first reading.",
            LEADS: "They are told once the place has been heard, and the verdict can be made final.",
        },
    ),
    "second_read": Row(
        {
            LEADS: Words(
                "a second reading has been given",
                "A second reading of a claim has been given.",
                "You can make the verdict final, once the place has been heard.",
            ),
        },
        {
            OFFICERS: "They see it once the verdict is final, and are told then.",
            FINANCE: "They see it once the verdict is final, and are told then.",
            PARTNERS: _WHEN_FINAL,
            REVIEWER: "The first reading has to stay as it was given.",
            SECOND_READERS: "They gave it.",
        },
    ),
    "reply": Row(
        {
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
        {
            OFFICERS: "One of their place replied. The claim’s page shows it to the others.",
            FINANCE: "One of their place replied. The claim’s page shows it to the others.",
            PARTNERS: _WHEN_FINAL,
            SECOND_READERS: _STANDS_AS_GIVEN,
        },
    ),
    "waive_reply": Row(
        {
            OFFICERS: Words(
                "your place will not reply to a verdict",
                "A finance officer has said that your place will not reply to the provisional verdict on a claim.",
                "You can still reply until the verdict is final, if there is something to say.",
            ),
            LEADS: Words(
                "a place will not reply to a verdict",
                "A place has said that it will not reply to the provisional verdict on a claim.",
                "You can make the verdict final, unless it still needs a second reading.",
            ),
        },
        {
            FINANCE: "One of them said so. The claim’s page shows it to the others.",
            PARTNERS: _WHEN_FINAL,
            REVIEWER: "Nothing waits for them. They are told once the verdict is final.",
            SECOND_READERS: _STANDS_AS_GIVEN,
        },
    ),
    "reconsider": Row(
        {
            PLACE: Words(
                "a claim is being reviewed again",
                "The review lead has sent a claim of your place back to its reviewer.",
                "You do not need to do anything unless the reviewer asks.",
            ),
            REVIEWER: Words(
                "a claim is back with you",
                "The review lead has sent a claim back to you.",
                "You can ask the place again, or give a new verdict.",
            ),
        },
        {
            PARTNERS: _WHEN_FINAL,
            SECOND_READERS: _STANDS_AS_GIVEN,
            LEADS: _A_LEAD_DID,
        },
    ),
    "finalise": Row(
        {
            PLACE: Words(
                "a verdict is final",
                "The verdict on a claim of your place has been made final.",
                "You can read it on the claim’s page. If the claim changes, revise it.",
            ),
            PARTNERS: Words(
                "the verdict on a claim that names your organisation is final",
                "The verdict on a claim that names your organisation has been made final.",
                "You can read it on the claim’s page. You do not need to do anything.",
            ),
            REVIEWER: Words(
                "a verdict is final",
                "Your verdict on a claim has been made final.",
                "You do not need to do anything more about it.",
            ),
            SECOND_READERS: Words(
                "a verdict is final",
                "The verdict on a claim that you read second has been made final.",
                "You do not need to do anything more about it.",
            ),
        },
        {LEADS: _A_LEAD_DID},
    ),
}

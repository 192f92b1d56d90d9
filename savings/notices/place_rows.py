"""Who is told of what is done by a place, by its partners, or for them? The words name no claim and no figure."""

from .audiences import Audience
from .rows import (
    OWN_WORDS,
    PARTNERS_ASKED,
    SIGN_OFF_ASKED,
    SUBMITTED,
    WAS_FINAL,
    Row,
    Words,
    nobody,
)

OFFICERS, FINANCE, PLACE = Audience.OFFICERS, Audience.FINANCE, Audience.PLACE
PARTNERS, FORMER_PARTNERS = Audience.PARTNERS, Audience.FORMER_PARTNERS
NAMED = Audience.NAMED
REVIEWER, SECOND_READERS, LEADS = Audience.REVIEWER, Audience.SECOND_READERS, Audience.LEADS

_A_DRAFT = "A draft is its place’s own: nobody at the Treasury hears that it exists."
_NOT_OF_A_DRAFT = dict.fromkeys((REVIEWER, SECOND_READERS, LEADS), _A_DRAFT)
_ANY_CONDITION = "What is reviewed is read and judged alike under any use condition."
_STANDS_AS_GIVEN = "A second reading stays as it was given, whatever is said of the claim later."

PLACE_ROWS: dict[str, Row] = {
    **{
        action: nobody(
            "Writing a draft is its place’s own work, which its task list shows. Nobody outside hears that it exists."
        )
        for action in ("create", "edit", "adopt", "revise")
    },
    "ask_sign_off": Row(
        {
            FINANCE: Words(
                "a claim waits for your sign-off",
                "You are asked to sign off a claim.",
                "You can sign it off and submit it, send it back with a reason, or change it first.",
            ),
            # From now on they see it; what they say before it is submitted can still be heeded.
            PARTNERS: Words(
                "a claim gives your organisation a share",
                "A claim that names your organisation is about to be signed off.",
                "You can agree or dispute your share.",
            ),
        },
        {
            OFFICERS: "One of them asked. What waits for their place shows it to the others.",
            **_NOT_OF_A_DRAFT,
        },
    ),
    "send_back": Row(
        {
            OFFICERS: Words(
                "a claim has been sent back to you",
                "A finance officer has sent back a claim of your place that waited for sign-off.",
                "You can read why, change the draft and ask for sign-off again.",
                gives_reason=True,
            ),
            FINANCE: Words(
                "a claim need not be signed off yet",
                "Another finance officer has sent back a claim that waited for your sign-off.",
                "You do not need to do anything until sign-off is asked for again.",
                in_digest=True,
                gives_reason=True,
            ),
            # They were asked, and do not see it from now on.
            NAMED: Words(
                "a claim that names your organisation has been sent back",
                "The draft of a claim that names your organisation has been sent back: it is not signed off for now.",
                "You do not see it while it is changed. You will be asked again if it still names your organisation.",
            ),
        },
        _NOT_OF_A_DRAFT,
    ),
    "submit": Row(
        {
            OFFICERS: Words(
                "a claim has been submitted",
                "A claim of your place has been signed off and submitted.",
                "You do not need to do anything until the Treasury takes it for review.",
            ),
            # They were asked to sign it off, and one of them has.
            FINANCE: Words(
                "a claim has been submitted",
                "A claim of your place has been signed off and submitted by another finance officer.",
                "You do not need to do anything until the Treasury takes it for review.",
                in_digest=True,
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
                "It replaces the version you had. You can take it for review: its page says what has changed.",
            ),
            LEADS: Words(
                "a claim has been submitted",
                "A place has submitted a claim.",
                "You can choose whether it is reviewed, unless that was decided for its last version.",
                in_digest=True,
            ),
        },
        {
            SECOND_READERS: "Nobody has read this version. Who read the last one is told that it has been replaced."
        },
    ),
    "supersede": Row(
        {
            FORMER_PARTNERS: Words(
                "a newer version of a claim no longer names your organisation",
                "A newer version of a claim has been submitted. It no longer names your organisation.",
                "You do not need to do anything. What you said of your share stays with the version that you saw.",
                when=OWN_WORDS,
            ),
            SECOND_READERS: Words(
                "a claim that you read second has a newer version",
                "A place has submitted a newer version of a claim that you read second.",
                "You do not need to do anything. Your reading stays with the version that you read, which has been "
                "replaced.",
            ),
            LEADS: Words(
                "a claim with a final verdict has a newer version",
                "A place has submitted a newer version of a claim whose verdict was final.",
                "The verdict stays with the older version. You can choose whether the newer one is reviewed.",
                when=WAS_FINAL,
            ),
        },
        {
            OFFICERS: "They are told of the submission of what took its place.",
            FINANCE: "They are told of the submission of what took its place.",
            REVIEWER: "Whoever had it has the newer version too, and is told of its submission.",
        },
    ),
    "mark_overlap": nobody(
        "It is between two claims, and a place may see no more than its own. It is shown beside the claim, to "
        "those who may see it."
    ),
    "publish": nobody(
        "Published words are loaded by the hundred, and nobody has to do anything about them."
    ),
    "agree": Row(
        {
            PLACE: Words(
                "a partner has agreed its share",
                "A partner has agreed its share of a claim of your place.",
                "You do not need to do anything.",
            ),
            REVIEWER: Words(
                "a partner has agreed its share",
                "A partner has agreed its share of a claim that you have under review.",
                "You do not need to do anything.",
            ),
        },
        {
            PARTNERS: "What one says of its share is no other’s concern.",
            SECOND_READERS: _STANDS_AS_GIVEN,
            LEADS: "The reviewer weighs it. It is shown beside the figure when the verdict is made final.",
        },
    ),
    "dispute": Row(
        {
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
        {
            PARTNERS: "What one says of its share is no other’s concern.",
            SECOND_READERS: _STANDS_AS_GIVEN,
            LEADS: "The reviewer weighs it. It is shown beside the figure when the verdict is made final.",
        },
    ),
    "set_condition": Row(
        {
            OFFICERS: Words(
                "what a claim may be used for has changed",
                "A finance officer has loosened what a claim of your place may be used for.",
                "You do not need to do anything. The claim’s page says who may use it now.",
                when=SUBMITTED,
            ),
            FINANCE: Words(
                "what a claim may be used for has changed",
                "Another finance officer has loosened what a claim of your place may be used for.",
                "You do not need to do anything. The claim’s page says who may use it now.",
                in_digest=True,
                when=SUBMITTED,
            ),
            PARTNERS: Words(
                "what a claim that names your organisation may be used for has changed",
                "A finance officer has loosened what a claim that names your organisation may be used for.",
                "You can read on the claim’s page who may use it now, your share included.",
                when=SUBMITTED,
            ),
        },
        {REVIEWER: _ANY_CONDITION, SECOND_READERS: _ANY_CONDITION, LEADS: _ANY_CONDITION},
    ),
    "confirm": nobody("It says that all is as it was, and nothing follows from it for anybody."),
    "discard": Row(
        {
            OFFICERS: Words(
                "a claim will not be signed off after all",
                "A draft of your place that waited for sign-off has been thrown away.",
                "You do not need to do anything. Your place keeps it on record, and can begin again from it.",
                when=SIGN_OFF_ASKED,
            ),
            FINANCE: Words(
                "a claim need not be signed off after all",
                "A draft that waited for your sign-off has been thrown away.",
                "You do not need to do anything.",
                when=SIGN_OFF_ASKED,
            ),
            NAMED: Words(
                "a claim that names your organisation will not be submitted",
                "A draft that names your organisation has been thrown away.",
                "You do not need to do anything.",
                when=PARTNERS_ASKED,
            ),
        },
        _NOT_OF_A_DRAFT,
    ),
    "withdraw": Row(
        {
            OFFICERS: Words(
                "a claim has been withdrawn",
                "A claim of your place has been withdrawn.",
                "You can read why on the claim’s page. It can be revised if it is needed after all.",
            ),
            FINANCE: Words(
                "a claim has been withdrawn",
                "A claim of your place has been withdrawn by another finance officer.",
                "You can read why on the claim’s page. It can be revised if it is needed after all.",
                in_digest=True,
            ),
            NAMED: Words(
                "a claim that names your organisation has been withdrawn",
                "A claim that names your organisation has been withdrawn.",
                "You do not need to do anything. If you can see the claim, its page says why.",
                when=PARTNERS_ASKED,
            ),
            REVIEWER: Words(
                "a claim has been withdrawn",
                "A place has withdrawn a claim that you had under review.",
                "You do not need to do anything more about it.",
            ),
            SECOND_READERS: Words(
                "a claim has been withdrawn",
                "A place has withdrawn a claim that you read second.",
                "You do not need to do anything more about it.",
            ),
            LEADS: Words(
                "a claim has been withdrawn",
                "A place has withdrawn a claim before its verdict was final.",
                "You do not need to do anything. It has left the queue, and you can read why on the claim’s page.",
                in_digest=True,
            ),
        },
    ),
    "abandon": Row(
        {
            OFFICERS: Words(
                "a saving has been given up",
                "A finance officer has said that a saving of your place was given up.",
                "You can read why on the claim’s page. It still counts as planned, with nothing delivered.",
            ),
            FINANCE: Words(
                "a saving has been given up",
                "Another finance officer has said that a saving of your place was given up.",
                "You can read why on the claim’s page. It still counts as planned, with nothing delivered.",
                in_digest=True,
            ),
            PARTNERS: Words(
                "a saving that names your organisation has been given up",
                "A place has said that a saving which names your organisation was given up.",
                "You can read why on the claim’s page. Nothing more of it is expected.",
            ),
            REVIEWER: Words(
                "a saving has been given up",
                "A place has given up a saving on which you gave the verdict.",
                "You do not need to do anything. The verdict stays with its version.",
            ),
            SECOND_READERS: Words(
                "a saving has been given up",
                "A place has given up a saving on which you gave the second reading.",
                "You do not need to do anything. The verdict stays with its version.",
            ),
            LEADS: Words(
                "a saving has been given up",
                "A place has given up a saving on which the verdict was final.",
                "You do not need to do anything. The verdict stays with its version.",
                in_digest=True,
            ),
        },
    ),
    "pass_on": Row(
        {
            PLACE: Words(
                "somebody who worked on a claim has left",
                "Somebody who worked on a claim of your place has left, or does other work now.",
                "Its history says who was chosen to take it over, if anybody. You can go on with it too.",
            ),
        },
        {
            PARTNERS: "Who answers for it in its place is that place’s own matter.",
            REVIEWER: "It is reviewed as before: whoever is there now answers.",
            SECOND_READERS: "It is reviewed as before.",
            LEADS: "It is reviewed as before: whoever is there now answers.",
        },
    ),
}

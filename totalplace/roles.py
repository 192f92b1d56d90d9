"""Which role holds which permission: one table.

Treasury roles are written as groups after each migration (`pilots.people.write_roles`); place roles are held
through a membership of one place. Code asks for a permission, never for a role.
"""

from dataclasses import dataclass

TREASURY = "treasury"
PLACE = "place"


@dataclass(frozen=True)
class Role:
    """`permissions` are `app.codename`; a place role holds them only for its own place.

    `work` tells somebody new what they will do, in a sentence or two.
    """

    code: str
    label: str
    scope: str
    permissions: frozenset[str]
    work: str


def _views(*models: str) -> set[str]:
    return {f"{app}.view_{name}" for app, _, name in (model.partition(".") for model in models)}


def _edits(*models: str) -> set[str]:
    pairs = [model.partition(".") for model in models]
    return {f"{app}.{verb}_{name}" for app, _, name in pairs for verb in ("view", "add", "change")}


_REFERENCE = (
    "pilots.place",
    "pilots.organisation",
    "pilots.partner",
    "pilots.theme",
    "pilots.burden",
    "savings.deflator",
    "savings.discountrate",
    "savings.confidencegrade",
    "savings.evidencegrade",
    "savings.stageweight",
    "savings.threshold",
    "savings.round",
    "savings.statementofuse",
)
_CLAIMS = (
    "savings.claim",
    "savings.version",
    "savings.figure",
    "savings.evidence",
    "savings.citation",
    "savings.conditionchange",
    "savings.event",
    "savings.storedfile",
    "savings.sentfile",
    "savings.signoff",
    "savings.confirmation",
    "savings.abandonment",
)
_REVIEWS = (
    "savings.draw",
    "savings.review",
    "savings.question",
    "savings.reading",
    "savings.outcome",
    "savings.testresult",
    "savings.acceptedfigure",
    "savings.reply",
    "savings.reminder",
    "savings.nothingtoreport",
    "savings.partnerresponse",
    "savings.overlap",
    "savings.overlapfigure",
    "savings.overlapmark",
)
_WORKSPACE = {"pilots.use_workspace"} | _views(*_REFERENCE, *_CLAIMS)

ROLES = {
    role.code: role
    for role in [
        Role(
            "officer",
            "Officer",
            PLACE,
            frozenset({"savings.read_own_place", "savings.edit_claim", "savings.ask_sign_off"}),
            "You state what your place saves: what changes, the figures year by year, and the evidence. You ask a "
            "finance officer to sign each claim off, and answer the reviewers’ questions.",
        ),
        Role(
            "finance",
            "Finance officer",
            PLACE,
            frozenset(
                {
                    "savings.read_own_place",
                    "savings.edit_claim",
                    "savings.sign_off_claim",
                }
            ),
            "You check the claims of your place and sign them off: that submits them to the Treasury. You may also "
            "state claims, and answer the reviewers’ questions.",
        ),
        Role(
            "partner",
            "Partner",
            PLACE,
            frozenset({"savings.respond_to_share"}),
            "You read what a claim says of your organisation’s share of the costs and savings, and agree or dispute "
            "it.",
        ),
        # Sees nothing by it: it keeps a reviewer away from a place that they have an interest in.
        Role(
            "interest",
            "Declared interest",
            PLACE,
            frozenset(),
            "You have an interest in this place, so its claims are kept from you in review.",
        ),
        Role(
            "reviewer",
            "Reviewer",
            TREASURY,
            frozenset(
                {"savings.read_for_review", "savings.review_claim", "savings.mark_overlap"}
                | _WORKSPACE
                | _views(*_REVIEWS)
            ),
            "You take submitted claims from the queue, read the figures and the evidence, ask the place questions, "
            "and give a verdict.",
        ),
        Role(
            "lead",
            "Review lead",
            TREASURY,
            frozenset(
                {"savings.read_for_review", "savings.lead_review", "savings.mark_overlap"}
                | _WORKSPACE
                | _views(*_REVIEWS)
            ),
            "You choose which claims are reviewed, see that each has a reviewer, and make verdicts final.",
        ),
        Role(
            "analyst",
            "Analyst",
            TREASURY,
            # Not how likely a claim is at its stage: that is for internal briefing (docs/decisions/002).
            frozenset({"savings.analyse_claims"} | _WORKSPACE - _views("savings.stageweight")),
            "You read what places have opened to analysis: totals, coverage and claims. You download figures to work "
            "with.",
        ),
        Role(
            "administrator",
            "Administrator",
            TREASURY,
            frozenset(
                {"savings.publish_claim", "pilots.import_places"}
                | _WORKSPACE
                | _edits(*_REFERENCE, "pilots.user", "pilots.membership")
                | _views("pilots.accountchange", "pilots.peoplesheet", "totalplace.dailyrun")
            ),
            "You add people and say what they may do. You keep up to date the list of places, and what figures are "
            "worked out with.",
        ),
    ]
}
TREASURY_ROLES = [role for role in ROLES.values() if role.scope == TREASURY]
PLACE_ROLES = [role for role in ROLES.values() if role.scope == PLACE]


def place_roles_with(permission: str) -> list[str]:
    """The codes of the place roles that hold `permission`."""
    return [role.code for role in PLACE_ROLES if permission in role.permissions]


def treasury_roles_with(permission: str) -> list[Role]:
    """The Treasury roles that hold `permission`."""
    return [role for role in TREASURY_ROLES if permission in role.permissions]

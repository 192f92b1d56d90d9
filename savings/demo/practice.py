"""The practice place: made-up numbers, a worked example at every hardness and status, by the real workflow.

Nothing in it counts in any total.
"""

from pilots.models import Organisation, Partner, Place, User
from savings import workflow
from savings.models import Claim, Notice

from .clock import days_ago
from .examples import EXAMPLES, PUBLISHED, Example
from .people import PRACTICE, SECOND_REVIEWER
from .routes import ROUTES

ORGANISATIONS = [
    ("Practice Borough Council", Organisation.Kind.COUNCIL),
    ("Practice NHS Trust", Organisation.Kind.NHS),
    ("Practice Police", Organisation.Kind.POLICE),
]


def load_practice_place() -> None:
    place, _ = Place.objects.get_or_create(
        code=PRACTICE,
        defaults={
            "name": "Practice place",
            "kind": Place.Kind.PRACTICE,
            "what_the_source_says": "Made up, to try things out. Nothing here counts in any total.",
        },
    )
    for name, kind in ORGANISATIONS:
        organisation, _ = Organisation.objects.get_or_create(name=name, defaults={"kind": kind})
        leads = kind == Organisation.Kind.COUNCIL
        Partner.objects.get_or_create(
            place=place, organisation=organisation, defaults={"is_lead": leads}
        )


def load_worked_examples() -> None:
    """The examples that are missing; one that somebody has gone on with stays as they left it."""
    place = Place.objects.get(code=PRACTICE)
    there = set(Claim.objects.filter(place=place).values_list("reference", flat=True))
    cast = Cast()
    missing = [example for example in EXAMPLES if example.reference not in there]
    for example in missing:
        with days_ago(example.days_ago):
            _work(example, place, cast)
    forget_notices([example.reference for example in missing])
    if PUBLISHED["reference"] not in there:
        workflow.publish(place, by=cast.administrator, **PUBLISHED)


class Cast:
    """The people who act in the examples."""

    def __init__(self) -> None:
        self.officer = _named("officer@practice.example")
        self.finance = _named("finance@practice.example")
        self.partner = _named("partner@practice.example")
        self.reviewer = _named("reviewer@treasury.example")
        self.second_reader = _named(SECOND_REVIEWER[0])
        self.lead = _named("lead@treasury.example")
        self.administrator = _named("admin@treasury.example")


def _named(email: str) -> User:
    return User.objects.get(email=email)


def _work(example: Example, place: Place, cast: Cast) -> None:
    draft = workflow.create_claim(
        place, by=cast.officer, reference=example.reference, content=example.content()
    )
    draft = workflow.edit(
        draft,
        by=cast.officer,
        figures=example.figures(),
        evidence=example.evidence(),
    )
    ROUTES[example.route](draft, cast, example)


def forget_notices(references: list[str]) -> None:
    # The examples' people have nothing to be told: it all happened in this moment. What they do from now on is mailed.
    Notice.objects.filter(event__version__claim__reference__in=references).delete()

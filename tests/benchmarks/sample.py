"""Which rows are measured? Made-up claims by the thousand, in a database that is thrown away.

They are written straight into the tables, past the workflow, because what is measured is reading them.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from pilots.models import Membership, Organisation, Place, Theme, User
from savings.models import Citation, Claim, Evidence, EvidenceGrade, Figure, Version
from savings.models.choices import EvidenceKind, Line, UseCondition
from totalplace.roles import ROLES

from .throwaway import unkept

PLACES = 400  # As many as there are councils.
YEARS = range(2009, 2014)
FIGURES_A_CLAIM = len(YEARS) * len(Line.values)
_BATCH = 2_000
_FIGURES = """INSERT INTO savings_figure
    (version_id, year, line, state, kind_of_gain, organisation_id, amount, note)
    SELECT id, %s, %s, 'forecast', 'cashable', lead_id, (id * 7919 + %s) %% 100000000, ''
    FROM savings_version WHERE status = 'draft'"""


def of_treasury(role: str) -> User:
    """A person of the Treasury with one role, by its code. A reviewer may see all that is submitted."""
    label = ROLES[role].label
    person = User.objects.create_user(f"{role}@benchmark.example", name=label, is_staff=True)
    person.groups.add(Group.objects.get(name=label))
    return person


def officer() -> User:
    """A person who may write the claims of every place."""
    person = User.objects.create_user("officer@benchmark.example", name="Officer")
    unkept(Membership).bulk_create(
        Membership(user=person, place=place, role="officer") for place in Place.objects.all()
    )
    return person


def submitted_figures(rows: int, by: User) -> int:
    """Store claims with FIGURES_A_CLAIM figures each, `rows` figures in all or a few more. Returns how many."""
    versions = drafts(-(-rows // FIGURES_A_CLAIM), "SUB")
    unkept(EvidenceGrade).bulk_create(
        EvidenceGrade(kind=kind, grade=3, valid_from="2009-04-01", source="Made up")
        for kind in EvidenceKind.values
    )
    cite(versions, by)
    figures_of_drafts(YEARS)
    Version.objects.update(status="submitted", frozen_at=timezone.now(), frozen_by=by)
    settle()
    return Figure.objects.count()


def settle() -> None:
    """Count the tables, and on PostgreSQL clear them of what was overwritten, as databases do by themselves in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def cite(versions: list[Version], by: User) -> None:
    """Each of these drafts cites a piece of evidence."""
    evidence = [_evidence(version.claim.place, by) for version in versions[:PLACES]]
    Citation.objects.bulk_create(
        (
            Citation(version=version, evidence=evidence[number % PLACES])
            for number, version in enumerate(versions)
        ),
        batch_size=_BATCH,
    )


def figures_of_drafts(years: Iterable[int]) -> None:
    """Each draft gets a figure for each line of each of `years`."""
    with connection.cursor() as cursor:
        for year in years:
            for line in Line.values:
                cursor.execute(_FIGURES, [year, line, year])


def drafts(count: int, prefix: str) -> list[Version]:
    """Store `count` claims, spread over all places, each with an empty draft."""
    places = places_with_councils()
    themes = [Theme.objects.get_or_create(name=f"Theme {number}")[0] for number in range(12)]
    claims = Claim.objects.bulk_create(
        (
            Claim(
                reference=f"{prefix}-{number:06}",
                place=places[number % PLACES][0],
                use_condition=UseCondition.values[number % 4],
            )
            for number in range(count)
        ),
        batch_size=_BATCH,
    )
    versions = [
        Version(
            claim=claim,
            number=1,
            what_changes="One front desk for six services",
            as_published="£1m a year",
            theme=themes[number % len(themes)],
            lead=places[number % PLACES][1],
            kind_of_gain="cashable",
        )
        for number, claim in enumerate(claims)
    ]
    return Version.objects.bulk_create(versions, batch_size=_BATCH)


def places_with_councils() -> list[tuple[Place, Organisation]]:
    """All places, each with the council that leads its claims."""
    codes = [f"P{number}" for number in range(PLACES)]
    councils = [f"Council of place {number}" for number in range(PLACES)]
    unkept(Place).bulk_create(
        (Place(code=code, name=f"Place {code[1:]}", kind="pilot") for code in codes),
        ignore_conflicts=True,
    )
    unkept(Organisation).bulk_create(
        (Organisation(name=name) for name in councils), ignore_conflicts=True
    )
    places = Place.objects.in_bulk(codes, field_name="code")
    leads = Organisation.objects.in_bulk(councils, field_name="name")
    return [(places[code], leads[name]) for code, name in zip(codes, councils, strict=True)]


def _evidence(place: Place, by: User) -> Evidence:
    return Evidence.objects.create(
        place=place,
        form="link",
        kind=EvidenceKind.EVALUATION,
        title="Evaluation",
        url="https://council.example/evaluation",
        added_by=by,
    )

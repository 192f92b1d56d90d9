"""Which reviews are measured? Made-up claims in every stage of review, in a database that is thrown away."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from pilots.models import User
from savings.batches import batches
from savings.models import Question, Reading, Review, Version
from savings.models.choices import AWAITING_FINAL, Status
from tests.benchmarks import sample

# Of each twenty claims the last four have come so far; the others are not taken.
STAGES = {16: Status.IN_REVIEW, 17: Status.QUESTION, 18: Status.PROVISIONAL, 19: Status.REPLY}
OF_EACH = 20
RISKS = 6
DAYS = 60  # Over which they were submitted.
_MINE = 2_000  # Of so many claims, those of one twenty are the person's own.
_TWICE = 100
_BATCH = 2_000
_SUBMIT = """UPDATE savings_version SET status = 'submitted', frozen_at = %s, frozen_by_id = %s,
        claimed = (id * 7919 + %s) %% 100000000, risk = id %% %s
    WHERE status = 'draft' AND id %% %s = %s"""


def under_review(count: int, by: User) -> None:
    """Store `count` claims that reviewers wait for, or that wait for reviewers; of those taken, `by` has some."""
    versions = sample.drafts(count, "REV")
    sample.cite(versions, by)
    sample.figures_of_drafts(sample.YEARS[:1])
    _submit(by)
    other = User.objects.create_user("other@benchmark.example", name="Other Reviewer")
    Review.objects.bulk_create(
        (_review(version, number, by, other) for number, version in enumerate(versions)),
        batch_size=_BATCH,
    )
    for stage, status in STAGES.items():
        _bring_to(status, versions[stage::OF_EACH], other)
    sample.settle()


def _submit(by: User) -> None:
    with connection.cursor() as cursor:
        for day in range(DAYS):
            at = connection.ops.adapt_datetimefield_value(timezone.now() - timedelta(days=day))
            cursor.execute(_SUBMIT, [at, by.pk, sample.YEARS[0], RISKS, DAYS, day])


def _review(version: Version, number: int, by: User, other: User) -> Review:
    taken = number % OF_EACH in STAGES
    mine = number % _MINE < OF_EACH
    chosen = (True, False, None)[number // RISKS % 3]  # Among those of each risk alike.
    return Review(
        version=version,
        reviewer=(by if mine else other) if taken else None,
        is_chosen=chosen,
        chosen_because="" if chosen is None else "Made up.",
        reply_due_on=timezone.localdate(),
        needs_second_reading=STAGES.get(number % _TWICE) == Status.PROVISIONAL,
    )


def _bring_to(status: Status, versions: list[Version], reader: User) -> None:
    if status == Status.QUESTION:
        Question.objects.bulk_create(
            (
                Question(version=v, text="Net?", asked_by=reader, due_on=timezone.localdate())
                for v in versions
            ),
            batch_size=_BATCH,
        )
    if status in AWAITING_FINAL:
        Reading.objects.bulk_create(
            (Reading(version=v, reader=reader, screen_digest="0" * 64) for v in versions),
            batch_size=_BATCH,
        )
    for keys in batches(version.pk for version in versions):
        Version.objects.filter(pk__in=keys).update(status=status)

"""What was submitted stays as it was submitted, whoever writes: the ORM's `update()`, or SQL by hand."""

from functools import partial
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value

from savings import models, workflow
from savings.models import Citation, Claim, Draw, Evidence, Figure, Question, Version
from savings.models.claims import CONTENT_FIELDS
from tests import factories

FROZEN_STATUSES = ["submitted", "final", "withdrawn", "superseded", "published"]
OTHER_FROZEN = [
    "number",
    "is_published",
    "created_at",
    "frozen_at",
    "claimed",
    "risk",
    "is_budget_asked",
]
RECORDS = [
    models.Event,
    models.ConditionChange,
    models.Reading,
    models.TestResult,
    models.Outcome,
    models.AcceptedFigure,
    models.Reply,
    models.PartnerResponse,
    models.Overlap,
    models.OverlapFigure,
    models.OverlapMark,
]


def _refused(do):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        do()
    return str(refusal.value)


def _sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _another(field, value):
    """A value that differs from `value`, as SQL writes it."""
    if value is None:
        return "1"
    if field.null:
        return "NULL"
    kind = field.get_internal_type()
    if kind in ("CharField", "TextField"):
        return "'D'"
    return {"BooleanField": f"NOT {field.column}", "DateTimeField": "'2001-01-01'"}.get(
        kind, f"{field.column} + 1"
    )


def test_no_part_of_a_submitted_version_can_be_changed_by_sql():
    version = factories.claim_at("submitted")

    for name in [*CONTENT_FIELDS, *OTHER_FROZEN]:
        field = Version._meta.get_field(name)
        value = _another(field, getattr(version, field.attname))
        statement = " ".join(
            ["UPDATE savings_version SET", field.column, "=", value, "WHERE id = %s"]
        )

        assert "frozen" in _refused(partial(_sql, statement, version.pk)), name


@pytest.mark.parametrize("status", FROZEN_STATUSES)
def test_the_orm_cannot_change_what_a_frozen_version_says(status):
    version = factories.claim_at(status)

    assert "frozen" in _refused(
        lambda: Version.objects.filter(pk=version.pk).update(what_changes="Something else")
    )


@pytest.mark.parametrize("status", FROZEN_STATUSES)
def test_nothing_frozen_is_ever_thawed(status):
    version = factories.claim_at(status)

    assert "frozen" in _refused(
        lambda: Version.objects.filter(pk=version.pk).update(
            status="draft", frozen_at=None, frozen_by=None
        )
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda figures: figures.update(amount=F("amount") + 1),
        lambda figures: figures.update(note="Another"),
        lambda figures: figures.update(doubts=[["any", "It is right", ""]]),
        lambda figures: figures.delete(),
        lambda figures: Figure.objects.bulk_update([_with_note(figures.first())], ["note"]),
    ],
    ids=["update", "note", "reason", "delete", "bulk_update"],
)
def test_the_figures_of_a_submitted_version_cannot_be_changed(change):
    version = factories.claim_at("submitted")

    assert "frozen" in _refused(lambda: change(Figure.objects.filter(version=version)))


def _with_note(figure):
    figure.note = "Another"
    return figure


def test_a_figure_cannot_be_added_to_a_submitted_version():
    version = factories.claim_at("submitted")
    late = factories.figure(version.lead, year=2012)
    late.version = version

    assert "frozen" in _refused(late.save)


def test_a_figure_cannot_be_moved_into_or_out_of_a_submitted_version():
    place = factories.PlaceFactory()
    draft = factories.claim_at(
        "draft", place, figures=[factories.figure(factories.lead_of(place), year=2015)]
    )
    submitted = factories.claim_at("submitted", place)

    assert "frozen" in _refused(lambda: draft.figures.update(version=submitted))
    assert "frozen" in _refused(lambda: submitted.figures.update(version=draft))


def test_figures_cannot_be_changed_by_sql():
    version = factories.claim_at("submitted")

    statement = "UPDATE savings_figure SET amount = 1 WHERE version_id = %s"

    assert "frozen" in _refused(lambda: _sql(statement, version.pk))


def test_citations_are_frozen_with_their_version():
    version = factories.claim_at("submitted")
    citations = Citation.objects.filter(version=version)

    assert "frozen" in _refused(lambda: citations.update(page_or_cell="page 9"))
    assert "frozen" in _refused(lambda: citations.update(backs="cost"))
    assert "frozen" in _refused(citations.delete)


def test_cited_evidence_is_frozen_and_the_rest_is_not():
    cited = factories.claim_at("submitted").citations.get().evidence
    free = factories.claim_at("draft").citations.get().evidence

    Evidence.objects.filter(pk=free.pk).update(note="Seen again")

    assert "frozen" in _refused(lambda: Evidence.objects.filter(pk=cited.pk).update(note="Other"))


def test_a_submitted_version_cannot_be_deleted():
    version = factories.claim_at("submitted")

    statement = "DELETE FROM savings_version WHERE id = %s"

    assert "frozen" in _refused(lambda: _sql(statement, version.pk))


def test_a_draft_can_be_changed_in_every_part():
    draft = factories.claim_at("draft")

    draft.figures.update(amount=1)
    draft.citations.all().delete()
    Version.objects.filter(pk=draft.pk).update(notes="Changed", what_changes=Value("Changed"))

    draft.refresh_from_db()
    assert draft.notes == "Changed"


def test_records_of_what_happened_are_never_changed_or_deleted():
    place = factories.PlaceFactory()
    trust = factories.OrganisationFactory()
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]
    version = factories.claim_at("final", place, figures=figures)
    factories.agreed(version, trust)
    factories.mark(version, factories.claim_at("submitted", place))

    for model in RECORDS:
        rows = model.objects.all()
        column = model._meta.fields[-1].attname

        assert rows.exists(), model
        assert "never changed" in _refused(partial(rows.update, **{column: F(column)}))
        assert "never changed" in _refused(partial(rows._raw_delete, rows.db))


def _answered():
    """A question with its answer, and the evidence that came with it."""
    version = factories.claim_at("question")
    given = factories.ledger()
    given.place, given.added_by = version.claim.place, version.review.reviewer
    given.save()
    officer = factories.officer_of(version.claim.place)
    workflow.perform("answer", version, by=officer, text="Here.", evidence=[given])
    return version.questions.get(), given


@pytest.mark.parametrize("name", ["text", "asked_at", "due_on"])
def test_an_open_question_and_its_due_date_do_not_drift(name):
    question = factories.claim_at("question").questions.get()
    questions = Question.objects.filter(pk=question.pk)

    changed = {"text": "Another?", "asked_at": "2001-01-01 00:00Z", "due_on": "2001-01-01"}

    assert "stay" in _refused(lambda: questions.update(**{name: changed[name]}))


@pytest.mark.parametrize("days", [None, 99])
@pytest.mark.parametrize("side", ["days_with_treasury", "days_with_place"])
def test_the_days_of_a_review_that_is_over_stay(side, days):
    versions = Version.objects.filter(pk=factories.claim_at("final").pk)

    assert "stay as they were counted" in _refused(lambda: versions.update(**{side: days}))
    assert versions.exclude(**{side: None}).exclude(**{side: 99}).exists()


def test_an_answer_is_given_once_and_stays():
    question, _given = _answered()
    questions = Question.objects.filter(pk=question.pk)

    assert "stay" in _refused(lambda: questions.update(answer="Another"))
    assert "never changed" in _refused(lambda: questions._raw_delete(questions.db))
    assert "stay" in _refused(lambda: question.evidence.clear())
    assert "stay" in _refused(
        lambda: question.evidence.add(
            factories.draft_of(question.version.claim.place).citations.get().evidence
        )
    )


def test_evidence_that_came_with_an_answer_stays():
    _question, given = _answered()
    evidence = Evidence.objects.filter(pk=given.pk)

    assert "stay" in _refused(lambda: evidence.update(note="Other"))
    assert "stay" in _refused(lambda: evidence._raw_delete(evidence.db))


def test_a_draw_is_never_changed():
    draw = Draw.objects.create(
        by=factories.lead(), seed="s", read_all=2, read_none=1, number=1, pool=[], chosen=[]
    )
    draws = Draw.objects.filter(pk=draw.pk)

    assert "never changed" in _refused(lambda: draws.update(seed="t"))
    assert "never changed" in _refused(lambda: draws._raw_delete(draws.db))


def test_a_verdict_is_final_with_a_verdict_or_not_at_all():
    version = factories.claim_at("reply")

    assert "verdict" in _refused(
        lambda: Version.objects.filter(pk=version.pk).update(status="final")
    )


# Each way to write a claim's use condition: the ORM's update, an object that is saved, several at once, and SQL.
WAYS = {
    "update": lambda claim, to: Claim.objects.filter(pk=claim.pk).update(use_condition=to),
    "save": lambda claim, to: _with_condition(claim, to).save(),
    "bulk_update": lambda claim, to: Claim.objects.bulk_update(
        [_with_condition(claim, to)], ["use_condition"]
    ),
    "sql": lambda claim, to: _sql(
        "UPDATE savings_claim SET use_condition = %s WHERE id = %s", to, claim.pk
    ),
}
STEPS = list(product("ABCD", repeat=2))


def _claim(condition):
    return factories.claim_at("submitted", condition=condition).claim


def _with_condition(claim, condition):
    claim.use_condition = condition
    return claim


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("before", "after"), [step for step in STEPS if step[1] < step[0]])
def test_a_use_condition_never_goes_back(way, before, after):
    claim = _claim(before)

    assert "can only be loosened" in _refused(partial(WAYS[way], claim, after))
    assert Claim.objects.get(pk=claim.pk).use_condition == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("before", "after"), [step for step in STEPS if step[1] >= step[0]])
def test_a_use_condition_is_loosened_or_stays(way, before, after):
    claim = _claim(before)

    WAYS[way](claim, after)

    assert Claim.objects.get(pk=claim.pk).use_condition == after


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("status", ["draft", "published"])
def test_until_its_place_has_submitted_a_claim_its_condition_may_go_back(way, status):
    claim = factories.claim_at(status).claim
    Claim.objects.filter(pk=claim.pk).update(use_condition="D")

    WAYS[way](claim, "A")

    assert Claim.objects.get(pk=claim.pk).use_condition == "A"

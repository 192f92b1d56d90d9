"""The demonstration: real data as its places published it, a practice place with an example of everything."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from pilots.models import Burden, Membership, Organisation, Place, User
from savings import demo, workflow
from savings.claims.hardness import with_hardness
from savings.demo.people import SIGN_INS
from savings.models import (
    ConfidenceGrade,
    Confirmation,
    Deflator,
    DiscountRate,
    Event,
    NothingToReport,
    Notice,
    Round,
    StageWeight,
    Version,
)
from savings.models.choices import Status, Verdict
from savings.pages.delivery import delivery
from savings.parameters.release import PILOTS_DATA, SAVINGS_DATA, rows_of
from tests.savings.totals.random_states import IN_A_ROW, STATES, hold_at_each_step

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once, since it takes seconds; each test here undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(PASSWORD)
        yield
        transaction.set_rollback(True)


def _practice():
    return with_hardness(Version.objects.filter(claim__place__kind="practice"))


def test_the_thirteen_pilots_and_the_parallel_places_are_there(loaded):
    assert Place.objects.filter(kind="pilot").count() == 13
    assert Place.objects.filter(kind="parallel").count() == 18


def test_every_published_claim_is_its_places_own_words_with_the_source_as_evidence(loaded):
    published = Version.objects.filter(claim__place__kind__in=["pilot", "parallel"])

    assert set(published.values_list("status", flat=True)) == {"published"}
    assert published.count() == len(list(rows_of(SAVINGS_DATA / "published_claims.csv")))
    for version in published:
        citation = version.citations.get()
        assert citation.evidence.url == version.source_url
        assert not version.figures.exists()


def test_published_claims_stand_at_their_true_hardness(loaded):
    published = with_hardness(Version.objects.all()).in_bulk(field_name="id").values()
    by_reference = {version.claim.reference: version.hardness for version in published}

    # In pounds; a percentage; a ratio; a unit cost; "very hard to quantify".
    assert [by_reference[ref] for ref in ("C004", "C005", "C011", "C017", "C028")] == [
        2,
        1,
        1,
        1,
        0,
    ]


def test_every_burden_keeps_every_word_and_number(loaded):
    columns = {
        "cost_gbp_low": "cost_low",
        "cost_gbp_high": "cost_high",
    }
    for row in rows_of(PILOTS_DATA / "published_burdens.csv"):
        burden = Burden.objects.get(
            place_or_body=row["place_or_body"], what=row["what"], source_url=row["source_url"]
        )

        for column, text in row.items():
            held = getattr(burden, columns.get(column, column))
            assert _as_written(held) == text, column


def _as_written(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value.normalize():f}"


def test_a_burden_of_a_body_that_is_no_place_has_no_place(loaded):
    assert Burden.objects.filter(place=None, place_or_body="England").exists()
    assert Burden.objects.get(what="Inspection", place_or_body="Kent").place.code == "KEN"


def test_the_practice_place_has_an_example_at_every_hardness_and_status(loaded):
    examples = _practice()

    assert {version.hardness for version in examples} == set(range(6))
    assert {version.status for version in examples} == set(Status.values)


def test_every_example_came_to_its_status_by_the_workflow(loaded):
    for version in _practice():
        last = Event.objects.filter(version=version).latest("pk")

        assert last.status_after == version.status


def test_the_examples_show_a_supported_a_partly_supported_and_a_reclassified_claim(loaded):
    verdicts = set(_practice().exclude(verdict="").values_list("verdict", flat=True))

    assert verdicts == {Verdict.SUPPORTED_FORECAST, Verdict.PARTLY, Verdict.NOT_CASH}


def test_one_example_is_late_and_one_is_short_of_its_plan_and_both_say_why(loaded):
    late, short = (
        Version.objects.get(claim__reference=reference) for reference in ("PRA-0016", "PRA-0017")
    )

    [late_table], [short_table] = delivery(late)["tables"], delivery(short)["tables"]

    assert (late_table.words, late_table.recurrence) == ("Late by 12 months", "recurrent")
    assert (short_table.words, short_table.recurrence) == ("Below plan", "non-recurrent")
    for table in (late_table, short_table):
        below = [row for group in table.groups for row in group.rows if row.is_short]
        assert below
        assert all(row.reason for row in below)


def test_parameters_say_where_they_come_from(loaded):
    for model, count in [(Deflator, 40), (DiscountRate, 3), (ConfidenceGrade, 6), (StageWeight, 5)]:
        assert model.objects.count() == count
        assert not model.objects.filter(source="").exists()
    assert not ConfidenceGrade.objects.filter(is_checked_at_source=True).exists()


def test_loading_twice_changes_nothing(loaded):
    before = _counts()

    demo.load(PASSWORD)

    assert _counts() == before


def _counts():
    models = [Place, Organisation, Membership, User, Burden, Version, Event, Place.history.model]
    models += [Round, Confirmation, NothingToReport]
    return [model.objects.count() for model in models]


def test_what_somebody_has_gone_on_with_stays_as_they_left_it(loaded):
    draft = Version.objects.get(claim__reference="PRA-0001")
    Version.objects.filter(pk=draft.pk).update(notes="Mine")

    demo.load(PASSWORD)

    draft.refresh_from_db()
    assert draft.notes == "Mine"


@pytest.mark.parametrize("email", [row[0] for row in SIGN_INS])
def test_each_sign_in_opens_the_board(loaded, client, email):
    assert client.login(email=email, password=PASSWORD)

    assert client.get("/").status_code == 200


def test_a_new_password_takes_the_place_of_the_old(loaded, client):
    demo.load("another password entirely")

    assert not client.login(email=SIGN_INS[0][0], password=PASSWORD)
    assert client.login(email=SIGN_INS[0][0], password="another password entirely")


def test_loading_mails_nobody_and_leaves_nothing_to_be_mailed(
    django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        demo.load(PASSWORD)

    assert not Notice.objects.exists()
    assert mailoutbox == []


def test_loading_again_keeps_what_waits_to_be_mailed(loaded):
    draft = Version.objects.get(claim__reference="PRA-0001")
    officer = User.objects.get(email="officer@practice.example")
    finance = User.objects.get(email="finance@practice.example")
    workflow.perform("withdraw", draft, by=finance, note="Entered twice.")

    demo.load(PASSWORD)

    assert officer.notices.filter(mailed_at=None).count() == 1


def test_the_command_lists_the_sign_ins(capsys):
    call_command("demo", password=PASSWORD)

    listed = capsys.readouterr().out
    assert all(email in listed for email, *_rest in SIGN_INS)


def test_the_command_is_refused_where_real_people_work(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="Set DEMO=1"):
        call_command("demo", password=PASSWORD)


def test_the_command_asks_for_a_password(settings):
    with pytest.raises(CommandError, match="--password"):
        call_command("demo", password="")


# A fifth of all states; at least one row of them. What is done in the practice place changes no sum.
@pytest.mark.parametrize("seed", range(max(STATES // IN_A_ROW // 4, 1)))
def test_every_door_gives_the_same_sums_beside_it(loaded, seed):
    led = Place.objects.filter(partnerships__is_lead=True).distinct().order_by("pk")
    assert {place.kind for place in led} >= {"pilot", "practice"}

    hold_at_each_step(seed, list(led))

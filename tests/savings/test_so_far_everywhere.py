"""What is actual so far is told from an outturn on each page and in each file, and is never judged or added as one."""

import csv
import io
import json
from decimal import Decimal
from hashlib import sha256

import pytest
import time_machine
from django.utils import timezone

from pilots.models import Place
from savings import workflow
from savings.claims.comparison import compare
from savings.claims.digests import figures_digest, part_digest, share_digest, version_digest
from savings.claims.hardness import with_hardness
from savings.delivery.against_plan import gains
from savings.doubts.risk import signs
from savings.exports.files import FIGURES, Export
from savings.measures.values import values_of
from savings.models import Version
from savings.pages.due import due_from
from savings.review.figure_verdicts import figure_verdict
from savings.totals.sums import totals_of
from tests import factories
from tests.factories import figure, figures_of, lead_of, ledger
from totalplace.financial_year import FinancialYear

YEAR_NOT_OVER, YEAR_OVER = "2026-11-29T12:00Z", "2027-04-01T12:00Z"
WORDS = "Actual so far"

pytestmark = pytest.mark.usefixtures("no_second_factor")


def _on(day):
    return time_machine.travel(day, tick=False)


def _claim(status, day, place=None, **content):
    """A claim that states an actual of 2026-27, and comes to `status` on a day."""
    with _on(day):
        place = place or factories.PlaceFactory()
        figures = figures_of(lead_of(place), "1200000.00", state="actual", year=2026)
        for one in figures:
            one.note = "As in the ledger."
        evidence = [(ledger(), ""), (factories.link(), "page 4")]
        content |= {"service_evidence": "Counted", "baseline_year": FinancialYear(2025)}
        return factories.claim_at(status, place, figures=figures, evidence=evidence, **content)


READERS = {
    "claim": ("submitted", "/claims/{}/", lambda v: factories.officer_of(v.claim.place)),
    "check": ("draft", "/claims/{}/edit/check/", lambda v: factories.officer_of(v.claim.place)),
    "reading": ("in_review", "/review/{}/", lambda v: v.review.reviewer),
    "board": ("submitted", "/", lambda v: factories.reviewer()),
    "measures": ("in_review", "/review/measures/", lambda v: factories.lead()),
}


@pytest.mark.parametrize("page", READERS)
@pytest.mark.parametrize(("day", "is_so_far"), [(YEAR_NOT_OVER, True), (YEAR_OVER, False)])
def test_each_page_says_so_far_of_a_year_that_was_not_over_and_of_no_other(
    client, page, day, is_so_far
):
    status, address, reader = READERS[page]
    version = _claim(status, day, condition="C")
    with _on(day):
        client.force_login(reader(version))
        response = client.get(address.format(version.claim.reference))
        text = response.content.decode()

    assert response.status_code == 200
    assert (WORDS.casefold() in text.casefold()) is is_so_far


@pytest.mark.parametrize("status", ["draft", "submitted"])
@pytest.mark.parametrize(("day", "mark"), [(YEAR_NOT_OVER, "so_far"), (YEAR_OVER, "outturn")])
def test_the_file_of_figures_has_the_mark(day, mark, status):
    version = _claim(status, day)
    with _on(day):
        by, today = factories.officer_of(version.claim.place), timezone.localdate()
        export = Export(FIGURES, by, "review", today, drafts=status == "draft")
        text = b"".join(export.chunks()).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["state"], row["mark"]) for row in rows} == {("actual", mark)}


def test_its_best_verdict_is_that_of_a_forecast():
    version = _claim("in_review", YEAR_NOT_OVER)
    reviewer, details = version.review.reviewer, factories.reading(version)
    assert list(details["outcomes"]) == ["forecast"]
    as_actual = {"actual": ("supported", [], "")}

    for outcomes in (as_actual, {"forecast": ("supported", [], "")}):
        with pytest.raises(workflow.ActionError):
            workflow.perform("decide", version, by=reviewer, **details | {"outcomes": outcomes})
    workflow.perform("decide", version, by=reviewer, **details)


@pytest.mark.parametrize("later", [YEAR_NOT_OVER, "2030-01-01T12:00Z"])
def test_a_final_verdict_on_it_never_becomes_one_on_an_outturn(later):
    version = _claim("final", YEAR_NOT_OVER)

    with _on(later):
        assert version.verdict == "supported_forecast"
        found = version.figures.annotate(verdict=figure_verdict())
        assert set(found.values_list("verdict", flat=True)) == {"supported_forecast"}
        [values] = values_of(Version.objects.filter(pk=version.pk))
        [year] = values.years
        assert values.label == "Cashable, actual so far, cash prices"
        assert values.verdicts[0] == "Supported as a forecast"
        assert year.accepted.saving == Decimal(1200000)
    assert with_hardness(Version.objects.filter(pk=version.pk)).get().hardness == 5


def test_it_is_added_to_no_outturn():
    for day in (YEAR_NOT_OVER, YEAR_OVER):
        _claim("submitted", day)

    with _on(YEAR_OVER):
        totals = totals_of(factories.reviewer(), Place.objects.all()).totals

    assert [(total.state, total.years[0].gross.pounds) for total in totals] == [
        ("Actual so far", Decimal(1200000)),
        ("Actual", Decimal(1200000)),
    ]


def test_the_plan_is_held_against_what_is_expected_and_not_against_what_came_so_far():
    with _on(YEAR_NOT_OVER):
        place = factories.PlaceFactory()
        amounts = {"plan": 900, "forecast": 1000, "actual": 300}
        figures = [
            figure(lead_of(place), str(pounds), state=state, year=2026)
            for state, pounds in amounts.items()
        ]
        draft = factories.draft_of(place, figures=figures)
        [gain] = gains(draft)
        [year] = gain.years

    assert (year.plan, year.said, year.so_far, year.actual) == (900, 1000, 300, None)


def test_it_is_a_sign_of_risk():
    for day, is_there in ((YEAR_NOT_OVER, True), (YEAR_OVER, False)):
        version = _claim("submitted", day)
        assert any("had not ended" in sign.words for sign in signs(version)) is is_there


def test_the_same_amount_as_outturn_is_a_change_and_signed_as_another():
    place = factories.PlaceFactory()
    version = _claim("submitted", YEAR_NOT_OVER, place)
    lead = version.lead_id
    with _on(YEAR_OVER):
        officer = factories.officer_of(place)
        revised = workflow.perform("revise", version, by=officer, note="The year is over.")

        for digest in (
            version_digest,
            figures_digest,
            lambda v: part_digest(v, [], figures=True),
            lambda v: share_digest(v, v.figures.all(), lead),
        ):
            assert digest(version) != digest(revised)
        changes = {(c.state, c.words, c.line) for c in compare(version, revised).figures}
    assert ("Actual so far", "Removed", "Saving") in changes
    assert ("Actual", "Added", "Saving") in changes


def test_an_outturn_is_signed_as_it_ever_was():
    """What was signed before there was a mark keeps its fingerprint: here a share, made as it always was."""
    version = _claim("submitted", YEAR_OVER)
    named = ("year", "line", "state", "kind_of_gain", "organisation_id", "amount", "full_note")
    rows = sorted([str(getattr(one, name)) for name in named] for one in version.figures.all())

    digest = sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()

    assert share_digest(version, version.figures.all(), version.lead_id) == digest


@pytest.mark.parametrize(
    ("status", "day", "is_asked"),
    [
        ("submitted", "2027-03-31T22:59Z", False),
        ("submitted", YEAR_OVER, True),
        ("provisional", YEAR_OVER, True),
        ("final", YEAR_OVER, True),
        ("withdrawn", YEAR_OVER, False),
        ("superseded", YEAR_OVER, True),  # Of the version that stands, which says so too.
    ],
)
def test_its_place_is_asked_for_the_outturn_once_the_year_is_over(status, day, is_asked):
    version = _claim(status, YEAR_NOT_OVER)
    with _on(day):
        due = [
            one
            for one in due_from(factories.officer_of(version.claim.place))
            if "actual figures" in one.words
        ]

    assert [one.words for one in due] == ["2026-27 has ended: state its actual figures"] * is_asked
    assert all(one.action == "revise" for one in due)


def test_where_a_draft_is_open_that_is_gone_on_with():
    version = _claim("submitted", YEAR_NOT_OVER)
    with _on(YEAR_OVER):
        officer = factories.officer_of(version.claim.place)
        draft = workflow.perform("revise", version, by=officer, note="The year is over.")
        assert [one.words for one in due_from(officer)] == ["Finish the draft"]

        workflow.perform(
            "submit", draft, by=factories.finance_of(version.claim.place), signs_as="section_151"
        )
        assert due_from(officer) == []

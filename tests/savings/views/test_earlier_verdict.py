"""The last final verdict stands beside a newer version, wherever that is shown, until a new one is final."""

from decimal import Decimal

import pytest
import time_machine

from savings import workflow
from savings.access import all_visible_to
from savings.exports.files import CLAIMS, FIGURES
from savings.measures.values import values_of
from savings.models import Version
from savings.models.choices import Verdict
from savings.review.earlier_verdict import earlier_of, last_final, with_earlier_verdict
from savings.totals.earlier_verdicts import earlier_verdicts
from tests import factories
from tests.factories import claim_at, figure, figures_of, lead_of
from tests.savings.exports.taken_files import rows_of
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.usefixtures("no_second_factor")


def _final(verdict=Verdict.NOT_SUPPORTED, place=None, accepted=None, **draft):
    """A claim with a final verdict on a saving of £900,000 that is done."""
    place = place or factories.PlaceFactory()
    figures = figures_of(lead_of(place), "900000.00", state="actual")
    draft = {"figures": figures, "evidence": [(factories.ledger(), "")]} | draft
    version = claim_at("in_review", place, **draft)
    codes = () if verdict == Verdict.SUPPORTED else ["BASELINE"]
    given = factories.reading(version, verdict, codes)
    if accepted is not None:
        saving = version.figures.get(line="saving")
        given["accepted"] = {saving.pk: (Decimal(accepted), "BASELINE")}
    workflow.perform("decide", version, by=version.review.reviewer, **given)
    if version.review.needs_second_reading:
        given = factories.reading(version, verdict, codes)
        workflow.perform("second_read", version, by=factories.reviewer(), **given)
    workflow.perform("waive_reply", version, by=factories.finance_of(place))
    workflow.perform("finalise", version, by=factories.lead())
    return version


def _less(place):
    """What the place claims the second time."""
    return figures_of(lead_of(place), "800000.00", state="actual")


@pytest.fixture
def again(place):
    """A claim that was not supported, and is claimed again with a smaller saving."""
    return factories.submitted_again(_final(place=place, condition="D"), figures=_less(place))


WORDS = ["Not supported on present evidence", "version 1"]
DIFFERS = "Figures differ: 1 changed."
# Where the newer version is shown: the address, who reads it, and whether it says there what differs.
PAGES = {
    "claim, to its place": ("/claims/{}/", "officer", True),
    "claim, to a reviewer": ("/claims/{}/", "reviewer", True),
    "claim, to an analyst": ("/claims/{}/", "analyst", True),
    "older page of the newer version": ("/claims/{}/versions/2/", "officer", True),
    "reading page": ("/review/{}/", "reviewer", True),
    "queue": ("/review/?view=mine", "reviewer", True),
    "list of claims": ("/claims/", "analyst", False),
    "place": ("/places/{place}/", "analyst", False),
}


def _person(who, version):
    if who == "reviewer":
        return version.review.reviewer
    return (
        factories.officer_of(version.claim.place) if who == "officer" else getattr(factories, who)()
    )


@pytest.mark.parametrize("where", PAGES)
def test_the_last_verdict_stands_on_every_page_of_the_newer_version(client, again, where):
    address, who, says_what_differs = PAGES[where]
    client.force_login(_person(who, again))

    text = client.get(address.format(again.claim.reference, place=again.claim.place.code)).text

    assert all(word in text or word.capitalize() in text for word in WORDS)
    assert (DIFFERS in text) == says_what_differs


@pytest.mark.parametrize("address", ["/", "/review/measures/"])
def test_board_and_measures_name_it_beside_their_sums_and_in_none(client, again, address):
    client.force_login(factories.lead())

    text = client.get(address).text

    assert "1 claim has a newer version whose verdict is not final yet" in text
    assert "1 not supported on present evidence" in text
    assert "£900,000" in text
    assert "Accepted then" in text


def test_the_files_name_it_with_its_version_and_what_it_accepted(place):
    first = _final(Verdict.PARTLY, place, accepted="250000.00")
    more = figures_of(lead_of(place), "5.00", year=2011, state="actual")
    reviewer = first.review.reviewer
    alone = rows_of(CLAIMS, reviewer)[0], _saving(rows_of(FIGURES, reviewer))
    factories.submitted_again(first, figures=[*_less(place), *more])

    [claim] = rows_of(CLAIMS, reviewer)
    same, new = (_saving(rows_of(FIGURES, reviewer), year) for year in ("2010-11", "2011-12"))

    for row in alone:
        assert (row["verdict"], row["earlier_verdict"], row["earlier_verdict_version"]) == (
            "partly",
            "",
            "",
        )
    for row in (claim, same, new):
        assert (row["verdict"], row["earlier_verdict"], row["earlier_verdict_version"]) == (
            "",
            "partly",
            "1",
        )
    assert (same["amount_gbp"], same["accepted_gbp"]) == ("800000.00", "")
    assert (same["earlier_accepted_gbp"], new["earlier_accepted_gbp"]) == ("250000.00", "")


def _saving(rows, year="2010-11"):
    return next(r for r in rows if r["line"] == "saving" and r["financial_year"] == year)


def test_the_workspace_says_it_on_the_page_of_the_review(client, again):
    client.force_login(factories.lead())

    text = client.get(f"/admin/savings/review/{again.review.pk}/change/").text

    assert f"Not supported on present evidence, on version 1. Since then: {DIFFERS}" in text


def test_saying_the_same_again_erases_nothing(client, place):
    """Case 29 of the review: a claim that was not supported is revised “As before.” and submitted."""
    version = _final(place=place, condition="D")
    finance = factories.finance_of(place)
    draft = workflow.revise(version, by=finance, note="As before.")

    with pytest.raises(workflow.ActionError, match="Nothing in this draft differs"):
        workflow.submit(draft, by=finance, signs_as="section_151")

    client.force_login(factories.analyst())
    page = client.get(f"/claims/{version.claim.reference}/").text
    [measured] = values_of(Version.objects.all())
    row = _saving(rows_of(FIGURES, version.review.reviewer))
    found = {item.verdict: item.pounds for item in measured.years[0].found}
    assert "Not supported on present evidence." in page
    assert found[Verdict.NOT_SUPPORTED] == measured.years[0].shares.reviewed == 900_000
    assert (row["version"], row["verdict"]) == ("1", "not_supported")


def test_what_was_accepted_stands_by_kind_state_prices_and_year():
    place = factories.PlaceFactory()
    factories.submitted_again(_final(Verdict.PARTLY, place, accepted="250000.00"))
    factories.submitted_again(_final(place=place))
    _final(place=place)

    found = earlier_verdicts(Version.objects.exclude(status="superseded"), Version.objects.all())

    assert (found.claims, found.words) == (
        2,
        "1 partly supported, 1 not supported on present evidence",
    )
    [of_kind] = found.sets
    assert of_kind.label == "Cashable, actual, cash prices"
    assert [(str(y.year), y.verdict, y.claims, y.claimed, y.accepted) for y in of_kind.years] == [
        ("2010-11", "Partly supported", 1, 900_000, 250_000),
        ("2010-11", "Not supported on present evidence", 1, 900_000, 0),
    ]


def test_it_stands_until_the_new_verdict_is_final_and_not_only_provisional(client, again, place):
    reviewer = again.review.reviewer
    workflow.perform("take", again, by=reviewer)
    workflow.perform("decide", again, by=reviewer, **factories.reading(again, Verdict.SUPPORTED))
    provisional = _earlier(again)
    workflow.perform("waive_reply", again, by=factories.finance_of(place))
    if again.review.needs_second_reading:
        given = factories.reading(again, Verdict.SUPPORTED)
        workflow.perform("second_read", again, by=factories.reviewer(), **given)
    workflow.perform("finalise", again, by=factories.lead())

    assert provisional == (1, "not_supported")
    assert _earlier(again) is None


def _earlier(version):
    seen = Version.objects.all()
    found = last_final([version], seen).get(version.pk)
    row = with_earlier_verdict(Version.objects.filter(pk=version.pk), seen).get()
    in_sql = (row.earlier_number, row.earlier_verdict) if row.earlier_number else None
    assert in_sql == (found and (found.number, found.verdict))
    return in_sql


def test_it_outlasts_versions_that_never_had_one():
    version = _final()
    second = factories.submitted_again(version, content={"caveat": "One."})
    finance = factories.finance_of(version.claim.place)
    workflow.perform("withdraw", second, by=finance, note="Not yet.")
    third = factories.submitted_again(second, content={"caveat": "Three."})

    assert [_earlier(v) for v in (version, second, third)] == [None, *[(1, "not_supported")] * 2]


def test_of_two_final_verdicts_the_later_one_stands():
    place = factories.PlaceFactory()
    version = _final(place=place)
    second = factories.submitted_again(version, figures=_less(place))
    reviewer = second.review.reviewer
    workflow.perform("take", second, by=reviewer)
    given = factories.reading(second, Verdict.PARTLY, ["BASELINE"])
    workflow.perform("decide", second, by=reviewer, **given)
    workflow.perform("waive_reply", second, by=factories.finance_of(place))
    workflow.perform("finalise", second, by=factories.lead())
    third = factories.submitted_again(second)

    assert [_earlier(v) for v in (version, second, third)] == [None, None, (2, "partly")]


def test_a_draft_shows_it_to_its_place_and_is_seen_by_nobody_else(client, place):
    first = _final(place=place)
    draft = factories.revised(first, figures=_less(place))
    officer = factories.officer_of(place)
    client.force_login(officer)

    text = client.get(f"/claims/{draft.claim.reference}/").text

    assert DIFFERS in text
    assert "Final verdict on version 1" in text
    assert last_final([draft], all_visible_to(factories.reviewer()))[draft.pk] == first


def test_who_does_not_see_the_older_version_is_not_told_its_verdict(client, place):
    trust = factories.OrganisationFactory(name="NHS Trust")
    first = _final(place=place)
    share = figure(trust, "5.00", state="actual")
    content = {"has_other_bodies": True}
    later = factories.submitted_again(first, figures=[*_less(place), share], content=content)
    partner = factories.partner_of(place, trust)
    client.force_login(partner)

    text = client.get(f"/claims/{later.claim.reference}/").text
    [claim] = rows_of(CLAIMS, partner, "service_redesign")

    assert last_final([later], all_visible_to(partner)) == {}
    assert "Final verdict" not in text
    assert claim["earlier_verdict"] == ""


def test_many_cost_three_queries_and_first_versions_none(django_assert_num_queries):
    seen = Version.objects.all()
    firsts = [claim_at("submitted") for _ in range(2)]
    again = [factories.submitted_again(_final(), content={"caveat": "A lease."}) for _ in range(2)]
    firsts, again = (
        list(seen.filter(pk__in=[v.pk for v in vs]).select_related("claim"))
        for vs in (firsts, again)
    )

    with django_assert_num_queries(0):
        assert earlier_of(firsts, seen) == {}
    with django_assert_num_queries(3):
        found = earlier_of([*firsts, *again], seen)

    assert {pk: one.changes.summary for pk, one in found.items()} == {
        version.pk: "Only wording differs: the place’s own caveat. No figure, number or evidence does."
        for version in again
    }


@pytest.mark.parametrize(
    "address", ["/claims/{}/", "/review/?view=mine", "/claims/", "/places/{place}/", "/"]
)
def test_every_page_says_what_it_counts_as(client, place, address):
    first = _final(Verdict.PARTLY, place, accepted="0.00", condition="D")
    newer = factories.submitted_again(first, figures=_less(place))
    reader = newer.review.reviewer
    client.force_login(reader)

    text = client.get(address.format(newer.claim.reference, place=place.code)).text

    assert "not supported on present evidence" in text.lower()


_BY_VERDICT = {
    "the site": "/claims/?verdict={}",
    "claims of the workspace": "/admin/savings/claim/?counted_verdict={}",
    "versions of the workspace": "/admin/savings/version/?counted_verdict={}",
}


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("address", _BY_VERDICT.values(), ids=_BY_VERDICT)
def test_what_is_filtered_by_verdict_counts_as_it(client, place, address):
    version = _final(Verdict.PARTLY, place, accepted="0.00", condition="D")
    client.force_login(version.review.reviewer)

    found = {
        verdict: version.claim.reference in client.get(address.format(verdict)).text
        for verdict in (Verdict.PARTLY, Verdict.NOT_SUPPORTED)
    }

    assert found == {Verdict.PARTLY: False, Verdict.NOT_SUPPORTED: True}


def test_a_later_outturn_has_no_amount_of_what_was_so_far(place):
    with time_machine.travel("2026-11-29T12:00Z", tick=False):
        figures = figures_of(lead_of(place), "900000.00", state="actual", year=2026)
        proof = [(factories.ledger(), ""), (factories.link(), "2")]
        year = FinancialYear(2025)
        first = claim_at("final", place, figures=figures, evidence=proof, baseline_year=year)
    with time_machine.travel("2027-06-01T12:00Z", tick=False):
        newer = factories.submitted_again(first)
        row = _saving(rows_of(FIGURES, newer.review.reviewer or factories.reviewer()), "2026-27")

    assert (row["mark"], row["earlier_accepted_gbp"]) == ("outturn", "")

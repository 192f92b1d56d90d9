"""What a saving is held against: the baseline in the prices of the year, and the baseline itself without an index."""

from decimal import Decimal

import pytest
from django.utils import timezone

from savings.claims.draft_facts import DraftFacts
from savings.claims.submission import problems
from tests import factories
from tests.savings.appraisal.appraised import SPRING_2013, vintage
from totalplace.financial_year import FinancialYear

TOO_MUCH = "The saving is more than the spending it comes from."
# docs/method/rules.md §R4: the published index of two years, and what it makes of a baseline.
PUBLISHED = {2008: "93.975", 2009: "95.389", 2011: "100"}
OF_2008 = {"baseline_amount": Decimal(2_400_000), "baseline_year": FinancialYear(2008)}


def _draft(saving="250000.00", years=(2009,), **content):
    place = factories.PlaceFactory()
    body = factories.lead_of(place)
    figures = [f for year in years for f in factories.figures_of(body, saving, year=year)]
    return factories.draft_of(place, figures=figures, **OF_2008 | content)


def _held(draft):
    return DraftFacts(draft, timezone.localdate()).held_against


def test_it_is_the_baseline_in_the_prices_of_the_year():
    vintage(SPRING_2013, PUBLISHED, base=2011)

    held = _held(_draft(years=(2008, 2009)))

    assert [held.in_year(year) for year in held.years] == [
        Decimal(2_400_000),
        Decimal("2436111.73"),
    ]
    assert held.words == (
        "2008-09: £2,400,000\n2009-10: £2,436,112\nThe baseline, £2,400,000 of 2008-09 (agreed budget), in the "
        "prices of each year by the GDP deflators of 27 March 2013. Rounded to whole pounds."
    )


def test_pence_are_shown_where_the_baseline_has_them():
    vintage(SPRING_2013, PUBLISHED, base=2011)
    held = _held(_draft(years=(2009,), baseline_amount="2400000.50"))

    assert held.words.startswith("2009-10: £2,436,112.24\n")
    assert "Rounded" not in held.words


NO_INDEX = {
    "a year without an index": (
        {"years": (2009, 2012)},
        "No table of deflators in force has all of these years.",
    ),
    "real terms": (
        {"price_basis": "real", "base_year": FinancialYear(2009)},
        "All amounts are in real terms, so no price index is used.",
    ),
    "prices not stated": (
        {"price_basis": "not_stated"},
        "The claim does not say whether its amounts are in cash or in real terms.",
    ),
    "no year": ({"baseline_year": None}, "Its year is not stated."),
}


@pytest.mark.parametrize(("content", "why"), NO_INDEX.values(), ids=NO_INDEX)
def test_without_an_index_it_is_the_baseline_and_says_so(content, why):
    vintage(SPRING_2013, PUBLISHED, base=2011)

    held = _held(_draft(**content))

    assert {held.in_year(year) for year in held.years} == {Decimal(2_400_000)}
    assert held.words == f"£2,400,000 in each year: the baseline itself. {why}"


def test_without_a_table_it_is_the_baseline():
    words = "No table of deflators in force has all of these years."

    assert _held(_draft()).words == f"£2,400,000 in each year: the baseline itself. {words}"


def test_of_several_vintages_the_newest_that_has_every_year_is_used():
    vintage(SPRING_2013, PUBLISHED, base=2011)
    vintage(SPRING_2013.replace(year=2014), {2008: "100", 2011: "120"}, base=2011)

    assert _held(_draft(years=(2009,))).in_year(FinancialYear(2009)) == Decimal("2436111.73")
    assert _held(_draft(years=(2011,))).in_year(FinancialYear(2011)) == Decimal(2_880_000)


def test_what_the_deflators_only_expect_is_said():
    vintage(SPRING_2013, PUBLISHED, base=2011, forecasts={2009})

    assert _held(_draft()).words.endswith(" Forecast there: 2009-10.")


@pytest.mark.parametrize("content", [{"baseline_amount": None}, {"years": ()}])
def test_nothing_is_held_against_nothing(content):
    assert _held(_draft(**content)) is None


@pytest.mark.parametrize(("saving", "is_too_much"), [("2436111.73", False), ("2436111.74", True)])
def test_a_saving_above_it_is_more_than_the_spending(saving, is_too_much):
    vintage(SPRING_2013, PUBLISHED, base=2011)
    draft = _draft(saving)

    found = [problem.message for problem in problems(draft, timezone.localdate())]

    assert (TOO_MUCH in found) is is_too_much


@pytest.mark.parametrize(
    ("address", "person"), [("/claims/{}/", "officer"), ("/review/{}/", "lead")]
)
def test_the_pages_of_a_claim_show_it(client, no_second_factor, address, person):
    vintage(SPRING_2013, PUBLISHED, base=2011)
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), year=2009)
    version = factories.claim_at("submitted", place, figures=figures, **OF_2008)
    client.force_login(factories.officer_of(place) if person == "officer" else factories.lead())

    page = client.get(address.format(version.claim.reference)).text

    assert "Each year’s saving is compared with" in page
    assert "2009-10: £2,436,112" in page


def test_the_page_of_all_answers_shows_it(client):
    vintage(SPRING_2013, PUBLISHED, base=2011)
    draft = _draft()
    client.force_login(factories.officer_of(draft.claim.place))

    assert "2009-10: £2,436,112" in client.get(f"/claims/{draft.claim.reference}/edit/check/").text

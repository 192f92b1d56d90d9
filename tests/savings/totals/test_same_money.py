"""Totals with and without what a person says is the same money in two claims; and what a rule alone finds beside."""

from decimal import Decimal

import pytest
from django.utils import timezone

from pilots.models import Place
from savings import workflow
from savings.measures.review import measures_for
from savings.measures.rows import rows_of
from savings.models.choices import Verdict
from savings.totals.accepted_sums import accepted_of_place
from savings.totals.sums import totals_of
from tests import factories
from tests.factories import claim_at, figure, figures_of, lead_of, mark


@pytest.fixture
def place():
    return factories.PlaceFactory()


def _claim(place, amount="100.00", *, status="submitted", year=2010, **content):
    figures = figures_of(content.pop("body", None) or lead_of(place), amount, year=year)
    return claim_at(status, place, figures=figures, condition="D", **content)


def _years(user, places=None):
    return [year for total in totals_of(user, places).totals for year in total.years]


def _pounds(year):
    return [amount.pounds for amount in year.amounts]


def test_what_a_rule_finds_is_named_and_nothing_is_taken_off(place):
    _claim(place, "100.00")
    _claim(place, "101.00")

    (year,) = _years(factories.analyst())

    assert (year.gross.pounds, year.doubted, year.once) == (201, 100, None)


@pytest.mark.parametrize("answer", ["same", "unclear"])
def test_what_a_person_marks_is_counted_once_beside_the_whole(place, answer):
    mark(_claim(place, "100.00"), _claim(place, "101.00"), answer)
    _claim(place, "7000.00")

    (year,) = _years(factories.analyst())

    # The cost, of 20,000 in each, is alike too.
    assert _pounds(year) == [7201, 60000, -52799]
    assert _pounds(year.once) == [7101, 40000, -32899]
    assert year.doubted == 0


def test_what_is_separate_is_neither_named_nor_taken_off(place):
    mark(_claim(place), _claim(place), "separate")

    (year,) = _years(factories.analyst())

    assert (year.gross.pounds, year.doubted, year.once) == (200, 0, None)


def test_nothing_is_taken_off_a_total_that_holds_one_of_the_two(place):
    other = factories.PlaceFactory()
    ours = _claim(place)
    mark(ours, _claim(other, body=lead_of(place), has_other_bodies=True))

    (everywhere,) = _years(factories.analyst())
    (here,) = _years(factories.analyst(), Place.objects.filter(pk=place.pk))

    assert everywhere.once.gross.pounds == 100
    assert (here.once, here.doubted) == (None, 0)


def test_a_place_learns_nothing_of_claims_that_it_does_not_see(place):
    ours = _claim(place)
    hidden = claim_at(
        "submitted",
        figures=figures_of(lead_of(place), "100.00"),
        has_other_bodies=True,
        condition="A",
    )
    mark(ours, hidden)

    (theirs,) = _years(factories.officer_of(place))
    (reviewers,) = _years(factories.reviewer())

    assert (theirs.once, theirs.doubted) == (None, 0)
    assert reviewers.once.gross.pounds == 100


def test_claims_in_different_totals_are_taken_off_neither(place):
    plan = figures_of(lead_of(place), "100.00", state="plan")
    mark(_claim(place), claim_at("submitted", place, figures=plan, condition="D"))

    years = _years(factories.analyst())

    assert [(year.gross.pounds, year.once, year.doubted) for year in years] == [(100, None, 0)] * 2


def test_of_three_that_are_the_same_one_is_left(place):
    one, two, three = (_claim(place) for _ in range(3))
    mark(one, two)
    mark(two, three)

    (year,) = _years(factories.analyst())

    assert (year.gross.pounds, year.once.gross.pounds, year.doubted) == (300, 100, 0)


def test_what_is_left_out_of_the_net_stays_what_is_over(place):
    body = lead_of(place)
    only_plans = [
        claim_at("submitted", place, figures=figures, condition="D")
        for figures in (
            figures_of(body, "100.00", state="plan"),
            [figure(body, "100.00", state="plan")],
        )
    ]
    mark(*only_plans)

    (year,) = _years(factories.analyst())

    for each in (year, year.once):
        left, costs = each.left_out, each.left_out.costs or 0
        assert each.gross.pounds - each.costs.pounds - (left.saving - costs) == each.net.pounds
    assert (year.once.gross.pounds, year.once.left_out.saving) == (100, 0)


def test_withdrawn_and_revised_claims_leave_nothing_behind(place):
    one, two = _claim(place), _claim(place)
    mark(one, two)
    workflow.withdraw(two, by=factories.finance_of(place), note="No longer so.")

    (year,) = _years(factories.analyst())

    assert (year.gross.pounds, year.once) == (100, None)


def test_what_is_accepted_of_both_counts_once(place):
    mark(_claim(place, status="final"), _claim(place, status="final"))

    [(_year, accepted)] = accepted_of_place(factories.analyst(), place)[0].years

    assert (accepted.saving, accepted.costs, accepted.net) == (200, 40000, -39800)
    once = accepted.once
    assert (once.saving, once.costs, once.net) == (100, 20000, -19900)


def test_of_what_two_claims_share_only_what_is_accepted_of_both_is_taken_off(place):
    trust = factories.OrganisationFactory()
    figures = [("100000.00", lead_of(place)), ("60000.00", trust)]
    pair = [_of_two_moneys(place, figures) for _ in range(2)]
    mark(*pair)
    for version, refused in zip(pair, ("60000.00", "100000.00"), strict=True):
        _accept_all_but(version, refused)

    [(_year, accepted)] = accepted_of_place(factories.analyst(), place)[0].years

    # Each accepts what the other does not.
    assert accepted.saving == 160_000
    assert accepted.once is None or accepted.once.saving == 160_000


def _of_two_moneys(place, figures):
    rows = [figure(body, amount) for amount, body in figures]
    rows += [figure(lead_of(place), "0.00", line=line) for line in ("one_off_cost", "running_cost")]
    return claim_at("in_review", place, figures=rows, condition="D", has_other_bodies=True)


def _accept_all_but(version, refused):
    details = factories.reading(version, Verdict.PARTLY, ("BASELINE",))
    details["accepted"] = {
        saving.pk: (Decimal(0) if saving.amount == Decimal(refused) else saving.amount, "BASELINE")
        for saving in version.figures.filter(line="saving")
    }
    version = workflow.perform("decide", version, by=version.review.reviewer, **details)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=factories.reviewer(), **details)
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))
    workflow.perform("finalise", version, by=factories.lead())


@pytest.mark.parametrize("status", ["submitted", "withdrawn"])
def test_of_the_accepted_nothing_is_taken_off_if_one_is_not_in_it(place, status):
    one, two = _claim(place, status="final"), _claim(place)
    mark(one, two)
    if status == "withdrawn":
        workflow.withdraw(two, by=factories.finance_of(place), note="No longer so.")

    [(_year, accepted)] = accepted_of_place(factories.analyst(), place)[0].years

    assert (accepted.saving, accepted.once, accepted.stated.doubted) == (100, None, 0)


def test_the_measures_say_the_same_of_what_is_accepted(place):
    pair = _claim(place, status="final"), _claim(place, status="final")
    user, today = factories.reviewer(), timezone.localdate()

    def _of_file(ending):
        rows = rows_of(measures_for(user, today))
        return [row.value for row in rows if row.number == f"accepted_{ending}_gbp"]

    assert _of_file("saving_maybe_twice") == [100]
    assert _of_file("saving_counted_once") == _of_file("saving") == [200]
    mark(*pair)
    assert _of_file("saving_maybe_twice") == [0]
    assert _of_file("saving_counted_once") == [100]
    assert _of_file("net_counted_once") == [-19900]


@pytest.mark.usefixtures("no_second_factor")
def test_a_place_is_told_of_its_own_before_any_review(client, place):
    one, two = _claim(place), _claim(place)
    client.force_login(factories.officer_of(place))
    page, key = (
        f"/places/{place.code}/",
        "Cashable, forecast, cash prices, not yet reviewed, 2010-11",
    )

    text = client.get(page).text
    assert f"{key}: £100 may be counted twice" in text
    assert "The sums of plans above" not in text  # There is none.
    mark(one, two)
    assert f"{key}: £100 is marked as the same money, or unclear" in client.get(page).text
    mark(one, two, "separate")
    assert "Stated in more than one claim" not in client.get(page).text


@pytest.mark.usefixtures("no_second_factor")
def test_the_pages_show_both(client, place):
    one, two = _claim(place, status="final"), _claim(place, status="final")
    client.force_login(factories.lead())
    pages = ["/", f"/places/{place.code}/", "/review/measures/"]

    for page in pages:
        assert "£100 may be" in client.get(page).text, page
    mark(one, two)
    for page in pages:
        text = " ".join(client.get(page).text.replace("<br>", " ").split())
        assert "£100 may be" not in text, page
        assert "with the same money counted once" in text, page

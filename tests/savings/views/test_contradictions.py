"""Is it said at its box, on the page where it is typed, what contradicts other answers? It is stored, and said once."""

import pytest
from django.utils import timezone

from savings import workflow
from savings.claims.submission import contradictions, problems
from savings.models import Version
from tests import factories
from totalplace.financial_year import FinancialYear

from .drafts import address_of, send

ENDS = "Savings are stated after the year in which it ends."
STARTS = "The saving starts before the year it is compared with."
LAST = FinancialYear(2012)


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def draft(client, place):
    lead = factories.lead_of(place)
    figures = [f for year in (2010, 2012) for f in factories.figures_of(lead, year=year)]
    client.force_login(factories.officer_of(place))
    return factories.draft_of(place, figures=figures, has_other_bodies=False)


FIRMNESS = {"stage": "identified", "maturity": "may", "price_basis": "nominal"}
HEADLINE = {"measure": "money", "amount_low": "120,000", "basis": "per_year", "gross_or_net": "net"}
TYPED = [
    ("firmness", FIRMNESS | {"continues": "no", "last_year": "2010-11"}, "last_year", ENDS),
    (
        "baseline",
        {"baseline_amount": "900000", "baseline_year": "2011-12", "baseline_kind": "budget"},
        "baseline_year",
        STARTS,
    ),
    (
        "firmness",
        FIRMNESS | {"continues": "yes", "maturity": "will_not"},
        "maturity",
        "A forecast can still change.",
    ),
    (
        "firmness",
        FIRMNESS | {"continues": "yes", "stage": "delivered"},
        "stage",
        "A forecast is not in the ledger yet.",
    ),
    ("headline", HEADLINE | {"bound": "range"}, "amount_high", "Your figure has no upper end."),
    (
        "headline",
        HEADLINE | {"bound": "up_to", "amount_low": ""},
        "amount_high",
        "Your figure has no upper end.",
    ),
    (
        "headline",
        HEADLINE | {"bound": "range", "amount_low": "", "amount_high": "120,000"},
        "amount_low",
        "Your figure has no amount, or lower end.",
    ),
]


@pytest.mark.parametrize(("slug", "typed", "name", "words"), TYPED)
def test_it_is_said_at_its_box_and_whoever_goes_on_goes_on(client, draft, slug, typed, name, words):
    answer = send(client, draft, slug, **typed)

    there = address_of(draft, slug)
    assert answer.headers["Location"] == f"{there}#id_{name}"
    page = client.get(there)
    assert f"Before sign-off: {words}" in page.context["form"][name].help_text
    assert page.text.count(words) == 2  # At the box, and above.
    stored = Version.objects.get(pk=draft.pk)
    assert words in "".join(map(str, problems(stored, timezone.localdate())))

    again = send(client, draft, slug, **typed)
    assert again.status_code == 302
    assert not again.headers["Location"].startswith(there)


def test_what_contradicts_an_answer_of_another_page_is_said_on_the_next(client, draft):
    workflow.edit(draft, by=factories.officer_of(draft.claim.place), content={"last_year": LAST})
    row, boxes = f"{draft.lead.pk}-cashable", {}
    for number, year in enumerate(["2012-13", "2013-14"]):
        boxes |= {f"{row}-{number}-year": year, f"{row}-{number}-saving": "250,000"}
        boxes |= {f"{row}-{number}-state": "forecast"}

    answer = send(client, draft, "figures", **boxes, **{f"{row}-rows": "2"}, zero_costs="yes")

    assert draft.figures.filter(year=2013).exists()
    assert f"Before sign-off: {ENDS}" in client.get(answer.headers["Location"]).text


def test_on_the_way_to_the_list_it_is_said_there(client, draft):
    slug, typed, _name, words = TYPED[0]

    answer = send(client, draft, slug, **typed, then="list")

    assert answer.headers["Location"].endswith("/edit/")
    assert f"Before sign-off: {words}" in client.get(answer.headers["Location"]).text


def test_what_is_said_there_is_what_stands_in_the_way_of_sign_off(draft):
    draft.last_year, today = FinancialYear(2010), timezone.localdate()

    [found] = contradictions(draft, today)

    assert found in problems(draft, today)
    assert found.field == "last_year"

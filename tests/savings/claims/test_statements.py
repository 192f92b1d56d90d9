"""What a version states, written for people."""

from decimal import Decimal

import pytest

from savings.claims import history
from savings.claims.statements import statement, statements_shown, web_address
from savings.models import Version
from savings.workflow import ACTIONS

pytestmark = pytest.mark.no_database

_AMOUNTS = [
    ("money", "720000000.000", "£720,000,000"),
    ("money", "0.125", "£0.125"),
    ("unit_cost", "2000.500", "£2,000.50"),
    ("percentage", "40.000", "40%"),
    ("percentage", "12.500", "12.5%"),
    ("ratio", "4.000", "4"),
    ("ratio", "1000.000", "1,000"),
]


@pytest.mark.parametrize(("measure", "amount", "words"), _AMOUNTS)
def test_a_headline_s_amount_is_written_in_its_measure(measure, amount, words):
    version = Version(measure=measure, amount_low=Decimal(amount))

    assert statement(version, "amount_low").words == words


@pytest.mark.parametrize(
    ("name", "value"),
    [("stage", "not_stated"), ("caveat", ""), ("baseline_year", None), ("continues", None)],
)
def test_what_is_not_stated_has_no_words(name, value):
    assert statement(Version(**{name: value}), name).words is None


def test_zero_is_stated():
    version = Version(baseline_amount=Decimal("0.00"))

    assert statement(version, "baseline_amount").words == "£0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "//example.org",
        "data:text/html,x",
        "http://[::1",
        "https://www.gov.uk@x.example/",
    ],
)
def test_only_a_web_address_may_be_a_link(text):
    assert web_address(text) == ""


def test_every_action_has_words_in_the_history():
    actions = [*ACTIONS, "create", "publish", "supersede"]

    assert [action for action in actions if history.in_words(action) == action] == []


_HEADLINE = ("measure", "gross_or_net", "stage", "amount_low", "programme", "caveat")


def test_what_the_pages_never_asked_is_left_out_of_a_claim_stated_here():
    shown = statements_shown(Version(), _HEADLINE)

    assert [(one.name, one.words) for one in shown] == [("stage", None)]


def test_what_came_in_by_a_spreadsheet_is_shown_though_no_page_asks_it():
    shown = statements_shown(Version(gross_or_net="gross", caveat="Needs a law."), _HEADLINE)

    assert [one.name for one in shown] == ["gross_or_net", "stage", "caveat"]


def test_published_words_keep_every_row_since_not_stated_is_an_answer():
    shown = statements_shown(Version(is_published=True), _HEADLINE)

    assert [one.name for one in shown] == list(_HEADLINE)

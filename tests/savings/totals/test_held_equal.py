"""What differs between doors is found and named, whatever was changed past the site."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from savings import workflow
from savings.access import reader_of_everything
from savings.exports.every_sum import every_sum
from savings.models import AcceptedFigure, Outcome, Version
from savings.totals import held_equal as asked
from savings.totals.held_equal import Sums, differences
from tests import factories

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")
YEAR = ("Cashable, forecast, cash prices", "2010-11")


def _doors(**answers):
    doors = {name: Sums(asked.SAVINGS) for name in answers}
    for name, parts in answers.items():
        for pounds in parts:
            doors[name].add(asked.SAVINGS, YEAR, Decimal(pounds))
    return doors


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param({"board": ["3.00"], "places": ["1.25", "1.75"]}, [], id="the same"),
        pytest.param({"board": [], "places": ["0.00"]}, [], id="nothing is zero"),
        pytest.param(
            {"board": ["3.00"], "places": ["2.99"]},
            [f"Savings, {', '.join(YEAR)}: board £3.00, places £2.99, differ by £0.01"],
            id="a penny",
        ),
        pytest.param(
            {"board": ["1000.00"], "places": []},
            [f"Savings, {', '.join(YEAR)}: board £1,000.00, places £0.00, differ by £1,000.00"],
            id="a part that is missing",
        ),
        pytest.param(
            {"board": [], "places": ["5.00"]},
            [f"Savings, {', '.join(YEAR)}: board £0.00, places £5.00, differ by £5.00"],
            id="a whole that is missing",
        ),
    ],
)
def test_parts_are_held_against_the_whole(answers, words):
    assert [str(found) for found in differences(_doors(**answers))] == words


@pytest.mark.no_database
def test_who_is_not_asked_a_question_does_not_answer_it():
    doors = _doors(board=["3.00"]) | {"file": Sums()}

    assert differences(doors) == []


def _final():
    place = factories.PlaceFactory()
    version = factories.claim_at("in_review", place, condition="D")
    details = factories.reading(version, "partly", ("BASELINE",))
    saving = version.figures.get(line="saving")
    details["accepted"] = {saving.pk: (Decimal(200_000), "BASELINE")}
    workflow.perform("decide", version, by=version.review.reviewer, **details)
    workflow.perform("waive_reply", version, by=factories.finance_of(place))
    return workflow.perform("finalise", version, by=factories.lead())


def _accepted(version, line="saving"):
    return AcceptedFigure.objects.filter(reading__version=version, figure__line=line)


# What somebody does to the database past the site: the table whose triggers they lift, what they write, and which sums
# it shows in.
CORRUPTIONS = {
    "an accepted amount": (
        "savings_acceptedfigure",
        lambda version: _accepted(version).update(amount=0),
        {asked.ACCEPTED, asked.ACCEPTED_NET, asked.ACCEPTED_OPEN, asked.ACCEPTED_OF_A_CLAIM},
    ),
    "what was accepted of a cost": (
        "savings_acceptedfigure",
        lambda version: _accepted(version, "one_off_cost").update(amount=0),
        {asked.ACCEPTED_COSTS, asked.ACCEPTED_NET},
    ),
    "a kind of gain": (
        "savings_acceptedfigure",
        lambda version: _accepted(version).update(kind_of_gain="avoided_cost"),
        {asked.SAVINGS, asked.NET, asked.ACCEPTED, asked.ACCEPTED_NET, asked.SAVINGS_OPEN, asked.ACCEPTED_OPEN},
    ),
    "a row that is gone": (
        "savings_acceptedfigure",
        lambda version: _accepted(version).delete(),
        {asked.ACCEPTED, asked.ACCEPTED_NET, asked.ACCEPTED_OPEN, asked.ACCEPTED_OF_A_CLAIM},
    ),
    "a verdict": (
        "savings_outcome",
        lambda version: Outcome.objects.filter(reading__version=version).update(
            verdict="not_supported", counted_verdict="not_supported"
        ),
        {
            asked.ACCEPTED, asked.ACCEPTED_COSTS, asked.ACCEPTED_NET, asked.ACCEPTED_OPEN, asked.ACCEPTED_OF_A_CLAIM,
        },
    ),
    "a verdict that is no longer with its version": (
        "savings_version",
        lambda version: Version.objects.filter(pk=version.pk).update(verdict="", counted_verdict=""),
        {asked.ACCEPTED_OPEN},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CORRUPTIONS)
def test_what_was_changed_past_the_site_is_found(what):
    table, write, questions = CORRUPTIONS[what]
    version, other = _final(), _final()
    before = differences(every_sum(reader_of_everything()))
    connection.check_constraints()  # So that the table can be altered.

    with SHEETS.unfrozen(table, connection.schema_editor()):
        write(version)
    found = differences(every_sum(reader_of_everything()))

    assert before == []
    assert {difference.question for difference in found} == questions
    named = {
        difference.at for difference in found if difference.question == asked.ACCEPTED_OF_A_CLAIM
    }
    assert named <= {(version.claim.reference,)}
    assert other.claim.reference not in str(list(map(str, found)))


def test_claims_of_every_standing_are_held_and_what_is_for_review_only_is_in_no_file():
    for status in (
        "draft",
        "submitted",
        "provisional",
        "final",
        "withdrawn",
        "superseded",
        "published",
    ):
        factories.claim_at(status, condition="D")
    factories.claim_at("final", condition="A")
    factories.claim_at("final", factories.PlaceFactory(kind="practice"), condition="D")

    doors = every_sum(reader_of_everything())

    assert differences(doors) == []
    whole, in_files = (
        doors["the claims one by one"].answers[question]
        for question in (asked.SAVINGS, asked.SAVINGS_OPEN)
    )
    # Submitted, provisional, final twice, and what took the place of the superseded one.
    assert whole == {YEAR: Decimal(5 * 250_000)}
    assert in_files == {YEAR: Decimal(4 * 250_000)}


def _statements():
    with CaptureQueriesContext(
        connection,
    ) as asked_now:
        every_sum(reader_of_everything())
    return len(asked_now)


def test_many_claims_are_held_in_as_many_statements_as_one():
    place = factories.PlaceFactory()
    for status in ("final", "submitted"):
        factories.claim_at(status, place, condition="D")
    every_sum(reader_of_everything())
    few = _statements()
    for _more in range(5):
        for status in ("final", "submitted"):
            factories.claim_at(status, place, condition="D")

    assert _statements() == few

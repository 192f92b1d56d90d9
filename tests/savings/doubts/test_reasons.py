"""Which reason stands for which doubt, and what is left behind where an amount is another?"""

from decimal import Decimal

import pytest

from savings.doubts.claim_rows import Row
from savings.doubts.grounds import ADVICE, MAY_COME_TO, Ground
from savings.doubts.plausibility import Doubt
from savings.doubts.reasons import Given, Reason, carry_over, give, record
from savings.models import Figure
from savings.models.figures import Doubted, full_note
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

YEAR = FinancialYear(2010)
ROW = (YEAR, "forecast", "cashable", 1)
UNIT, LATER = ["unit", "It is small.", "So small?"], ["year", "It is £2,010.", ""]
ANY = ["any", "One for all.", ""]


def _figure(amount="2010", line="saving", doubts=(), **of):
    of = {"year": YEAR, "state": "forecast", "kind_of_gain": "cashable", "organisation_id": 1} | of
    return Figure(amount=Decimal(amount), line=line, doubts=list(doubts), **of)


def _doubt(ground=Ground.UNIT, line="saving", **said):
    amounts = {"saving": Decimal(2010), "one_off_cost": Decimal(5)}
    row = Row("KEN-1", YEAR, "forecast", "cashable", 1, amounts)
    return Doubt(ground, row, line, "So small?", **said)


@pytest.mark.parametrize(
    ("doubt", "doubts", "because"),
    [
        (_doubt(), [UNIT], "It is small."),
        (_doubt(Ground.YEAR), [UNIT], ""),
        (_doubt(Ground.YEAR), [UNIT, LATER], "It is £2,010."),
        (_doubt(line="one_off_cost"), [UNIT], ""),
        (_doubt(), [["unit", "", "So small?"]], ""),
        # What was given when one reason answered all doubts of a row answers them still.
        (_doubt(), [ANY], "One for all."),
        (_doubt(line="one_off_cost"), [ANY], "One for all."),
        (_doubt(), [ANY, UNIT], "It is small."),
    ],
)
def test_a_reason_stands_for_its_own_kind_of_doubt_of_its_own_figure(doubt, doubts, because):
    assert Given([_figure(doubts=doubts)]).because(doubt) == because


def test_a_note_is_no_reason():
    assert Given([_figure(note="We are sure of it.")]).because(_doubt()) == ""


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ([_figure(), _figure("5", "one_off_cost")], [ANY, UNIT]),
        ([_figure("2011"), _figure("5", "one_off_cost")], []),
        ([_figure(state="actual"), _figure("5", "one_off_cost")], []),
        ([_figure(kind_of_gain="avoided_cost")], []),
        ([_figure(organisation_id=2)], []),
        ([_figure(year=FinancialYear(2011))], []),
        # The one reason was given for a row, of which an amount is another now.
        ([_figure(), _figure("6", "one_off_cost")], [UNIT]),
        ([_figure()], [UNIT]),
    ],
)
def test_a_reason_goes_along_with_its_amount_and_with_no_other(after, kept):
    before = [_figure(doubts=[ANY, UNIT]), _figure("5", "one_off_cost")]
    after = [_figure(f.amount, f.line, **_key(f)) for f in after]  # Each case its own.

    said = carry_over(before, after)

    assert [figure.doubts for figure in said] == ([kept] if kept else [])


def test_a_figure_that_was_changed_where_it_stands_loses_what_was_said_of_it():
    before, after = _figure("7200", doubts=[ANY, UNIT]), _figure("2400", doubts=[ANY, UNIT])

    assert carry_over([before], [after]) == [after]
    assert after.doubts == []


def _key(figure):
    names = ("year", "state", "kind_of_gain", "organisation_id")
    return {name: getattr(figure, name) for name in names}


@pytest.mark.parametrize(
    ("reason", "doubts"),
    [
        (Reason(ROW, "saving", Ground.YEAR, Decimal(2010), "Yes."), [UNIT, ["year", "Yes.", ""]]),
        (
            Reason(ROW, "saving", Ground.UNIT, Decimal(2010), "Yes."),
            [["unit", "Yes.", "So small?"]],
        ),
        (Reason(ROW, "saving", Ground.UNIT, Decimal(2010), ""), [["unit", "", "So small?"]]),
        (Reason(ROW, "saving", Ground.YEAR, Decimal(2011), "Yes."), [UNIT]),
        (Reason(ROW, "one_off_cost", Ground.YEAR, Decimal(2010), "Yes."), [UNIT]),
    ],
)
def test_a_reason_is_given_changed_and_taken_back(reason, doubts):
    figure = _figure(doubts=[UNIT])

    changed = give([figure], [reason])

    assert figure.doubts == doubts
    assert changed == ([] if doubts == [UNIT] else [figure])


def test_a_reason_that_is_taken_back_of_a_draft_leaves_nothing():
    figure = _figure(doubts=[LATER])

    give([figure], [Reason(ROW, "saving", Ground.YEAR, Decimal(2010), "")])

    assert figure.doubts == []


def test_what_is_doubted_at_sign_off_is_kept_with_its_reason_and_what_is_doubted_no_more_is_not():
    figure = _figure(doubts=[["change", "", "Less."], LATER, ["unit", "Old.", "Old words."]])
    other = _figure("5", "one_off_cost")

    changed = record(
        [figure, other],
        [
            _doubt(because="It is small."),
            _doubt(Ground.SAME_MONEY, to_readers="As another."),
            _doubt(line="one_off_cost"),
        ],
    )

    assert figure.doubts == [["same_money", "", "As another."], UNIT, LATER]
    assert other.doubts == [["unit", "", "So small?"]]
    assert changed == [figure, other]
    assert (
        record(
            [figure],
            [_doubt(because="It is small."), _doubt(Ground.SAME_MONEY, to_readers="As another.")],
        )
        == []
    )


@pytest.mark.parametrize(
    ("note", "doubted", "whole"),
    [
        ("", [], ""),
        ("A note.", [Doubted("unit", "", "So small?")], "A note."),
        ("", [Doubted("any", "One.\nTwo.")], "Checked: One.\nChecked: Two."),
        ("Two\nlines.", [Doubted("unit", "A."), Doubted("year", "A.")], "Two\nlines.\nChecked: A."),
    ],
)
def test_the_note_on_a_page_has_each_reason_once(note, doubted, whole):
    assert full_note(note, doubted) == whole


def test_each_kind_of_doubt_has_its_advice_and_the_code_that_it_may_come_to():
    assert set(ADVICE) == set(MAY_COME_TO) == set(Ground)

"""How values stand in a cell: the same text from both databases."""

import pytest
from django.db.models import BigIntegerField, BooleanField, DateField, TextField, Value

from pilots.models import Theme
from savings.exports.cells import Code, Day, Number, Pounds, Text, Whole, Worded, Words, Year, YesNo
from totalplace.csv_export import csv_file, selection
from totalplace.spreadsheet_text import FORMULA_STARTS, escape, unescape


def written(expression):
    """The only cell of a file, as bytes would show it."""
    Theme.objects.create(name="The only row")
    rows = selection(Theme.objects.annotate(cell=expression).values_list("cell", "pk"))
    *_heading, line = b"".join(csv_file(["cell", "pk"], rows)).decode().split("\r\n", 1)
    return line.rpartition(",")[0]


NUMBERS = [
    (Pounds, 0, "0.00"),
    (Pounds, 5, "0.05"),
    (Pounds, 123450, "1234.50"),
    (Pounds, 99_999_999_999_999, "999999999999.99"),
    (Pounds, -50, "-0.50"),
    (Number, 0, "0"),
    (Number, 40_000_000_000, "40000000"),
    (Number, 2_500, "2.5"),
    (Number, 1, "0.001"),
    (Number, -1_250, "-1.25"),
    (Number, 100_000, "100"),
    (Year, 2009, "2009-10"),
    (Year, 2030, "2030-31"),
    (Whole, 7, "7"),
]


@pytest.mark.parametrize(("kind", "stored", "text"), NUMBERS)
def test_a_number_is_written_plainly(kind, stored, text):
    assert written(kind(Value(stored, BigIntegerField()))) == text


@pytest.mark.parametrize(("answer", "text"), [(True, "yes"), (False, "no")])
def test_an_answer_is_yes_or_no(answer, text):
    assert written(YesNo(Value(answer, BooleanField()))) == text


@pytest.mark.parametrize("kind", [Text, Code, Words, Whole, Pounds, Number, Year, Day, YesNo])
def test_what_is_not_stated_is_an_empty_cell(kind):
    fields = {Day: DateField(), YesNo: BooleanField()}
    numbers = dict.fromkeys([Whole, Pounds, Number, Year], BigIntegerField())

    field = (fields | numbers).get(kind, TextField())

    assert written(kind(Value(None, field))) == ""


@pytest.mark.parametrize("kind", [Text, Code, Words])
def test_empty_text_is_an_empty_cell(kind):
    assert written(kind(Value("", TextField()))) == ""


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_could_run_as_a_formula_gets_one_apostrophe(start):
    text = f"{start}cmd|' /C calc'!A0"

    cell = written(Text(Value(text, TextField()))).strip('"')

    assert cell == escape(text)
    assert unescape(cell) == text


@pytest.mark.parametrize("text", ["£40m", "40", "a=b", " =1", "Åsa", "A", "\\.", "(1)", "10%"])
def test_other_text_stays_as_it_is(text):
    assert written(Text(Value(text, TextField()))) == text


def test_a_number_is_put_into_words():
    cell = Words(Worded(Value(1, BigIntegerField()), {0: "None", 1: "One"}))

    assert written(cell) == "One"

from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace.money import (
    MAX_POUNDS,
    MoneyError,
    format_pounds,
    format_pounds_short,
    from_pence,
    in_unit,
    parse_cell,
    parse_decimal,
    parse_in_unit,
    parse_pounds,
    parse_signed_cell,
    to_pence,
)

pytestmark = pytest.mark.no_database

NO_BREAK, NARROW, THIN = "\u00a0", "\u202f", "\u2009"
MINUS = "\u2212"
LARGEST_IN_PENCE = 10**14 - 1

amounts_in_pence = st.integers(0, LARGEST_IN_PENCE)


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("0", "0"),
        ("1234.5", "1234.50"),
        ("1234.50", "1234.50"),
        ("£1,234.50", "1234.50"),
        ("£ 1,234", "1234"),
        ("1,234,567", "1234567"),
        (" \t 12 \r\n", "12"),
        ("007", "7"),
        ("999,999,999,999.99", "999999999999.99"),
        (f"1{NO_BREAK}234.50", "1234.50"),
        (f"1{NARROW}234{NARROW}567", "1234567"),
        (f"£{NO_BREAK}1{THIN}234", "1234"),
        ("\u202d1234.50\u202c", "1234.50"),
        ("1\u200b2", "12"),
        ("0000", "0"),
        ("000.00", "0"),
        (" -   ", "0"),  # As a format for accounts shows 0, and Excel writes it into a CSV file.
        (" £-   ", "0"),
    ],
)
def test_money_is_read_as_people_write_it(typed, pounds):
    assert parse_pounds(typed) == Decimal(pounds)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing"),
        (" \u00a0 ", "missing"),
        ("-", "not_a_number"),
        ("-500", "not_a_number"),
        (f"{MINUS}500", "not_a_number"),
        ("£-5", "not_a_number"),
        ("-£5", "not_a_number"),
        ("500-", "not_a_number"),
        ("(1,200)", "not_a_number"),
        ("+500", "not_a_number"),
        ("1.2m", "unit"),
        ("250k", "unit"),
        ("250 K", "unit"),
        ("£k", "unit"),
        ("£250'000s", "unit"),
        ("£250 000s", "unit"),
        ("250 000", "ambiguous"),
        ("£3 million a year", "unit"),
        ("50p", "unit"),
        ("50%", "unit"),
        ("5 per cent", "unit"),
        ("1e3", "not_a_number"),
        ("1.23E+05", "not_a_number"),
        ("1e400", "too_large"),
        ("1e" + "9" * 50, "too_large"),
        ("1_000", "not_a_number"),
        ("\uff11\uff12", "not_a_number"),
        ("\u0663", "not_a_number"),
        ("½", "not_a_number"),
        ("NaN", "not_a_number"),
        ("inf", "not_finite"),
        ("∞", "not_finite"),
        ("TBC", "not_a_number"),
        ("£", "not_a_number"),
        ("\u202e1234", "not_a_number"),
        ("\u2010500", "not_a_number"),
        ("000", "unit"),
        ("£000", "unit"),
        ("£'000", "unit"),
        ("250 £'000", "unit"),
        ("250 GBP k", "unit"),
        ("€500", "currency"),
        ("$5", "currency"),
        ("500 USD", "currency"),
        ("12,5", "ambiguous"),
        ("1,00", "ambiguous"),
        ("0,123", "ambiguous"),
        ("1,2345", "ambiguous"),
        ("1,2,3", "ambiguous"),
        ("12,34,567", "ambiguous"),
        ("1.234,56", "ambiguous"),
        ("1 234", "ambiguous"),
        ("1,234 567", "ambiguous"),
        (f"1{NO_BREAK}234,567", "ambiguous"),
        (f"1{NO_BREAK}23", "ambiguous"),
        ("1.234", "too_precise"),
        ("1234.567", "too_precise"),
        ("1,234.567", "too_precise"),
        ("1.2.3", "not_a_number"),
        (".5", "not_a_number"),
        ("5.", "not_a_number"),
        ("1000000000000", "too_large"),
        ("1,000,000,000,000", "too_large"),
        ("1234567890123456.78", "too_large"),
        ("9" * 5000, "too_large"),
        ("x" * 5000, "not_a_number"),
        ("1 " * 40 + "1", "not_a_number"),
        ("#REF!", "cell_error"),
        ("########", "cell_error"),
        ("TRUE", "type"),
        ("Nov-10", "looks_like_date"),
        ("01/02/2010", "looks_like_date"),
        ("100\nfoo", "not_a_number"),
        ("1000\n2000", "ambiguous"),
    ],
)
def test_what_is_not_plainly_money_is_refused_with_its_reason(typed, code):
    with pytest.raises(MoneyError) as refusal:
        parse_pounds(typed)

    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12,5", "could mean 12.5 or 125"),
        ("1,00", "could mean 1.00 or 100"),
        ("1.234", "such as 1234 or 1.23"),
        ("1 234", "could mean 1234 or several numbers"),
        ("-500", "Enter the amount as a plain number, without a minus."),
        ("1.2m", "such as 1200000 for 1.2m"),
        ("TBC", "leave the box empty"),
        ("-", "type 0"),
    ],
)
def test_a_refusal_says_both_readings_or_what_to_type(typed, words):
    with pytest.raises(MoneyError, match=words):
        parse_pounds(typed)


@pytest.mark.parametrize(
    ("typed", "in_box", "in_sheet"),
    [
        ("TBC", "leave the box empty.", "leave the row out."),
        ("31/12/2010", "amount. Type the amount.", "Set the column’s format to Number"),
        ("1.2E+06", "digits. Type every digit.", "Set the column’s format to Number"),
        ("#REF!", "number. Type the number.", "Correct the formula"),
    ],
)
def test_what_to_do_fits_a_box_and_a_spreadsheet(typed, in_box, in_sheet):
    with pytest.raises(MoneyError) as refusal:
        parse_pounds(typed)

    assert refusal.value.message.endswith(in_box)
    assert in_sheet in refusal.value.in_sheet


def test_a_refusal_repeats_only_a_safe_part_of_the_value():
    with pytest.raises(MoneyError) as refusal:
        parse_pounds("\x1b[2J\u202e" + "x" * 1000)

    assert "<U+001B>[2J<U+202E>x" in refusal.value.message
    assert len(refusal.value.message) < 250


@given(amounts_in_pence, st.sampled_from(["", ",", NO_BREAK, NARROW, THIN]), st.booleans())
def test_every_amount_comes_back_however_it_is_grouped(pence, mark, with_sign):
    written = f"{from_pence(pence):,}".replace(",", mark)
    typed = f" £{written} " if with_sign else written

    assert to_pence(parse_pounds(typed)) == pence


@given(st.text(max_size=80))
def test_any_text_is_a_number_in_range_or_refused(text):
    with suppress(MoneyError):
        assert 0 <= parse_pounds(text) <= MAX_POUNDS


@given(st.text(alphabet="0123456789.,£ -()eE_km%\u00a0", max_size=20))
def test_no_character_of_a_number_is_ever_dropped_but_marks_between_thousands(text):
    try:
        pounds = parse_pounds(text)
    except MoneyError:
        return
    digits = "".join(c for c in text if c.isdigit() or c == ".")
    assert pounds == Decimal(digits)


@pytest.mark.parametrize(
    ("stored", "pounds"),
    [
        (1234.5600000000002, "1234.56"),
        (0.30000000000000004, "0.30"),
        (sum([0.1] * 1000), "100.00"),
        (5.551115123125783e-17, "0.00"),
        (-5.551115123125783e-17, "0.00"),
        (-0.0, "0.00"),
        (1000, "1000.00"),
        (999999999999.99, "999999999999.99"),
        ("£1,234.50", "1234.50"),
    ],
)
def test_a_number_of_a_spreadsheet_is_read_without_its_noise(stored, pounds):
    read = parse_cell(stored)

    assert read == Decimal(pounds)
    assert not read.is_signed()


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        (1234.567, "too_precise"),
        (0.005, "too_precise"),
        (123456789012.345, "too_precise"),
        (999999999999.994, "too_precise"),
        (1e12, "too_large"),
        (1234567890123456.78, "too_large"),
        (10**400, "too_large"),
        (-5, "not_a_number"),
        (-0.01, "not_a_number"),
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
        (True, "type"),
        (date(2010, 11, 10), "looks_like_date"),
        (time(1), "looks_like_date"),
        (timedelta(1), "looks_like_date"),
        (None, "missing"),
        ("TBC", "not_a_number"),
    ],
)
def test_a_cell_that_is_no_amount_is_refused(stored, code):
    with pytest.raises(MoneyError) as refusal:
        parse_cell(stored)

    assert refusal.value.code == code


@given(amounts_in_pence, st.sampled_from([1, 1000, 1_000_000]))
def test_every_amount_is_the_same_in_whichever_unit_it_is_shown_and_typed(pence, unit):
    assert to_pence(parse_in_unit(in_unit(from_pence(pence), unit), unit)) == pence


@given(amounts_in_pence)
def test_every_amount_survives_a_spreadsheets_floating_point(pence):
    assert to_pence(parse_cell(pence / 100)) == pence


@pytest.mark.parametrize(
    ("stored", "pounds"),
    [(-22.2, "-22.2"), (0, "0"), ("-30", "-30"), ("30-", "-30"), ("(1,234.50)", "-1234.50"), ("£(30)", "-30"),
     ("-£30", "-30"), ("£-30", "-30"), ("\u221230", "-30"), ("+290.0", "290"), (" 5 ", "5")],
)  # fmt: skip
def test_a_number_may_have_a_sign_where_that_is_asked_for(stored, pounds):
    assert parse_signed_cell(stored) == Decimal(pounds)


@pytest.mark.parametrize(
    ("stored", "code"),
    [("-", "not_a_number"), ("(30", "not_a_number"), ("--30", "not_a_number"), ("-30-", "not_a_number"),
     ("+-30", "not_a_number"), ("(-30)", "not_a_number"), ("-TBC", "not_a_number"), ("-12,5", "ambiguous"),
     ("-250k", "unit"), ("", "missing"), (None, "missing"), (False, "type"), (-0.125, "too_precise")],
)  # fmt: skip
def test_a_sign_makes_nothing_else_readable(stored, code):
    with pytest.raises(MoneyError) as refused:
        parse_signed_cell(stored)

    assert refused.value.code == code


def test_a_headlines_number_may_have_three_decimals_and_is_not_pounds():
    assert parse_decimal("12.375") == Decimal("12.375")
    assert parse_cell(12.375, places=3) == Decimal("12.375")
    with pytest.raises(MoneyError, match="pound sign"):
        parse_decimal("£5")
    with pytest.raises(MoneyError, match="more than three decimal places"):
        parse_cell(12.3751, places=3)
    with pytest.raises(MoneyError, match="more than three decimal places"):
        parse_decimal("12.3751")


@given(st.integers(-(10**20), 10**20))
def test_pence_and_pounds_are_the_same_amount(pence):
    pounds = from_pence(pence)

    assert to_pence(pounds) == pence
    assert str(pounds)[-3] == "."


@pytest.mark.parametrize(
    ("pounds", "code"),
    [("0.001", "too_precise"), ("1" * 80, "not_finite"), ("NaN", "not_finite")],
)
def test_what_is_not_whole_pence_is_never_rounded(pounds, code):
    with pytest.raises(MoneyError) as refusal:
        to_pence(Decimal(pounds))

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("pounds", "full", "short"),
    [
        ("1234.5", "£1,234.50", "£1,234.50"),
        ("1234", "£1,234", "£1,234"),
        ("0", "£0", "£0"),
        ("-5", f"{MINUS}£5", f"{MINUS}£5"),
        ("-0.05", f"{MINUS}£0.05", f"{MINUS}£0.05"),
        ("40000000", "£40,000,000", "£40 million"),
        ("-1500000", f"{MINUS}£1,500,000", f"{MINUS}£1.5 million"),
        ("7300000000", "£7,300,000,000", "£7.3 billion"),
        ("7312345678", "£7,312,345,678", "£7,312,345,678"),
        ("999900", "£999,900", "£999,900"),
    ],
)
def test_pounds_are_shown_exactly(pounds, full, short):
    assert format_pounds(Decimal(pounds)) == full
    assert format_pounds_short(Decimal(pounds)) == short

"""What do words beside amounts say of their unit?"""

import pytest

from totalplace.misread_numbers import refusal_of, says_other_money

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("words", "is_other"),
    [
        ("Saving (€)", True),
        ("$5m", True),
        ("¥ a year", True),
        ("Saving in EUR", True),
        ("Euros", True),
        ("usd", True),
        ("a dollar for each", True),
        ("Saving in pence", True),
        ("60p each", True),
        ("60 p", True),
        ("Saving (p)", True),
        ("Saving (£)", False),
        ("GBP", False),
        ("Saving in pounds", False),
        ("European fund", False),
        ("Dollarton", False),
        ("expenced", False),
        ("2 plans", False),
        ("5% a year", False),
        ("", False),
    ],
)
def test_words_say_that_amounts_are_not_in_pounds(words, is_other):
    assert says_other_money(words) is is_other


@pytest.mark.parametrize("text", ["about €", "in dollars", "counted in pence"])
def test_an_amount_of_such_words_is_refused_as_not_in_pounds(text):
    code, message, *_ = refusal_of(text, places=2)

    assert (code, "is not in pounds" in message) == ("currency", True)

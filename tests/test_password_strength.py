"""Are passwords refused that are easy to guess, and none that are hard to?"""

import secrets
import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from pilots.models import User
from totalplace.password_strength import WEAK

pytestmark = pytest.mark.no_database

ANN = User(email="ann.smith@kent.example", name="Ann Smith")


def _refusals(password, person=ANN):
    """Say in which words the password is refused, if it is."""
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "a" * 4096,
        "éééééééééééé",
        " " * 12,
        "\0" * 12,
        "ababababababab",
        "abcabcabcabcabc",
        "abcdefghijklmn",
        "123456789012",
        "qwertyuiopasdf",
        "passwordpassword",
        "Password2026!!",
        "P@ssw0rd1234",
        "Winter2025!!",
        "letmeinletmein",
        "budgetsavings",
        "totalplace2010",
        "Total Place 2010!",
        "HM Treasury 2026",
        "annsmithannsmith",
        "annsmithkent2010",
        "Smith_Ann_1985",
        "ann.smith@kent.example",
    ],
)
def test_what_is_easy_to_guess_is_refused(password):
    assert WEAK in _refusals(password)


@pytest.mark.parametrize(
    "password",
    [
        "three random words",
        "correct horse battery",
        "coffeetrainfish",
        "four more random words",
        "кофе поезд рыба",
        "kent marsh bicycle lantern",
        "correct horse battery staple " * 150,
        "G7!kq2Zp0vRw",
    ],
)
def test_what_is_hard_to_guess_is_taken(password):
    assert _refusals(password) == []


def test_what_the_first_start_makes_at_random_is_taken():
    assert [_refusals(secrets.token_urlsafe(12)) for _ in range(50)] == [[]] * 50


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("ann.smiht@kent.exampl", "too similar to the"),
        ("kartoffelpuffer", "too common"),
        ("a.n.n.smi.th", "too similar to the name"),
        ("x7!Kq2zR#w", "too short"),
    ],
)
def test_djangos_own_rules_refuse_what_the_estimate_passes_over(password, words):
    (refusal,) = _refusals(password)

    assert words in refusal


def test_a_persons_own_words_count_for_nothing():
    assert _refusals("ann smith lantern", person=None) == []
    assert _refusals("ann smith lantern", person=ANN) == [WEAK]


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [("a", True), ("4@8({3<6gG9!1|7+0$5", False), ("qwertyasdf", True), ("correct horse ", False)],
)
def test_a_very_long_password_keeps_nobody_waiting(pattern, refused):
    password = (pattern * 4096)[:4096]
    _refusals("three random words")  # The lists of words are read by now.
    began = time.process_time()

    refusals = _refusals(password)

    assert bool(refusals) is refused
    assert time.process_time() - began < 5

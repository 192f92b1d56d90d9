"""A text in which nothing can be seen counts as none."""

import pytest
from django import forms

from savings.imports.cells import CellRefused, text
from totalplace.visible_text import WordsField, has_words

pytestmark = pytest.mark.no_database

NOTHING = [
    "",
    " \n",
    "\u200b",
    "\u2060",
    "\u00ad",
    "\ufeff",
    "\u3164",
    "\u2800",
    "\u202e",
    "\u115f \u200d",
    "\ufe0f",
]
WORDS = ["a", "\u200bVisible", "-", "\u00a3", "\u0939\u093f\u200d", "\U0001f600"]


@pytest.mark.parametrize("nothing", NOTHING, ids=ascii)
def test_what_nobody_can_see_is_a_blank_in_a_box_and_in_a_cell(nothing):
    assert not has_words(nothing)
    with pytest.raises(forms.ValidationError, match="required"):
        WordsField().clean(nothing)
    assert WordsField(required=False).clean(nothing) == ""
    with pytest.raises(CellRefused, match="left out"):
        text(nothing, 100, required=True)


@pytest.mark.parametrize("words", WORDS, ids=ascii)
def test_what_can_be_seen_is_kept_as_it_was_typed(words):
    assert WordsField().clean(words) == words


@pytest.mark.parametrize("control", ["\x1b", "a\x00b", "a\x85b"], ids=ascii)
def test_a_control_character_in_a_box_is_refused_in_words(control):
    with pytest.raises(forms.ValidationError, match="holds a character that cannot be seen"):
        WordsField().clean(control)


def test_tabs_and_line_ends_are_taken():
    assert WordsField().clean("a\tb\r\nc") == "a\tb\r\nc"

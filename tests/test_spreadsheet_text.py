import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace.spreadsheet_text import FORMULA_STARTS, escape, unescape

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_a_spreadsheet_would_run_gets_one_apostrophe(start):
    assert escape(start + "cmd") == "'" + start + "cmd"


@pytest.mark.parametrize("text", ["", "Croydon", "a=1", " =1", "£5", "'"])
def test_an_apostrophe_is_taken_away_only_where_one_was_put(text):
    assert unescape(text) == text


@given(st.text() | st.sampled_from(FORMULA_STARTS).flatmap(lambda s: st.text().map(s.__add__)))
def test_escaped_text_comes_back_the_same_and_never_starts_a_formula(text):
    written = escape(text)

    assert unescape(written) == text
    assert not written.startswith(tuple(set(FORMULA_STARTS) - {"'"}))

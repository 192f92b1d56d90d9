"""Is the name that is kept the one that is seen, and safe everywhere?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.evidence.names import MAX_NAME, clean_name
from savings.evidence.refusals import FileRefused

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("raw", ["", " ", "...", "folder/", "C:\\", "\u202e\u200b", "\r\n", ".. "])
def test_what_has_no_name_is_refused(raw):
    with pytest.raises(FileRefused) as refusal:
        clean_name(raw)

    assert refusal.value.code == "bad_name"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Ersparnis für 2010.pdf", "Ersparnis für 2010.pdf"),
        ("Cafe\u0301.pdf", "Caf\u00e9.pdf"),
        ("节约.pdf", "节约.pdf"),
        ("con", "_con"),
        ("LPT\u00b9.pdf", "_LPT\u00b9.pdf"),
        ("contract.pdf", "contract.pdf"),
        ("a." + "b" * 300, ("a." + "b" * 300)[:MAX_NAME]),
        ("a" * 300, "a" * MAX_NAME),
        ("a/b\\c.pdf", "c.pdf"),
        ("-1+1.csv", "-1+1.csv"),
        ("@SUM(A1).csv", "@SUM(A1).csv"),
    ],
)
def test_honest_names_are_kept_and_others_made_safe(raw, kept):
    assert clean_name(raw) == kept


@given(st.text(st.characters(), max_size=300))
def test_every_name_that_is_kept_is_short_seen_and_no_path(raw):
    try:
        name = clean_name(raw)
    except FileRefused:
        return

    assert 0 < len(name) <= MAX_NAME
    assert not {"/", "\\"} & set(name)
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert name == name.strip()
    name.encode()

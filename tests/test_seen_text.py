"""What nobody can see carries no meaning, and what looks like a hyphen is one."""

import pytest

from totalplace.seen_text import as_seen, folded

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("PRA-0002", "PRA-0002"),
        ("\u202d1234.50\u202c", "1234.50"),
        ("\ufeff1\u200b2\u00ad3\u2060", "123"),
        ("\u2066\u00a35\u2069", "\u00a35"),
        *((f"PRA{hyphen}0002", "PRA-0002") for hyphen in "\u2010\u2011\u2012\u2013\u2043\u2212\ufe63\uff0d"),
        # It turns the digits round, and an em dash looks like no hyphen.
        ("\u202e1234", "\u202e1234"),
        ("a\u2014b", "a\u2014b"),
        # Blanks can be seen, by what they keep apart.
        ("1\u00a0234", "1\u00a0234"),
    ],
    ids=ascii,
)  # fmt: skip
def test_a_text_counts_as_it_looks(text, seen):
    assert as_seen(text) == seen


def test_names_that_look_the_same_are_one():
    assert folded("NHS \u2013  Kent\u200b") == folded("nhs - kent")

"""How do reasons stand in a figure's note?"""

import pytest

from savings.doubts.figure_notes import with_reasons

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("note", "reasons", "expected"),
    [
        ("", ["It is right."], "Checked: It is right."),
        ("A note.", ["It is right."], "A note.\nChecked: It is right."),
        ("", [" On  two\nlines. "], "Checked: On two lines."),
        ("", ["One.", "Two.", "One."], "Checked: One.\nChecked: Two."),
        ("A note.\r\nChecked: One.", ["One.", "Two."], "A note.\r\nChecked: One.\nChecked: Two."),
        ("A note.", [], "A note."),
    ],
)
def test_each_reason_stands_once_on_a_line_after_the_note(note, reasons, expected):
    assert with_reasons(note, reasons) == expected

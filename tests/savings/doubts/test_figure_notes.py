"""How do reasons stand in a figure's note?"""

import pytest

from savings.doubts.figure_notes import parted, with_reasons
from savings.models.figures import full_note

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("already", "reasons", "expected"),
    [
        ("", ["It is right."], "It is right."),
        ("", [" On  two\nlines. "], "On two lines."),
        ("", ["One.", "Two.", "One."], "One.\nTwo."),
        ("One.", ["One.", "Two."], "One.\nTwo."),
        ("One.\r\nTwo.", ["Two.", "Three."], "One.\r\nTwo.\nThree."),
        ("One.", [], "One."),
    ],
)
def test_each_reason_stands_once_on_a_line_of_its_own(already, reasons, expected):
    assert with_reasons(already, reasons) == expected


@pytest.mark.parametrize(
    ("note", "checked_because", "whole"),
    [
        ("", "", ""),
        ("A note.", "", "A note."),
        ("", "It is right.", "Checked: It is right."),
        ("Two\nlines.", "One.\nTwo.", "Two\nlines.\nChecked: One.\nChecked: Two."),
        ("Checked: first.\nThen a note.", "", "Checked: first.\nThen a note."),
        ("Not Checked: here.", "", "Not Checked: here."),
        ("Checked: ", "", "Checked: "),
        ("\nChecked: One.", "", "\nChecked: One."),
        ("Checked: First.\nThen.\r", "", "Checked: First.\nThen.\r"),
    ],
)
def test_a_note_and_its_reasons_are_told_apart_again(note, checked_because, whole):
    assert full_note(note, checked_because) == whole
    assert parted(whole) == (note, checked_because)


def test_the_line_ends_of_a_page_are_no_part_of_a_reason():
    assert parted("A\r\nB\r\nChecked: One.\r\nChecked: Two.") == ("A\r\nB", "One.\nTwo.")

"""Does the chain of custody of `tests/endurance` find what is lost? A check that cannot fail is worse than none."""

import pytest

from tests.endurance.custody import Edit, lost

pytestmark = pytest.mark.no_database

ONE, TWO, THREE = Edit("", "one"), Edit("one", "two"), Edit("two", "three")


def test_edits_that_were_each_read_by_the_next_are_all_there():
    assert lost([THREE, ONE, TWO], began="", ended="three") == []


def test_where_nothing_was_acknowledged_what_stood_still_stands():
    assert lost([], began="", ended="") == []


LOSSES = {
    "written over by somebody who had not seen it": ([ONE, Edit("", "two")], "two", {"one", "two"}),
    "written over in the middle": ([ONE, TWO, Edit("one", "three")], "three", {"two"}),
    "acknowledged and never stored": ([ONE, TWO], "one", {"two"}),
    "read, and stored by nobody who was told so": ([ONE, THREE], "three", {"one", "three"}),
    "replaced by what nobody wrote": ([ONE], "rubbish", {"one"}),
    "read by those who wrote it": ([ONE, Edit("one", "one")], "rubbish", {"one"}),
}


@pytest.mark.parametrize(("edits", "ended", "found"), LOSSES.values(), ids=LOSSES)
def test_it_is_found(edits, ended, found):
    assert set(lost(edits, began="", ended=ended)) & found

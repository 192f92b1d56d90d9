"""Is a sheet of figures refused whole, by row and column, when one figure cannot be stored?"""

import pytest
from django.core.exceptions import PermissionDenied

from pilots.models import Membership, Place
from savings import workflow
from savings.imports import staging
from savings.imports.errors import ImportRefused
from savings.imports.figure_cells import CLAIM, SAVING, TITLES
from savings.imports.figure_rows import FigureRows
from savings.imports.figures import import_figures
from savings.imports.result import opened
from savings.models import Figure
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    administrator,
    analyst,
    draft_of,
    officer_of,
    partner_of,
    published,
    reviewer,
)

from .figure_files import TITLE_ROW, figures_file, figures_refused


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Kent,KEN-0001,2010-11,5,abc,", ("Cost (£)", "not_a_number")),
        ("Kent,KEN-0009,2010-11,5,0,", (CLAIM, "unknown_claim")),
        ("Kent,CRO-0001,2010-11,5,0,", (CLAIM, "unknown_claim")),
        ("Kent,,2010-11,5,0,", (CLAIM, "missing")),
        ("Kent,PUB-1,2010-11,5,0,", (CLAIM, "not_adopted")),
        ("Kent,WORDS,2010-11,5,0,", (SAVING, "not_in_money")),
        ("Kent,NOBODY,2010-11,5,0,", ("Organisation", "missing")),
        ("Croydon,CRO-0001,2010-11,5,0,", ("Place", "other_place")),
        ("Total,,,5,0,", ("Place", "total_row")),
        ("Kent,TOTAL,,5,0,", (CLAIM, "total_row")),
        (f"Kent,KEN-0001,2010-11,5,0,{'x' * 2001}", ("Note", "too_long")),
        (f"Kent,{'K' * 21},2010-11,5,0,", (CLAIM, "too_long")),
    ],
)
def test_what_cannot_be_stored_is_refused_by_row_and_column(tmp_path, kent, row, expected):
    croydon = PlaceFactory(code="CRO", name="Croydon")
    draft_of(croydon, reference="CRO-0001")
    draft_of(kent, reference="KEN-0001", figures=[])
    draft_of(kent, reference="WORDS", figures=[], kind_of_gain="not_in_money")
    nobody = draft_of(kent, reference="NOBODY", figures=[])
    workflow.perform("edit", nobody, by=officer_of(kent), content={"lead": None})
    published(kent, reference="PUB-1")
    before = Figure.objects.count()

    found = figures_refused(
        figures_file(tmp_path, row, "Kent,KEN-0001,2012-13,5,0,"), officer_of(kent)
    )

    assert found == [(2, *expected)]
    assert Figure.objects.count() == before


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("State", "perhaps", "type"),
        ("Kind of gain", "Not in money", "not_in_money"),
        ("Kind of gain", "gold", "type"),
        ("Organisation", "Nobody", "type"),
        ("Running cost (£)", "1.2m", "unit"),
    ],
)
def test_what_an_optional_column_cannot_say_is_refused(tmp_path, kent, column, cell, code):
    draft_of(kent, reference="KEN-0001")
    path = figures_file(
        tmp_path, f"Kent,KEN-0001,2010-11,5,0,,{cell}", titles=f"{TITLE_ROW},{column}"
    )

    assert figures_refused(path, officer_of(kent)) == [(2, column, code)]


def test_another_places_claim_is_refused_in_the_words_of_one_that_does_not_exist(tmp_path, kent):
    draft_of(PlaceFactory(name="Croydon"), reference="CRO-0001")
    rows = ("Kent,CRO-0001,2010-11,5,0,", "Kent,CRO-0002,2010-11,5,0,")

    with pytest.raises(ImportRefused) as refused:
        import_figures(figures_file(tmp_path, *rows), by=officer_of(kent))

    theirs, nobodys = (error.message for error in refused.value.errors)
    assert theirs.replace("CRO-0001", "CRO-0002") == nobodys


def test_a_claim_is_not_found_under_the_other_place_of_the_same_officer(tmp_path, kent):
    croydon, officer = PlaceFactory(name="Croydon"), officer_of(kent)
    Membership.objects.create(user=officer, place=croydon, role="officer")
    draft_of(croydon, reference="CRO-0001")

    found = figures_refused(figures_file(tmp_path, "Kent,CRO-0001,2010-11,5,0,"), officer)

    assert found == [(2, CLAIM, "unknown_claim")]


def test_a_second_row_is_noticed_though_the_amount_of_the_first_is_wrong(tmp_path, kent):
    draft_of(kent, reference="KEN-0001")
    rows = ("Kent,KEN-0001,2010-11,abc,0,", "Kent,ken-0001,2010/11,5,0,")

    found = figures_refused(figures_file(tmp_path, *rows), officer_of(kent))

    assert found == [(2, SAVING, "not_a_number"), (3, CLAIM, "duplicate")]


@pytest.mark.parametrize(
    "person",
    [
        administrator,
        reviewer,
        analyst,
        lambda: partner_of(Place.objects.get(), OrganisationFactory()),
    ],
)
def test_only_people_of_the_place_may_import_figures(tmp_path, kent, person):
    draft_of(kent, reference="KEN-0001", figures=[])

    found = figures_refused(figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,0,"), person())

    assert found == [(None, None, "not_allowed")]
    assert not Figure.objects.exists()


def test_a_draft_changed_while_the_file_was_read_refuses_the_whole_file(
    tmp_path, kent, monkeypatch
):
    slow, other = draft_of(kent, reference="KEN-0001"), draft_of(kent, reference="KEN-0002")
    compare = staging.compare

    def somebody_is_faster(**how):
        workflow.perform("edit", slow, by=officer_of(kent), content={"notes": "Faster"})
        return compare(**how)

    monkeypatch.setattr(staging, "compare", somebody_is_faster)
    rows = ("Kent,KEN-0001,2011-12,9,0,", "Kent,KEN-0002,2011-12,9,0,")
    found = figures_refused(figures_file(tmp_path, *rows), officer_of(kent))

    assert found == [(None, None, "stale")]
    assert (slow.figures.count(), other.figures.count()) == (3, 3)


def test_staged_figures_are_stored_only_for_people_of_the_place(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", figures=[])
    path = figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,0,")

    with pytest.raises(PermissionDenied):
        _stored_for_a_stranger(path, officer_of(kent))

    assert not Figure.objects.exists()


def test_rows_left_by_a_fault_are_not_taken_for_this_file(tmp_path, kent):
    draft = draft_of(kent, reference="KEN-0001", figures=[])
    officer = officer_of(kent)
    with pytest.raises(PermissionDenied):
        _stored_for_a_stranger(figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,0,"), officer)

    import_figures(figures_file(tmp_path, "Kent,KEN-0001,2012-13,5,,"), by=officer)

    assert [figure.year.start for figure in draft.figures.all()] == [2012]


def test_a_file_longer_than_the_limit_is_refused(tmp_path, kent):
    draft_of(kent, reference="KEN-0001")
    rows = ("Kent,KEN-0001,2010-11,5,0,", "Kent,KEN-0001,2011-12,5,0,")

    found = figures_refused(figures_file(tmp_path, *rows), officer_of(kent), max_rows=1)

    assert found == [(None, None, "too_many_rows")]


def _stored_for_a_stranger(path, officer):
    with staging.staging():
        staging.fill(FigureRows(opened(path, TITLES), officer))
        workflow.store_staged_figures(by=officer_of(PlaceFactory()), note="Not mine")

"""What may be left out of a sheet by somebody who acts for one place alone: its name, and notes."""

import pytest

from pilots.models import Membership
from savings.imports.claims import import_claims
from savings.imports.errors import ImportRefused
from savings.imports.figures import import_figures
from savings.models import Claim, Figure
from tests import factories

SHEETS = {
    "no column": (
        ["Claim reference", "Financial year", "Saving (£)", "Cost (£)"],
        "pl-1,2010-11,5,0",
    ),
    "a blank cell": (
        ["Place", "Claim reference", "Financial year", "Saving (£)", "Cost (£)"],
        ",PL-1,2010-11,5,0",
    ),
}
CLAIMS = {
    "no column": ("What changes", "One desk"),
    "a blank cell": ("Place,What changes", ",One desk"),
}


@pytest.fixture
def place():
    place = factories.PlaceFactory(code="PL", name="Plainville")
    figures = [factories.figure(factories.lead_of(place), "7.00", note="From the ledger.")]
    factories.draft_of(place, reference="PL-1", figures=figures)
    return place


def _file(folder, *lines):
    path = folder / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _with_another_place(person):
    Membership.objects.create(user=person, place=factories.PlaceFactory(), role="officer")
    return person


@pytest.mark.parametrize(("titles", "row"), SHEETS.values(), ids=SHEETS)
def test_figures_are_of_the_one_place_and_the_notes_that_are_stored_stay(
    place, tmp_path, titles, row
):
    path, officer = _file(tmp_path, ",".join(titles), row), factories.officer_of(place)

    assert import_figures(path, by=officer).changed == 1

    saving = Figure.objects.get(line="saving")
    assert (saving.amount, saving.note) == (5, "From the ledger.")


@pytest.mark.parametrize(("titles", "row"), CLAIMS.values(), ids=CLAIMS)
def test_claims_are_of_the_one_place(place, tmp_path, titles, row):
    import_claims(_file(tmp_path, titles, row), by=factories.officer_of(place))

    assert Claim.objects.exclude(reference="PL-1").get().place == place


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("no column", "There is no column “Place”."),
        ("a blank cell", "The place is left out. Type its name or code."),
    ],
)
def test_whoever_acts_for_several_places_says_which(place, tmp_path, case, words):
    officer = _with_another_place(factories.officer_of(place))
    titles, row = SHEETS[case]

    with pytest.raises(ImportRefused, match=words):
        import_figures(_file(tmp_path, ",".join(titles), row), by=officer)
    with pytest.raises(ImportRefused, match=words):
        import_claims(_file(tmp_path, *CLAIMS[case]), by=officer)


def test_a_reference_in_small_letters_is_that_of_its_claim_in_a_sheet_of_claims_too(
    place, tmp_path
):
    path = _file(tmp_path, "Reference,What changes", "pl-1,Two desks")

    assert import_claims(path, by=factories.officer_of(place)).changed == 1


@pytest.mark.parametrize(
    ("title", "typed", "words"),
    [
        ("Theme", "Fleet", "“Fleet” is not known here. Type one of: Back office, Buildings."),
        ("Kind of gain", "Cash", "Money we no longer spend"),
    ],
)
def test_what_may_be_written_is_listed_in_the_words_of_the_page(
    place, tmp_path, title, typed, words
):
    for name in ("Buildings", "Back office"):
        factories.ThemeFactory(name=name)
    path = _file(tmp_path, f"What changes,{title}", f"One desk,{typed}")

    with pytest.raises(ImportRefused) as refused:
        import_claims(path, by=factories.officer_of(place))

    [error] = refused.value.errors
    assert words in error.message

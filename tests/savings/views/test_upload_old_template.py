"""An old template undoes nothing: what somebody changed since it was filled is set apart, and stored only if picked."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import load_workbook

from savings import workflow
from savings.imports.figures import import_figures
from savings.models import FigureSheet
from tests import factories
from tests.factories import figure, figures_of, lead_of

from .uploads import confirm, said, send, shown

YEARS = (2010, 2011, 2012)


@pytest.fixture
def place():
    return factories.PlaceFactory(code="KEN", name="Kent")


@pytest.fixture(autouse=True)
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


@pytest.fixture
def draft(place):
    figures = [figure(lead_of(place), f"{year}00.00", year=year) for year in YEARS]
    return factories.draft_of(place, reference="KEN-0001", figures=figures)


def _template(client):
    response = client.get(reverse("savings:upload_template"))
    return b"".join(response) if response.streaming else response.content


def _rows(template):
    """The rows of the template's first sheet, as a person saves them in CSV; the titles first."""
    return load_workbook(io.BytesIO(template)).get_sheet_by_index(0).to_python()


def _as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("figures.csv", text.getvalue().encode())


def _changed(draft, amounts, by):
    """Somebody states other savings of some years (year → pounds; None takes it out)."""
    said = {year: f"{year}00.00" for year in YEARS} | amounts
    figures = [figure(draft.lead, pounds, year=year) for year, pounds in said.items() if pounds]
    workflow.edit(draft, by=by, figures=figures)


def _savings(version):
    return {f.year.start: f"{f.amount:.2f}" for f in version.figures.filter(line="saving")}


def _again(one):
    return figure(one.organisation, str(one.amount), year=one.year.start, line=one.line)


def _sent(client, file):
    response = send(client, file)
    assert response.status_code == 302, response.context["reasons"]
    return response["Location"]


def test_the_row_is_set_apart_with_who_and_when_and_is_left_as_stored(client, place, draft):
    """Case 18, and that the file as it was downloaded says it of no other row."""
    template = _template(client)
    finance = factories.finance_of(place)
    _changed(draft, {2011: "205000.00"}, by=finance)
    changed_at = draft.events.latest("pk").at

    address = _sent(client, SimpleUploadedFile("figures.xlsx", template))
    page = client.get(address)
    confirm(client, address)

    text = said(page)
    assert "1 row that somebody has changed since your template was filled" in text
    assert "3: KEN-0001 , 2011-12" in text
    assert f"Changed by {finance} on {changed_at:%-d %B %Y}" in text
    assert "£201,100" in text
    assert "£205,000" in text
    assert [item.row.number for item in page.context["set_apart"]] == [3]
    assert _savings(draft) == {2010: "201000.00", 2011: "205000.00", 2012: "201200.00"}


@pytest.mark.parametrize("how", ["picked", "pick_all"])
def test_the_officer_may_pick_it(client, place, draft, how):
    template = _template(client)
    _changed(draft, {2010: "1000.00", 2011: "1100.00"}, by=factories.finance_of(place))
    address = _sent(client, SimpleUploadedFile("figures.xlsx", template))
    reasons = {
        name: "As it was."
        for name in client.get(address).context["form"].fields
        if name not in ("digest", "picked", "pick_all")
    }

    response = client.post(address, shown(client, address) | reasons | {how: "3"})

    assert response.status_code == 302
    of_2010 = "201000.00" if how == "pick_all" else "1000.00"
    assert _savings(draft) == {2010: of_2010, 2011: "201100.00", 2012: "201200.00"}
    assert FigureSheet.objects.get().stored_at


def test_what_the_officer_changed_in_other_rows_is_stored(client, place, draft):
    titles, *rows = _rows(_template(client))
    rows[2][titles.index("Saving (£)")] = "202000.00"
    _changed(draft, {2011: "205000.00"}, by=factories.finance_of(place))

    confirm(client, _sent(client, _as_csv([titles, *rows])))

    assert _savings(draft) == {2010: "201000.00", 2011: "205000.00", 2012: "202000.00"}


def test_what_was_taken_out_does_not_come_back_by_itself(client, place, draft):
    template = _template(client)
    _changed(draft, {2012: None}, by=factories.finance_of(place))

    confirm(client, _sent(client, SimpleUploadedFile("figures.xlsx", template)))

    assert set(_savings(draft)) == {2010, 2011}


def test_a_row_copied_for_another_year_and_rows_in_another_order_are_taken(client, draft):
    titles, *rows = _rows(_template(client))
    copied = list(rows[2])
    copied[titles.index("Financial year")] = "2013-14"

    confirm(client, _sent(client, _as_csv([titles, copied, *reversed(rows)])))

    assert _savings(draft)[2013] == "201200.00"


@pytest.mark.parametrize(
    "mark", ["", "at 1 of x", "2026-11-30", "at 1 of 00000000 as 000000000000"]
)
def test_a_mark_that_is_gone_or_spoilt_is_none(client, place, draft, mark):
    titles, *rows = _rows(_template(client))
    for row in rows:
        row[titles.index("Filled from")] = mark
    _changed(draft, {2011: "205000.00"}, by=factories.finance_of(place))

    page = client.get(_sent(client, _as_csv([titles, *rows])))

    assert page.context["set_apart"] == []
    assert page.context["result"].changed == 1


def test_the_template_as_it_is_changes_nothing_and_sets_nothing_apart(client, place, draft):
    workflow.edit(draft, by=factories.finance_of(place), content={"notes": "A word."})

    page = client.get(_sent(client, SimpleUploadedFile("figures.xlsx", _template(client))))

    assert "Nothing would change" in said(page)


def test_it_is_seen_across_versions(client, place, draft):
    """Filled from a draft that was submitted, revised by another and changed there."""
    figures = [one for year in YEARS for one in figures_of(draft.lead, f"{year}00.00", year=year)]
    workflow.edit(draft, by=factories.officer_of(place), figures=figures)
    template = _template(client)
    workflow.submit(draft, by=factories.finance_of(place), signs_as="section_151")
    other = factories.officer_of(place)
    revised = workflow.revise(draft, by=other, note="New figures.")
    figures[3].amount = "205000.00"
    workflow.edit(revised, by=other, figures=[_again(one) for one in figures])

    page = client.get(_sent(client, SimpleUploadedFile("figures.xlsx", template)))

    [item] = page.context["set_apart"]
    assert (item.row.number, item.event.by, item.version) == (3, other, revised)


def test_a_command_leaves_it_as_stored_and_says_which(client, place, draft, officer, tmp_path):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(_template(client))
    _changed(draft, {2011: "205000.00"}, by=factories.finance_of(place))

    result = import_figures(path, by=officer)

    assert (result.changed, result.set_apart) == (0, 1)
    assert "rows were left as they are: 3." in " ".join(result.notes)
    assert _savings(draft)[2011] == "205000.00"


def test_another_change_after_the_page_was_shown_is_shown_again(client, place, draft):
    template = _template(client)
    finance = factories.finance_of(place)
    _changed(draft, {2011: "205000.00"}, by=finance)
    address = _sent(client, SimpleUploadedFile("figures.xlsx", template))
    typed = shown(client, address)
    _changed(draft, {2011: "206000.00"}, by=finance)

    response = client.post(address, typed | {"picked": "3"})

    assert response.status_code == 409
    assert _savings(draft)[2011] == "206000.00"

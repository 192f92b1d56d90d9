"""A claim whose years may be running totals is asked once what they are, and signed off only with each by itself."""

import html
from datetime import date
from decimal import Decimal

import pytest

from savings import workflow
from savings.claims.steps import pages_of
from savings.claims.submission import problems
from savings.claims.year_amounts import asked_of
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.doubts.reasons import Reason
from savings.doubts.risk import signs
from savings.imports.figures import import_figures
from savings.models import Version
from tests import factories
from tests.factories import figures_of, finance_of, lead_of, officer_of
from tests.savings.views.drafts import address_of, seen_on, send
from tests.savings.views.uploads import confirm, csv_file, said, sent

RUNNING = ("240000.00", "480000.00", "720000.00")
BY_ITSELF = ("240000.00", "240000.00", "240000.00")
HEADLINE = {
    "as_published": "£240,000 a year",
    "measure": "money",
    "basis": "per_year",
    "amount_low": Decimal(240_000),
    "amount_high": Decimal(240_000),
}
PAGE = "What the amounts of the years are"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


@pytest.fixture
def officer(client, place):
    person = officer_of(place)
    client.force_login(person)
    return person


def _figures(place, amounts):
    lead = lead_of(place)
    years = zip((2010, 2011, 2012), amounts, strict=True)
    return [figure for year, amount in years for figure in figures_of(lead, amount, year=year)]


@pytest.fixture
def draft(place):
    figures = _figures(place, RUNNING)
    return factories.draft_of(place, reference="PL-1", figures=figures, **HEADLINE)


def _savings(draft):
    found = draft.figures.filter(line="saving").order_by("year")
    return tuple(str(amount) for amount in found.values_list("amount", flat=True))


def _missing(draft):
    draft = Version.objects.get(pk=draft.pk)
    return [str(problem) for problem in problems(draft, date(2026, 12, 1)) if problem.step == 15]


def _answer(client, draft, **boxes):
    response = send(client, draft, "years", **boxes)
    draft.refresh_from_db()
    return response


def test_only_a_claim_whose_years_look_so_has_the_page(client, place, officer, draft):
    other = factories.draft_of(place, figures=_figures(place, BY_ITSELF))

    assert [page.title == PAGE for page in pages_of(draft)].count(True) == 1
    assert not any(page.title == PAGE for page in pages_of(other))
    assert _missing(draft) == [
        "The amounts of the years may be running totals. Say whether each is of its year by itself."
    ]
    text = html.unescape(client.get(address_of(draft, "years")).text)
    assert (
        "The last year, 2012-13, is £720,000: 3 times what the headline says of one year." in text
    )
    assert _missing(other) == []


def test_by_itself_lets_it_be_signed_off_and_the_reader_sees_doubt_answer_and_reason(
    client, place, officer, draft
):
    assert _answer(client, draft, years_are="by_itself").status_code == 302
    [doubt] = [d for d in doubts_of(draft) if d.ground == Ground.RUNNING_TOTAL]
    workflow.edit(draft, by=officer, reasons=[Reason.for_doubt(doubt, "A team a year is new.")])

    version = workflow.submit(draft, by=finance_of(place))

    [sign] = [sign.words for sign in signs(version) if "running totals" in sign.words]
    assert sign.endswith(
        "The claim says that each year is by itself. The place says why: “A team a year is new.”"
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [("running_total", "would be counted several times"), ("new_in_year", "only what is new")],
)
def test_what_is_not_of_its_year_is_refused_with_what_to_do(
    client, place, officer, draft, answer, words
):
    _answer(client, draft, years_are=answer)

    [problem] = _missing(draft)

    assert words in problem
    assert "have it worked out on the page “What the amounts of the years are”" in problem
    with pytest.raises(workflow.ActionError):
        workflow.submit(draft, by=finance_of(place))


@pytest.mark.parametrize(
    ("answer", "own"),
    [("running_total", BY_ITSELF), ("new_in_year", ("240000.00", "720000.00", "1440000.00"))],
)
def test_each_year_s_own_amount_is_worked_out_shown_and_stored_on_request(
    client, place, officer, draft, answer, own
):
    text = html.unescape(client.get(address_of(draft, "years")).text)
    for amount in own:
        assert f"£{Decimal(amount):,.0f}" in text

    assert _answer(client, draft, years_are=answer, work_out="on").status_code == 302

    assert _savings(draft) == own
    assert draft.figures.count() == 9
    assert draft.years_are == "by_itself"
    assert _missing(draft) == []


@pytest.mark.parametrize(
    ("before", "anew"),
    [
        (("200000.00", "100000.00", "720000.00"), RUNNING),
        (("240000.00", "240000.00", "720000.00"), None),
    ],
)
def test_a_revision_of_other_years_is_asked_and_doubted_as_one(place, officer, before, anew):
    """The last year is as it was signed off."""
    words = {"as_published": "£500,000 a year", "amount_low": 500_000, "amount_high": 500_000}
    first = factories.draft_of(place, figures=_figures(place, before), **HEADLINE | words)
    draft = workflow.revise(
        workflow.submit(first, by=finance_of(place)), by=officer, note="By half."
    )
    assert (asked_of(draft, draft.figures.all()), doubts_of(draft)) == (None, [])
    if anew:
        workflow.edit(draft, by=officer, figures=_figures(place, anew))
    workflow.edit(draft, by=officer, content=HEADLINE)
    draft.refresh_from_db()

    asked = asked_of(draft, draft.figures.all())

    [doubt] = [doubt for doubt in doubts_of(draft) if doubt.ground == Ground.RUNNING_TOTAL]
    assert asked.why in doubt.told


def test_the_reason_for_a_running_total_is_none_for_what_is_worked_out_from_it(
    client, officer, draft
):
    last = draft.figures.get(line="saving", year=2012)
    last.doubts = [["unit", "It is in pounds.", ""]]
    last.save()

    _answer(client, draft, years_are="running_total", work_out="on")

    assert [figure.doubts for figure in draft.figures.all() if figure.doubts] == []


def test_what_was_worked_out_by_the_wrong_answer_is_doubted_still(client, place, officer, draft):
    _answer(client, draft, years_are="new_in_year", work_out="on")

    [doubt] = [doubt for doubt in doubts_of(draft) if doubt.ground == Ground.RUNNING_TOTAL]

    words = "The last year, 2012-13, is £1,440,000: 6 times what the headline says of one year."
    assert words in doubt.told


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "Say first that the amounts are running totals"),
        ("by_itself", "by itself. Untick the box, or choose another answer."),
    ],
)
def test_there_is_nothing_to_work_out_of_what_is_by_itself(client, officer, draft, answer, words):
    response = _answer(client, draft, years_are=answer, work_out="on")

    assert response.status_code == 400
    assert words in response.text
    assert _savings(draft) == RUNNING


def test_what_is_said_to_be_by_itself_is_not_offered_to_be_worked_out(client, officer, draft):
    _answer(client, draft, years_are="by_itself")

    text = client.get(address_of(draft, "years")).text

    assert 'value="by_itself" checked' in text
    assert "You gave" not in text
    assert 'name="work_out"' not in text
    again = _answer(client, draft, years_are="running_total")
    assert again["Location"] == address_of(draft, "years")
    assert 'name="work_out"' in client.get(address_of(draft, "years")).text


@pytest.mark.parametrize("is_worked_out", [True, False])
def test_where_nothing_is_asked_the_page_leads_to_the_next(
    client, place, officer, draft, is_worked_out
):
    if is_worked_out:
        _answer(client, draft, years_are="running_total", work_out="on")
    else:
        workflow.edit(draft, by=officer, figures=_figures(place, BY_ITSELF))

    response = client.get(address_of(draft, "years"))

    assert response.status_code == 302
    assert response["Location"] == address_of(draft, "firmness")


def test_what_cannot_be_worked_out_is_not_and_says_so(client, place, officer, draft):
    amounts = ("240000.00", "200000.00", "720000.00")
    workflow.edit(draft, by=officer, figures=_figures(place, amounts))

    response = _answer(client, draft, years_are="running_total", work_out="on")

    assert response.status_code == 400
    assert "a running total falls, or a year between is not stated" in response.text
    assert "It cannot be worked out" in response.text


def test_figures_that_somebody_has_changed_are_not_worked_out_unseen(client, place, officer, draft):
    seen = seen_on(client, address_of(draft, "years"))
    workflow.edit(draft, by=officer, figures=_figures(place, ("1.00", "2.00", "3.00")))

    response = _answer(client, draft, seen=seen, years_are="running_total", work_out="on")

    assert response.status_code == 409
    assert _savings(draft) == ("1.00", "2.00", "3.00")


def _by_grid(client, place, draft, folder):
    lead = lead_of(place).pk
    rows = enumerate(zip((2010, 2011, 2012), BY_ITSELF, strict=True))
    boxes = {f"{lead}-cashable-rows": "3"}
    for number, (year, amount) in rows:
        row = f"{lead}-cashable-{number}"
        boxes |= {f"{row}-year": f"{year}-{year % 100 + 1}", f"{row}-saving": amount}
        boxes |= {f"{row}-one_off_cost": "0", f"{row}-running_cost": "0"}
    assert send(client, draft, "figures", **boxes).status_code == 302


def _by_command(client, place, draft, folder):
    path = folder / "figures.csv"
    path.write_bytes(csv_file("Plainville,PL-1,2012-13,240000,0,").read())
    import_figures(path, by=officer_of(place))


def _by_another_split(client, place, draft, folder):
    """As much in each year, of which another body has half."""
    other = factories.OrganisationFactory()
    factories.partner_of(place, other)
    boxes = {f"gains-{lead_of(place).pk}": "50", f"gains-{other.pk}": "50"}
    assert send(client, draft, "others", has_other_bodies="yes", **boxes).status_code == 302


@pytest.mark.parametrize(
    ("door", "answer"),
    [(_by_grid, "not_stated"), (_by_command, "not_stated"), (_by_another_split, "by_itself")],
    ids=["grid", "command", "split"],
)
def test_an_answer_is_of_the_amounts_that_it_was_given_for(
    client, place, officer, draft, tmp_path, door, answer
):
    _answer(client, draft, years_are="by_itself")

    door(client, place, draft, tmp_path)

    draft.refresh_from_db()
    assert draft.years_are == answer


def test_a_sheet_asks_why_years_that_look_so_are_right(client, place, officer):
    factories.draft_of(place, reference="PL-1", figures=[], **HEADLINE)
    years = zip(("2010-11", "2011-12", "2012-13"), RUNNING, strict=True)
    address = sent(client, *(f"Plainville,PL-1,{year},{amount},0," for year, amount in years))

    page = said(client.get(address))
    stored = confirm(client, address, **{"running_total-PL-1": "A team a year is new."})

    assert "Give the saving of each year by itself, not on top of the years before." in page
    assert page.count("The years may be running totals.") == 1
    assert stored.status_code == 302
    draft = Version.objects.get(claim__reference="PL-1", status="draft")
    because = {doubt.because for doubt in doubts_of(draft) if doubt.ground == Ground.RUNNING_TOTAL}
    assert because == {"A team a year is new."}


def test_it_is_said_where_years_are_entered(client, officer, draft):
    words = "Give the saving of each year by itself, not on top of the years before."

    for address in (address_of(draft, "figures"), "/upload/"):
        assert words in client.get(address).text

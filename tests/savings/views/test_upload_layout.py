"""A list of a place's own: from the file to its claims and figures, step by step; and who may, and what is refused."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pilots.models import Membership
from savings.models import Claim, Figure, FigureSheet, Layout
from tests import factories
from tests.savings.imports.files import xlsx_bytes, xlsx_rows

from .uploads import PAGE, said, send

CASES = Path(__file__).parents[2] / "cases" / "entry"
OWN = reverse("savings:upload_own")
TRACKER, STATEMENT = "17_tracker_years_across.xlsx", "17_statement_years_across.xlsx"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PRA", name="Practice place")


@pytest.fixture
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def own_file(name, content=None):
    return SimpleUploadedFile(name, (CASES / name).read_bytes() if content is None else content)


def send_own(client, file):
    return client.post(OWN, {"file": file, "key": uuid4()}, follow=True)


def answers(page, **given):
    """What the form of a step sends: what stands in it, but for what is `given`."""
    form = page.context["form"]
    stand = {box.name: box.value() for box in form if box.value() is not None}
    return stand | given


def go_on(client, page, **given):
    return client.post(page.request["PATH_INFO"], answers(page, **given), follow=True)


def confirmed(client, page):
    address = page.request["PATH_INFO"]
    return client.post(address, {"digest": page.context["form"]["digest"].value()}, follow=True)


def test_a_tracker_goes_in_step_by_step_and_the_next_one_at_once(client, officer, place):
    page = send_own(client, own_file(TRACKER))
    assert page.context["step"] == "titles"

    page = go_on(client, page)
    assert page.context["step"] == "columns"
    said_so = {"year-7": "2026", "unit": "1", "state": "forecast", "years": "each"}
    page = go_on(client, page, **said_so)
    assert page.context["step"] == "words"
    page = go_on(client, page)
    words = said(page)
    assert "3 new claims" in words
    assert "figures of a year are new" in words
    assert "of 0 changed" not in words
    assert "Reablement before long-term care" in words
    assert "2026-27: saving £250,000, one-off cost £60,000" in words
    assert "Payroll shared with the trust Kind of gain: Non-cashable" in words
    assert not Claim.objects.exists()

    page = confirmed(client, page)

    assert "Claims and figures stored" in said(page)
    assert Claim.objects.count() == 3
    assert Figure.objects.count() == 12
    assert Layout.objects.get().place == place

    page = send_own(client, own_file(TRACKER))
    assert "Nothing would change" in said(page)
    assert "12 figures of a year" not in said(page)
    assert "3 of your claims are in it already" in said(page)


def test_a_title_that_names_no_year_is_asked_about_anew_once_a_financial_year_has_ended(
    client, officer
):
    page = go_on(client, send_own(client, own_file(TRACKER)))
    said_so = {"year-7": "2026", "unit": "1", "state": "forecast", "years": "each"}
    confirmed(client, go_on(client, go_on(client, page, **said_so)))
    Layout.objects.update(at=timezone.now() - timedelta(days=366))

    page = send_own(client, own_file(TRACKER))

    assert page.context["step"] == "columns"
    assert page.context["form"]["year-4"].value() == 2026
    assert page.context["form"]["year-7"].value() == ""
    assert "Nothing would change" in said(go_on(client, page, **{"year-7": "2026"}))


def test_a_statement_says_what_is_left_out_and_how_it_differs_from_its_own_total(client, officer):
    page = send_own(client, own_file(STATEMENT))
    page = go_on(client, page)
    page = go_on(client, page, state="plan", years="each")

    words = said(page)
    assert "4 new claims" in words
    assert "Row 8, SAVINGS APPROVED TO DATE: it has no amounts" in words
    assert "Row 17, Sub-Total: it is a total" in words
    assert "Row 18, Service restructure: its amounts have the sign of more spending" in words
    assert "Row 17, Sub-Total: agrees with rows 13 to 16" in words
    assert "the file says £387,300, and £292,400 is read: £94,900 less" in words
    confirmed(client, page)
    assert Figure.objects.filter(state="plan").count() == 11


def test_a_sheet_that_is_not_ours_leads_to_the_page_where_its_columns_are_said(client, officer):
    response = send(client, own_file(STATEMENT))
    sheet = FigureSheet.objects.get()
    address = reverse("savings:upload_layout", args=[sheet.pk, "titles"])

    assert response.status_code == 400
    assert "tell us which column is which" in said(response)
    assert f'href="{address}"' in response.text
    page = go_on(client, client.get(address))
    assert page.context["step"] == "columns"
    assert OWN in client.get(PAGE).text


# Who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reviewer", "analyst", "administrator", "UserFactory"])
def test_whoever_edits_nowhere_is_told_who_may(client, who):
    client.force_login(getattr(factories, who)())

    response = client.get(OWN)

    assert response.status_code == 403
    assert "Only an officer or finance officer of a place" in said(response)


@pytest.mark.parametrize("step", ["sheet", "titles", "columns", "words"])
def test_another_person_finds_no_step_of_a_sheet(client, officer, place, step):
    send_own(client, own_file(TRACKER))
    sheet = FigureSheet.objects.get()
    client.force_login(factories.finance_of(place))

    address = reverse("savings:upload_layout", args=[sheet.pk, step])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_there_are_no_other_steps_and_back_after_storing_leads_to_what_was_stored(client, officer):
    page = go_on(
        client, go_on(client, send_own(client, own_file(STATEMENT))), state="plan", years="each"
    )
    sheet = FigureSheet.objects.get()
    assert client.get(reverse("savings:upload_layout", args=[sheet.pk, "else"])).status_code == 404
    confirmed(client, page)

    back = client.get(reverse("savings:upload_layout", args=[sheet.pk, "columns"]), follow=True)
    assert "Claims and figures stored" in said(back)


# What is said ------------------------------------------------------------------------------------


def columns_page(client, content=None):
    file = own_file(TRACKER) if content is None else own_file("a.csv", content)
    return go_on(client, send_own(client, file))


SAID = {"year-7": "2026", "unit": "1", "state": "forecast", "years": "each"}
SAID_OF_CSV = {"unit": "1", "sign": "positive", "state": "forecast", "years": "each"}
WRONG = [
    ({"year-7": ""}, "Say of which year column H (one-off cost) is."),
    ({"use-2": ""}, "Say which column says what changes"),
    ({"use-4": "", "use-5": "", "use-6": ""}, "Say which columns hold the savings."),
    ({"use-7": "saving"}, "Columns E and H are both the saving of the same year."),
    ({"use-1": "own_reference"}, "Columns A and B are both “Your own reference”."),
    ({"use-1": "year"}, "Each row has a year of its own"),
    ({"use-1": "hunch"}, "Choose one of the answers in the list."),
    ({"unit": ""}, "Say in which unit the amounts are."),
    ({"state": "soon"}, "Choose one of the answers on the page."),
    ({"years": ""}, "Say what the amount of a year is."),
    (
        {"year-4": "2030"},
        "Column E: the title says 2026-27. Choose that year, or leave the column out.",
    ),
]


@pytest.mark.parametrize(("given", "words"), WRONG, ids=[str(given) for given, _ in WRONG])
def test_what_cannot_be_read_so_is_said_on_the_page(client, officer, given, words):
    page = go_on(client, columns_page(client), **SAID | given)

    assert page.status_code == 400
    assert words in said(page)
    assert not FigureSheet.objects.get().layout["unit"]


def test_of_several_sheets_one_is_chosen_first_and_steps_are_not_passed_over(client, officer):
    rows = xlsx_rows(["Ref", "Project", "2010/11"], ["A-1", "Vans", "100"])
    page = send_own(client, own_file("two.xlsx", xlsx_bytes(rows, rows, names=["March", "April"])))
    assert page.context["step"] == "sheet"

    later = reverse("savings:upload_layout", args=[FigureSheet.objects.get().pk, "columns"])
    assert client.get(later, follow=True).context["step"] == "sheet"
    assert "Choose the sheet that holds your savings." in said(go_on(client, page))
    page = go_on(client, page, sheet="April")
    page = go_on(client, page)
    page = go_on(client, page, unit="1", state="actual", years="each")
    assert "1 new claim" in said(page)


def test_a_tab_that_is_too_large_cannot_be_chosen_and_the_other_can(client, officer):
    rows, many = (
        xlsx_rows(["Ref", "Project", "2010/11"], ["A-1", "Vans", "1"]),
        xlsx_rows(*[["x"]] * 3_001),
    )
    page = send_own(client, own_file("two.xlsx", xlsx_bytes(rows, many, names=["March", "Ledger"])))

    page = go_on(client, page, sheet="Ledger")
    assert "“Ledger” has more than 3,000 rows" in said(page)
    assert go_on(client, page, sheet="March").context["step"] == "titles"


def test_titles_over_two_rows_need_a_row_below_them(client, officer):
    page = send_own(client, own_file("a.csv", b"Ref,Project,2010/11\nA-1,Vans,100\n"))

    page = go_on(client, page, row="1", lines="2")

    assert page.status_code == 400
    assert "There are no rows below these titles." in said(page)


def test_who_writes_for_several_places_says_whose_they_are(client, place):
    other = factories.PlaceFactory(code="OTH", name="Another place")
    person = factories.officer_of(place)
    Membership.objects.create(user=person, place=other, role="officer")
    client.force_login(person)
    page = columns_page(client)

    assert "Choose the place whose savings they are." in said(go_on(client, page, **SAID))
    page = go_on(client, go_on(client, page, **SAID, place=other.pk))
    confirmed(client, page)

    assert {claim.place for claim in Claim.objects.all()} == {other}


def test_the_next_file_goes_to_what_would_change_unless_it_has_new_words(client, officer):
    page = go_on(client, go_on(client, columns_page(client), **SAID))
    confirmed(client, page)
    rows = ["Ref", "Directorate", "Saving description", "Cashable (Y/N)", "2026/27", "2027/28", "2028/29",
            "One-off cost", "Delivery RAG", "Responsible officer", "Last updated"]  # fmt: skip
    row = "ASC-01,Adults,Reablement before long-term care,{},1,2,3,4,Red,x,y"
    title = ",".join(rows)

    known, new = (
        send_own(client, own_file("a.csv", f"{title}\n{row.format(words)}\n".encode()))
        for words in ("Y", "Partly")
    )

    assert known.context["begun"] == 0
    assert new.context["step"] == "words"
    assert [box.label for box in new.context["form"] if not box.is_hidden] == [
        "Kind of gain: what does “Partly” mean?"
    ]


def test_the_next_file_is_known_where_our_own_sheets_are_sent_too(client, officer):
    content = b"Ref,Saving description,2026/27\nA-1,Vans,250000\n"
    confirmed(client, go_on(client, columns_page(client, content), **SAID_OF_CSV))

    response = send(client, own_file("a.csv", content))

    assert response.status_code == 302
    assert "Nothing would change" in said(client.get(response["Location"], follow=True))


def test_what_cannot_be_read_leads_back_to_what_was_said(client, officer):
    page = go_on(
        client,
        columns_page(client, b"Ref,Saving description,2026/27\nA-1,Vans,TBC\n"),
        **SAID_OF_CSV,
    )

    assert page.status_code == 200
    assert "“TBC” is not a number" in said(page)
    sheet = FigureSheet.objects.get()
    assert reverse("savings:upload_layout", args=[sheet.pk, "columns"]) in page.text
    assert (
        "“TBC” is not a number"
        in client.get(reverse("savings:upload_errors", args=[sheet.pk])).text
    )


def test_figures_that_are_hard_to_believe_need_a_reason(client, officer, place):
    figures = factories.figures_of(factories.lead_of(place), "250000.00", year=2026)
    factories.claim_at(
        "submitted", place, own_reference="A-1", figures=figures, baseline_amount="2400000.00"
    )
    content = b"Ref,Saving description,2026/27\nA-1,Vans,250000000\n"
    page = go_on(client, columns_page(client, content), **SAID_OF_CSV)

    assert "Figures to look at again" in said(page)
    assert confirmed(client, page).status_code == 400
    reasons = {box.name: "A new contract." for box in page.context["form"] if box.name != "digest"}
    address, digest = page.request["PATH_INFO"], page.context["form"]["digest"].value()
    client.post(address, {"digest": digest, **reasons})
    assert "A new contract." in [
        because for _, because, _ in Figure.objects.get(amount=250000000).doubts
    ]


def test_a_reason_stays_with_the_row_that_it_was_typed_for(client, officer, place):
    """Somebody else takes the reference that the first of two new claims would have got."""
    content = b"Ref,Saving description,2026/27\nA-1,Desks,2010\nA-2,Vans,2010\n"
    page = go_on(client, columns_page(client, content), **SAID_OF_CSV)
    form, rows = page.context["form"], ("Desks", "Vans")
    names = [box.name for box in form if box.name.startswith("year-")]
    typed = dict(zip(names, rows, strict=True)) | {"digest": form["digest"].value()}
    taken = page.context["form"].grounds[0].claims[0].claim
    factories.draft_of(place, reference=taken)

    page = client.post(page.request["PATH_INFO"], typed)

    assert page.status_code == 409
    [years] = [on for on in page.context["form"].grounds if on.ground == "year"]
    assert taken not in [of.claim for of in years.claims]
    assert [of.field.value() for of in years.claims] == ["Desks", "Vans"]


def test_a_file_that_is_no_table_is_refused_at_once(client, officer):
    page = send_own(client, own_file("a.csv", b"%PDF-1.4"))

    assert page.status_code == 400
    assert "holds something else" in said(page)
    assert "Error: Upload a list of your own" in page.text
    assert "Select the spreadsheet with your savings." in said(client.post(OWN, {}))


def _list_of(number):
    rows = [f"A-{at},Saving {at},{1000 + at},{2000 + at}" for at in range(number)]
    return "\n".join(["Ref,Saving description,2026/27,2027/28", *rows]).encode() + b"\n"


def test_a_list_of_twenty_costs_the_questions_of_a_list_of_one(
    client, officer, django_assert_num_queries
):
    addresses = []
    for number in (1, 20):
        page = go_on(client, columns_page(client, _list_of(number)), **SAID_OF_CSV)
        addresses.append(page.request["PATH_INFO"])
    with CaptureQueriesContext(connection) as one:
        client.get(addresses[0])

    with django_assert_num_queries(len(one)):
        page = client.get(addresses[1])

    assert page.context["begun"] == 20


# What was said may have changed, or be changed ---------------------------------------------------


def test_titles_over_two_rows_are_refused_where_the_second_holds_amounts(client, officer):
    page = send_own(client, own_file("a.csv", _list_of(3)))

    page = go_on(client, page, row="1", lines="2")

    assert page.status_code == 400
    assert "Row 2 holds amounts, such as 1000, so it may state a saving." in said(page)


def test_a_page_of_columns_that_was_shown_of_other_titles_changes_nothing(client, officer):
    page = columns_page(client, b"Ref,Saving description,2026/27\nA-1,Vans,1\nA-2,2027/28,3\n")
    sheet = FigureSheet.objects.get()
    go_on(client, client.get(reverse("savings:upload_layout", args=[sheet.pk, "titles"])), row="2")

    late = go_on(client, page, **SAID_OF_CSV | {"unit": "1000"})

    assert late.status_code == 409
    assert "perhaps in another tab" in said(late)
    assert late.context["form"]["unit"].value() == "1000"
    assert not FigureSheet.objects.get().layout["unit"]
    assert (
        go_on(
            client, late, **{"use-1": "what_changes", "use-2": "saving", "year-2": "2026"}
        ).status_code
        == 200
    )


KINDS_LIST = b"Ref,Saving description,Kind of gain,2026/27\nA-1,Vans,Real,250000\n"


def test_what_words_mean_can_be_said_again_and_money_is_in_money(client, officer):
    page = go_on(client, columns_page(client, KINDS_LIST), **SAID_OF_CSV)
    assert "not_in_money" not in dict(page.context["form"].fields["kind_of_gain-0"].choices)
    page = go_on(client, page, **{"kind_of_gain-0": "cashable"})
    assert "Kind of gain: Cashable" in said(page)

    words = reverse("savings:upload_layout", args=[FigureSheet.objects.get().pk, "words"])
    assert f'href="{words}"' in page.text
    page = client.get(words)
    assert page.context["form"]["kind_of_gain-0"].value() == "cashable"
    page = go_on(client, page, **{"kind_of_gain-0": "non_cashable"})

    assert "Kind of gain: Non-cashable" in said(page)


def test_sent_again_by_the_same_page_a_sheet_stays_read_as_it_was(client, officer):
    key, content = uuid4(), _list_of(2)
    page = client.post(OWN, {"file": own_file("a.csv", content), "key": key}, follow=True)
    go_on(client, go_on(client, page), **SAID_OF_CSV)

    page = client.post(OWN, {"file": own_file("a.csv", content), "key": key}, follow=True)

    assert page.context["begun"] == 2


def test_which_column_is_which_is_offered_only_of_a_file_that_could_be_opened(client, officer):
    page = send_own(client, own_file("a.csv", b"%PDF-1.4"))

    assert "which column is which</a>" not in page.text


@pytest.mark.parametrize("years", ["each", "on_top"])
def test_a_list_with_minus_signs_leads_to_how_it_is_read(client, officer, years):
    content = b"Ref,Saving description,2026/27\nA-1,Vans,-250\n"

    page = go_on(client, columns_page(client, content), **SAID_OF_CSV | {"years": years})

    assert "savings with a minus" in said(page)


def test_other_words_under_a_reference_are_stored_only_if_it_is_the_same_saving(
    client, officer, place
):
    factories.draft_of(place, own_reference="A-1", what_changes="Old reablement", figures=[])
    content = b"Ref,Saving description,2026/27\nA-1,New telecare,250000\n"
    page = go_on(client, columns_page(client, content), **SAID_OF_CSV)
    assert "was “Old reablement”; the list says “New telecare”. It is the same saving" in said(page)

    refused = confirmed(client, page)
    assert refused.status_code == 400
    assert "A-1: say that it is the same saving" in said(refused)
    assert not Figure.objects.exists()

    [box] = page.context["form"].renamed
    go_on(client, page, **{box.name: "on"})
    assert Figure.objects.get().version.what_changes == "Old reablement"

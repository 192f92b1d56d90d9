"""What keeps a save safe: nothing is overwritten unseen, nothing is carried out twice, nothing typed is lost."""

from urllib.parse import unquote
from uuid import uuid4

import pytest

from savings import workflow
from savings.models import Claim
from tests import factories

from .drafts import NEW, address_of, seen_on, send


def test_a_second_person_is_shown_both_texts_and_may_keep_either(client, draft, place):
    address = address_of(draft, "service-level")
    seen = seen_on(client, address)
    colleague = factories.officer_of(place)
    content = {"service_level": "worse", "service_evidence": "Queues doubled"}
    workflow.perform("edit", draft, by=colleague, content=content)

    refused = send(client, draft, "service-level", seen=seen, service_evidence="Queues halved")

    assert refused.status_code == 409
    assert "Queues doubled" in refused.text
    assert "Queues halved" in refused.text
    assert colleague.name in refused.text
    draft.refresh_from_db()
    assert draft.service_evidence == "Queues doubled"

    again = refused.context["seen"]
    kept = send(client, draft, "service-level", seen=again, service_evidence="Queues halved")
    draft.refresh_from_db()
    assert (kept.status_code, draft.service_evidence) == (302, "Queues halved")


def test_a_conflict_with_oneself_says_so(client, draft, officer):
    address = address_of(draft, "service-level")
    seen = seen_on(client, address)
    send(client, draft, "service-level", service_level="same")

    refused = send(client, draft, "service-level", seen=seen, service_level="worse")

    assert refused.status_code == 409
    assert "You have changed this page in another tab" in refused.text


def test_two_people_on_different_pages_are_not_in_each_others_way(client, draft, place):
    seen = seen_on(client, address_of(draft, "baseline"))
    workflow.perform(
        "edit", draft, by=factories.officer_of(place), content={"service_level": "same"}
    )

    response = send(client, draft, "baseline", seen=seen, baseline_kind="budget")

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.service_level, draft.baseline_kind) == ("same", "budget")


def test_figures_that_moved_on_are_shown_beside_what_was_typed(client, draft, place):
    seen = seen_on(client, address_of(draft, "figures"))
    figures = factories.figures_of(draft.lead, amount="777.00")
    workflow.perform("edit", draft, by=factories.officer_of(place), figures=figures)
    row = f"{draft.lead.pk}-cashable-0"

    refused = send(
        client, draft, "figures", seen=seen, **{f"{row}-year": "2010-11", f"{row}-saving": "888"}
    )

    assert refused.status_code == 409
    assert "£777" in refused.text
    assert 'value="888"' in refused.text
    assert draft.figures.filter(amount="777.00").exists()


def _open_page(client, draft):
    """What the page of figures sends, with an amount typed and a table pasted and not yet taken."""
    table = f"{draft.lead.pk}-cashable"
    typed = {f"{table}-rows": "1", f"{table}-0-year": "2010-11", f"{table}-0-saving": "7,777"}
    typed |= {f"{table}-0-note": "By the ledger", f"pasted-{table}": "2011-12\t5,000"}
    return table, typed | {"seen": seen_on(client, address_of(draft, "figures"))}


@pytest.mark.parametrize("button", ["", "paste", "add"])
@pytest.mark.parametrize("change", ["kind_of_gain", "lead", "has_other_bodies", "not_in_money"])
def test_what_was_typed_and_pasted_is_shown_where_the_tables_are_others_meanwhile(
    client, draft, place, change, button
):
    table, typed = _open_page(client, draft)
    colleague = factories.officer_of(place)
    content = {
        "kind_of_gain": {"kind_of_gain": "non_cashable"},
        "lead": {"lead": factories.OrganisationFactory(name="Plainville Police")},
        "has_other_bodies": {"has_other_bodies": True},
        "not_in_money": {"kind_of_gain": "not_in_money"},
    }[change]
    workflow.edit(draft, by=colleague, content=content)

    refused = send(client, draft, "figures", **typed, **({button: table} if button else {}))

    assert refused.status_code == 409
    assert colleague.name in refused.text
    for words in ("7,777", "By the ledger", "2011-12\t5,000"):
        assert words in refused.text
    assert not draft.figures.exists()


def test_what_was_typed_in_thousands_says_so_where_its_table_is_gone(client, draft, place):
    _, typed = _open_page(client, draft)
    content = {"kind_of_gain": "non_cashable"}
    workflow.edit(draft, by=factories.officer_of(place), content=content)

    refused = send(client, draft, "figures", **typed, unit="1000")

    assert "saving 7,777 in £000" in refused.text


def test_the_table_of_a_new_lead_has_what_is_stored_in_its_boxes(client, place, officer):
    draft = factories.draft_of(place)
    _, typed = _open_page(client, draft)
    police = factories.OrganisationFactory(name="Plainville Police")
    workflow.edit(draft, by=officer, content={"lead": police})

    refused = send(client, draft, "figures", **typed)
    boxes = {
        box.html_name: box.field.widget.format_value(box.value()) or ""
        for table in refused.context["form"].tables
        for row in table.rows
        for box in row
    }
    table = refused.context["form"].tables[0]
    kept = {f"{table.prefix}-rows": str(len(table.rows)), "seen": refused.context["seen"]}
    before = set(draft.figures.values_list("organisation", "year", "line", "amount"))
    assert send(client, draft, "figures", **boxes, **kept).status_code == 302

    assert table.organisation == police
    assert set(draft.figures.values_list("organisation", "year", "line", "amount")) == before


def test_costs_to_others_that_were_typed_are_kept_where_they_are_asked_no_more(
    client, draft, officer
):
    workflow.edit(draft, by=officer, content={"has_other_bodies": True})
    table, typed = _open_page(client, draft)
    typed |= {f"{table}-0-harm_to_others": "333", f"pasted-{table}": ""}
    workflow.edit(draft, by=officer, content={"has_other_bodies": False})

    refused = send(client, draft, "figures", **typed)

    assert refused.status_code == 409
    assert 'value="333"' in refused.text


def test_a_paste_at_a_box_that_is_asked_no_more_is_answered_in_words(client, draft):
    table, typed = _open_page(client, draft)
    cursor = {f"cursor-{table}": f"{table}-0-harm_to_others", f"pasted-{table}": "100\n200"}

    refused = send(client, draft, "figures", **typed | cursor)

    assert refused.status_code == 400
    assert "No financial year was found" in refused.text


def test_a_form_sent_twice_begins_one_claim(client, officer):
    form = {"what_changes": "Once", "once": str(uuid4())}

    first, second = client.post(NEW, form), client.post(NEW, form)

    assert Claim.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_page_sent_twice_is_stored_once_and_is_no_conflict(client, draft):
    sent = {"once": str(uuid4()), "service_level": "same"}
    seen = seen_on(client, address_of(draft, "service-level"))

    answers = [send(client, draft, "service-level", seen=seen, **sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert draft.events.filter(action="edit").count() == 1


def test_going_back_and_sending_other_answers_is_not_taken_for_the_same_form(client, draft):
    address = address_of(draft, "service-level")
    seen, once = seen_on(client, address), str(uuid4())
    sent = {"seen": seen, "once": once}
    client.post(address, sent | {"service_evidence": "First"})

    again = client.post(address, sent | {"service_evidence": "Second thoughts"})

    assert again.status_code == 409
    assert "Second thoughts" in again.text
    assert "First" in again.text


def test_a_form_that_was_refused_may_be_sent_again(client, draft):
    key = str(uuid4())

    send(client, draft, "baseline", once=key, baseline_amount="1.2m")
    send(client, draft, "baseline", once=key, baseline_amount="1,200,000")

    draft.refresh_from_db()
    assert draft.baseline_amount == 1_200_000


def test_nobody_else_gets_a_persons_form_answered(client, officer, place):
    form = {"what_changes": "Mine", "once": str(uuid4())}
    client.post(NEW, form)
    client.force_login(factories.officer_of(factories.PlaceFactory()))

    response = client.post(NEW, form)

    assert response.status_code == 403
    assert Claim.objects.count() == 1


def test_text_sent_after_the_session_ended_waits_for_its_writer(client, draft, officer):
    address = address_of(draft, "service-level")
    typed = {"seen": seen_on(client, address), "service_evidence": "Typed for an hour"}
    client.logout()

    refused = client.post(address, typed | {"person": officer.pk})
    sign_in = unquote(refused.headers["Location"])
    client.force_login(officer)
    shown = client.get(address)

    assert sign_in == f"/signin/?next={address}"
    assert "Typed for an hour" in shown.text
    assert "You were signed out before this was saved" in shown.text
    assert "Typed for an hour" not in client.get(address).text


def test_text_of_one_person_is_not_shown_to_the_next(client, draft, officer, place):
    address = address_of(draft, "service-level")
    client.logout()
    client.post(address, {"service_evidence": "Typed for an hour", "person": officer.pk})
    client.force_login(factories.officer_of(place))

    assert "Typed for an hour" not in client.get(address).text


def test_what_the_page_does_not_ask_is_not_stored(client, draft):
    more = {
        "status": "final",
        "verdict": "supported",
        "claim": "7",
        "number": "9",
        "stage": "signed",
    }

    send(client, draft, "service-level", service_level="same", **more)

    draft.refresh_from_db()
    assert (draft.status, draft.verdict, draft.number) == ("draft", "", 1)
    assert draft.stage == "not_stated"


def test_a_claim_that_was_submitted_meanwhile_is_a_conflict_in_words(client, draft, place):
    submitted = factories.claim_at("submitted", place)

    response = client.post(address_of(submitted, "baseline"), {"baseline_amount": "5"})

    assert response.status_code == 409
    assert "Revise the claim to open one" in response.text

"""The page of years of pounds: typed or pasted into its boxes, and nothing lost on the way."""

from decimal import Decimal

import pytest

from tests import factories

from .drafts import address_of, send


def test_years_of_pounds_are_stored_from_their_boxes(client, draft):
    row = f"{draft.lead.pk}-cashable-0"
    boxes = {
        f"{row}-year": "2010-11",
        f"{row}-state": "forecast",
        f"{row}-saving": "250,000",
        f"{row}-one_off_cost": "0",
    }

    response = send(client, draft, "figures", **boxes)

    assert response.status_code == 302
    stored = {figure.line: figure.amount for figure in draft.figures.all()}
    assert stored == {"saving": Decimal(250_000), "one_off_cost": Decimal(0)}


def test_what_is_expected_is_stored_beside_the_plan_and_a_shortfall_is_asked_about(
    client, place, officer
):
    plan = factories.figure(factories.lead_of(place), "200000.00", year=2011, state="plan")
    draft = factories.draft_of(place, figures=[plan])
    row = f"{draft.lead.pk}-cashable"
    boxes = {f"{row}-rows": "2"}
    for number, (state, saving) in enumerate([("plan", "200,000"), ("forecast", "160,000")]):
        boxes |= {f"{row}-{number}-year": "2011-12", f"{row}-{number}-state": state}
        boxes[f"{row}-{number}-saving"] = saving

    send(client, draft, "figures", zero_costs="yes", **boxes)

    savings = draft.figures.filter(line="saving").values_list("state", "amount")
    assert dict(savings) == {"plan": Decimal(200_000), "forecast": Decimal(160_000)}
    asked = "2011-12 is £40,000 (20%) below its plan. Say why in the note beside it."
    check = f"/claims/{draft.claim.reference}/edit/check/"
    assert asked in client.get(check).text
    assert asked in client.get(address_of(draft, "figures")).text

    send(client, draft, "figures", zero_costs="yes", **boxes, **{f"{row}-1-note": "A late lease."})

    assert "below its plan" not in client.get(check).text
    assert "Nothing that sign-off needs is missing" in client.get(check).text


def test_adding_a_year_stores_nothing_and_loses_nothing(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"{prefix}-0-year": "2010-11", f"{prefix}-0-saving": "250,000", "add": prefix}

    response = send(client, draft, "figures", **boxes)

    assert response.status_code == 200
    assert "250,000" in response.text
    assert "2011-12" in response.text
    assert not draft.figures.exists()


def test_a_table_that_is_full_takes_no_year_and_says_what_to_do(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    words = "The table has no room for another year: it holds 75 rows. Save the page first"

    room = send(client, draft, "figures", **{f"{prefix}-rows": "74", "add": prefix})
    full = send(client, draft, "figures", **{f"{prefix}-rows": "75", "add": prefix})

    assert (room.status_code, full.status_code) == (200, 400)
    assert "no room" not in room.text
    assert f'<a href="#{prefix}-add">{words}' in full.text
    assert words in full.text.split(f'id="{prefix}-add-error"')[1].split("</p>")[0]
    assert f'id="{prefix}-add"' in full.text
    assert "Upload figures" in full.text
    assert len(full.context["form"].tables[0].rows) == 75


def test_a_pasted_table_is_put_into_the_boxes_to_look_at(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"pasted-{prefix}": "2012-13\t77,000", "paste": prefix}

    response = send(client, draft, "figures", **boxes)

    assert 'value="77,000"' in response.text
    assert not draft.figures.exists()


def test_what_was_put_into_the_boxes_is_said_at_the_top_before_it_is_saved(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"{prefix}-0-year": "2012-13", f"{prefix}-0-saving": "5"}
    table = "Year\tSaving\tNet\n2012-13\t77,000\t70,000"

    page = send(client, draft, "figures", **boxes, **{f"pasted-{prefix}": table, "paste": prefix})

    banner = page.text.split('id="filled-1"')[1].split("</ul>")[0]
    assert "Not saved yet" in banner
    assert "2012-13, forecast: saving 77,000" in banner
    assert "They replaced 2012-13, forecast: saving 5." in banner
    assert "Not taken: “Net”." in banner


def test_what_is_left_in_the_box_for_pasting_is_put_into_the_boxes_and_the_page_comes_again(
    client, draft
):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"{prefix}-0-year": "2010-11", f"{prefix}-0-saving": "5"}

    page = send(client, draft, "figures", **boxes, **{f"pasted-{prefix}": "2012-13\t77,000"})

    assert page.status_code == 200
    assert 'value="77,000"' in page.text
    assert 'value="5"' in page.text
    assert not draft.figures.exists()


def test_what_is_left_there_and_cannot_be_read_is_refused_and_nothing_is_saved(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"{prefix}-0-year": "2010-11", f"{prefix}-0-saving": "5"}

    page = send(client, draft, "figures", **boxes, **{f"pasted-{prefix}": "all in £000"})

    assert page.status_code == 400
    assert "“all in £000” says thousands" in page.text
    assert 'value="5"' in page.text
    assert not draft.figures.exists()


def test_amounts_pasted_at_an_expected_row_leave_the_plan_beside_it(client, place, officer):
    plan = factories.figure(factories.lead_of(place), "100000.00", year=2011, state="plan")
    draft = factories.draft_of(place, figures=[plan])
    table = f"{draft.lead.pk}-cashable"
    boxes = {f"{table}-rows": "2", f"cursor-{table}": f"{table}-1-saving", "paste": table}
    for number, (state, saving) in enumerate([("plan", "100,000"), ("forecast", "")]):
        boxes |= {f"{table}-{number}-year": "2011-12", f"{table}-{number}-state": state}
        boxes[f"{table}-{number}-saving"] = saving

    page = send(client, draft, "figures", **boxes, **{f"pasted-{table}": "90000\n180000\n"})

    rows = page.context["form"].tables[0].rows
    shown = [(row["year"].value(), row["state"].value(), row["saving"].value()) for row in rows]
    assert shown == [
        ("2011-12", "plan", "100,000"),
        ("2011-12", "forecast", "90000"),
        ("2012-13", "forecast", "180000"),
    ]


def test_a_tick_stays_when_a_year_is_added(client, draft):
    prefix = f"{draft.lead.pk}-cashable"

    response = send(client, draft, "figures", add=prefix, zero_costs="yes")

    assert 'value="yes" checked' in response.text


def test_what_is_pasted_without_years_is_refused_in_words(client, draft):
    prefix = f"{draft.lead.pk}-cashable"

    response = send(client, draft, "figures", **{f"pasted-{prefix}": "77,000", "paste": prefix})

    assert "No financial year was found in what you pasted" in response.text


def test_amounts_without_a_year_are_told_at_the_top_and_beside_their_box(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    words, box = "These amounts have no year. Write it as 2009-10.", f"id_{prefix}-0-year"

    page = send(client, draft, "figures", **{f"{prefix}-0-year": "", f"{prefix}-0-saving": "5"})

    assert f'<a href="#{box}">Row 1, year: {words}</a>' in page.text
    assert f'aria-describedby="{box}-error"' in page.text
    assert words in page.text.split(f'id="{box}-error"')[1].split("</p>")[0]


def test_a_pasted_row_without_a_year_is_told_at_the_top_and_beside_its_box(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"pasted-{prefix}": "2010-11\t7\nlater\t5", "paste": prefix}
    words = "What is beside “later” has amounts and no financial year."

    page = send(client, draft, "figures", **boxes)

    assert page.status_code == 400
    assert f'<a href="#{prefix}-pasted">{words}' in page.text
    assert f'aria-describedby="{prefix}-pasted-hint {prefix}-pasted-error"' in page.text
    assert words in page.text.split(f'id="{prefix}-pasted-error"')[1].split("</p>")[0]


def test_what_is_pasted_and_refused_stays_in_its_box(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    table = "Year\tBenefit\n2012-13\t77,000"

    response = send(client, draft, "figures", **{f"pasted-{prefix}": table, "paste": prefix})

    assert "The heading “Benefit” may mean more than one thing" in response.text
    assert f">\n{table}</textarea>" in response.text
    assert 'value="77,000"' not in response.text


def test_the_unit_is_chosen_once_and_stays_through_an_error_and_until_the_page_is_opened_again(
    client, draft
):
    prefix = f"{draft.lead.pk}-cashable-0"
    boxes = {f"{prefix}-year": "2010-11", f"{prefix}-saving": "1,200,000"}

    turned = send(client, draft, "figures", **boxes, **{"in": "1000"})
    boxes |= {f"{prefix}-saving": "1,200", "unit": "1000"}
    wrong = send(client, draft, "figures", **boxes, **{f"{prefix}-one_off_cost": "TBC"})
    saved = send(client, draft, "figures", **boxes, **{f"{prefix}-one_off_cost": "0.5"})

    assert 'value="1,200"' in turned.text
    assert "thousands of pounds (£000)" in wrong.text
    assert saved.status_code == 302
    stored = {figure.line: figure.amount for figure in draft.figures.all()}
    assert stored == {"saving": Decimal(1_200_000), "one_off_cost": Decimal(500)}
    again = client.get(address_of(draft, "figures"))
    assert again.context["form"].unit == "1000"
    assert 'value="1,200"' in again.text


@pytest.mark.parametrize("typed", ["1.234", "-24000", "TBC"])
def test_the_unit_stays_while_a_box_cannot_be_read_in_it(client, draft, typed):
    prefix = f"{draft.lead.pk}-cashable-0"
    boxes = {f"{prefix}-year": "2010-11", f"{prefix}-saving": typed, f"{prefix}-running_cost": "5"}

    kept = send(client, draft, "figures", **boxes, **{"in": "1000"})

    assert kept.status_code == 400
    assert kept.context["form"].unit == "1"
    assert f'value="{typed}"' in kept.text
    assert '<a href="#units">The boxes stay in £, because' in kept.text
    assert "Correct these boxes, then change the unit to £000." in kept.text
    assert f'<a href="#id_{prefix}-saving">2010-11, forecast, saving (£): “{typed}”' in kept.text


def test_what_is_pasted_in_the_unit_of_the_boxes_is_put_into_them(client, draft):
    prefix = f"{draft.lead.pk}-cashable"
    table = {f"pasted-{prefix}": "Year\tSaving £000\n2010-11\t1,200", "paste": prefix}

    page = send(client, draft, "figures", unit="1000", **table)

    assert "Put into the boxes below, in £000, and not saved yet." in page.text
    assert "£1,200,000" in page.text  # As the total says.


def test_another_table_is_opened_with_what_was_typed_before_and_stays_open(client, place, draft):
    prefix = f"{draft.lead.pk}-cashable-0"
    boxes = {f"{prefix}-year": "2012-13", f"{prefix}-saving": "5"}
    police, fire = factories.OrganisationFactory.create_batch(2)
    for body in (police, fire):
        place.partnerships.create(organisation=body)

    one = send(client, draft, "figures", open=police.pk, **boxes)
    both = send(client, draft, "figures", open=fire.pk, also=police.pk, **boxes)

    assert not draft.figures.exists()
    assert 'value="5"' in one.text
    whose = [[table.organisation for table in page.context["form"].tables] for page in (one, both)]
    assert whose == [[draft.lead, police], [draft.lead, police, fire]]
    assert f'name="also" value="{police.pk}"' in both.text
    words = f'A table for {fire} is open below. <a class="govuk-notification-banner__link" href="#id_{fire.pk}-'
    assert words in both.text
    offered = [page.text.count('name="open"') for page in (one, both)]
    assert offered == [1, 0]  # Whoever has a table is offered none.
    assert "split by percentages" in both.text


def test_what_was_typed_is_saved_on_the_way_to_a_split(client, draft):
    prefix = f"{draft.lead.pk}-cashable-0"
    boxes = {f"{prefix}-year": "2012-13", f"{prefix}-saving": "5"}

    page = send(client, draft, "figures", then="others", **boxes)

    assert page["Location"] == address_of(draft, "others")
    assert draft.figures.get().amount == 5


def test_an_amount_a_thousand_times_off_is_asked_about_once_and_taken_when_it_is_right(
    client, draft
):
    prefix = f"{draft.lead.pk}-cashable"
    boxes = {f"{prefix}-rows": "3"}
    for number, saving in enumerate(["100,000", "120", "130,000"]):
        boxes |= {f"{prefix}-{number}-year": f"201{number}-1{number + 1}"}
        boxes |= {f"{prefix}-{number}-saving": saving}

    asked = send(client, draft, "figures", **boxes)

    assert asked.status_code == 400
    assert not draft.figures.exists()
    words = "2011-12 saving (forecast) of £120 is 833 times less than what the claim says of other years"
    assert f'<a href="#id_{prefix}-1-saving">{words}' in asked.text
    sure = {"amounts_are_right": asked.context["form"].digest_of_asked}
    other = send(client, draft, "figures", **boxes | {f"{prefix}-1-saving": "110"}, **sure)
    assert other.status_code == 400
    assert send(client, draft, "figures", **boxes, **sure).status_code == 302
    assert send(client, draft, "figures", **boxes).status_code == 302  # As it is stored.


@pytest.mark.parametrize(("unit", "sign"), [("1000", "£000"), ("1000000", "£m")])
def test_a_billion_in_boxes_for_more_than_pounds_is_asked_about_once(client, draft, unit, sign):
    prefix, million = f"{draft.lead.pk}-cashable", 1_000_000 // int(unit)
    boxes = {"unit": unit, f"{prefix}-rows": "2"}
    for number in range(2):
        boxes |= {f"{prefix}-{number}-year": f"201{number}-1{number + 1}"}
        boxes |= {f"{prefix}-{number}-saving": str(250_000 * million)}

    asked = send(client, draft, "figures", **boxes)

    assert asked.status_code == 400
    words = f"saving (forecast) of £250,000,000,000 is £1 billion or more, and the boxes are in {sign}. Correct it"
    assert [words in text for text in asked.text.split("<li>") if "billion" in text] == [True] * 2
    sure = {"amounts_are_right": asked.context["form"].digest_of_asked}
    other = {f"{prefix}-1-saving": str(260_000 * million)}
    assert send(client, draft, "figures", **boxes | other, **sure).status_code == 400
    assert send(client, draft, "figures", **boxes, **sure).status_code == 302
    assert send(client, draft, "figures", **boxes).status_code == 302  # As it is stored.
    assert send(client, draft, "figures", **boxes | other).status_code == 400

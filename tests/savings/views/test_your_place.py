"""The start: *Your place* for the people of one, the coverage board for everybody else."""

from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.models import Round
from savings.totals.by_place import sums_of_places, sums_of_shares
from tests import factories

URL, BOARD = reverse("savings:your_place"), reverse("savings:board")

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def place():
    return factories.PlaceFactory(name="Kent", code="KEN")


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="Riverside Trust")


def _page(client, user):
    client.force_login(user)
    response = client.get(URL)
    assert response.status_code == 200
    return response


def _parts(client, user):
    return _page(client, user).context["page"].parts


def _part(client, user):
    [part] = _parts(client, user)
    return part


def _waiting(part):
    return [item.words for item in part.waiting.first]


def _as(person, role, place, **also):
    Membership.objects.create(user=person, place=place, role=role, **also)
    return person


# Who is shown what at the start, and which item of the menu is marked there. The board is everybody's.
PEOPLE = {
    "officer": ("your_place", lambda place: factories.officer_of(place)),
    "finance officer": ("your_place", lambda place: factories.finance_of(place)),
    "partner": ("your_place", lambda place: factories.partner_of(place, factories.lead_of(place))),
    "officer and reviewer": ("your_place", lambda place: _as(factories.reviewer(), "officer", place)),
    "reviewer with an interest": ("board", lambda place: _as(factories.reviewer(), "interest", place)),
    "reviewer": ("board", lambda place: factories.reviewer()),
    "lead": ("board", lambda place: factories.lead()),
    "analyst": ("board", lambda place: factories.analyst()),
    "administrator": ("board", lambda place: factories.administrator()),
    "nobody": ("board", lambda place: factories.UserFactory()),
}  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_each_role_begins_where_its_work_is_and_everybody_reaches_the_board(client, place, who):
    shown, person = PEOPLE[who]
    client.force_login(person(place))

    start, board = client.get(URL), client.get(BOARD)

    assert (start.status_code, board.status_code) == (200, 200)
    assert f"savings/{shown}.html" in [template.name for template in start.templates]
    assert "savings/board.html" in [template.name for template in board.templates]
    menu = ["Coverage"] if shown == "board" else ["Your place", "Coverage"]
    assert [item["text"] for item in start.context["menu"]][: len(menu)] == menu
    assert _marked(start) == menu[:1]
    assert _marked(board) == ["Coverage"]


def _marked(response):
    return [item["text"] for item in response.context["menu"] if item["current"]]


def test_who_is_of_no_place_any_more_begins_at_the_board(client, place):
    officer = factories.officer_of(place)
    factories.end_memberships(officer)
    client.force_login(officer)

    assert "How hard are the numbers?" in client.get(URL).text


def test_trails_begin_where_the_person_does(client, place):
    for person, words in ((factories.officer_of(place), "Your place"), (factories.lead(), "Coverage")):  # fmt: skip
        client.force_login(person)

        assert f'href="/">{words}</a>' in client.get("/places/").text


def test_what_is_asked_of_the_reader_comes_first_and_what_waits_for_others_is_a_line(
    client, place, trust
):
    officer, other = factories.officer_of(place), factories.officer_of(place)
    content = factories.complete_content(place)
    mine = workflow.create_claim(place, by=officer, content=content)
    for _ in range(2):
        workflow.create_claim(place, by=other, content=content)
    workflow.ask_sign_off(factories.draft_of(place), by=other)
    for status in ("question", "provisional", "final"):
        _with_share(place, trust, status)

    of_officer = _part(client, officer)
    of_finance = _part(client, factories.finance_of(place))
    of_partner = _part(client, factories.partner_of(place, trust))

    acts = ["Answer the question", "Reply to the provisional verdict"]
    assert _waiting(of_officer) == [*acts, "Finish the draft"]
    assert of_officer.waiting.first[-1].version == mine
    assert [item.by is not None for item in of_officer.waiting.first] == [True, True, False]
    assert [(line.words, line.href) for line in of_officer.of_others] == [
        ("2 drafts are being written by others", "/claims/?place=KEN&status=draft"),
        ("1 draft waits for your finance officer to sign it off", "/claims/?place=KEN&status=draft"),
    ]  # fmt: skip
    assert _waiting(of_finance) == [*acts, "Sign off and submit"]
    assert [line.words for line in of_finance.of_others] == ["3 drafts are being written by others"]
    assert _waiting(of_partner) == ["Agree or dispute your share"] * 3
    assert of_partner.of_others == []


def test_a_draft_is_theirs_too_who_wrote_in_it(client, place):
    draft = factories.draft_of(place)
    colleague = factories.officer_of(place)
    before = _part(client, colleague)

    workflow.edit(draft, by=colleague, content={"programme": "One front desk"})

    assert (_waiting(before), _waiting(_part(client, colleague))) == ([], ["Finish the draft"])


def test_a_long_list_shows_what_is_asked_of_the_reader_and_folds_the_rest_away(client, place):
    officer = factories.officer_of(place)
    content = factories.complete_content(place)
    for _ in range(110):
        workflow.create_claim(place, by=officer, content=content)
    factories.claim_at("question", place)

    part = _part(client, officer)

    assert _waiting(part)[0] == "Answer the question"
    assert (len(part.waiting.first), len(part.waiting.rest), part.waiting.more) == (8, 92, 11)
    assert "92 more" in (text := _page(client, officer).text)
    assert "11 more come up here as these are done." in text
    assert [(row.label, row.number) for row in part.standings] == [
        ("Draft", 110),
        ("Question asked", 1),
    ]


def test_where_claims_stand_is_what_their_lists_hold(client, place):
    officer = factories.officer_of(place)
    asked = factories.draft_of(place)
    workflow.ask_sign_off(asked, by=officer)
    for status in ("draft", "submitted", "provisional", "final", "final", "withdrawn", "published"):
        if status == "published":
            factories.published(place)
        elif status == "draft":
            factories.draft_of(place)
        else:
            factories.claim_at(status, place)
    revised = factories.claim_at("final", place)
    workflow.perform("revise", revised, by=officer, note="New figures.")
    factories.claim_at("submitted", condition="D")

    part = _part(client, officer)

    assert [(row.label, row.number, row.asked) for row in part.standings] == [
        ("Draft", 3, 1),
        ("Submitted", 1, 0),
        ("Provisional verdict", 1, 0),
        ("Final verdict", 2, 0),
        ("Withdrawn", 1, 0),
        ("Published words", 1, 0),
    ]
    for row in part.standings:
        assert client.get(row.href).context["page"].paginator.count == row.number
    assert client.get(part.claims_href).context["page"].paginator.count == part.claims == 9


def _with_share(place, trust, status, share="100.00"):
    council = factories.lead_of(place)
    figures = [
        factories.figure(council, "900.00"),
        factories.figure(council, "40.00", line="one_off_cost"),
        factories.figure(council, "0.00", line="running_cost"),
        factories.figure(trust, share),
    ]
    return factories.claim_at(status, place, figures=figures, has_other_bodies=True)


def _drawn(part):
    return [
        (set_.label, row.year, row.is_accepted, row.saving, row.costs, row.net)
        for set_ in part.money
        for row in set_.rows
    ]


def _summed(found):
    """The same of `savings.totals`: what is stated, and what is accepted."""
    return [
        (of_key.key.words, str(year.year), is_accepted, *amounts)
        for of_key in found
        for year in of_key.years
        for is_accepted, amounts in (
            (False, [amount.pounds for amount in year.stated.amounts]),
            (True, [year.accepted.saving, year.accepted.costs, year.accepted.net]),
        )
    ]


def test_every_sum_is_that_of_the_totals_and_a_partner_is_told_of_its_share_alone(
    client, place, trust
):
    officer, partner = factories.officer_of(place), factories.partner_of(place, trust)
    _with_share(place, trust, "submitted", share="50.00")
    _with_share(place, trust, "final")
    factories.claim_at("submitted", place, condition="D")

    of_officer, of_partner = _part(client, officer), _part(client, partner)
    text = client.get(URL).text

    assert _drawn(of_officer) == _summed(sums_of_places(officer)[place.pk])
    shares = _summed(sums_of_shares(partner)[place.pk])
    assert [row[:-1] for row in _drawn(of_partner)] == [row[:-1] for row in shares]
    label = "Cashable, forecast, cash prices"
    assert _drawn(of_partner) == [
        (label, "2010-11", False, Decimal(150), None, None),
        (label, "2010-11", True, Decimal(100), None, None),
    ]
    assert "£252,000" not in text
    assert "£150" in text
    assert "Not stated" in text  # Its costs: a blank is no zero.
    assert [(row.label, row.number) for row in of_partner.standings] == [
        ("Submitted", 1),
        ("Final verdict", 1),
    ]
    assert not of_partner.money[0].has_net
    assert not any(row.href for row in of_partner.standings)  # No list has just these.
    widths = [row.bar[0].width for row in of_partner.money[0].rows]
    assert widths == [240.0, 160.0]


def test_what_no_review_has_come_to_is_not_drawn_as_zero(client, place):
    factories.claim_at("submitted", place)

    page = _page(client, factories.officer_of(place))

    [stated] = page.context["page"].parts[0].money[0].rows
    assert (stated.saving, stated.is_accepted) == (Decimal(250_000), False)
    assert "1 claim. No final verdict yet" in page.text


def test_a_place_without_a_claim_is_told_the_first_step(client, place, trust):
    factories.published(place)
    ways = {"/claims/new/", "/upload/own/"}

    for role in ("officer", "finance"):
        text = _page(client, _as(factories.UserFactory(), role, place)).text

        assert "No saving is stated here yet." in text
        assert all(f'href="{way}"' in text for way in ways)
        assert "Nothing waits for you." not in text
        assert "No claim that stands has figures by year yet" in text
    alone = _page(client, factories.partner_of(place, trust)).text
    assert "No claim gives your organisation a share yet." in alone
    assert not any(f'href="{way}"' in alone for way in ways)


def test_each_place_has_a_part_of_its_own_and_links_lead_to_them(client, place, trust):
    practice = factories.PlaceFactory(name="Practice", code="PRA", kind="practice")
    person = _as(factories.officer_of(place), "partner", practice, organisation=trust)
    factories.claim_at("submitted", place)
    _with_share(practice, trust, "submitted", share="7.00")

    page = _page(client, person)
    kent, made_up = page.context["page"].parts

    assert (kent.place.code, kent.body) == ("KEN", None)
    assert (made_up.place.code, made_up.body) == ("PRA", trust)
    assert _waiting(kent) == []
    assert _waiting(made_up) == ["Agree or dispute your share"]
    assert [row[3] for row in (*_drawn(kent), *_drawn(made_up))] == [250_000, 7]
    assert "Your places</h1>" in page.text
    for code in ("KEN", "PRA"):
        assert f'href="#{code}"' in page.text
        assert f'id="{code}"' in page.text
    assert "Everything here is for practice. None of it is in any total." in page.text


def test_who_is_officer_and_partner_of_one_place_sees_all_of_it(client, place, trust):
    person = _as(factories.officer_of(place), "partner", place, organisation=trust)
    _with_share(place, trust, "submitted")

    part = _part(client, person)

    assert part.body is None
    assert part.money[0].rows[0].saving == 1000
    assert _waiting(part) == ["Agree or dispute your share"]


def test_the_round_is_told_with_its_last_day_and_what_is_due_or_that_none_is_open(
    client, place, trust
):
    today = timezone.localdate()
    officer, partner = factories.officer_of(place), factories.partner_of(place, trust)
    with time_machine.travel("2026-01-05T09:00Z"):
        factories.claim_at("submitted", place)
    draft = factories.draft_of(place)
    check = reverse("savings:claim_check", args=[draft.claim.reference])
    without = _page(client, officer).text
    Round.objects.create(name="Autumn", opens_on=today, closes_on=today)

    text = _page(client, officer).text
    checked = client.get(check).text
    workflow.ask_sign_off(factories.draft_of(place), by=officer)
    of_finance = _part(client, factories.finance_of(place))

    # What has a day does not come before what is asked of them.
    words = "Autumn: revise it, or say that nothing has changed"
    assert _waiting(of_finance) == ["Sign off and submit", words]
    assert "No round is open, so nothing has to be in by a certain day." in without
    assert "The round “Autumn” closes today." in text
    assert "The round “Autumn” closes today." in checked
    assert "In the round “Autumn”, 1 claim still waits for your place" in text
    assert "The round “" not in _page(client, partner).text


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("", "Ask a colleague in your place, or whoever added you to Total Place."),
        ("help@treasury.example", '<a class="govuk-link" href="mailto:help@treasury.example">'),
        ("The savings team, 020 7946 0000", "Ask The savings team, 020 7946 0000."),
        ("<b>Bold</b> team", "Ask &lt;b&gt;Bold&lt;/b&gt; team."),
    ],
)
def test_whom_to_ask_is_as_the_site_is_set(client, place, settings, contact, shown):
    settings.HELP_CONTACT = contact

    assert shown in _page(client, factories.officer_of(place)).text


def test_what_becomes_of_a_day_that_is_past_is_said(client, place):
    officer = factories.officer_of(place)
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        factories.claim_at("question", place)
        factories.claim_at("provisional", place)

    with time_machine.travel("2027-03-16T09:00Z", tick=False):
        text = _page(client, officer).text

    assert "The answer is overdue. Until it comes the claim is not yet reviewed." in text
    assert "That day is past. Until the verdict is final a reply is still read." in text


def test_a_reply_that_will_not_come_and_a_word_that_was_given_wait_for_nobody(client, place, trust):
    version = factories.claim_at("provisional", place)
    workflow.perform("waive_reply", version, by=factories.finance_of(place))
    shared = _with_share(place, trust, "submitted")
    partner = factories.partner_of(place, trust)
    workflow.agree(shared, by=partner)

    assert _waiting(_part(client, factories.officer_of(place))) == []
    assert _waiting(_part(client, partner)) == []


def test_other_places_are_nowhere_on_it(client, place):
    elsewhere = factories.PlaceFactory(name="Elsewhere")
    factories.claim_at("submitted", elsewhere, condition="D", what_changes="Heron landing")
    factories.draft_of(elsewhere, what_changes="Heron landing")

    text = _page(client, factories.officer_of(place)).text

    assert "Heron" not in text
    assert "Elsewhere" not in text


def test_many_claims_and_places_cost_as_many_queries_as_few(django_assert_num_queries, place):
    client, person = Client(), factories.officer_of(place)
    client.force_login(person)
    _of_each_kind(place)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    number = len(one.captured_queries)
    another = factories.PlaceFactory()
    _as(person, "officer", another)
    for each in (place, another):
        _of_each_kind(each)
    client.get(URL)  # The statements for somebody with two places are built.

    with django_assert_num_queries(number):
        client.get(URL)


def _of_each_kind(place):
    factories.draft_of(place)
    for status in ("question", "provisional", "final"):
        factories.claim_at(status, place)

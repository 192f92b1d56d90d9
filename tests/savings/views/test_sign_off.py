"""Signing off: what freezes is on the screen, and nothing is signed that was not."""

from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags

from savings import workflow
from savings.models import SignOffRequest, StatementOfUse, Version
from savings.models.choices import Status
from tests import factories

from .test_actions import _address, _claim, _do


@pytest.fixture
def trust(place):
    return factories.OrganisationFactory(name="NHS Trust")


def test_who_asks_for_sign_off_is_told_who_can_give_it(client, place, trust):
    draft = _claim("draft", place, trust)
    officer = factories.officer_of(place)

    nobody = client.get(_do(client, officer, draft, "ask_sign_off").headers["Location"])
    finance = factories.finance_of(place)

    assert "Nobody in your place can sign off yet" in nobody.text
    assert f"{finance.name} can sign it off." in client.get(nobody.request["PATH_INFO"]).text


def test_sign_off_shows_what_freezes_and_the_words_on_use(client, place, trust):
    today = timezone.localdate()
    StatementOfUse.objects.create(text="Read, and not allocated.", valid_from=today, source="S")
    draft = _claim("draft", place, trust, what_changes="One front desk")
    client.force_login(factories.finance_of(place))

    page = client.get(_address(draft, "submit")).text

    for words in ("One front desk", "£250,000", "Evaluation", "page 4", "Read, and not allocated."):
        assert words in page


def test_the_words_on_use_are_kept_as_they_were_shown(client, place, trust):
    today = timezone.localdate()
    words = StatementOfUse.objects.create(text="As shown.", valid_from=today, source="S")
    draft = _claim("draft", place, trust)
    finance = factories.finance_of(place)

    _do(client, finance, draft, "submit", has_read="on")
    words.text = "Changed since."
    words.save()

    draft.refresh_from_db()
    assert (draft.sign_off.statement, draft.sign_off.by) == ("As shown.", finance)
    assert draft.sign_off.statement_date == today


def test_sign_off_needs_the_tick(client, place, trust):
    draft = _claim("draft", place, trust)

    response = _do(client, factories.finance_of(place), draft, "submit")

    assert "Tick the box to sign off." in response.text
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_what_changed_after_the_page_was_opened_is_not_signed(client, place, trust):
    draft = _claim("draft", place, trust)
    client.force_login(factories.finance_of(place))
    seen = client.get(_address(draft, "submit")).context["seen"]
    content = {"what_changes": "Something else"}
    workflow.perform("edit", draft, by=factories.officer_of(place), content=content)

    response = client.post(_address(draft, "submit"), {"seen": seen, "has_read": "on"})

    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text
    assert "Something else" in response.text
    assert Version.objects.get(pk=draft.pk).status == Status.DRAFT


def test_a_tick_for_another_version_is_not_kept(client, place, trust):
    draft = _claim("draft", place, trust)
    client.force_login(factories.finance_of(place))

    sent = {"version": "7", "seen": "what stood there then", "has_read": "on"}
    response = client.post(_address(draft, "submit"), sent)

    assert response.status_code == 409
    assert response.text.count("There is a problem") == 0
    assert not response.context["form"].is_bound
    assert Version.objects.get(pk=draft.pk).status == Status.DRAFT


def test_what_changed_is_not_signed_even_after_a_tick_was_left_out(client, place, trust):
    draft = _claim("draft", place, trust)
    client.force_login(factories.finance_of(place))
    seen = client.get(_address(draft, "submit")).context["seen"]
    content = {"what_changes": "Something else"}
    workflow.perform("edit", draft, by=factories.officer_of(place), content=content)

    response = client.post(_address(draft, "submit"), {"seen": seen})

    assert response.status_code == 409
    assert "The claim has changed since you opened this page" in response.text


def test_a_revision_is_signed_beside_what_it_changes(client, place, trust):
    version = _claim("final", place, trust)
    factories.revised(version)
    client.force_login(factories.finance_of(place))

    page = client.get(_address(version, "submit")).text

    assert f"/claims/{version.claim.reference}/compare/1/2/" in page
    assert "The verdict on version 1 stays with that version, and is shown beside this one" in page


@pytest.mark.parametrize("role", ["officer", "finance"])
def test_a_draft_in_which_nothing_differs_is_thrown_away_with_one_button(
    client, place, trust, role
):
    standing = _claim("final", place, trust)
    person = getattr(factories, f"{role}_of")(place)
    draft = workflow.perform("revise", standing, by=person, note="As before.")
    client.force_login(person)

    check = client.get(f"/claims/{draft.claim.reference}/edit/check/").text
    page = client.get(draft.claim.get_absolute_url()).text
    client.post(_address(draft, "discard"), {"once": str(uuid4())})

    draft.refresh_from_db()
    standing.refresh_from_db()
    assert "Nothing has changed: throw the draft away" in check
    for text in (check, page):
        assert "Nothing in this draft differs from version 1, so version 1 stands" in text
        assert "“Supported as a forecast”" in text
    for action in ("Ask for sign-off", "Go to sign-off", "Sign off and submit"):
        assert action not in check
        assert action not in page
    assert (standing.status, draft.status) == ("final", "withdrawn")


@pytest.mark.parametrize(("role", "action"), [("officer", "ask_sign_off"), ("finance", "submit")])
def test_a_draft_in_which_nothing_differs_is_refused_at_the_address_too(
    client, place, trust, role, action
):
    standing = _claim("final", place, trust)
    person = getattr(factories, f"{role}_of")(place)
    draft = workflow.perform("revise", standing, by=person, note="As before.")

    response = _do(client, person, draft, action, has_read="on")

    assert response.status_code == 409
    assert "Nothing in this draft differs from version 1" in response.text
    standing.refresh_from_db()
    assert standing.status == "final"


def test_an_incomplete_claim_is_not_signed_off_and_the_page_says_why(client, place):
    factories.ThemeFactory()
    finance = factories.finance_of(place)
    draft = workflow.create_claim(place, by=finance, content={"what_changes": "x"})

    response = _do(client, finance, draft, "submit", has_read="on")
    page = client.get(_address(draft, "submit")).text

    assert response.status_code == 409
    assert "Choose the service." in response.text
    assert "Choose the service." in page
    assert 'name="has_read"' not in page


def test_a_large_saving_asks_as_what_one_signs(client, place):
    figures = factories.figures_of(factories.lead_of(place), amount="1000000.00")
    draft = factories.draft_of(
        place,
        figures=figures,
        evidence=[(factories.link(), "1"), (factories.ledger(), "2")],
        service_evidence="Counted.",
    )
    finance = factories.finance_of(place)

    without = _do(client, finance, draft, "submit", has_read="on")
    too_low = _do(client, finance, draft, "submit", has_read="on", signs_as="finance")
    signed = _do(client, finance, draft, "submit", has_read="on", signs_as="section_151")

    assert "Choose what you sign as." in without.text
    assert too_low.status_code == 400
    assert "signed off by the section 151 officer, or on their behalf." in too_low.text
    assert 'name="has_read" type="checkbox" value="on" checked' in too_low.text
    assert signed.status_code == 302
    assert Version.objects.get(pk=draft.pk).sign_off.signs_as == "section_151"


def _words(response):
    return " ".join(strip_tags(response.text).split())


def _signing(client, place, draft):
    client.force_login(factories.finance_of(place))
    return _words(client.get(_address(draft, "submit")))


def _share(trust, amount):
    return factories.figure(trust, amount)


def test_who_signs_reads_what_each_partner_says_and_who_is_silent(client, place):
    names = [
        "Agreed Trust",
        "Changed Trust",
        "Disputing Trust",
        "Late Trust",
        "Silent Trust",
        "Unmanned Trust",
    ]
    bodies = [factories.OrganisationFactory(name=name) for name in names]
    agreed, changed, disputing, late, silent, unmanned = bodies
    lead = factories.figures_of(factories.lead_of(place))
    named = [agreed, changed, disputing, silent, unmanned]
    shares = [*lead, *(_share(body, "5000.00") for body in named)]
    draft = factories.draft_of(place, figures=shares, has_other_bodies=True)
    people = {body: factories.partner_of(place, body) for body in bodies if body != unmanned}
    officer = factories.officer_of(place)
    with time_machine.travel("2027-03-02T09:00Z"):
        workflow.ask_sign_off(draft, by=officer)
    with time_machine.travel("2027-03-03T09:00Z"):
        workflow.agree(draft, by=people[agreed])
        workflow.agree(draft, by=people[changed])
        workflow.dispute(draft, by=people[disputing], note="Our ward still has to be staffed.")
    anew = [
        *factories.figures_of(factories.lead_of(place)),
        *(_share(body, "5000.00") for body in named if body != changed),
    ]
    workflow.edit(
        draft, by=officer, figures=[*anew, _share(changed, "6000.00"), _share(late, "1.00")]
    )

    text = _signing(client, place, draft)

    for words in (
        "Agreed Trust agreed its share on 3 March 2027.",
        "Changed Trust agreed its share on 3 March 2027. Its share has changed since. It is asked again.",
        "Disputing Trust disputed its share on 3 March 2027: “Our ward still has to be staffed.”",
        "Silent Trust has not answered. It was asked on 2 March 2027.",
        "Late Trust has not been asked yet. It is told of its share when sign-off is asked for again",
        f"Unmanned Trust cannot answer: nobody answers for it in {place}.",
    ):
        assert words in text
    assert factories.lead_of(place).name + " has not" not in text


def test_who_signs_reads_what_has_changed_since_sign_off_was_asked_for(client, place, trust):
    draft = _claim("asked", place, trust)
    assert "Nothing has changed since." in _signing(client, place, draft)

    draft.refresh_from_db()
    workflow.edit(draft, by=factories.officer_of(place), content={"stage": "agreed"})

    text = _signing(client, place, draft)
    assert "Answers differ: stage." in text
    assert "Field When it was asked for Now Stage When it was asked forIdentified NowAgreed" in text
    back = _words(client.get(_address(draft, "send_back")))
    assert "Answers differ: stage." in back


@pytest.mark.parametrize(
    ("amount", "was", "is_shown"), [("5000.00", "the same", 1), ("6000.00", "another", 2)]
)
def test_what_a_partner_said_of_an_earlier_version_stands_beside_its_silence(
    client, place, trust, amount, was, is_shown
):
    standing = _claim("submitted", place, trust)
    partner = factories.partner_of(place, trust)
    workflow.agree(standing, by=partner)
    lead = factories.figures_of(factories.lead_of(place), "270000.00")
    draft = factories.revised(standing, figures=[*lead, _share(trust, amount)])
    workflow.ask_sign_off(draft, by=factories.officer_of(place))

    text = _signing(client, place, draft)

    assert f"{trust} has not answered. It was asked on" in text
    assert f"It agreed version 1, where its share was {was}." in text
    client.force_login(partner)
    page = client.get(_address(draft, "agree"))
    assert "That was of version 1." in _words(page)
    assert page.text.count("<table") == is_shown
    assert ("The share that was agreed before" in page.text) == (is_shown == 2)


def test_who_sent_it_back_reads_why_and_what_has_changed_since_however_often_it_is_asked(
    client, place, trust
):
    draft = _claim("asked", place, trust)
    finance, officer = factories.finance_of(place), factories.officer_of(place)
    draft.refresh_from_db()
    workflow.send_back(draft, by=finance, note="The stage is wrong.")
    workflow.edit(draft, by=officer, content={"stage": "agreed"})
    for _time in range(2):
        workflow.ask_sign_off(draft, by=officer)
        client.force_login(finance)

        text = _words(client.get(_address(draft, "submit")))

        assert (
            f"You sent it back on {timezone.localdate():%-d %B %Y}: “The stage is wrong.”" in text
        )
        assert "Since it was asked for before: Answers differ: stage." in text
        assert "When it was asked for beforeIdentified NowAgreed" in text
        assert "Nothing has changed since." in text

    assert f"{finance} sent it back on" in _signing(client, place, draft)
    workflow.send_back(draft, by=finance, note="And now?")
    workflow.ask_sign_off(draft, by=officer)
    text = _signing(client, place, draft)
    assert "“And now?” It says the same now as when it was asked for before" in text


def test_what_was_not_kept_is_said_not_to_be(client, place, trust):
    draft = _claim("asked", place, trust)
    SignOffRequest.objects.all().delete()

    assert "What the draft said then was not kept" in _signing(client, place, draft)


def test_who_signs_reads_what_freezes_and_what_stays_open(client, place, trust):
    text = _signing(client, place, _claim("asked", place, trust))

    for words in (
        "What freezes when you sign",
        "4 figures, of 2010-11",
        "1 piece of evidence",
        "begins a new version",
    ):
        assert words in text


def test_what_changed_after_the_page_was_opened_is_not_sent_back(client, place, trust):
    draft = _claim("asked", place, trust)
    client.force_login(factories.finance_of(place))
    seen = client.get(_address(draft, "send_back")).context["seen"]
    workflow.edit(draft, by=factories.officer_of(place), content={"stage": "agreed"})

    response = client.post(_address(draft, "send_back"), {"seen": seen, "note": "Why so much?"})

    assert response.status_code == 409
    assert "Why so much?" in response.text
    assert Version.objects.get(pk=draft.pk).sign_off_asked_at

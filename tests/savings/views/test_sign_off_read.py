"""What is read before signing off: what each partner says, what has changed since, what stays open."""

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags

from savings import workflow
from savings.models import SignOffRequest
from tests import factories

from .test_actions import _address, _claim


@pytest.fixture
def trust(place):
    return factories.OrganisationFactory(name="NHS Trust")


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
    assert "Answers differ: how firm it is." in text
    assert (
        "Field When it was asked for Now How firm it is When it was asked forIdentified NowAgreed"
        in text
    )
    back = _words(client.get(_address(draft, "send_back")))
    assert "Answers differ: how firm it is." in back


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
        assert "Since it was asked for before: Answers differ: how firm it is." in text
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

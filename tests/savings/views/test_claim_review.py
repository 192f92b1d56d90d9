"""What a claim's page shows of its review, and to whom: readings, questions, the reply, a partner's word."""

import time_machine

from savings import workflow
from savings.models.choices import Reason, Verdict
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    administrator,
    analyst,
    claim_at,
    figure,
    figures_of,
    lead,
    lead_of,
    officer_of,
    partner_of,
    reading,
    reviewer,
)


def _page(client, user, version):
    client.force_login(user)
    return client.get(version.claim.get_absolute_url())


def test_the_place_and_the_reviewer_follow_the_review_and_others_do_not(client):
    place = PlaceFactory()
    version = claim_at("reply", place, condition="D")

    for user in (officer_of(place), version.review.reviewer):
        text = _page(client, user, version).text
        assert "Provisional verdict" in text
        assert "We agree." in text
    for stranger in (officer_of(PlaceFactory()), analyst(), administrator()):
        text = _page(client, stranger, version).text
        assert "Claimed, and accepted" not in text
        assert "We agree." not in text
        assert "Its verdict is shown here once it is final." in text
    assert "once you have given yours" in _page(client, reviewer(), version).text


def test_a_second_reading_stands_beside_the_first(client):
    place, second = PlaceFactory(), reviewer()
    version = claim_at("provisional", place)
    words = reading(version, Verdict.NOT_CASH, [Reason.NOT_CASH], "No budget was cut.")
    workflow.perform("second_read", version, by=second, **words)

    text = _page(client, officer_of(place), version).text

    first, _, after = text.partition("Second reading")  # A sample has one of its own, shown after.
    assert "Supported as a forecast" in first
    assert f"{second}" in after
    assert "No budget was cut." in after


def test_a_second_reading_of_a_verdict_reconsidered_is_history(client):
    place = PlaceFactory()
    version = claim_at("provisional", place)
    reader, officer = version.review.reviewer, officer_of(place)
    workflow.perform("second_read", version, by=reviewer(), **reading(version))
    workflow.perform("reply", version, by=officer, text="We differ.")
    workflow.perform("reconsider", version, by=lead(), note="The place is right.")
    workflow.perform("decide", version, by=reader, **reading(version))

    assert "Second reading" not in _page(client, officer, version).text


def test_questions_are_between_the_place_and_its_reviewers(client):
    place = PlaceFactory()
    version = claim_at("question", place, condition="D")

    assert "Is this net of costs?" in _page(client, officer_of(place), version).text
    assert "Answer due by" in _page(client, reviewer(), version).text
    assert "Is this net of costs?" not in _page(client, analyst(), version).text


def test_both_sides_read_who_owes_what_and_nobody_else(client):
    place = PlaceFactory()
    version = claim_at("question", place, condition="D")

    assert "Your place has to answer by" in _page(client, officer_of(place), version).text
    assert "The place has to answer by" in _page(client, reviewer(), version).text
    assert "has to answer" not in _page(client, analyst(), version).text


def test_an_overdue_answer_is_said_to_be_overdue_and_the_claim_not_yet_reviewed(client):
    place = PlaceFactory()
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = claim_at("question", place)
    officer = officer_of(place)
    client.force_login(officer)

    with time_machine.travel("2027-03-16T09:00Z", tick=False):
        text = _page(client, officer, version).text

    assert "The answer is overdue: it was due by 15 March 2027." in text
    assert "Until it comes the claim is not yet reviewed. This says nothing against it." in text
    assert "So far 0 working days with the Treasury and 11 with the place." in text


def test_an_answer_stands_under_its_question(client):
    place = PlaceFactory()
    version = claim_at("question", place)
    officer = officer_of(place)
    workflow.perform("answer", version, by=officer, text="Yes: see the ledger.")

    assert "Yes: see the ledger." in _page(client, officer, version).text


def test_a_final_verdict_and_the_reply_are_shown_to_all_who_see_the_claim(client):
    version = claim_at("final", condition="D")

    text = _page(client, officer_of(PlaceFactory()), version).text

    assert "Final verdict" in text
    assert "Claimed, and accepted on present evidence" in text
    assert "We agree." in text


def test_a_partner_s_latest_word_stands(client):
    place, trust = PlaceFactory(), OrganisationFactory(name="Riverside Trust")
    figures = [*figures_of(lead_of(place)), figure(trust)]
    version = claim_at("submitted", place, figures=figures, has_other_bodies=True)
    partner = partner_of(place, trust)
    workflow.perform("dispute", version, by=partner, note="Not ours.")
    workflow.perform("agree", version, by=partner)

    response = _page(client, partner, version)

    assert [answer.is_agreed for answer in response.context["responses"]] == [True]
    assert "Riverside Trust <strong>agrees</strong>" in response.text

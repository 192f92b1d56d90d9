"""One claim as it stands: what it says, what backs it, what became of it."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from savings import workflow
from savings.models import EvidenceGrade
from savings.models.choices import Reason, Verdict
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    finance_of,
    lead,
    lead_of,
    ledger,
    link,
    officer_of,
    partner_of,
    published,
    reading,
    reviewer,
)


def _page(client, user, version):
    client.force_login(user)
    return client.get(version.claim.get_absolute_url())


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(claim_at("submitted").claim.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("condition", ["A", "B", "C", "D"])
def test_who_sees_a_submitted_claim_turns_on_its_use_condition(client, condition):
    place, trust = PlaceFactory(), OrganisationFactory()
    figures = [*figures_of(lead_of(place)), figure(trust)]
    version = claim_at(
        "submitted", place, condition=condition, figures=figures, has_other_bodies=True
    )
    people = {
        "officer": officer_of(place),
        "finance": finance_of(place),
        "partner named": partner_of(place, trust),
        "partner not named": partner_of(place, OrganisationFactory()),
        "officer elsewhere": officer_of(PlaceFactory()),
        "reviewer": reviewer(),
        "analyst": analyst(),
        "administrator": administrator(),
        "nobody": UserFactory(),
    }

    seen = {
        name for name, user in people.items() if _page(client, user, version).status_code == 200
    }

    also = {"C": {"analyst"}, "D": people.keys() - {"nobody"}}.get(condition, set())
    assert seen == {"officer", "finance", "partner named", "reviewer"} | also


def test_a_draft_is_found_by_its_own_place_only(client):
    place = PlaceFactory()
    draft = draft_of(place)

    assert _page(client, officer_of(place), draft).status_code == 200
    for stranger in (officer_of(PlaceFactory()), reviewer(), analyst(), administrator()):
        assert _page(client, stranger, draft).status_code == 404


def test_small_letters_lead_to_the_one_address(client):
    client.force_login(UserFactory())

    response = client.get("/claims/ken-0007/")

    assert (response.status_code, response["Location"]) == (302, "/claims/KEN-0007/")


@pytest.mark.parametrize("reference", ["NOPE-1", "-X", "A_B", "A.B", "A%00", "X" * 21, "%C3%89"])
def test_a_reference_that_is_none_is_refused(client, reference):
    client.force_login(reviewer())

    assert client.get(f"/claims/{reference}/").status_code in (400, 404)


def test_published_words_stand_with_their_source_and_what_is_not_stated(client):
    version = published(
        PlaceFactory(), as_published="£720m–£780m over five years", caveat="Needs a law."
    )

    text = _page(client, administrator(), version).text

    assert "£720m–£780m over five years" in text
    assert "Needs a law." in text
    assert '<a class="govuk-link" href="https://news.example/story"' in text
    assert "Not stated" in text
    assert "No figures by year" in text
    assert "Published words are not reviewed." in text
    assert "Nominal" not in text


def test_a_false_answer_is_no_and_a_blank_one_is_not_stated(client):
    place = PlaceFactory()
    draft = draft_of(place, has_other_bodies=False, continues=None)

    response = _page(client, officer_of(place), draft)

    stated = {item.label: item.words for item in response.context["ground_statements"]}
    assert stated["Somebody else pays or gains"] == "No"
    assert stated["Continues without an end year"] is None


def test_figures_stand_in_a_grid_with_the_net(client):
    place = PlaceFactory()
    figures = [*figures_of(lead_of(place)), figure(lead_of(place), "0.00", year=2011)]
    version = claim_at("submitted", place, figures=figures)

    text = _page(client, reviewer(), version).text

    assert "Cashable, forecast" in text
    assert ">£230,000<" in text
    assert ">£0<" in text
    assert "Net saving is the saving less one-off cost" in text


def test_each_organisation_s_share_and_the_notes_on_figures_are_shown(client):
    place, trust = PlaceFactory(), OrganisationFactory(name="Riverside Trust")
    figures = [*figures_of(lead_of(place)), figure(trust, note="From April.")]
    version = claim_at("submitted", place, figures=figures, has_other_bodies=True)

    text = _page(client, reviewer(), version).text

    assert "Riverside Trust, cashable" in text
    assert "Riverside Trust: From April." in text


def _with_a_plan(place, **draft):
    body = lead_of(place)
    figures = [
        *(figure(body, "200000.00", year=year, state="plan") for year in (2010, 2011)),
        figure(body, "0.00", year=2010, note="The lease ran on."),
        *figures_of(body, "150000.00", year=2011, note="Half the teams have moved."),
    ]
    return claim_at("submitted", place, figures=figures, **draft)


def test_a_plan_stands_beside_what_came_of_it_with_the_reasons(client):
    version = _with_a_plan(PlaceFactory(), stage="agreed")

    response = _page(client, reviewer(), version)

    assert "Stage: <strong>Agreed</strong>. The partners agree in principle" in response.text
    assert "Cashable: <strong>Late by 12 months</strong>" in response.text
    assert "<strong>£250,000</strong>, of £400,000 planned" in response.text
    section = response.text.partition('id="delivery"')[2].partition("</section>")[0]
    for words in ("2010-11", "2011-12", "−£200,000", "The lease ran on.", "Half the teams"):
        assert words in section
    assert "false" not in section.lower()


def test_several_organisations_each_have_their_sum(client):
    place, trust = PlaceFactory(), OrganisationFactory(name="Riverside Trust")
    figures = [
        f
        for body in (lead_of(place), trust)
        for f in (figure(body, "100.00", state="plan"), *figures_of(body, "100.00"))
    ]
    version = claim_at("submitted", place, figures=figures, has_other_bodies=True)

    text = _page(client, reviewer(), version).text

    assert "All years compared" in text
    assert "£200" in text.partition("All years compared")[2].partition("</tr>")[0]


def test_a_claim_without_a_plan_says_so_and_is_not_called_late(client):
    text = _page(client, reviewer(), claim_at("submitted")).text

    assert "Cashable: no plan is stated, so nothing can be said" in text
    assert "Years compared" not in text


def test_a_shortfall_whose_reason_is_not_given_yet_says_so(client):
    place = PlaceFactory()
    figures = [figure(lead_of(place), "9.00", state="plan"), *figures_of(lead_of(place), "5.00")]

    text = _page(client, officer_of(place), draft_of(place, figures=figures)).text

    assert "No reason given" in text


def test_published_words_have_no_plan_to_speak_of(client):
    assert 'id="delivery"' not in _page(client, reviewer(), published(PlaceFactory())).text


def test_evidence_says_its_kind_its_page_and_the_grade_it_suggests(client):
    EvidenceGrade.objects.create(kind="ledger", grade=2, valid_from="2010-01-01", source="A guide")
    place = PlaceFactory()
    evidence = [(ledger(note="Period 13"), "cell B4"), (link(title="Report"), "")]
    version = claim_at("submitted", place, evidence=evidence)

    text = _page(client, reviewer(), version).text

    assert "cell B4" in text
    assert "ledger reference GL 4711" in text
    assert "This kind suggests confidence grade 2 of 6" in text
    assert "Period 13" in text
    assert (
        '<a class="govuk-link" href="https://council.example/report" rel="noreferrer">Report</a>'
        in text
    )


def test_an_address_that_is_no_web_address_is_not_a_link(client):
    place = PlaceFactory()
    version = draft_of(
        place, evidence=[(link(url="javascript:alert(1)"), "")], source_url="javascript:alert(2)"
    )

    text = _page(client, officer_of(place), version).text

    assert 'href="javascript' not in text
    assert "javascript:alert(2)" in text


def test_a_claim_without_evidence_says_so(client):
    place = PlaceFactory()

    assert (
        "No evidence is cited"
        in _page(client, officer_of(place), draft_of(place, evidence=[])).text
    )


def test_what_is_missing_for_the_next_step_is_said(client):
    place = PlaceFactory()
    draft = draft_of(place, figures=[figure(lead_of(place))])

    text = _page(client, officer_of(place), draft).text

    assert "One-off costs (0 counts)" in text
    assert "Running costs (0 counts)" in text


def test_the_use_condition_is_said_in_words_with_its_steps(client):
    place = PlaceFactory()
    version = claim_at("submitted", place)
    workflow.perform("set_condition", version, by=finance_of(place), condition="C", note="Board.")

    text = _page(client, officer_of(place), version).text

    assert "It may not be used to work out a grant or settlement." in text
    assert "Board." in text
    assert "A: review only" in text


def test_a_draft_has_no_steps_of_its_condition_yet(client):
    place = PlaceFactory()

    assert "the tightest condition holds" in _page(client, officer_of(place), draft_of(place)).text


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


def test_a_draft_says_who_sees_it(client):
    place = PlaceFactory()
    draft = draft_of(place)
    officer = officer_of(place)

    assert "Only the place sees a draft." in _page(client, officer, draft).text

    workflow.perform("ask_sign_off", draft, by=officer)

    text = _page(client, officer, draft).text
    assert "Only the place sees a draft." not in text
    assert "the partners that it names" in text


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

    assert "Your place owes an answer by" in _page(client, officer_of(place), version).text
    assert "The place owes an answer by" in _page(client, reviewer(), version).text
    assert "owes an answer" not in _page(client, analyst(), version).text


def test_an_overdue_answer_is_said_to_be_overdue_and_the_claim_not_yet_reviewed(client):
    place = PlaceFactory()
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = claim_at("question", place)
    officer = officer_of(place)
    client.force_login(officer)

    with time_machine.travel("2027-03-16T09:00Z", tick=False):
        text = _page(client, officer, version).text

    assert "The answer is overdue: it was due by 15 March 2027." in text
    assert "Until it comes the claim is not yet reviewed, which is no doubt about it." in text
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


def test_history_says_who_in_which_role_did_what_and_why(client):
    version = claim_at("withdrawn")

    text = _page(client, reviewer(), version).text

    assert "Withdrew it" in text
    assert "(Finance officer). No longer planned." in text
    assert "Began the claim" not in text


def test_what_the_person_may_do_next_is_said(client):
    place = PlaceFactory()
    draft = draft_of(place)

    assert "Ask for sign-off" in _page(client, officer_of(place), draft).text
    assert "Sign off and submit" in _page(client, finance_of(place), draft).text


def test_the_place_sees_its_open_draft_and_reviewers_the_version_that_stands(client):
    place = PlaceFactory()
    standing = claim_at("submitted", place)
    officer = officer_of(place)
    draft = workflow.perform("revise", standing, by=officer, note="Heron lease.")
    workflow.perform("edit", draft, by=officer, content={"what_changes": "Heron landing"})

    theirs, ours = _page(client, reviewer(), standing), _page(client, officer, standing)

    assert (ours.context["version"].number, theirs.context["version"].number) == (2, 1)
    assert "Heron" not in theirs.text


def test_the_practice_place_carries_its_banner(client):
    version = claim_at("submitted", PlaceFactory(kind="practice"))

    assert "Everything here is made up" in _page(client, reviewer(), version).text


def test_many_figures_cost_as_many_queries_as_few(django_assert_num_queries):
    place, client = PlaceFactory(), Client()
    few = claim_at("submitted", place)
    body = lead_of(place)
    many = claim_at(
        "submitted",
        place,
        figures=[
            f
            for y in range(2009, 2020)
            for f in (*figures_of(body, year=y), figure(body, year=y, state="plan"))
        ],
    )
    addresses = [version.claim.get_absolute_url() for version in (few, many)]
    client.force_login(reviewer())
    client.get(addresses[0])
    with CaptureQueriesContext(connection) as one:
        client.get(addresses[0])

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(addresses[1])

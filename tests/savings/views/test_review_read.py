"""The reading page: who opens it, and what stands on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilots.models import Membership
from savings import workflow
from savings.models import Reading
from tests import factories
from tests.savings.evidence import made_files

from .verdicts import address, filled

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def version(place):
    """A claim that a reviewer has taken."""
    return factories.claim_at("in_review", place, what_changes="One payroll", caveat="Before tax.")


@pytest.fixture
def reader(version):
    return version.review.reviewer


@pytest.fixture
def page(client, version, reader):
    client.force_login(reader)
    return client.get(address(version))


def _status(client, person, version):
    client.force_login(person)
    return client.get(address(version)).status_code


def _tied(person, place):
    Membership.objects.create(user=person, place=place, role="interest")
    return person


def test_only_who_reviews_and_has_no_tie_opens_it(client, place, version):
    opens = {
        "another reviewer": _status(client, factories.reviewer(), version),
        "lead": _status(client, factories.lead(), version),
        "tied reviewer": _status(client, _tied(factories.reviewer(), place), version),
        "tied lead": _status(client, _tied(factories.lead(), place), version),
        "officer": _status(client, factories.officer_of(place), version),
        "analyst": _status(client, factories.analyst(), version),
        "administrator": _status(client, factories.administrator(), version),
    }

    assert {who for who, status in opens.items() if status == 200} == {"another reviewer", "lead"}
    assert set(opens.values()) == {200, 404}


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_draft_and_published_words_are_not_there_to_review(client, place, status):
    version = factories.claim_at(status, place, reference="PL-0001")

    assert _status(client, factories.reviewer(), version) == 404


@pytest.mark.parametrize(
    "status",
    [
        "submitted",
        "in_review",
        "question",
        "provisional",
        "reply",
        "final",
        "withdrawn",
        "superseded",
    ],
)
def test_it_is_there_from_submission_on(client, place, status):
    version = factories.claim_at(status, place, reference="PL-0001")

    assert _status(client, factories.lead(), version) == 200


def test_claim_figures_caveat_and_signs_stand_on_it(page):
    text = page.text

    assert "One payroll" in text
    assert "£250,000" in text
    assert "Before tax." in text
    assert "Nothing shows that the service stayed as good." in text
    assert "Give this verdict" in text


def test_evidence_is_shown_in_the_page(client, place):
    drawing = factories.sent_file(place, "plan.pdf", made_files.pdf(pages=4))
    counted = factories.sent_file(place, "counts.csv", b"year,visits\n2009,12\n")
    evidence = [(drawing, "page 3"), (counted, "row 2"), (factories.link(), "")]
    version = factories.claim_at("in_review", place, evidence=evidence)
    client.force_login(version.review.reviewer)

    text = client.get(address(version)).text
    turned = client.get(address(version, f"?page-{drawing.pk}=4")).text

    assert f'src="/evidence/{drawing.pk}/preview/?image=1&amp;page=3"' in text
    assert "Page 3 of 4" in text
    assert "2009,12" in text
    assert "Page 4 of 4" in turned
    assert f'src="/evidence/{drawing.pk}/preview/?image=1&amp;page=4"' in turned


@pytest.mark.parametrize("wanted", ["0", "-1", "99999999", "x", ""])
def test_a_page_that_is_none_is_shown_as_the_nearest(client, place, wanted):
    drawing = factories.sent_file(place, "plan.pdf", made_files.pdf(pages=2))
    version = factories.claim_at("in_review", place, evidence=[(drawing, "")])
    client.force_login(version.review.reviewer)

    response = client.get(address(version, f"?page-{drawing.pk}={wanted}"))

    assert response.status_code == 200
    assert "of 2" in response.text


def test_a_second_reader_sees_neither_the_first_reading_nor_the_reply(client, version, reader):
    first = factories.reading(version, "partly", ["BASELINE"], "The grant had ended.")
    workflow.perform("decide", version, by=reader, **first)
    officer = factories.officer_of(version.claim.place)
    workflow.perform("reply", version, by=officer, text="The grant goes on.")
    second = factories.reviewer()
    client.force_login(second)

    before = client.get(address(version)).text
    response = client.post(address(version), filled(version))
    after = client.get(address(version)).text

    assert response.status_code == 302
    assert version.readings.get(reader=second).is_second
    for words in ("The grant had ended.", "The grant goes on."):
        assert words not in before
        assert words in after
    assert "without having seen the first reading" in before


def test_what_changed_since_the_last_verdict_is_shown(client, version, reader):
    workflow.perform("decide", version, by=reader, **factories.reading(version))
    officer = factories.officer_of(version.claim.place)
    later = workflow.perform("revise", version, by=officer, note="New figures.")
    workflow.perform("edit", later, by=officer, content={"what_changes": "Two payrolls"})
    workflow.perform("submit", later, by=factories.finance_of(version.claim.place))
    client.force_login(reader)

    text = client.get(address(version)).text

    assert "Changed since version 1, the last one reviewed" in text
    assert "One payroll" in text
    assert "Two payrolls" in text


def test_it_costs_the_same_however_much_is_on_it(client, place):
    def cost(version):
        client.force_login(version.review.reviewer)
        client.get(address(version))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(version))
        return len(queries)

    lead = factories.lead_of(place)
    small = factories.claim_at("in_review", place)
    many = [
        figure for year in range(2010, 2016) for figure in factories.figures_of(lead, year=year)
    ]
    proofs = [(factories.link(title=f"Paper {n}"), f"page {n}") for n in range(6)]
    large = factories.claim_at("in_review", place, figures=many, evidence=proofs)

    assert cost(large) == cost(small)


def test_what_was_typed_waits_for_who_signs_in_again(client, version, reader):
    form = filled(version, words_forecast="Well kept books.", person=str(reader.pk))

    response = client.post(address(version), form)
    client.force_login(reader)

    assert response.headers["Location"].startswith("/signin/")
    assert "Well kept books." in client.get(address(version)).text
    assert not Reading.objects.exists()


@pytest.mark.parametrize("query", ["?view=nonsense&order=up&place=ZZ", "?page-1=1"])
def test_a_query_that_means_nothing_is_passed_over(client, version, reader, query):
    client.force_login(reader)

    assert client.get(address(version, query)).status_code == 200


def test_a_claim_handed_to_one_reviewer_is_taken_by_nobody_else(client):
    handed = factories.claim_at("submitted")
    chosen, other = factories.reviewer(), factories.reviewer()
    workflow.perform("hand_over", handed, by=factories.lead(), to=chosen)

    client.force_login(other)
    seen_by_other = client.get(address(handed)).text
    refused = client.post(f"/claims/{handed.claim.reference}/actions/take/")
    client.force_login(chosen)
    seen_by_chosen = client.get(address(handed)).text
    workflow.perform("take", handed, by=chosen)

    assert f"The claim was handed to {chosen}, who has not taken it yet." in seen_by_other
    assert "Take for review" not in seen_by_other
    assert refused.status_code == 403
    assert "The claim was handed to you. Take it to give a verdict" in seen_by_chosen
    assert handed.status == "in_review"

"""Words written into a form that can no longer be carried out are shown to whoever wrote them, to copy."""

import pytest

from savings import workflow
from tests import factories

from .verdicts import address, filled

WORDS = "We count <b>each</b> month, and agree."
SHOWN = "We count &lt;b&gt;each&lt;/b&gt; month, and agree."


def _reply(client, version, person, *, drawn_for):
    client.force_login(person)
    sent = {"person": drawn_for.pk, "text": WORDS}
    return client.post(f"/claims/{version.claim.reference}/actions/reply/", sent)


def test_a_reply_after_a_colleagues_is_not_lost(client):
    version = factories.claim_at("provisional")
    place = version.claim.place
    workflow.perform("reply", version, by=factories.officer_of(place), text="Ours.")

    finance = factories.finance_of(place)
    answer = _reply(client, version, finance, drawn_for=finance)

    assert answer.status_code == 409
    assert SHOWN in answer.text
    assert "<b>each</b>" not in answer.text


@pytest.mark.usefixtures("no_second_factor")
def test_a_verdict_on_a_claim_that_was_handed_over_is_not_lost(client):
    version = factories.claim_at("in_review")
    reader = version.review.reviewer
    sent = filled(version, words_forecast=WORDS, person=reader.pk)
    workflow.perform("hand_over", version, by=factories.lead(), to=factories.reviewer())
    client.force_login(reader)

    answer = client.post(address(version), sent)

    assert answer.status_code == 403
    assert SHOWN in answer.text
    assert answer.context["written"] == [WORDS]
    assert not version.readings.exists()


def test_what_somebody_else_wrote_is_not_shown(client):
    version = factories.claim_at("final")
    finance, other = (
        make(version.claim.place) for make in (factories.finance_of, factories.officer_of)
    )

    answer = _reply(client, version, finance, drawn_for=other)

    assert answer.status_code == 409
    assert SHOWN not in answer.text

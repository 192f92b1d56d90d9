"""Files with a reply and with a dispute, and the search of what the place has given: for whom, and kept for good."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from savings import workflow
from savings.evidence.search import matching
from savings.evidence.upload_handler import ReceivedFile
from savings.forms.given_evidence import FEW
from savings.models import Evidence, PartnerResponse, Reply, SentFile, StoredFile, Version
from tests import factories

ANSWER, REPLY, DISPUTE = (
    f"/claims/PL-0001/actions/{name}/" for name in ("answer", "reply", "dispute")
)
READ_BY = "Everybody who may see the claim can read them, now and if the place opens it further. Plainville can use"
COUNTED = b"Counted each month.\r\n"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def _file(name="counts.txt", content=COUNTED):
    file = BytesIO(content)
    file.name = name
    return file


def _send(client, person, address, **boxes):
    """Send the form as it stands on the person’s screen."""
    client.force_login(person)
    page = client.get(address)
    assert READ_BY in page.text  # Whoever gives files is told first.
    keys = {"once": str(uuid4()), "seen": page.context["seen"]}
    return client.post(address, keys | {"kind": "ledger"} | boxes)


def _served(client, item):
    """What the file’s own address serves, read to its end so that it is closed; False where it serves nothing."""
    answer = client.get(f"/evidence/{item.pk}/")
    return answer.streaming and b"".join(answer)


def _give(place, *items):
    for item in items:
        item.place, item.added_by = place, factories.officer_of(place)
        item.save()
    return list(items)


# Search ------------------------------------------------------------------------------------------


@pytest.fixture
def question(place):
    """A claim with an open question, in a place that has given more evidence than is listed."""
    version = factories.claim_at("question", place, reference="PL-0001")
    _give(place, *(factories.link(title=f"Report {number}") for number in range(FEW)))
    _give(place, factories.ledger(title="Audit of the depot"))
    return version


def _offered(page):
    return [label for _key, label in page.context["form"].fields["evidence"].choices]


def test_much_evidence_is_searched_and_what_was_typed_and_ticked_stays(client, place, question):
    officer = factories.officer_of(place)
    ticked = Evidence.objects.get(title="Report 1")
    client.force_login(officer)
    before = client.get(ANSWER)

    found = _send(
        client, officer, ANSWER, text="It is net.", words="depot AUDIT", evidence=[ticked.pk],
        files=[_file()], kind="", find="1",
    )  # fmt: skip
    received = list(found.context["form"]["received"].value())
    boxes = {"evidence": [ticked.pk], "received": received, "text": "It is net."}
    done = _send(client, officer, ANSWER, **boxes)

    assert "Report 1" not in before.text
    assert "Search for a word of its title" in before.text
    assert (found.status_code, found.context["form"].errors) == (200, {})
    assert _offered(found) == ["Report 1", "Audit of the depot"]
    assert "1 matches. Tick what you want to send." in found.text
    assert "It is net.</textarea>" in found.text
    assert f'value="{ticked.pk}" checked' in found.text.replace("\n", " ")
    assert done.status_code == 302
    assert {item.title for item in question.questions.get().evidence.all()} == {
        "Report 1",
        "counts.txt",
    }


def test_a_file_that_cannot_be_kept_is_named_by_a_search_too(client, place, question):
    page = _send(
        client, factories.officer_of(place), ANSWER, words="xyz", find="1", files=[_file("a.html")]
    )

    assert page.status_code == 400
    assert "“a.html” was not stored." in page.text
    assert "Nothing matches. Try fewer or other words." in page.text
    assert question.questions.get().answer == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", []),
        ("depot", ["Depot lease"]),
        ("DEPOT lease", ["Depot lease"]),
        ("depot audited", []),
        ("4711", ["Ledger"]),
        ("2009-10", ["Depot lease"]),
        ("council.example", ["Depot lease", "Evaluation"]),
        ("contract", ["Depot lease"]),
        ("audited", ["Ledger"]),
        ("pl-0007", ["Evaluation"]),
    ],
)
def test_evidence_is_found_by_what_it_says_and_by_who_cites_it(place, words, expected):
    _give(
        place,
        factories.link(title="Depot lease", kind="contract", own_date="2009-10"),
        factories.ledger(note="Audited in May."),
    )
    factories.draft_of(place, reference="PL-0007")

    found = matching(Evidence.objects.filter(place=place), words)

    assert sorted(item.title for item in found) == expected


# With a reply ------------------------------------------------------------------------------------


def _replied(client, place):
    version = factories.claim_at("provisional", place, reference="PL-0001")
    held = version.citations.earliest("pk").evidence
    answer = _send(
        client, factories.finance_of(place), REPLY, text="It is net.", files=[_file()],
        evidence=[held.pk], own_date="March 2010", note_on_files="Of March.",
    )  # fmt: skip
    assert answer.status_code == 302
    return version, held


def test_what_comes_with_a_reply_joins_the_one_list_and_stays(client, place):
    version, held = _replied(client, place)

    [reply] = version.replies.all()
    new = reply.evidence.get(form="file")
    lead, blind = factories.lead(), factories.reviewer()
    seen = {}
    for person in (lead, blind):
        client.force_login(person)
        page = client.get("/claims/PL-0001/evidence/").text
        seen[person] = "Came with the reply of" in page, _served(client, new)

    assert (new.kind, new.own_date, new.note) == ("ledger", "March 2010", "Of March.")
    assert set(reply.evidence.all()) == {new, held}
    assert seen == {
        lead: (True, COUNTED),
        blind: (False, False),
    }  # They read it after their own verdict.
    client.force_login(lead)
    assert "“counts.txt”" in client.get("/claims/PL-0001/").text
    assert version.events.get(action="reply").note == "With 2 pieces of evidence."


def test_what_a_colleague_sent_is_not_had_by_its_key(client, place):
    factories.claim_at("provisional", place, reference="PL-0001")

    page = _send(client, factories.officer_of(place), REPLY, files=[_file()])
    received = list(page.context["form"]["received"].value())
    done = _send(client, factories.officer_of(place), REPLY, text="Net.", received=received)

    assert "Write the reply." in page.text
    assert done.status_code == 400
    assert "A file is no longer here. Choose it again." in done.text


# With a dispute ----------------------------------------------------------------------------------


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="NHS Trust")


@pytest.fixture
def shared(place, trust):
    """A submitted claim that gives the trust a share, and the trust’s partner."""
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust, "1000.00")]
    version = factories.claim_at("submitted", place, reference="PL-0001", figures=figures)
    return version, factories.partner_of(place, trust)


def test_what_comes_with_a_dispute_is_seen_by_whoever_reads_the_words(client, place, shared):
    version, partner = shared

    done = _send(client, partner, DISPUTE, note="Not ours to give.", files=[_file()])
    [response] = version.partner_responses.all()
    item = response.evidence.get()
    officer, stranger = factories.officer_of(place), factories.officer_of(factories.PlaceFactory())
    served = {}
    for person in (partner, officer, factories.reviewer(), stranger, factories.analyst()):
        client.force_login(person)
        served[person.pk] = _served(client, item)

    assert done.status_code == 302
    assert (item.place, item.added_by, response.pieces) == (place, partner, 1)
    assert list(served.values()) == [COUNTED] * 3 + [False] * 2
    client.force_login(officer)
    page = client.get("/claims/PL-0001/").text
    assert "Came with the dispute by NHS Trust of" in page
    assert "With the words came, among the evidence: “counts.txt”." in page


def test_a_partner_comes_to_nothing_that_the_place_holds(client, place, shared):
    version, partner = shared
    held = factories.draft_of(
        place, reference="PL-0009", evidence=[(factories.sent_file(place), "")]
    )
    secret, sent = held.citations.get().evidence, SentFile.objects.get()

    by_key = _send(client, partner, DISPUTE, note="No.", received=[sent.pk])
    same = _send(client, partner, DISPUTE, note="", files=[_file("mine.txt")])
    ignored = _send(client, partner, DISPUTE, note="No.", evidence=[secret.pk])

    assert by_key.status_code == 400
    assert "A file is no longer here. Choose it again." in by_key.text
    assert "case.txt" not in by_key.text + same.text
    assert "You have" not in same.text
    assert ignored.status_code == 302
    assert not PartnerResponse.objects.filter(pieces__gt=0).exists()
    with pytest.raises(workflow.ActionError, match="Only new files can come with a dispute"):
        workflow.dispute(
            Version.objects.get(pk=version.pk), by=partner, note="No.", evidence=[secret]
        )


def test_only_the_place_and_its_partners_give_it_files(place, trust, shared):
    elsewhere = factories.partner_of(factories.PlaceFactory(), trust)

    for person in (elsewhere, factories.reviewer()):
        received = ReceivedFile("a.txt", "text/plain")
        received.add(COUNTED)
        with pytest.raises(PermissionDenied, match="Only an officer or finance officer of"):
            workflow.receive(received.complete(), place=place, by=person)
        received.close()
    assert not StoredFile.objects.exists()


# For good ----------------------------------------------------------------------------------------


@pytest.fixture(params=[Reply, PartnerResponse])
def said(request, place, trust):
    """Words with one piece of evidence."""
    if request.param is Reply:
        version = factories.claim_at("provisional", place)
        workflow.reply(
            version, by=factories.officer_of(place), text="Net.", evidence=[factories.ledger()]
        )
    else:
        figures = factories.figures_of(trust)
        version = factories.claim_at("submitted", place, figures=figures)
        partner = factories.partner_of(place, trust)
        workflow.dispute(version, by=partner, note="No.", evidence=[factories.ledger()])
    return request.param.objects.get()


def test_what_came_stays_and_nothing_joins_it(said):
    item = said.evidence.get()
    other = _give(item.place, factories.link())[0]
    ways = [
        lambda: said.evidence.add(other),
        lambda: said.evidence.remove(item),
        lambda: said.evidence.through.objects.update(evidence=other),
        lambda: Evidence.objects.filter(pk=item.pk).update(note="Another."),
        lambda: Evidence.objects.filter(pk=item.pk).delete(),
        lambda: type(said).objects.update(pieces=2),
    ]

    for way in ways:
        with pytest.raises(IntegrityError), transaction.atomic():
            way()
    assert said.evidence.get() == item

"""An answer with files: each is received by itself, no error loses a word or a file, all is stored at once."""

from io import BytesIO
from uuid import uuid4

import pytest

from savings import workflow
from savings.forms.answer import Answer
from savings.models import Evidence, SentFile, StoredFile, Version
from tests import factories
from tests.savings.evidence import made_files
from tests.standing import standing


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def _asked():
    return factories.claim_at(
        "question", factories.PlaceFactory(code="PL", name="Plainville"), reference="PL-0001"
    )


asked = standing(_asked)


@pytest.fixture
def version(asked):
    return asked()


@pytest.fixture
def place(version):
    return version.claim.place


ADDRESS = "/claims/PL-0001/actions/answer/"


def _file(name="case.pdf", content=None):
    file = BytesIO(made_files.pdf() if content is None else content)
    file.name = name
    return file


def _send(client, *files, **boxes):
    sent = {"once": str(uuid4()), "text": "It is net.", "kind": "ledger", "files": files}
    return client.post(ADDRESS, sent | boxes)


def _ticked(response):
    """The keys of the files that the page carries, ticked."""
    return list(response.context["form"]["received"].value())


def _given(version):
    return list(version.questions.get().evidence.select_related("file").order_by("pk"))


def test_several_files_come_with_an_answer_and_join_the_places_evidence(client, officer, version):
    response = _send(
        client, _file("a.pdf"), _file("b.csv", b"Code,Saving\r\n1,2\r\n"), note_on_files="Sheet 2"
    )

    assert response.status_code == 302
    given = _given(version)
    assert [(e.file_name, e.kind, e.note) for e in given] == [
        ("a.pdf", "ledger", "Sheet 2"),
        ("b.csv", "ledger", "Sheet 2"),
    ]
    assert {(e.place, e.added_by) for e in given} == {(version.claim.place, officer)}
    version.refresh_from_db()
    assert version.status == "in_review"


def test_files_may_come_beside_evidence_that_was_given_before(client, officer, version):
    held = version.citations.get().evidence

    _send(client, _file("a.pdf"), evidence=[held.pk])

    assert [item.title for item in _given(version)] == [held.title, "a.pdf"]


def test_one_bad_file_is_named_and_neither_the_answer_nor_the_others_are_lost(
    client, officer, version
):
    response = _send(client, _file("good.pdf"), _file("page.html", b"<html>"), text="Word for word")

    assert response.status_code == 400
    assert "“page.html” was not stored. Files of type “.html” are not taken." in response.text
    assert "Word for word</textarea>" in response.text
    assert version.questions.get().answer == ""
    assert not Evidence.objects.filter(title="good.pdf").exists()

    done = _send(client, received=_ticked(response), text="Word for word")

    assert done.status_code == 302
    assert [item.file_name for item in _given(version)] == ["good.pdf"]
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"text": ""}, "Write the answer."),
        ({"kind": ""}, "Choose what kind of evidence the files are."),
        ({"kind": "rumour"}, "Choose the kind of evidence from the list."),
        ({"evidence": "999999"}, "Choose evidence from the list."),
        ({"own_date": "Spring 2010"}, "must be a real day, month or year"),
    ],
    ids=["no words", "no kind", "no such kind", "no such evidence", "no date"],
)
def test_no_other_error_loses_a_file(client, officer, version, boxes, words):
    response = _send(client, _file("a.pdf"), **boxes)
    assert response.status_code == 400
    assert words in response.text

    done = _send(client, received=_ticked(response))

    assert done.status_code == 302
    assert [item.file_name for item in _given(version)] == ["a.pdf"]


def test_a_file_whose_tick_is_taken_away_stays_out(client, officer, version):
    response = _send(client, _file("a.pdf"), _file("b.txt", b"Counted.\r\n"), text="")
    keep = _ticked(response)[1:]

    _send(client, received=keep)

    assert [item.file_name for item in _given(version)] == ["b.txt"]


def test_without_files_no_kind_need_be_chosen(client, officer, version):
    assert _send(client, kind="").status_code == 302
    assert _given(version) == []


def test_the_same_answer_sent_twice_is_stored_once_with_its_files(client, officer, version):
    boxes = {"once": str(uuid4())}

    answers = [_send(client, _file("a.pdf", b"%PDF-1.4\n" + b"x"), **boxes) for _ in range(2)]
    right = [_send(client, _file("a.txt", b"Counted.\r\n"), **boxes) for _ in range(2)]

    assert [response.status_code for response in answers] == [400, 400]
    assert [response.status_code for response in right] == [302, 302]
    assert [item.file_name for item in _given(version)] == ["a.txt"]


@pytest.mark.parametrize("key", ["999999", "x", "9" * 30, "-1", ""])
def test_a_file_that_is_not_here_cannot_come_with_an_answer(client, officer, version, key):
    response = _send(client, received=[key])

    assert response.status_code == 400
    assert "A file is no longer here. Choose it again." in response.text
    assert version.questions.get().answer == ""


def test_a_file_that_was_sent_to_another_place_cannot_come_with_an_answer(client, officer, version):
    elsewhere = factories.PlaceFactory()
    factories.sent_file(elsewhere)

    response = _send(client, received=[SentFile.objects.get(place=elsewhere).pk])

    assert response.status_code == 400
    assert "case.txt" not in response.text


def test_a_file_that_was_forgotten_meanwhile_is_to_be_chosen_again(client, officer, version):
    response = _send(client, _file("a.pdf"), text="")
    StoredFile.objects.all().delete()

    again = _send(client, received=_ticked(response))

    assert again.status_code == 400
    assert "A file is no longer here. Choose it again." in again.text
    assert "It is net.</textarea>" in again.text


def test_an_answer_that_comes_too_late_stores_no_evidence(client, officer, version, monkeypatch):
    """Somebody else answers while the files are on their way."""
    receive = workflow.receive

    def _answer_meanwhile(received, **named):
        read = Version.objects.get(pk=version.pk)
        workflow.perform("answer", read, by=factories.officer_of(read.claim.place), text="First.")
        return receive(received, **named)

    monkeypatch.setattr(workflow, "receive", _answer_meanwhile)
    response = _send(client, _file("a.pdf"))

    assert response.status_code == 409
    assert version.questions.get().answer == "First."
    assert not Evidence.objects.filter(title="a.pdf").exists()


def test_nobody_else_sends_files_by_this_form(client, version):
    client.force_login(version.review.reviewer)

    assert _send(client, _file("a.pdf")).status_code == 403
    assert not SentFile.objects.exists()


def test_the_script_that_shows_progress_is_told_where_to_go_on(client, officer, version):
    sent = {"text": "It is net.", "kind": "ledger", "files": _file("a.pdf")}

    response = client.post(ADDRESS, sent, headers={"X-Progress": "shown"})

    assert response.status_code == 204
    assert response.headers["X-Go-To"].startswith("/claims/PL-0001/done/")


def test_the_page_says_by_when_and_carries_files(client, officer, version):
    page = client.get(ADDRESS)

    assert "Your place has to answer by" in page.text
    assert "Everybody who sees the files can read the note." in page.text
    assert 'enctype="multipart/form-data"' in page.text
    assert "Files that are here" not in page.text


def test_what_came_with_an_answer_is_in_the_thread_and_in_the_one_list(client, officer, version):
    _send(client, _file("a.pdf"))
    client.force_login(version.review.reviewer)

    for address in ("/claims/PL-0001/", "/claims/PL-0001/evidence/"):
        assert "Came with the answer of" in client.get(address).text
    item = _given(version)[0]
    served = client.get(f"/evidence/{item.pk}/")
    assert b"".join(served).startswith(b"%PDF")


def test_the_next_draft_can_cite_what_came_with_an_answer(client, officer, version):
    _send(client, _file("a.pdf"))
    item = _given(version)[0]
    read = Version.objects.get(pk=version.pk)
    draft = workflow.perform("revise", read, by=officer, note="To cite it.")
    page = client.get("/claims/PL-0001/evidence/")
    assert f'name="cite" value="{item.pk}">' in page.text

    client.post("/claims/PL-0001/evidence/", {"entry": "", "cite": item.pk, "once": str(uuid4())})

    assert item in [citation.evidence for citation in draft.citations.all()]
    assert f'name="cite" value="{item.pk}"' not in client.get("/claims/PL-0001/evidence/").text


def test_a_form_without_what_was_sent_before_has_no_box_for_it(version):
    assert "received" not in Answer(version).fields


@pytest.mark.parametrize("box", ["evidence", "received"])
@pytest.mark.parametrize("key", ["9" * 400, "-1", "[[", "1e9"])
def test_what_is_no_evidence_is_refused_in_words(client, officer, version, box, key):
    response = _send(client, **{box: [key]})

    assert response.status_code == 400
    assert "There is a problem" in response.text

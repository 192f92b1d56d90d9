"""A verdict half written: kept as it is marked, for its reader alone, until it is given."""

import pytest
from django.urls import reverse

from savings import workflow
from savings.models import Reading, VerdictDraft
from tests import factories

from .verdicts import address, filled

pytestmark = pytest.mark.usefixtures("no_second_factor")

NOTE = "The lease has \N{RIGHT SINGLE QUOTATION MARK}no end\N{RIGHT SINGLE QUOTATION MARK}."
BEGAN = "You began this verdict"
HAS_CHANGED = "The claim has changed since then."


@pytest.fixture
def version(place):
    """A claim that a reviewer has taken."""
    return factories.claim_at("in_review", place, what_changes="One payroll", caveat="Before tax.")


@pytest.fixture
def reader(version, client):
    client.force_login(version.review.reviewer)
    return version.review.reviewer


def _half(version, **more):
    """Three tests and a note, and nothing else yet."""
    whole = filled(version)
    some = {name: whole[name] for name in ("once", "seen", "test_1", "test_2", "test_3")}
    return some | {"note_3": NOTE, "keep": ""} | more


def _keep(client, version, **more):
    """As the script of the page does."""
    return client.post(address(version), _half(version, **more), headers={"X-Keep": "yes"})


def _ticked(response):
    """The tests that are answered on a page."""
    boxes = response.context["form"].test_boxes()
    return {box.number: box.result.value() for box in boxes if box.result.value()}


def test_what_is_marked_comes_back_wherever_the_reader_signs_in(client, version, reader):
    assert _keep(client, version).status_code == 204

    client.logout()
    client.force_login(reader)
    response = client.get(address(version))

    assert response.status_code == 200
    assert _ticked(response) == {1: "met", 2: "met", 3: "met"}
    assert NOTE in response.text
    assert BEGAN in response.text
    assert HAS_CHANGED not in response.text
    assert "error-summary" not in response.text


@pytest.mark.usefixtures("reader")
def test_what_cannot_be_read_is_kept_too_and_said_to_be_wrong(client, version):
    figure = version.figures.filter(line="saving").get()
    _keep(client, version, **{f"accepted_{figure.pk}": "12O,000"})

    text = client.get(address(version)).text

    assert 'value="12O,000"' in text
    assert "error-summary" in text


@pytest.mark.usefixtures("reader")
def test_without_script_a_button_keeps_it_and_leads_to_the_queue(client, version):
    response = client.post(address(version, "?view=mine"), _half(version), follow=True)

    assert response.redirect_chain[0][0].startswith("/review/?view=mine")
    assert "What you have marked is kept" in response.text
    assert VerdictDraft.objects.get().answers["note_3"] == [NOTE]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("onward", "leads_to"),
    [
        ("?page-7=2#evidence-7", "/review/{code}/?page-7=2#evidence-7"),
        ("/claims/{code}/actions/ask/", "/claims/{code}/actions/ask/"),
        ("https://elsewhere.example/", "/review/?view=mine"),
        ("//elsewhere.example/", "/review/?view=mine"),
    ],
)
def test_a_way_on_from_the_page_keeps_it_first(client, version, onward, leads_to):
    code = version.claim.reference

    response = client.post(address(version), _half(version, keep=onward.format(code=code)))

    assert response.headers["Location"].startswith(leads_to.format(code=code))
    assert VerdictDraft.objects.count() == 1


@pytest.mark.usefixtures("reader")
def test_what_was_marked_before_the_claim_changed_is_kept_and_the_change_is_said(client, version):
    _keep(client, version, seen="0" * 64)

    assert HAS_CHANGED in client.get(address(version)).text


@pytest.mark.usefixtures("reader")
def test_what_is_marked_last_counts_and_nothing_marked_is_nothing_kept(client, version):
    _keep(client, version)
    mark = _keep(client, version, test_1="not_met").headers["X-Kept"]
    assert _ticked(client.get(address(version)))[1] == "not_met"

    blank = dict.fromkeys(["test_1", "test_2", "test_3", "note_3"], "")
    assert _keep(client, version, drawn=mark, **blank).headers["X-Kept"] == ""

    assert not VerdictDraft.objects.exists()
    assert BEGAN not in client.get(address(version)).text


@pytest.mark.usefixtures("reader")
def test_what_another_tab_has_kept_since_stays_beside_what_is_sent(client, version):
    drawn = client.get(address(version)).context["drawn"]
    _keep(client, version, drawn=drawn)

    _keep(client, version, drawn=drawn, note_3="", test_1="not_met", note_4="From the second tab.")

    answers = VerdictDraft.objects.get().answers
    assert (answers["test_1"], answers["note_3"]) == (["not_met"], [NOTE])
    assert answers["note_4"] == ["From the second tab."]


@pytest.mark.usefixtures("reader")
def test_what_is_taken_out_again_in_one_tab_is_gone(client, version):
    mark = _keep(client, version).headers["X-Kept"]
    assert client.get(address(version)).context["drawn"] == mark

    _keep(client, version, drawn=mark, note_3="")

    assert "note_3" not in VerdictDraft.objects.get().answers


@pytest.mark.usefixtures("reader")
def test_a_verdict_that_is_given_is_half_written_no_more(client, version):
    _keep(client, version)

    client.post(address(version), filled(version))

    assert Reading.objects.count() == 1
    assert not VerdictDraft.objects.exists()


@pytest.mark.usefixtures("reader")
def test_after_the_verdict_nothing_is_kept(client, version):
    half = _half(version)
    client.post(address(version), filled(version))

    response = client.post(address(version), half, headers={"X-Keep": "yes"})

    assert response.status_code == 409
    assert not VerdictDraft.objects.exists()


@pytest.mark.usefixtures("reader")
def test_nobody_else_reads_it(client, version):
    _keep(client, version)
    place = version.claim.place
    others = {
        "lead": factories.lead(),
        "another reviewer": factories.reviewer(),
        "analyst": factories.analyst(),
        "officer": factories.officer_of(place),
        "finance": factories.finance_of(place),
        "administrator": factories.administrator(),
        "holder of every page": factories.holder_of_every_page(),
    }
    code = version.claim.reference
    pages = [
        address(version),
        f"/claims/{code}/",
        f"/claims/{code}/history/",
        reverse("admin:savings_version_change", args=[version.pk]),
        reverse("admin:savings_review_change", args=[version.review.pk]),
        reverse("admin:savings_verdictdraft_changelist"),
    ]
    for who, person in others.items():
        client.force_login(person)
        for page in pages:
            assert NOTE not in client.get(page).text, (who, page)


def test_a_second_reader_has_one_of_their_own(client, version, reader):
    workflow.decide(version, by=reader, **factories.reading(version))
    version.review.refresh_from_db()
    version.review.needs_second_reading = True
    version.review.save()
    client.force_login(factories.reviewer())
    _keep(client, version)

    assert NOTE in client.get(address(version)).text
    client.force_login(factories.reviewer())
    assert NOTE not in client.get(address(version)).text


def test_a_read_claim_has_no_verdict_to_keep(version, reader):
    workflow.decide(version, by=reader, **factories.reading(version))

    with pytest.raises(workflow.ActionError):
        workflow.keep_verdict(version, {"note_1": ["Late"]}, screen="", drawn="", by=reader)


@pytest.fixture
def sent_back(version, reader, client):
    """A verdict with every kind of box filled, replied to, and sent back by the lead."""
    saving = version.figures.get(line="saving")
    given = filled(version, "partly", tests={3: "partly"})
    given |= {
        "note_3": NOTE,
        "reasons_forecast": ["NOT_NET"],
        "words_forecast": "The rent is left out.",
        f"accepted_{saving.pk}": "200,000",
        f"why_{saving.pk}": "NOT_NET",
    }
    client.post(address(version), given)
    version.refresh_from_db()
    place = version.claim.place
    workflow.reply(version, by=factories.officer_of(place), text="We do not agree.")
    workflow.reconsider(version, by=factories.lead(), note="Which rent is it?")
    return given


def test_a_verdict_sent_back_is_as_it_was_given_with_the_reason_at_its_top(
    client, version, reader, sent_back
):
    response = client.get(address(version))

    form = response.context["form"]
    said = form.answers()
    expected = {
        name: given if isinstance(given, list) else [given] for name, given in sent_back.items()
    }
    assert said == {name: expected[name] for name in said}
    assert set(expected) - set(said) == {"once", "seen"}
    assert response.status_code == 200
    assert "Which rent is it?" in response.text
    assert "as you gave it" in response.text


def test_whoever_reads_it_instead_has_the_reason_and_an_empty_form(
    client, version, reader, sent_back
):
    other = factories.reviewer()
    workflow.hand_over(version, by=reader, to=other)
    client.force_login(other)

    text = client.get(address(version)).text

    assert "Which rent is it?" in text
    assert "as you gave it" not in text
    assert not client.get(address(version)).context["form"].is_bound


def test_what_is_written_after_it_was_sent_back_goes_before_it(client, version, reader, sent_back):
    _keep(client, version, note_3="Rent of the depot.")

    text = client.get(address(version)).text

    assert "Rent of the depot." in text
    assert NOTE not in text.partition('id="verdict"')[2]
    assert "Which rent is it?" in text

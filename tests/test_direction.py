"""Text that turns direction is stored as it was typed, and taken out of whatever is shown of it."""

import json
import unicodedata
from html.parser import HTMLParser
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings
from django.urls import path, reverse

from pilots.models import Place
from savings import workflow
from savings.claims.steps import BY_SLUG as STEPS
from savings.evidence import store
from savings.models import Evidence
from tests import factories, workspace
from tests.savings.evidence.downloads import downloaded
from tests.test_routes import ASKS, GETS, NEEDS
from tests.test_routes import _body as body_of
from tests.turning import ALL, NINE, SHOWN, TYPED
from totalplace import urls
from totalplace.direction import TURNING, contained, contained_json, contained_page
from totalplace.views import ConflictError

WHO = ["own", "reviewer", "lead", "analyst", "administrator"]


def test_all_that_unicode_has_for_direction_is_known():
    classes = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    turning = {chr(n) for n in range(0x110000) if unicodedata.bidirectional(chr(n)) in classes}

    assert turning == set(NINE)
    assert set(TURNING) == set(ALL)


@pytest.mark.parametrize("character", ALL, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<h1>a~b</h1> c", "<h1>ab</h1> c"),
        ("<title>~a – Total Place</title>", "<title>a – Total Place</title>"),
        ('<a title="a~b" aria-label=\'~c\'>d</a>', "<a title=\"ab\" aria-label='c'>d</a>"),
        ('<option value="a~" selected>a~</option>', '<option value="a~" selected>a</option>'),
        ('<input title="a~" value="a > ~b" name=c>~', '<input title="a" value="a > ~b" name=c>'),
        ("<input VALUE='~'>", "<input VALUE='~'>"),
        ("<textarea title='~'>\na~<b~</textarea>~c", "<textarea title=''>\na~<b~</textarea>c"),
        ("<textarea>~</textarea>~<TEXTAREA>~</TEXTAREA>", "<textarea>~</textarea><TEXTAREA>~</TEXTAREA>"),
        ('<a href="/x/?q=~">~</a>', '<a href="/x/?q=%"></a>'),
        ("<!-- it's --> a~b isn't", "<!-- it's --> ab isn't"),
        ("1 < 2 ~and 'so'", "1 < 2 and 'so'"),
    ],
)  # fmt: skip
def test_a_page_keeps_what_is_sent_back_and_shows_nothing_that_turns(character, page, shown):
    address = "".join(f"%{byte:02X}" for byte in character.encode())

    left = contained_page(page.replace("~", character))

    assert left == shown.replace("%", address).replace("~", character)


def test_an_answer_to_a_script_is_the_same_but_for_what_turns():
    answer = {"results": [{"id": "1", "text": TYPED}], "more": False, "none": None, "of": 1.5}

    left = json.loads(contained_json(json.dumps(answer)))

    assert left == answer | {"results": [{"id": "1", "text": SHOWN}]}


class _Outside(HTMLParser):
    """What of a page is shown: its text outside boxes, and its attributes but `value`."""

    def __init__(self, page):
        super().__init__()
        self.shown, self._in_box = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._in_box = self._in_box or tag == "textarea"
        self.shown += [value for name, value in attrs if value and name != "value"]

    def handle_endtag(self, tag):
        self._in_box = self._in_box and tag != "textarea"

    def handle_data(self, data):
        self.shown += [] if self._in_box else [data]


def _turns(response):
    """Where a page still has a character that turns."""
    assert response.headers["Content-Type"].startswith("text/html")
    return [words for words in _Outside(response.text).shown if set(words) & set(ALL)]


@pytest.fixture
def version():
    """A claim under review in which everything that can be typed turns, and its file."""
    place = factories.PlaceFactory(code="PL", name=TYPED, councils=TYPED)
    lead = factories.lead_of(place)
    lead.name = TYPED
    lead.save()
    words = (
        "what_changes",
        "as_published",
        "caveat",
        "notes",
        "source_title",
        "programme",
        "service_evidence",
    )
    evidence = [
        (factories.sent_file(place), TYPED),
        (factories.link(title=TYPED, note=TYPED, url=f"https://council.example/{ALL}"), TYPED),
        (factories.ledger(title=TYPED, ledger_reference=TYPED, own_date=TYPED), TYPED),
    ]
    version = workspace.reviewed_claim(
        place, reference="PL-0001", evidence=evidence, **dict.fromkeys(words, TYPED)
    )
    draft = workflow.perform("revise", version, by=factories.officer_of(place), note=TYPED)
    workflow.edit(draft, by=factories.officer_of(place), content={"stage": "agreed"})
    workflow.perform("ask_sign_off", draft, by=factories.officer_of(place))
    other = factories.claim_at("in_review", place, reference="PL-0002", what_changes=TYPED)
    workflow.perform("ask", other, by=other.review.reviewer, text=TYPED)
    factories.ThemeFactory(name=TYPED)
    return version  # fmt: skip


def _person(who, place):
    people = {"own": lambda: factories.officer_of(place)}
    person = people.get(who, getattr(factories, who, None))()
    person.name = TYPED
    person.save()
    return person


def _address(name):
    needs = NEEDS.get(name, [])
    if name.startswith("savings:evidence_"):
        needs = [Evidence.objects.exclude(file=None).get().pk]
    elif name == "savings:cited_evidence":
        needs = ["PL-0001", Evidence.objects.exclude(file=None).get().pk]
    return reverse(name, args=needs) + ASKS.get(name, "")


def test_no_page_of_the_site_turns(client, version):
    for who in WHO:
        client.force_login(_person(who, version.claim.place))
        pages = 0

        for name in GETS.keys() - {"account_logout"}:
            response = client.get(_address(name))
            body = body_of(response)
            if body and response.headers.get("Content-Type", "").startswith("text/html"):
                assert _turns(response) == [], (who, name)
                pages += SHOWN in response.text

        assert pages >= 5, who


@pytest.mark.usefixtures("no_second_factor")
def test_no_page_of_the_workspace_turns(client, version):
    person = _person("holder_of_every_page", version.claim.place)
    client.force_login(person)
    pages = 0

    for model in workspace.SHOWN:
        if not workspace.may_view(person, model):
            continue
        rows = list(workspace.rows_for(person, model).order_by("-pk")[:2])
        addresses = [workspace.list_page(model), workspace.list_page(model, q=TYPED)]
        for row in rows:
            addresses += [workspace.row_page(row), workspace.page(model, "history", row.pk)]
        for address in addresses:
            response = client.get(address, follow=True)
            assert _turns(response) == [], address
            pages += SHOWN in response.text

    assert pages >= 20


@pytest.mark.usefixtures("no_second_factor")
def test_no_choice_that_a_script_asks_for_turns(client, version):
    client.force_login(factories.administrator())
    about = {"app_label": "pilots", "model_name": "membership", "field_name": "place"}

    response = client.get(reverse("admin:autocomplete", query=about | {"term": "Pan"}))

    assert [choice["text"] for choice in response.json()["results"]] == [SHOWN]


@pytest.mark.usefixtures("no_second_factor")
def test_boxes_give_back_what_was_typed_and_the_database_keeps_it(client, version):
    client.force_login(factories.administrator())

    page = client.get(workspace.row_page(version.claim.place)).text

    assert f'value="{TYPED}"' in page
    assert Place.objects.get(code="PL").name == TYPED


def test_boxes_of_the_site_hold_what_was_typed(client, version):
    client.force_login(factories.officer_of(version.claim.place))

    pages = [
        client.get(reverse("savings:claim_step", args=["PL-0001", slug])).text for slug in STEPS
    ]

    assert any(f">{TYPED}</textarea>" in page for page in pages)
    assert f'value="{TYPED}"' in client.get("/claims/", {"q": TYPED}).text


def _conflict(request):
    raise ConflictError(TYPED)


def _fault(request):
    raise RuntimeError(TYPED)


_conflict.login_required = _fault.login_required = False
WITH_FAULTS = type("urls", (), dict(vars(urls)))
WITH_FAULTS.urlpatterns = [
    path("conflict/", _conflict),
    path("fault/", _fault),
    *urls.urlpatterns,
]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/conflict/", 409),
        ("/fault/", 500),
        ("/claims/{}/", 404),
        ("/no-such-page-{}/", 404),
        ("/claims/?q={}", 200),
        ("/claims/?place={}", 200),
        ("/upload/", 403),
        ("/?\x00{}", 400),
    ],
)
def test_no_refusal_turns(client, address, status):
    client.raise_request_exception = False
    client.force_login(_person("analyst", None))

    with override_settings(ROOT_URLCONF=WITH_FAULTS):
        response = client.get(address.format(TYPED))

    assert response.status_code == status
    assert _turns(response) == []


def test_what_was_written_and_refused_is_shown_without_turning(client, version):
    person = factories.officer_of(version.claim.place)
    client.force_login(person)
    sent = {"person": person.pk, "note": f"{TYPED} and more"}

    response = client.post(reverse("savings:claim_action", args=["PL-0001", "revise"]), sent)

    assert response.status_code == 409
    assert f"{SHOWN} and more" in response.text
    assert _turns(response) == []


def test_the_length_that_is_promised_is_the_length_that_comes(client, version):
    client.force_login(factories.officer_of(version.claim.place))

    response = client.get("/places/PL/")

    assert SHOWN in response.text
    assert response.headers["Content-Length"] == str(len(response.content))


def test_a_page_on_which_nothing_turns_is_left_as_it_is(client):
    client.force_login(factories.analyst())

    assert contained_page(client.get("/places/").text) == client.get("/places/").text


def test_no_file_is_offered_under_a_name_that_turns(version):
    # As a row of long ago might stand: names are made clean when a file is taken.
    evidence = Evidence.objects.exclude(file=None).get()
    evidence.file_name = "gpj\u202eexe.pdf"

    response, _content = downloaded(evidence)

    assert response.headers["Content-Disposition"] == 'attachment; filename="gpjexe.pdf"'


@pytest.mark.parametrize("command", ["verify_evidence", "export_claims", "import_places"])
def test_no_command_prints_what_turns(version, command, tmp_path, capsys):
    said = StringIO()
    sheet = tmp_path / "places.csv"
    sheet.write_text(f"code,name,kind\nPL,{TYPED}x,pilot\nXX,{TYPED},pilot\n", encoding="utf-8")
    options = {
        "verify_evidence": [],
        "export_claims": ["--as", factories.analyst().email, "--purpose", TYPED],
        "import_places": [str(sheet), "--as", factories.administrator().email],
    }[command]
    _lose(version)

    try:
        call_command(command, *options, stdout=said, stderr=said)
    except (CommandError, SystemExit) as ended:
        said.write(str(ended))

    assert SHOWN in said.getvalue()
    assert not set(said.getvalue()) & set(ALL)


def _lose(version):
    """The store loses the bytes of the file, so that it is told of."""
    store.delete(version.citations.exclude(evidence__file=None).get().evidence.file.sha256)


def test_a_file_that_is_taken_holds_what_is_stored(client, version):
    client.force_login(factories.officer_of(version.claim.place))

    taken = b"".join(client.get("/exports/claims.csv?purpose=review")).decode("utf-8-sig")

    assert TYPED in taken


def test_containing_twice_is_containing_once():
    assert contained(TYPED) == contained(contained(TYPED)) == SHOWN

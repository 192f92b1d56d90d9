"""What an address may ask of the workspace: no more than the page at it offers. Everything else is 400, in words."""

import re
from contextlib import suppress

import pytest
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.urls import reverse

from pilots.models import Membership, Place, User
from savings.models import Claim, Event, Figure, Review, Round, StoredFile, Version
from tests import factories, workspace
from tests.workspace import MODELS, list_page, page
from totalplace.admin_lists import NOT_OFFERED

pytestmark = pytest.mark.usefixtures("no_second_factor")

# One list of each way in which lists are made.
KINDS_OF_LIST = [Place, User, Claim, Review, Figure, Event, StoredFile]
LOOKUPS = ["exact", "startswith", "regex", "isnull"]
# Further than any database counts, and what no box of ours sends.
WILD = ["99999999999999999999", "[[", "-1", "1e9", "٣", "9" * 5000, "'", "%", "1,2", ""]
ADMINISTRATORS = {
    "a hash of a password": (User, {"password__startswith": "pbkdf2"}),
    "the same, by pattern": (User, {"password__regex": "^pbkdf2_sha256.1"}),
    "a person of a role, by the groups": (User, {"groups__permissions__codename": "lead_review"}),
    "when somebody signed in": (User, {"last_login__gte": "2026-11-01"}),
    "who set up a second factor": (User, {"authenticator__type": "totp"}),
    "who has a session": (User, {"logentry__isnull": "False"}),
    "claims of a place": (Place, {"claims__isnull": "False"}),
    "who was ever of a place": (Place, {"memberships__user__name": "Ann"}),
}
ANALYSTS = {
    "the risk of a claim": (Version, {"risk": "3"}),
    "the same, in steps": (Version, {"risk__gte": "2"}),
    "the value that it is listed by": (Version, {"claimed__gt": "100000000"}),
    "words, by a pattern that never ends": (Version, {"what_changes__regex": "(a+)+$"}),
    "what was said in sign-off": (Version, {"sign_off_asked_at__isnull": "False"}),
    "an amount, in steps": (Figure, {"amount__gte": "1"}),
    "a note": (Figure, {"note__startswith": "Checked"}),
    "a verdict before it is final": (Version, {"readings__outcomes__verdict": "supported"}),
    "who did something": (Event, {"by__email__startswith": "a"}),
}


def _lookups(model):
    """Each column and relation of a model, and one step further, with each way to compare."""
    for field in model._meta.get_fields():
        paths = [field.name]
        if field.is_relation:
            columns = [f.name for f in field.related_model._meta.fields if not f.is_relation]
            paths += [f"{field.name}__{column}" for column in (columns[0], columns[-1])]
        yield from ((path, lookup) for path in paths for lookup in LOOKUPS)


def _is_offered(model, path, lookup):
    """Whether a filter of the list sends this itself."""
    filters = admin.site.get_model_admin(model).list_filter
    fields = {given[0] if isinstance(given, tuple) else given for given in filters}
    by_key = {f"{name}__id" for name in fields if isinstance(name, str)}
    return path in fields | by_key and lookup in ("exact", "isnull")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_is_narrowed_by_its_own_filters_alone(rf, model):
    person = factories.holder_of_every_page()
    page_of_list = admin.site.get_model_admin(model)

    for path, lookup in _lookups(model):
        request = rf.get("/", {f"{path}__{lookup}": "1"})
        request.user = person
        if _is_offered(model, path, lookup):
            with suppress(BadRequest):  # A filter of one's own may be given a value that is none.
                page_of_list.get_changelist_instance(request)
        else:
            with pytest.raises(BadRequest, match="cannot be narrowed"):
                page_of_list.get_changelist_instance(request)


@pytest.mark.parametrize("name", ["_popup", "_facets", "anything", "pk", "id__in"])
def test_nothing_else_stands_in_the_address_of_a_list(client, name):
    client.force_login(factories.administrator())

    response = client.get(list_page(Place, **{name: "1"}))

    assert response.status_code == 400
    assert NOT_OFFERED in " ".join(response.text.split())


@pytest.mark.parametrize("what", ADMINISTRATORS)
def test_an_administrator_is_told_nothing_by_an_address(client, what):
    model, query = ADMINISTRATORS[what]
    client.force_login(factories.administrator())

    assert client.get(list_page(model, **query)).status_code == 400


@pytest.mark.parametrize("what", ANALYSTS)
def test_an_analyst_is_told_nothing_by_an_address(client, what):
    model, query = ANALYSTS[what]
    factories.claim_at("submitted", condition="D")
    client.force_login(factories.analyst())

    assert client.get(list_page(model, **query)).status_code == 400


def test_an_action_is_not_done_on_rows_that_an_address_chooses(client):
    client.force_login(factories.administrator())
    person = factories.UserFactory()

    sent = {"action": "reactivate", "index": "0", "_selected_action": [person.pk]}
    response = client.post(list_page(User, password__startswith="!"), sent)

    assert response.status_code == 400


def test_what_a_list_offers_is_taken(client):
    workspace.everything()
    client.force_login(factories.holder_of_every_page())

    for model in MODELS:
        shown = client.get(list_page(model)).text
        links = re.findall(r'href="\?([^"#]+)"', shown)
        # Of each filter one value stands for all.
        for link in {re.sub(r"=[^&]*", "", link): link for link in links}.values():
            address = f"{list_page(model)}?{link.replace('&amp;', '&')}"
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("part", ["year", "month", "day"])
@pytest.mark.parametrize("value", [*WILD, "0", "13", "32", "9999", "10000"])
def test_a_date_that_no_calendar_has_is_refused(client, part, value):
    client.force_login(factories.administrator())
    asked = {"opens_on__year": "2009", "opens_on__month": "2"} | {f"opens_on__{part}": value}
    upto = ["year", "month", "day"].index(part) + 1
    asked = dict(list(asked.items())[:upto])

    status = client.get(list_page(Round, **asked)).status_code

    assert status == (200 if value == "٣" and part != "year" else 400 if status != 200 else 200)
    assert status == 400 or value.isdecimal()


def test_a_month_of_no_year_is_refused(client):
    client.force_login(factories.administrator())

    assert client.get(list_page(Round, opens_on__month="99999999999999999999")).status_code == 400


@pytest.mark.parametrize("words", ["a " * 13, "a" * 201, "word " * 1200, '"' * 300])
def test_a_search_of_very_many_words_is_refused(client, words):
    client.force_login(factories.holder_of_every_page())

    for model in MODELS:
        response = client.get(list_page(model, q=words))
        assert response.status_code == 400, model
        assert "Search for at most 12 words" in response.text


@pytest.mark.parametrize("words", ['"', "''", '"a b', "\\", '"\\"', "%", "_", "a " * 12, "'x\""])
def test_a_search_of_odd_words_is_a_search(client, words):
    client.force_login(factories.holder_of_every_page())

    for model in KINDS_OF_LIST:
        assert client.get(list_page(model, q=words)).status_code == 200, model


@pytest.mark.parametrize("value", [v for v in WILD if v])
def test_a_form_is_not_filled_in_with_what_cannot_be_chosen(client, value):
    client.force_login(factories.administrator())

    response = client.get(page(Membership, "add", user=value))

    assert response.status_code == 400
    assert "fills in what cannot be chosen" in response.text


def test_a_membership_is_begun_with_the_person_whose_page_leads_there(client):
    client.force_login(factories.administrator())
    person = factories.UserFactory(name="Ann Other")

    assert "Ann Other" in client.get(page(Membership, "add", user=person.pk)).text


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_other_box_is_filled_in_by_an_address(client, model):
    client.force_login(factories.administrator())
    address = page(model, "add")
    plain = client.get(address)

    # Whoever may not add is refused whatever the address says.
    for value in WILD if plain.status_code == 200 else WILD[:1]:
        boxes = {field.name: value for field in model._meta.get_fields() if field.name != "user"}
        form = client.get(address, boxes | {"roles": "lead"})

        assert form.status_code == plain.status_code
        assert _boxes(form.text) == _boxes(plain.text)


def _boxes(html):
    boxes = re.findall(r"<(?:input|option|textarea)[^>]*>[^<]*", html)
    return [box for box in boxes if 'type="hidden"' not in box]


AUTOCOMPLETE = reverse("admin:autocomplete")
BOX = {"app_label": "pilots", "model_name": "membership", "field_name": "user"}


def test_a_box_finds_rows_for_whoever_may_fill_in_its_form(client):
    client.force_login(factories.administrator())
    factories.UserFactory(name="Ann Other")

    found = client.get(AUTOCOMPLETE, BOX | {"term": "ann other"}).json()["results"]

    assert [row["text"] for row in found] == ["Ann Other"]


@pytest.mark.parametrize(
    "asked",
    [
        {"model_name": "user", "field_name": "memberships"},
        {"model_name": "place", "field_name": "claims"},
        {"model_name": "place", "field_name": "name"},
        {"app_label": "savings", "model_name": "claim", "field_name": "place"},
        {"app_label": "savings", "model_name": "review", "field_name": "version"},
        {"app_label": "auth", "model_name": "group", "field_name": "permissions"},
        {"field_name": "nothing"},
        {"app_label": "[["},
    ],
    ids=str,
)
def test_no_other_field_finds_rows(client, asked):
    client.force_login(factories.administrator())

    assert client.get(AUTOCOMPLETE, BOX | asked).status_code == 403


@pytest.mark.parametrize("role", [factories.analyst, factories.reviewer, factories.lead])
def test_a_box_finds_nothing_for_whoever_may_not_fill_in_its_form(client, role):
    client.force_login(role())

    for field in ("user", "place", "organisation"):
        assert client.get(AUTOCOMPLETE, BOX | {"field_name": field}).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_address_of_a_row_that_is_none_is_not_found(client, model):
    client.force_login(factories.holder_of_every_page())

    for value in ("99999999999999999999", "[[", "_5B", "-1"):
        for name in ("change", "history"):
            address = page(model, name, value)
            assert client.get(address, follow=True).status_code == 404, address


def test_a_form_names_no_field_to_be_found_by(client):
    workspace.everything()
    client.force_login(factories.holder_of_every_page())

    for model in MODELS:
        address = page(model, "change", 1)
        for field in ("", "[[", "password", "version", "id"):
            assert client.post(address, {"_to_field": field}).status_code < 500, (model, field)


@pytest.mark.parametrize("value", WILD)
@pytest.mark.parametrize(("model", "action"), [(User, "send_link"), (Review, "take")])
def test_rows_that_are_none_are_not_chosen(client, model, action, value):
    client.force_login(factories.administrator() if model is User else factories.reviewer())

    response = client.post(
        list_page(model), {"action": action, "index": "0", "_selected_action": [value]}, follow=True
    )

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("model", KINDS_OF_LIST, ids=lambda model: model.__name__)
def test_a_page_or_an_order_that_is_none_is_answered(client, model):
    client.force_login(factories.holder_of_every_page())

    for name in ("p", "o", "all", "e"):
        for value in ("99999999999999999999", "[[", "-1", "9" * 5000, "1.-2.x"):
            response = client.get(list_page(model, **{name: value}), follow=True)
            assert response.status_code == 200, (name, value)

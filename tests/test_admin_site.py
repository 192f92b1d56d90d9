"""The workspace as a whole: who comes in, that every page works for every role, and what each page costs."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots.models import Place
from savings.models import Claim, Version
from tests import factories, workspace
from tests.standing import standing
from tests.workspace import MODELS, SHOWN, list_page, may_view, row_page
from totalplace.workbook import XLSX

pytestmark = pytest.mark.usefixtures("no_second_factor")

ROLES = [factories.reviewer, factories.lead, factories.analyst, factories.administrator]
INDEX = "/admin/"
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
LINK = re.compile(r'href="(/admin/[^"#]*)"')


one_of_each = standing(workspace.everything)


def _costs(client, addresses):
    costs = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        costs[name] = len(queries)
    return costs


def test_every_model_of_both_apps_has_a_page():
    ours = {
        model
        for app in ("pilots", "savings")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    }

    assert set(MODELS) == ours


def test_every_page_stands_in_the_menu(client):
    client.force_login(factories.holder_of_every_page())

    index = client.get(INDEX).text

    for model in MODELS:
        assert f'href="{list_page(model)}"' in index, model


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_every_link_in_the_workspace_works(client, role):
    person = role()
    client.force_login(person)
    held = [model for model in MODELS if may_view(person, model)]
    to_visit, seen = [INDEX, *(list_page(model, q="a b") for model in held)], set()

    while to_visit:
        address = to_visit.pop()
        response = client.get(address)
        assert response.status_code == 200, address
        if response.headers["Content-Type"] == XLSX:
            continue
        assert not INLINE.search(response.text), address
        for link in LINK.findall(response.text):
            if _kind(link) not in seen:
                seen.add(_kind(link))
                to_visit.append(link.replace("&amp;", "&"))

    for model in held:
        row = workspace.rows_for(person, model).first()
        assert {_kind(list_page(model)), _kind(row_page(row))} <= seen, model
        history = client.get(workspace.page(model, "history", row.pk), follow=True)
        assert history.status_code == 200, model


def _kind(address):
    """One row stands for all of its kind, and one value of a filter for all of its values."""
    return re.sub(r"\d+", "1", re.sub(r"=[^&]*", "", address))


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_a_page_that_a_role_does_not_hold_is_refused(client, role):
    person = role()
    client.force_login(person)

    for model in SHOWN:
        if not may_view(person, model):
            row = model.objects.first()
            for address in (
                list_page(model),
                list_page(model, q="a b"),
                row_page(row),
                workspace.page(model, "history", row.pk),
            ):
                assert client.get(address, follow=True).status_code == 403, address


def test_several_rows_cost_what_one_row_costs(client):
    client.force_login(factories.holder_of_every_page())
    lists = {model.__name__: list_page(model) for model in MODELS}
    _costs(client, lists)
    for_one = _costs(client, lists)

    workspace.everything(2)
    for number in range(3, 6):
        factories.published(factories.PlaceFactory())
        workspace.parameters(number)

    assert _costs(client, lists) == for_one


def test_a_page_costs_the_same_however_much_hangs_on_it(client):
    place = factories.PlaceFactory()
    version = workspace.reviewed_claim(place)
    client.force_login(factories.lead())
    pages = {
        "claim": row_page(version.claim),
        "version": row_page(version),
        "place": row_page(place),
    }
    _costs(client, pages)
    for_few = _costs(client, pages)

    for n in range(5):
        factories.partner_of(place, factories.OrganisationFactory())
        factories.published(place, reference=f"MORE-{n}")
    factories.submitted_again(version)

    # A superseded version is asked about fewer actions.
    assert all(cost <= for_few[name] for name, cost in _costs(client, pages).items())


def test_every_constraint_that_a_form_can_break_is_refused_in_words_of_its_own(rf):
    request = rf.get(INDEX)
    request.user = factories.holder_of_every_page()
    pages = [admin.site.get_model_admin(model) for model in MODELS]
    kept = [p for p in pages if p.has_add_permission(request) or p.has_change_permission(request)]

    constraints = [constraint for p in kept for constraint in p.model._meta.constraints]

    assert constraints
    for constraint in constraints:
        words = constraint.violation_error_message
        assert words != constraint.default_violation_error_message, constraint.name
        assert constraint.get_violation_error_message() == words


def test_nothing_can_be_deleted_not_even_by_who_may_delete_everything(client):
    client.force_login(factories.holder_of_every_page())

    for model in SHOWN:
        row = model.objects.first()
        assert client.post(workspace.page(model, "delete", row.pk)).status_code == 403, model
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(list_page(model), chosen)
        assert model.objects.filter(pk=row.pk).exists(), model


def test_a_page_that_does_not_exist_is_not_found(client):
    client.force_login(factories.reviewer())

    for key in ("999", "99999999999999999999", "x"):
        assert client.get(workspace.page(Claim, "change", key)).status_code == 404


def test_an_officer_is_refused(client):
    client.force_login(factories.officer_of(factories.PlaceFactory()))

    assert client.get(INDEX, follow=True).status_code == 403
    assert client.get(list_page(Claim), follow=True).status_code == 403


def test_the_mark_staff_alone_opens_nothing(client):
    client.force_login(factories.UserFactory(is_staff=True))

    assert client.get(INDEX, follow=True).status_code == 403
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize("address", [INDEX, "/admin/login/", "/admin/pilots/place/"])
def test_anybody_else_is_sent_to_the_door_of_the_site(client, address):
    response = client.get(address, follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_the_workspace_has_no_door_of_its_own(client):
    person = factories.administrator()
    person.set_password("correct horse battery")
    person.save()

    client.post("/admin/login/", {"username": person.email, "password": "correct horse battery"})

    assert "_auth_user_id" not in client.session


def test_whoever_is_in_is_sent_on_from_the_sign_in_page(client):
    client.force_login(factories.analyst())

    assert client.get("/admin/login/").headers["Location"] == INDEX


def test_an_id_does_not_lead_to_a_claim_that_may_not_be_seen(client):
    draft = factories.claim_at("draft", reference="KEN-0001")
    kind = ContentType.objects.get_for_model(Claim)
    client.force_login(factories.holder_of_every_page())

    response = client.get(f"/admin/r/{kind.pk}/{draft.claim.pk}/")

    assert response.status_code == 404
    assert "KEN-0001" not in response.text


@pytest.mark.parametrize("door", ["/admin/password_change/done/", "/admin/auth/group/"])
def test_doors_that_the_site_does_not_have_are_shut(client, door):
    client.force_login(factories.holder_of_every_page())

    assert client.get(door).status_code == 404


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Place, {"claims": "1"}),
        (Place, {"claims__isnull": "False"}),
        (Claim, {"versions": "1"}),
        (Claim, {"versions__status": "draft"}),
        (Version, {"claim__place__claims__reference": "KEN-0001"}),
    ],
    ids=str,
)
def test_an_address_cannot_ask_for_what_the_list_does_not_show(client, model, query):
    client.force_login(factories.administrator())

    assert client.get(list_page(model, **query)).status_code == 400


def test_what_is_kept_up_to_date_keeps_who_changed_it(client):
    place = factories.PlaceFactory(name="Kent")
    person = factories.administrator()
    client.force_login(person)

    workspace.change(client, place, name="Kent and Medway")

    place.refresh_from_db()
    assert place.name == "Kent and Medway"
    assert place.history.latest().history_user == person
    history = client.get(workspace.page(Place, "history", place.pk)).text
    assert person.name in history
    assert "Kent → Kent and Medway" in " ".join(
        history.replace("<strong>name</strong>:", "").split()
    )


def test_a_past_state_cannot_be_put_back_by_somebody_who_may_only_look(client):
    place = factories.PlaceFactory(name="Kent")
    before = place.history.first()
    place.name = "Kent and Medway"
    place.save()
    client.force_login(factories.analyst())

    response = client.post(f"/admin/pilots/place/{place.pk}/history/{before.pk}/", follow=True)

    place.refresh_from_db()
    assert response.status_code == 404
    assert place.name == "Kent and Medway"

"""What administrators keep has a history, whoever may view it finds it, and nobody writes past it."""

import ast
import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from pilots.models import Burden, Partner, User
from tests import factories, workspace
from tests.test_project import CODE
from totalplace.kept_history import PastTheHistory
from totalplace.roles import ROLES

KEPT = [
    model
    for app in ("pilots", "savings")
    for model in apps.get_app_config(app).get_models()
    if hasattr(model._meta, "simple_history_manager_attribute")
]
MANAGERS = {
    "objects": lambda model: model.objects,
    "all": lambda model: model.objects.all(),
    "filtered": lambda model: model.objects.filter(pk=1).order_by("pk"),
    "default": lambda model: model._default_manager,
    "base": lambda model: model._base_manager,
    "one database": lambda model: model.objects.using("default"),
}


def _waited(write, *args, **kwargs):
    async def wait():
        await write(*args, **kwargs)

    # In a thread of its own: where tests have driven a browser before, this one has a loop running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, wait()).result()


WAYS = {
    "update": lambda rows: rows.update(pk=1),
    "bulk_create": lambda rows: rows.bulk_create([]),
    "bulk_update": lambda rows: rows.bulk_update([], ["pk"]),
    "delete": lambda rows: rows.filter().delete(),
    "_raw_delete": lambda rows: rows.filter()._raw_delete("default"),
    "raw": lambda rows: rows.raw("SELECT 1"),
    "aupdate": lambda rows: _waited(rows.aupdate, pk=1),
    "abulk_create": lambda rows: _waited(rows.abulk_create, []),
    "abulk_update": lambda rows: _waited(rows.abulk_update, [], ["pk"]),
    "adelete": lambda rows: _waited(rows.filter().adelete),
}
# What of it each role may not open. The weights of stages are for internal briefing.
NOT_THEIRS = {
    "reviewer": {"User", "Membership"},
    "lead": {"User", "Membership"},
    "analyst": {"User", "Membership", "StageWeight"},
    "administrator": set(),
}
# What each may have that can be changed at once, and to what.
CHANGES = {
    "source": "Another source",
    "name": "Another",
    "what": "Others",
    "is_lead": False,
    "role": "finance",
}
# A backup is put back with its histories, into a database that has none.
PUT_BACK = "savings/archive/restored_tables.py"
TABLES = "|".join(model._meta.db_table for model in KEPT)
# A statement that writes into such a table, or into one whose name cannot be read here.
SQL = re.compile(
    rf'\b(INSERT\s+INTO|REPLACE\s+INTO|MERGE\s+INTO|UPDATE|DELETE\s+FROM|COPY|TRUNCATE(\s+TABLE)?)\s+(ONLY\s+)?"?({TABLES}|\w*[{{%])'
    r"(?!\()",
    re.IGNORECASE,
)
# What Django has beneath the managers, by which the guard would be passed.
BENEATH = {
    "QuerySet", "Manager", "UpdateQuery", "InsertQuery", "DeleteQuery", "Collector", "_update", "_insert",
    "_raw_delete", "save_base", "unkept",
}  # fmt: skip


def test_what_the_history_leaves_out_is_written_for_many_at_once_and_nothing_else():
    person = factories.UserFactory()

    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    with pytest.raises(PastTheHistory):
        User.objects.filter(pk=person.pk).update(last_login=timezone.now(), name="Another")

    person.refresh_from_db()
    assert person.last_login
    assert person.name != "Another"


def test_whatever_an_administrator_keeps_has_a_history():
    held = ROLES["administrator"].permissions
    kept = {
        model
        for model in workspace.MODELS
        for verb in ("add", "change", "delete")
        if f"{model._meta.app_label}.{verb}_{model._meta.model_name}" in held
    }

    assert kept == set(KEPT)


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize("role", NOT_THEIRS)
def test_the_page_of_each_leads_whoever_may_view_it_to_its_history(client, role):
    workspace.everything()
    person = getattr(factories, role)()
    client.force_login(person)
    seen = set()

    for model in KEPT:
        if workspace.may_view(person, model):
            row = model.objects.order_by("pk").first()
            history = workspace.page(model, "history", row.pk)
            seen.add(model)

            assert f'href="{history}"' in client.get(workspace.row_page(row)).text, model
            assert "Created" in client.get(history).text, model

    assert {model.__name__ for model in set(KEPT) - seen} == NOT_THEIRS[role]


@pytest.mark.usefixtures("no_second_factor")
def test_the_history_says_what_a_change_changed(client):
    workspace.everything()
    client.force_login(factories.administrator())

    for model in KEPT:
        row = model.objects.order_by("pk").first()
        name = next(name for name in CHANGES if name in {f.name for f in model._meta.fields})
        setattr(row, name, CHANGES[name])
        row.save()

        shown = client.get(workspace.page(model, "history", row.pk)).text

        assert f"→ {CHANGES[name]}</li>" in shown, model


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("manager", MANAGERS)
def test_nobody_writes_many_rows_past_the_history(manager, way):
    for model in KEPT:
        with pytest.raises(PastTheHistory, match=f"{model.__name__} keeps a history"):
            WAYS[way](MANAGERS[manager](model))


RELATED = [
    (relation.related_model, relation.model, relation.get_accessor_name())
    for model in apps.get_models()
    for relation in model._meta.related_objects
    if relation.related_model in KEPT and relation.one_to_many and relation.get_accessor_name()
]


@pytest.mark.parametrize(("model", "owner", "name"), RELATED)
def test_nor_by_a_related_name(model, owner, name):
    rows = getattr(owner(pk=1), name)
    row = model(pk=1)
    row._state.adding, row._state.db = False, "default"

    for way in ("update", "bulk_create", "bulk_update", "delete"):
        with pytest.raises(PastTheHistory):
            WAYS[way](rows)
    with pytest.raises(PastTheHistory):
        rows.add(row)


@pytest.mark.parametrize(
    "change",
    [
        lambda place, council: place.partners.add(council),
        lambda place, council: place.partners.set([council]),
        lambda place, council: place.partners.remove(place.partners.get()),
        lambda place, council: place.partners.clear(),
        lambda place, council: council.places.add(place),
        lambda place, council: place.partners.get().places.clear(),
    ],
    ids=["add", "set", "remove", "clear", "add from the other side", "clear from the other side"],
)
def test_nor_as_what_joins_two_others(change):
    place, council = factories.PlaceFactory(), factories.OrganisationFactory()
    before = list(Partner.objects.values_list("place", "organisation"))

    with pytest.raises(PastTheHistory), transaction.atomic():
        change(place, council)

    assert list(Partner.objects.values_list("place", "organisation")) == before


def test_one_row_is_saved_and_leaves_its_line():
    place = factories.PlaceFactory()
    place.name = "Another"
    place.save()
    burden = Burden.objects.create(place_or_body="England", what="Returns")
    burden.delete()

    assert [line.history_type for line in place.history.all()] == ["~", "+"]
    assert [line.history_type for line in Burden.history.all()] == ["-", "+"]


def _passes(tree):
    """Where the code reaches beneath the managers, or writes SQL into a table with a history."""
    for node in ast.walk(tree):
        name = getattr(node, "attr", getattr(node, "id", ""))
        if isinstance(node, ast.Attribute | ast.Name) and (
            (name in BENEATH and _is_called(node, tree)) or name == "_base_manager"
        ):
            yield f"{node.lineno}: {name}"
        if SQL.search(_words(node)):
            yield f"{node.lineno}: {_words(node)[:80]}"


def _is_called(node, tree):
    return any(isinstance(other, ast.Call) and other.func is node for other in ast.walk(tree))


def _words(node):
    """The words of a text; a part that is worked out stands as an opening brace."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{" for part in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_no_code_reaches_beneath_the_guard():
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in CODE
        if not path.match(PUT_BACK)
    }

    assert {path: found for path, tree in trees.items() if (found := list(_passes(tree)))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "QuerySet(Place).update(name='x')",
        "models.QuerySet(model=Place)",
        "unkept(Place)",
        "Place._base_manager.update(name='x')",
        "manager = Place._base_manager",
        "Place.objects.filter(pk=1)._update([])",
        "Collector(using='default').collect(rows)",
        "place.save_base(raw=True)",
        "cursor.execute('UPDATE pilots_place SET name = %s')",
        "cursor.execute('insert  into \"savings_threshold\" VALUES (1)')",
        "cursor.execute('DELETE FROM ONLY pilots_membership')",
        "cursor.execute(f'UPDATE {table} SET name = 1')",
        "cursor.execute('UPDATE %s SET name = 1' % table)",
        "cursor.execute('TRUNCATE pilots_user')",
        "cursor.copy_expert('COPY pilots_theme FROM STDIN')",
    ],
)
def test_what_reaches_beneath_the_guard_is_found(code):
    assert list(_passes(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["Place.objects.filter(name='x')", "'UPDATE savings_claim SET x = 1'"]
)
def test_what_does_not_is_left_alone(code):
    assert not list(_passes(ast.parse(code)))

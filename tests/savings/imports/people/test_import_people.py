"""Are people taken in whole, twice without effect, with every error at once, and only from an administrator?"""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilots import people
from pilots.models import Membership, User
from savings.imports.people import template
from savings.imports.people.differences import read_people
from savings.imports.people.people import import_people
from tests import factories

from .sheets import World, errors_of, held, sheet, stored

# Each row that is wrong, and where: by column, reason and a word of what is said.
WRONG = {
    "no address": ("Bob,,Officer,Kent,,,", "Email", "missing", "signs in with"),
    "no name": (",b@x.example,Officer,Kent,,,", "Name", "missing", "left out"),
    "no at": ("Bob,bob,Officer,Kent,,,", "Email", "type", "name@council.gov.uk"),
    "letters alike": ("Bob,b\u043eb@x.example,Officer,Kent,,,", "Email", "type", "English"),
    "no such role": ("Bob,b@x.example,Boss,Kent,,,", "Role", "type", "Review lead"),
    "no such place": ("Bob,b@x.example,Officer,Kemt,,,", "Place", "unknown_place", "“Kent”"),
    "nowhere": ("Bob,b@x.example,Officer,,,,", "Place", "missing", "name or code"),
    "a place at the Treasury": ("B,b@x.example,Reviewer,Kent,,,", "Place", "conflict", "blank"),
    "no role there": ("Bob,b@x.example,,Kent,,,", "Role", "missing", "what the person is"),
    "a partner of none": ("B,b@x.example,Partner,Kent,,,", "Organisation", "missing", "acts for"),
    "a near name": (
        "B,b@x.example,Partner,Kent,NHS Kent and Medway,,",
        "Organisation",
        "unknown_organisation",
        "“NHS Kent & Medway”",
    ),
    "a partner elsewhere": (
        "B,b@x.example,Partner,Croydon,NHS Kent & Medway,,",
        "Organisation",
        "conflict",
        "is not a partner of Croydon",
    ),
    "an unknown leaver": ("B,b@x.example,,,,Everything,", "Email", "unknown_person", "Nobody"),
    "what nobody was": ("Ann,ann@kent.example,Finance officer,Kent,,Yes,", "Leaves", "conflict", "never was"),
    "a part and all": ("Eve,b@x.example,Officer,Kent,,Everything,", "Leaves", "conflict", "blank"),
    "the wrong person": ("Bob,rob@treasury.example,,,,Everything,Nobody", "Name", "conflict", "“Rob”"),
    "which role": ("Eve,b@x.example,,,,Yes,", "Role", "missing", "Everything"),
    "a successor of nobody": (
        "Eve,b@x.example,Officer,Kent,,,rob@treasury.example",
        "Successor",
        "conflict",
        "Only who leaves",
    ),
    "who has left": ("Gone,GONE@kent.example,Officer,Kent,,,", "Email", "has_left", "Reactivate"),
    "the example": (f"Ann,{template.EXAMPLE},Officer,Kent,,,", "Email", "example", "Delete"),
    "a formula": ("=1+1,b@x.example,Wrong,Kent,,,", "Role", "type", "Wrong"),
    "what cannot be seen": ("B\x07b,b@x.example,Officer,Kent,,,", "Name", "control", "seen"),
}  # fmt: skip
# Two rows that do not go together: the second is wrong.
CONTRADICTIONS = {
    "two names": (
        ["Bob,b@x.example,Officer,Kent,,,", "Rob,B@X.example,Officer,Croydon,,,"],
        ("Name", "conflict"),
    ),
    "twice the same": (
        ["Bob,b@x.example,Officer,Kent,,,", "Bob,B@x.example,officer,KEN,,,"],
        ("Role", "duplicate"),
    ),
    "for two organisations": (
        [
            "Bob,b@x.example,Partner,Kent,NHS Kent & Medway,,",
            "Bob,b@x.example,Partner,Kent,Kent County Council,,",
        ],
        ("Role", "duplicate"),
    ),
    "held and ended": (
        ["Ann,ann@kent.example,Officer,Kent,,,", "Ann,ann@kent.example,Officer,Kent,,Yes,"],
        ("Role", "duplicate"),
    ),
    "leaves and comes": (
        ["Ann,ann@kent.example,,,,Everything,", "Ann,ann@kent.example,Officer,Croydon,,,"],
        ("Leaves", "conflict"),
    ),
}


@pytest.fixture
def world():
    return World()


def test_every_error_is_told_at_once_with_what_to_do_and_nothing_is_stored(tmp_path, world):
    # Each of the made-up people apart, so that no row contradicts another.
    rows = [
        row.replace("b@x.example", f"b{number}@x.example")
        for number, (row, *_) in enumerate(WRONG.values())
    ]
    before = stored()

    found = errors_of(
        import_people, sheet(tmp_path, "Cat,cat@x.example,Officer,Kent,,,", *rows), world.admin
    )

    expected = [(number, *wrong[1:3]) for number, wrong in enumerate(WRONG.values(), start=3)]
    assert [error[:3] for error in found] == expected
    for (*_, word), (*_, words) in zip(WRONG.values(), found, strict=True):
        assert word in words
    assert stored() == before


def test_rows_that_contradict_each_other_are_refused(tmp_path, world):
    for what, (rows, expected) in CONTRADICTIONS.items():
        path = sheet(tmp_path, *rows)

        [(number, column, code, words)] = errors_of(import_people, path, world.admin)

        assert (number, (column, code)) == (3, expected), what
        assert "Row 2" in words


ROWS = [
    "Bob,Bob@x.example,Officer,Kent,,,",
    "Bob,bob@x.example,finance,CRO,,,",
    "Pat,pat@x.example,Partner,Kent,NHS Kent & Medway,,",
    "Lee,lee@x.example,Review lead,,,,",
    "Lee,lee@x.example,Declared interest,Kent,,,",
    "Sam,sam@x.example,,,,No,",
    "Ann Other,ANN@kent.example,Officer,Kent,,,",
    "Ann Other,ann@kent.example,Analyst,,,,",
    "Rob,rob@treasury.example,reviewer,,,Yes,",
]


def test_people_are_added_and_given_what_they_are_once(tmp_path, world):
    path = sheet(tmp_path, *ROWS)

    first = import_people(path, by=world.admin)
    after = stored()
    second = import_people(path, by=world.admin)

    assert held("bob@x.example") == ([], [("CRO", "finance", None), ("KEN", "officer", None)])
    assert held("pat@x.example") == ([], [("KEN", "partner", "NHS Kent & Medway")])
    assert held("lee@x.example") == (["lead"], [("KEN", "interest", None)])
    assert held("sam@x.example") == ([], [])
    assert held("ann@kent.example") == (["analyst"], [("KEN", "officer", None)])
    assert held("rob@treasury.example") == ([], [])
    assert User.objects.get(email="ann@kent.example").name == "Ann Other"
    assert (first.new, first.changed, first.unchanged) == (7, 2, 0)
    assert (first.added, first.given, first.renamed, first.ended) == (4, 6, 1, 1)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 9)
    assert second.summary().startswith("Nothing to store.")
    assert stored() == after


def test_the_history_names_who_did_it_and_new_people_wait_to_be_invited(tmp_path, world):
    import_people(sheet(tmp_path, *ROWS), by=world.admin)

    bob = User.objects.get(email="bob@x.example")
    assert {line.history_user for line in bob.history.all()} == {world.admin}
    assert {m.history.get().history_user for m in bob.memberships.all()} == {world.admin}
    assert (
        User.objects.get(email="rob@treasury.example").history.first().history_user == world.admin
    )
    assert not bob.has_usable_password()
    assert bob.link_waits_since
    assert bob.invited_by == world.admin


def _command(capsys, *words):
    """The exit status, and what a program reads."""
    status = 0
    try:
        call_command("import_people", *map(str, words), "--json")
    except SystemExit as end:
        status = end.code
    return status, json.loads(capsys.readouterr().out)


def test_the_command_answers_a_program(tmp_path, world, capsys):
    as_admin = ("--as", world.admin.email)
    bad = sheet(tmp_path, ROWS[0], "Al,al@x.example,Officer,Kemt,,,")
    status, told = _command(capsys, bad, *as_admin)
    [error] = told["errors"]
    assert (status, told["outcome"], told["rows"]) == (1, "reject", [])
    assert (error["row"], error["column"], error["code"]) == (3, "Place", "unknown_place")

    path = sheet(tmp_path, "Bob,Bob@X.example,officer,KEN", titles="NAME,E-mail,Role,Place")
    status, told = _command(capsys, path, *as_admin, "--check")
    row = {"row": 2, "NAME": "Bob", "E-mail": "bob@x.example", "Role": "Officer", "Place": "Kent"}
    assert (status, told) == (0, {"outcome": "accept", "rows": [row], "errors": []})
    assert not User.objects.filter(email="bob@x.example").exists()

    assert _command(capsys, path, *as_admin)[0] == 0
    assert held("bob@x.example") == ([], [("KEN", "officer", None)])
    assert _command(capsys, path, "--as", world.ann.email)[0] == 1


def test_checking_stores_nothing(tmp_path, world):
    before = stored()

    result = import_people(sheet(tmp_path, *ROWS), by=world.admin, check=True)

    assert (result.outcome, result.added) == ("checked", 4)
    assert stored() == before


def test_nobody_changes_what_they_are_themselves(tmp_path, world):
    name, email = world.admin.name, world.admin.email
    for row in (
        f"{name},{email},Review lead,,,,",
        f"{name},{email},,,,Everything,",
        f"X,{email},,,,,",
    ):
        [(_, column, code, words)] = errors_of(import_people, sheet(tmp_path, row), world.admin)

        assert (column, code) == ("Email", "not_allowed"), row
        assert people.OWN_RIGHTS in words


def test_only_an_administrator_may(tmp_path, world):
    path = sheet(tmp_path, *ROWS)
    for somebody in (factories.lead(), factories.analyst(), world.rob, world.ann, world.gone):
        [(row, _, code, _)] = errors_of(read_people, path, somebody)

        assert (row, code) == (None, "not_allowed")


def test_everybody_downloaded_and_sent_back_changes_nothing(tmp_path, world):
    factories.partner_of(world.kent, world.nhs)
    factories.UserFactory(name="'=cmd|'/c calc'!A1", email="'odd@x.example")
    factories.UserFactory(name="Al  Double")
    people.set_roles(world.ann, ["lead", "analyst"], by=world.admin)
    path = tmp_path / "people.xlsx"
    path.write_bytes(template.everything("people"))
    before = stored()

    result = import_people(path, by=world.admin)

    shown = 1 + User.objects.filter(is_active=True).count() + 1  # Ann has three rows.
    assert (result.new, result.changed, result.unchanged) == (0, 0, shown)
    assert stored() == before


def test_the_template_is_refused_until_its_example_is_gone(tmp_path, world):
    path = tmp_path / "people.xlsx"
    path.write_bytes(template.template("people"))

    found = errors_of(import_people, path, world.admin)

    assert {code for _, _, code, _ in found} == {"example", "missing"}


LEAVER_COSTS = 25  # Queries at most, whatever else is in the sheet.


def test_twenty_people_cost_what_one_costs(tmp_path, world):
    def cost(first, last, *, leaves=""):
        role = "," if leaves else "Officer,Kent"
        rows = [f"P{n},p{n}@x.example,{role},,{leaves}," for n in range(first, last)]
        with CaptureQueriesContext(connection) as queries:
            import_people(sheet(tmp_path, *rows), by=world.admin)
        return len(queries)

    cost(0, 1)

    assert cost(1, 21) <= cost(21, 22)
    assert Membership.objects.filter(place=world.kent).count() == 23
    few, more = (cost(*which, leaves="Everything") for which in ((0, 1), (1, 6)))
    assert more - few <= 4 * LEAVER_COSTS
    assert User.objects.filter(email__contains="@x.example", is_active=False).count() == 6

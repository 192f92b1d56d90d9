"""Which spreadsheet do administrators fill in: empty with an example, or with all that is stored?

What is stored, sent back as it is, changes nothing. The sheets `Columns` and `Lists` explain; the importer passes over
them.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

from django.db.models import Prefetch
from xlsxwriter import Workbook

from pilots.models import Membership, Organisation, Partner, PeopleSheet, Place, User
from savings.imports.people.columns import EXAMPLE, KINDS, LEAVES, ROLE_LABELS, YES
from savings.imports.people.rows import MAX_ROWS
from savings.imports.template_sheets import AS_WRITTEN, offer_lists, write_columns, write_lists
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from totalplace.roles import ROLES, TREASURY_ROLES
from totalplace.spreadsheet_text import escape

_ROLES = ", ".join(ROLE_LABELS.values())
_KINDS = ", ".join(KINDS.values())
_COLUMNS: dict[str, list[tuple[str, str, int]]] = {
    PeopleSheet.Holds.PEOPLE: [
        ("Name", "The person’s name. Needed in each row.", 28),
        ("Email", "The address that they sign in with, whatever its capitals. Needed in each row.", 36),
        ("Role", f"What they are: one of {_ROLES}. Blank: the person has no role yet.", 18),
        ("Place", "Where they are that: the place’s name or code. Blank for roles at the Treasury.", 24),
        ("Organisation", "For a partner: the organisation they act for, as it is named here.", 34),
        (
            "Leaves",
            "Blank for who stays. Yes: this role ends today. Everything: the person leaves altogether.",
            12,
        ),
        (
            "Successor",
            "The email address of who takes over what they hold. Nobody: it waits until somebody is chosen.",
            36,
        ),
    ],
    PeopleSheet.Holds.ORGANISATIONS: [
        ("Name", "The organisation’s name. Needed.", 44),
        ("Kind", f"One of {_KINDS}. Blank: it stays as it is, or is not stated.", 20),
        ("Place", "A place in which it is a partner: the place’s name or code.", 24),
        ("Lead", "Yes: it leads the claims of that place. No: it does so no longer. Blank: it stays.", 10),
        (
            "Same as",
            "Only for a name that is near another: that other name, if it is the same organisation; or New.",
            44,
        ),
    ],
}  # fmt: skip
_HOW_IT_WORKS: dict[str, list[str]] = {
    PeopleSheet.Holds.PEOPLE: [
        "One row is one role. A person with several has several rows, with the same name and email address.",
        "Rows that say what is stored change nothing. Rows you take out change nothing either.",
        "To end a role write Yes under Leaves. Somebody who leaves altogether has one row, without role and place.",
        "Fill in Successor for somebody who leaves and holds claims under review, drafts or sign-offs.",
        "Delete the example before you send the file.",
        "People who are added to a role get an email that says how to begin.",
        "A row about yourself cannot change anything.",
    ],
    PeopleSheet.Holds.ORGANISATIONS: [
        "One row is one organisation, or one organisation in one place: for several places give several rows.",
        "Rows that say what is stored change nothing. Rows you take out change nothing either.",
        "Delete the example before you send the file.",
    ],
}
_EXAMPLES: dict[str, list[str]] = {
    PeopleSheet.Holds.PEOPLE: ["Ann Example", EXAMPLE, ROLE_LABELS["officer"], "", "", "", ""],
    PeopleSheet.Holds.ORGANISATIONS: ["Example County Council", KINDS["council"], "", "", ""],
}


def template(holds: str) -> bytes:
    """The workbook (XLSX) to fill in: titles, one example, what to write, and what may be chosen."""
    return _workbook(holds, [_EXAMPLES[holds]])


def everything(holds: str) -> bytes:
    """The same workbook with all people who have not left, or all organisations, and what each is where."""
    return _workbook(holds, _PRESENT[holds]())


def _people() -> Iterator[list[str]]:
    current = Membership.objects.filter(ended_at=None).select_related("place", "organisation")
    held = Prefetch("memberships", current.order_by("place__name", "role"), to_attr="held")
    people = User.objects.filter(is_active=True).prefetch_related(held, "groups")
    for person in people.order_by("name", "email"):
        labels = {group.name for group in person.groups.all()}
        roles = [[role.label, "", ""] for role in TREASURY_ROLES if role.label in labels]
        roles += [
            [
                ROLES[one.role].label,
                one.place.name,
                one.organisation.name if one.organisation else "",
            ]
            for one in person.held
        ]
        for role in roles or [["", "", ""]]:
            yield [person.name, person.email, *role, "", ""]


def _organisations() -> Iterator[list[str]]:
    in_places = Partner.objects.select_related("place").order_by("place__name")
    bodies = Organisation.objects.prefetch_related(Prefetch("partnerships", in_places))
    for body in bodies.order_by("name"):
        kind = KINDS[body.kind]
        places = [
            [one.place.name, LEAVES[YES] if one.is_lead else ""] for one in body.partnerships.all()
        ]
        for place in places or [["", ""]]:
            yield [body.name, kind, *place, ""]


_PRESENT: dict[str, Callable[[], Iterator[list[str]]]] = {
    PeopleSheet.Holds.PEOPLE: _people,
    PeopleSheet.Holds.ORGANISATIONS: _organisations,
}


def _lists(holds: str) -> dict[str, list[str]]:
    places = list(Place.objects.order_by("name").values_list("name", flat=True))
    if holds == PeopleSheet.Holds.ORGANISATIONS:
        lists = {"Kind": KINDS.values(), "Place": places, "Lead": ["Yes", "No"]}
    else:
        bodies = Organisation.objects.order_by("name").values_list("name", flat=True)
        lists = {
            "Role": ROLE_LABELS.values(),
            "Place": places,
            "Organisation": bodies,
            "Leaves": LEAVES.values(),
        }
    return {title: list(map(escape, values)) for title, values in lists.items()}


def _workbook(holds: str, rows: Iterable[list[str]]) -> bytes:
    columns, lists, content = _COLUMNS[holds], _lists(holds), BytesIO()
    titles = [title for title, _, _ in columns]
    with Workbook(content, AS_WRITTEN) as book:
        names = (PeopleSheet.Holds(holds).label, *TEMPLATE_SHEETS)
        sheet, explained, listed = (book.add_worksheet(name) for name in names)
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@", "valign": "top"})
        for place, (_, _, width) in enumerate(columns):
            sheet.set_column(place, place, width, text)
        sheet.write_row(0, 0, titles, bold)
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(map(escape, row)):
                sheet.write_string(number, place, value, text)
        offer_lists(sheet, titles, lists, MAX_ROWS)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        write_columns(explained, bold, wrapped, columns, _HOW_IT_WORKS[holds])
        write_lists(listed, bold, lists)
    return content.getvalue()

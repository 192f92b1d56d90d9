"""Who leaves by a file of people hands on what they hold, or is not let go."""

import pytest

from pilots.models import AccountChange, User
from savings.imports.people.people import import_people
from tests import factories

from .sheets import World, errors_of, held, sheet


@pytest.fixture
def world():
    return World()


def test_who_leaves_hands_on_what_they_hold_or_is_not_let_go(tmp_path, world):
    other = factories.reviewer()
    version = factories.claim_at("submitted", world.croydon)
    factories.workflow.perform("take", version, by=world.rob)

    def leaves(successor):
        row = f"Rob,rob@treasury.example,,,,Everything,{successor}"
        return sheet(tmp_path, row)

    for successor in ("", "ann@kent.example"):
        [(_, column, code, words)] = errors_of(import_people, leaves(successor), world.admin)
        assert (column, code) == ("Successor", "holds_work")
        assert "1 claim under review" in words
    [(_, _, code, _)] = errors_of(import_people, leaves("nobody-here@x.example"), world.admin)
    assert code == "unknown_person"

    result = import_people(leaves(other.email), by=world.admin)

    version.review.refresh_from_db()
    assert version.review.reviewer == other
    assert not User.objects.get(pk=world.rob.pk).is_active
    assert result.left == 1
    assert import_people(leaves(other.email), by=world.admin).unchanged == 1


def test_nothing_is_taken_from_somebody_by_a_row_with_anothers_name(tmp_path, world):
    rows = ["Bob,rob@treasury.example,Analyst,,,,", "Bob,rob@treasury.example,Reviewer,,,Yes,"]

    [(row, column, code, words)] = errors_of(import_people, sheet(tmp_path, *rows), world.admin)

    assert (row, column, code) == (3, "Name", "conflict")
    assert "the address of “Rob”" in words


def test_work_may_wait_until_somebody_is_chosen(tmp_path, world):
    version = factories.claim_at("submitted", world.croydon)
    factories.workflow.perform("take", version, by=world.rob)

    import_people(sheet(tmp_path, "Rob,rob@treasury.example,Reviewer,,,Yes,Nobody"), by=world.admin)

    assert held("rob@treasury.example") == ([], [])


def test_each_watcher_has_one_letter_and_who_is_new_has_none(tmp_path, world, mailoutbox):
    lead = factories.lead()
    rows = [f"P{n},p{n}@x.example,Officer,Kent,,," for n in range(3)]

    import_people(
        sheet(tmp_path, *rows, "Rob,rob@treasury.example,Officer,Kent,,,"), by=world.admin
    )

    to_watchers = [m for m in mailoutbox if "somebody’s rights" in m.subject]
    assert sorted(m.to[0] for m in to_watchers) == sorted(
        [lead.email, "ann@kent.example", "rob@treasury.example"]
    )
    [told] = [m.body for m in to_watchers if m.to == [lead.email]]
    assert all(f"p{n}@x.example" in told for n in range(3))
    assert told.count("Now: Officer, Kent.") == 4
    assert [m.to for m in mailoutbox if "your rights" in m.subject] == [["rob@treasury.example"]]


def test_a_leaver_whose_account_waits_for_two_changes_keeps_no_letter_back(
    tmp_path, world, mailoutbox
):
    lead = factories.lead()
    for what in ({"kind": "address", "new_address": "r@x.example"}, {"kind": "second_factor"}):
        AccountChange.objects.create(
            person=world.rob, asked_by=world.admin, old_address=world.rob.email, **what
        )
    rows = ["Rob,rob@treasury.example,,,,Everything,", "Ann,ann@kent.example,Analyst,,,,"]

    import_people(sheet(tmp_path, *rows), by=world.admin)

    decided = [
        m.body for m in mailoutbox if m.to == ["rob@treasury.example"] and "refused" in m.subject
    ]
    assert len(set(decided)) == 2
    [to_lead] = [m.body for m in mailoutbox if m.to == [lead.email]]
    assert "Has left: can no longer sign in." in to_lead
    assert "Roles at the Treasury now: Analyst." in to_lead
    assert [m.subject for m in mailoutbox if m.to == ["ann@kent.example"]] == [
        "Total Place: your rights have changed"
    ]

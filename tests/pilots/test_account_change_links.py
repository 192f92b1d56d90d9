"""Which link to a change of account works, and for how long?"""

from datetime import timedelta

import pytest
from django.core import signing

from pilots import account_changes
from tests import factories
from tests.pilots.test_account_changes import (
    MEANWHILE,
    asked,
)


def _link_with(payload, salt="pilots.account_change"):
    return signing.dumps(payload, salt=salt)


def test_a_link_names_its_change_and_nothing_else_does():
    change = asked("address")
    token = account_changes.link(change).split("/")[-2]

    assert account_changes.by_token(token) == change
    for dead in (
        token[:-1],
        _link_with(change.pk, salt="django.core.signing"),
        _link_with(change.pk + 1),
        "made-up",
    ):
        assert account_changes.by_token(dead) is None


@pytest.mark.parametrize("meanwhile", ["agreed", "refused", "the person has left"])
def test_a_link_dies_with_its_change(meanwhile):
    change = asked("address")
    token = account_changes.link(change).split("/")[-2]

    MEANWHILE[meanwhile][0](change)

    assert account_changes.by_token(token) is None


def test_a_link_lives_for_a_week(time_machine):
    time_machine.move_to("2010-03-01 09:00", tick=False)
    change = asked("address")
    token = account_changes.link(change).split("/")[-2]

    time_machine.shift(account_changes.LINK_LIVES - timedelta(minutes=1))
    assert account_changes.by_token(token) == change
    time_machine.shift(timedelta(minutes=2))
    assert account_changes.by_token(token) is None


def test_a_link_mailed_to_an_address_that_the_person_has_left_is_dead():
    person = factories.UserFactory()
    change = asked("second_factor", person)
    token = account_changes.link(change).split("/")[-2]

    account_changes.agree(asked("address", person), by=person)

    assert account_changes.by_token(token) is None

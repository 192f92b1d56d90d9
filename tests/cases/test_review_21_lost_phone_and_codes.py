"""Review 21: who has lost phone and codes is let in again, by two people, on record, and stays who they were."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from pilots.models import AccountChange, User
from pilots.people import treasury_roles
from tests import factories
from tests.pilots.test_account_changes import set_up_second_factor, settled
from tests.workspace import act


@pytest.mark.usefixtures("no_second_factor")
def test_a_second_factor_ends_confirmed_on_record_and_mailed_and_roles_stay(
    client, django_capture_on_commit_callbacks, mailoutbox
):
    person, asks, agrees = (
        factories.reviewer(),
        *(settled(factories.administrator()) for _ in range(2)),
    )
    roles = treasury_roles(person)
    set_up_second_factor(person)
    here = Client()
    here.force_login(person)

    client.force_login(asks)
    with django_capture_on_commit_callbacks(execute=True):
        act(client, User, "end_second_factor", person, confirmed="yes")
    mailed_first = [mail for mail in mailoutbox if person.email in mail.to]
    nothing_ended = Authenticator.objects.filter(user=person).exists()
    client.force_login(agrees)
    with django_capture_on_commit_callbacks(execute=True):
        act(client, AccountChange, "agree", AccountChange.objects.get(), confirmed="yes")

    assert len(mailed_first) == 1
    assert nothing_ended
    assert not Authenticator.objects.filter(user=person).exists()
    change = AccountChange.objects.get()
    assert (change.asked_by, change.agreed_by) == (asks, agrees)
    assert len([mail for mail in mailoutbox if person.email in mail.to]) == 2
    assert here.get("/claims/")["Location"].startswith("/signin/")
    assert treasury_roles(User.objects.get(pk=person.pk)) == roles != []

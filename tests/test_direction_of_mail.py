"""Text that turns direction is taken out of every mail and every word about a sheet."""

import json

from django.test import override_settings
from django.urls import reverse

from savings import workflow
from savings.imports.errors import RowError, as_csv, as_table
from tests import factories
from tests.turning import ALL, SHOWN, TYPED


def test_no_mail_turns(mailoutbox, django_capture_on_commit_callbacks):
    place = factories.PlaceFactory(name=TYPED)
    factories.finance_of(place)
    draft = factories.draft_of(place, what_changes=TYPED)

    with django_capture_on_commit_callbacks(execute=True):
        workflow.perform("ask_sign_off", draft, by=factories.officer_of(place))

    (mail,) = mailoutbox
    assert f"Place: {SHOWN}\n" in mail.body
    assert not set(mail.subject + mail.body) & set(ALL)


@override_settings(ACCOUNT_EMAIL_SUBJECT_PREFIX=f"{TYPED}: ")
def test_nor_a_mail_about_signing_in(client, mailoutbox):
    person = factories.UserFactory()

    client.post(reverse("account_reset_password"), {"email": person.email})

    (mail,) = mailoutbox
    assert mail.subject.startswith(f"{SHOWN}: ")
    assert not set(mail.subject + mail.body) & set(ALL)


def test_no_word_about_a_sheet_turns():
    error = RowError(3, "code", "conflict", f"The code “X” is that of {TYPED}.", TYPED)

    for words in (as_table([error]), as_csv([error]), json.dumps(error.as_dict())):
        assert f"is that of {SHOWN}." in words
        assert not set(words) & set(ALL)
    assert "<U+202E>" in error.value

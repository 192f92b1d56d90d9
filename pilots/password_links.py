"""Who is mailed a link to set a password, and what if the mail server is away?

A new person is invited: the mail says who added them, to what, and whom to ask. Anybody else has forgotten theirs.
Which of the two a person is, their password says when the mail is made.

Whoever is to have one is marked before. The mark falls in the transaction in which the server takes the mail; where it
stays, the next digest sends a link. A link is made when it is sent, and stored nowhere.
"""

import time
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from totalplace import guesses
from totalplace.after_response import after_response
from totalplace.mail import HEADERS, Posted, let_others_write, post
from totalplace.sign_in_forms import InOurWords, ResetForm

from . import invitations, people
from .models import User


class AskForLinkForm(InOurWords, ResetPasswordForm):
    """Asks for an address, and looks it up once the answer is out: until then all addresses are alike."""

    labels = {"email": "Email address"}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        guesses.count(context.request, guesses.LINK, email)
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = self.cleaned_data["email"]
        after_response(request, lambda: send_links(User.objects.filter(email__iexact=email)))
        return email


class ChoosePasswordForm(ResetForm):
    """Who sets a password by a link reads the mail of that address: so it is verified.

    Not when the link is opened: mail filters open every link.
    """

    @transaction.atomic
    def save(self) -> None:
        super().save()
        people.verify_address(self.user)


def invite(person: User, *, by: User | None = None) -> None:
    """Mark a new person, so that they are mailed who added them, to what, and a link to begin with.

    Call it in the transaction that adds them, last: of what they hold the mail says what is stored when it is made.
    By itself this sends nothing, and costs one UPDATE: the next `send_digest` mails whoever is marked, which is right
    for a thousand. For a few, have it done at once:
    `transaction.on_commit(lambda: send_marked([person.pk, …]), robust=True)`.

    `by` is whom they may ask, and where a reply goes: the administrator. Without, it is done at the machine, by a
    command, and the mail names nobody. Safe to repeat: whoever has a password already, or has left, is not mailed.
    """
    invite_all([person], by=by)


def invite_all(new: Iterable[User], *, by: User | None = None) -> None:
    """The same for many new people, in one UPDATE."""
    people = User.objects.filter(invitations.NO_PASSWORD, pk__in=[person.pk for person in new])
    _mark(people, invited_by=by)


def send_links(people: QuerySet[User]) -> Posted:
    """Mail each of these people a link now, except those who have left. Whom it fails waits for the digest."""
    keys = list(people.filter(is_active=True).values_list("pk", flat=True))
    _mark(User.objects.filter(pk__in=keys))
    return send_marked(keys)


def send_marked(keys: Iterable[int]) -> Posted:
    """Mail those of these people (by their keys) for whom a link waits. Whom it fails waits for the digest."""
    return _send(people_waiting().filter(pk__in=list(keys)))


def send_waiting_links() -> Posted:
    """Mail a link to all for whom one waits."""
    return _send(people_waiting())


def people_waiting() -> QuerySet[User]:
    """The people for whom a link waits to be mailed."""
    return User.objects.filter(link_waits_since__isnull=False, is_active=True).order_by("pk")


def link(person: User) -> str:
    """Where the person sets their password, once: a new address each time, for a mail or to be handed over.

    Whoever hands it over in another way vouches for the person's address: it counts as verified from then on.
    """
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return get_adapter().get_reset_password_from_key_url(key)


def _mark(people: QuerySet[User], **more: Any) -> None:
    people.update(link_waits_since=timezone.now(), link_failed_at=None, **more)


def _send(waiting: QuerySet[User]) -> Posted:
    tried = list(waiting)
    posted = post(tried, _mail)
    if posted.failed:
        left = people_waiting().filter(pk__in=[person.pk for person in tried])
        left.update(link_failed_at=timezone.now())
    return posted


def _mail(person: User, mail_server: BaseEmailBackend) -> bool:
    """Whether a link still waited: of two runs at once the second waits here for the first, and finds the mark gone."""
    begun = time.monotonic()
    with transaction.atomic():
        sent = {"link_waits_since": None, "link_failed_at": None, "link_sent_at": timezone.now()}
        waited = people_waiting().filter(pk=person.pk).update(**sent)
        if waited:
            mail_server.send_messages([_message(User.objects.get(pk=person.pk))])
    let_others_write(time.monotonic() - begun)
    return bool(waited)


def _message(person: User) -> EmailMessage:
    if not person.has_usable_password():
        return invitations.message(person, link(person))
    words = {"user": person, "password_reset_url": link(person)}
    return get_adapter().render_mail(
        "account/email/password_reset_key", person.email, words, headers=HEADERS
    )

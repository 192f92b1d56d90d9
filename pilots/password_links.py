"""Who is mailed a link to set a password, and what if the mail server is away?

Whoever is to have one is marked before. The mark falls in the transaction in which the server takes the mail; where it
stays, the next digest sends a link. A link is made when it is sent, and stored nowhere.
"""

import time

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from totalplace import guesses
from totalplace.after_response import after_response
from totalplace.mail import HEADERS, Posted, let_others_write, post
from totalplace.sign_in_forms import InOurWords

from .models import User


class AskForLinkForm(InOurWords, ResetPasswordForm):
    """Asks for an address, and looks it up once the answer is out: until then all addresses are alike."""

    labels = {"email": "Email address"}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        guesses.count(context.request, guesses.LINK, email)
        return email

    def save(self, request: HttpRequest, **kwargs) -> str:
        email = self.cleaned_data["email"]
        after_response(request, lambda: send_links(User.objects.filter(email__iexact=email)))
        return email


def send_links(people: QuerySet[User]) -> Posted:
    """Mail each of these people a link now, except those who have left. Whom it fails waits for the digest."""
    keys = list(people.filter(is_active=True).values_list("pk", flat=True))
    User.objects.filter(pk__in=keys).update(link_waits_since=timezone.now())
    return post(people_waiting().filter(pk__in=keys), _mail)


def send_waiting_links() -> Posted:
    """Mail a link to all for whom one waits."""
    return post(people_waiting(), _mail)


def people_waiting() -> QuerySet[User]:
    """The people for whom a link waits to be mailed."""
    return User.objects.filter(link_waits_since__isnull=False, is_active=True).order_by("pk")


def _mail(person: User, mail_server: BaseEmailBackend) -> bool:
    """Whether a link still waited: of two runs at once the second waits here for the first, and finds the mark gone."""
    begun = time.monotonic()
    with transaction.atomic():
        waited = people_waiting().filter(pk=person.pk).update(link_waits_since=None)
        if waited:
            mail_server.send_messages([_message(User.objects.get(pk=person.pk))])
    let_others_write(time.monotonic() - begun)
    return bool(waited)


def _message(person: User):
    adapter = get_adapter()
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    words = {"user": person, "password_reset_url": adapter.get_reset_password_from_key_url(key)}
    return adapter.render_mail(
        "account/email/password_reset_key", person.email, words, headers=HEADERS
    )

"""How does an administrator invite people, and is told on the page which mail went out and which did not?"""

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from pilots import invitations, password_links
from pilots.invitations import Stage
from pilots.models import User
from pilots.signed_in import user_of

NOT_BEGUN = "not_begun"
OPENS_NOTHING = (
    "{person} was not sent an email: nothing is open to them yet, so the email could not say to what they are "
    "invited. Give "
    "them a Treasury role or a membership of a place, and they get the email."
)
HAS_BEGUN = (
    "{person} was not sent an email: they have set a password. Who has forgotten it asks for a link where they "
    "sign in, or "
    "choose “Send a link for a new password”."
)
HAS_LEFT = "{person} was not sent an email: they have left. Reactivate them first."


class HowFar(admin.SimpleListFilter):
    title = "whether they have begun"
    parameter_name = "begun"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(NOT_BEGUN, "Has not begun"), *Stage.choices]

    def queryset(self, request: HttpRequest, users: QuerySet) -> QuerySet:
        if self.value() == NOT_BEGUN:
            return users.filter(stage__in=invitations.NOT_BEGUN)
        return users.filter(stage=self.value()) if self.value() in Stage.values else users


def invite_added(page: admin.ModelAdmin, request: HttpRequest, person: User) -> None:
    """Invite somebody who has just been added, or say why not yet."""
    invite_chosen(page, request, User.objects.filter(pk=person.pk))


def invite_where_due(page: admin.ModelAdmin, request: HttpRequest, person: User) -> None:
    """Invite somebody who was added without anything open to them, now that something is."""
    person = User.objects.get(pk=person.pk)
    if invitations.is_due(person):
        invite_added(page, request, person)


def invite_chosen(page: admin.ModelAdmin, request: HttpRequest, users: Iterable[User]) -> None:
    """Invite those who have not begun; say of each of the others why not."""
    invited = []
    for person in users:
        refusal = _refusal(person)
        if refusal:
            page.message_user(request, refusal.format(person=person), messages.WARNING)
        else:
            invited.append(person)
    password_links.invite_all(invited, by=user_of(request))
    keys = [person.pk for person in invited]
    at_once, later = keys[: invitations.AT_ONCE], keys[invitations.AT_ONCE :]
    mailed = User.objects.filter(pk__in=at_once)
    send_and_tell(page, request, mailed, lambda: password_links.send_marked(at_once))
    if later:
        page.message_user(request, f"{len(later)} more get the next daily email.")


def send_and_tell(
    page: admin.ModelAdmin, request: HttpRequest, users: QuerySet[User], send: Callable[[], object]
) -> None:
    """Call `send`, which mails these people, once what was changed is stored; say who was mailed and who was not."""

    def send_and_say() -> None:
        send()
        for person in users.order_by("name", "pk"):
            page.message_user(request, *_told(person))

    # Robust: the person is stored whether or not the mail server answers.
    transaction.on_commit(send_and_say, robust=True)


def _refusal(person: User) -> str:
    if not person.is_active:
        return HAS_LEFT
    if person.has_usable_password():
        return HAS_BEGUN
    return "" if invitations.opens_something(person) else OPENS_NOTHING


def _told(person: User) -> tuple[str, int]:
    if person.link_waits_since:
        failed = (
            f"The email server did not take the link for {person.email}. It goes out with the next daily digest; "
            "to try again before, choose them in the list of people and send it again."
        )
        return failed, messages.WARNING
    return f"A link to set a password has been sent to {person.email}.", messages.SUCCESS

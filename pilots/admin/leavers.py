"""Before somebody is let go: what they hold is listed, and for each of it somebody is chosen, or expressly nobody.

The same page for leavers, for memberships that end and for Treasury roles that are taken away; of several people one
after another, since who takes over, and what nobody can do after, depends on who went before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from pilots import leavers, people, vacancies
from pilots.leavers import Departure, Holding, MeanwhileError
from pilots.models import User
from pilots.signed_in import user_of
from totalplace.govuk.forms import error_list

NOBODY = "nobody"
MOST = 100  # Rows chosen at once; a sheet takes more.
TOO_MANY = (
    f"Nothing has been changed. Choose at most {MOST} at once and the rest after that, or send a sheet of people, "
    "which takes more."
)


@dataclass(frozen=True)
class How:
    """What the page says, and where it is sent.

    `action` is that of a list, whose rows a departure is made of (`rows`, their keys); empty for a page of its own.
    """

    title: str
    means: str
    done: Callable[[Departure], str]
    action: str = ""
    rows: Callable[[Departure], list[int]] = lambda departure: []


TAKING_ROLES = How(
    title="Remove the role",
    means="They can no longer do what they do by it. What they did stays on record under their name.",
    done=lambda departure: f"{departure}.",
)


class LettingGo(forms.Form):
    """One departure: who takes over what. `chosen` is what `leaving.let_go` takes."""

    def __init__(
        self, departure: Departure, *, by: User, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.departure = departure
        self.holdings = leavers.held(departure, by=by)
        self.digest = leavers.digest(departure, self.holdings)
        self.gaps = vacancies.after(departure)
        for one in self.holdings:
            self.fields[one.key] = _who_takes(one)

    @property
    def has_moved_on(self) -> bool:
        """Whether it was drawn when something else was held than now."""
        return self.is_bound and self.data.get("seen") != self.digest

    @property
    def parts(self) -> list[tuple]:
        """Each holding with its box."""
        return [(one, self[one.key]) for one in self.holdings]

    @property
    def changes_of_theirs(self) -> int:
        return leavers.asked_of(self.departure.person) if self.departure.leaves else 0

    @property
    def changes_they_asked_for(self) -> int:
        return leavers.asked_by(self.departure.person) if self.departure.leaves else 0

    def chosen(self) -> dict[str, User | None]:
        by_key = {str(s.person.pk): s.person for one in self.holdings for s in one.successors}
        return {key: by_key.get(value) for key, value in self.cleaned_data.items()}


def _who_takes(holding: Holding) -> forms.ChoiceField:
    named = [
        (str(one.person.pk), f"{one.person}, {one.but}" if one.but else str(one.person))
        for one in holding.successors
    ]
    return forms.ChoiceField(
        label=f"Who takes over {holding.what}?",
        choices=[("", "Choose"), *named, (NOBODY, "Nobody yet")],
        help_text=f"{holding.help} With “Nobody yet” {holding.if_nobody}".strip(),
        error_messages={
            "required": "Choose who takes it over, or “Nobody yet”.",
            "invalid_choice": "Choose somebody from the list, or “Nobody yet”.",
        },
    )


def ask_and_let_go(
    page: admin.ModelAdmin, request: HttpRequest, departures: Sequence[Departure], how: How
) -> HttpResponse | None:
    """The page that asks about the first of `departures`; sent, it lets that one go and asks about the next.

    None once there is no next.
    """
    departures = _others(page, request, departures)
    shown = request.POST.get("confirmed")
    if shown:
        # What is sent again has been done: it is not among those that can go any more, and is left out.
        first = [one for one in departures if str(one.person.pk) == shown]
        rest = [one for one in departures if str(one.person.pk) != shown]
        refused = _sent(page, request, first[0], rest, how) if first else None
        if refused is not None:
            return refused
        departures = rest
    if not departures:
        return None
    return _page(page, request, LettingGo(departures[0], by=user_of(request)), departures, how)


def take_roles(page: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page of the roles in its address (`role`), which are to be taken away from a person."""
    people.check_may_change_people(user_of(request))
    person = page.get_object(request, object_id)
    if person is None or request.method not in ("GET", "POST"):
        raise Http404
    departure = leavers.roles_of(person, request.GET.getlist("role"))
    answer = ask_and_let_go(page, request, [departure] if departure.roles else [], TAKING_ROLES)
    return answer or redirect("admin:pilots_user_change", person.pk)


def _others(
    page: admin.ModelAdmin, request: HttpRequest, departures: Sequence[Departure]
) -> list[Departure]:
    """Those which `request.user` may let go: of the rest it is said why not."""
    if len(departures) > MOST:
        page.message_user(request, TOO_MANY, messages.ERROR)
        return []
    if any(one.person == request.user for one in departures):
        page.message_user(request, f"{request.user}: {people.OWN_RIGHTS}", messages.ERROR)
    return [one for one in departures if one.person != request.user]


def _sent(
    page: admin.ModelAdmin,
    request: HttpRequest,
    departure: Departure,
    rest: list[Departure],
    how: How,
) -> HttpResponse | None:
    """Let one go; an answer only where that could not be done as it was sent."""
    form, all_of_them = (
        LettingGo(departure, by=user_of(request), data=request.POST),
        [departure, *rest],
    )
    if form.has_moved_on:
        return _anew(page, request, all_of_them, how)
    if not form.is_valid():
        return _page(page, request, form, all_of_them, how, status=400)
    try:
        handed = leavers.let_go(
            departure.person,
            by=user_of(request),
            chosen=form.chosen(),
            of=departure,
            seen=form.digest,
        )
    except MeanwhileError:
        return _anew(page, request, all_of_them, how)
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
        page.message_user(request, f"{departure.person}: {words}", messages.ERROR)
    else:
        told = [how.done(departure), *map(str, handed)]
        page.message_user(request, " ".join(told), messages.SUCCESS)
        for gap in form.gaps:
            words = gap.replace("After this, ", "Now ", 1)
            page.message_user(request, words, messages.WARNING)
    return None


def _anew(
    page: admin.ModelAdmin, request: HttpRequest, departures: list[Departure], how: How
) -> HttpResponse:
    form = LettingGo(departures[0], by=user_of(request))
    words = str(MeanwhileError())
    return _page(page, request, form, departures, how, status=409, moved_on=words)


def _page(
    page: admin.ModelAdmin,
    request: HttpRequest,
    form: LettingGo,
    departures: Sequence[Departure],
    how: How,
    *,
    status: int = 200,
    moved_on: str = "",
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": how.title,
        "means": how.means,
        "action": how.action,
        "opts": page.opts,
        "form": form,
        "errors": error_list(form),
        "moved_on": moved_on,
        "rows": [key for one in departures for key in how.rows(one)],
        "waiting": departures[1:],
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/pilots/let_go.html", context, status=status)

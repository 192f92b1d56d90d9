"""How long does the first page of each list of the workspace take beside the same page with no rows?"""

import timeit
from collections.abc import Iterator
from functools import partial

from django.contrib import admin
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse

from pilots.models import User

from .measures import DEEPER, deeper
from .throwaway import through

LIMIT = 2.0
SEARCHED = "SUB-000123"
FIRST_PAGE, SEARCH, FILTER = "first page", "search", "first filter"
# (what was asked, of which list, in which role): seconds of that page, and of the first page with no rows.
Times = dict[tuple[str, str, str], tuple[float, float]]


class Site:
    """The site as it is with one database. `people` are that database's, by their role; each signs in."""

    def __init__(self, database: BaseDatabaseWrapper, people: dict[str, User]):
        self.database = database
        self.people = people
        self._clients = {role: Client() for role in people}
        with through(database):
            for role, person in people.items():
                self._clients[role].force_login(person)

    def seconds(self, role: str, address: str, frames: int = 0) -> float:
        """How long a page takes, asked for so many frames deeper."""
        with through(self.database):
            return timeit.timeit(
                partial(deeper, partial(self._open, role, address), frames), number=1
            )

    def _open(self, role: str, address: str) -> None:
        status = self._clients[role].get(address, secure=True).status_code
        if status != 200:
            raise RuntimeError(f"{address} answered {status}.")


def admin_lists(full: Site, bare: Site, repeats: int) -> Times:
    """The first page of every list that each of the people may open: the best of `repeats`, by turns with the bare one.

    Also a search and the first choice of the first filter, once: they are told and not judged.
    """
    times = {}
    with (
        override_settings(MFA_REQUIRED=False, ALLOWED_HOSTS=["testserver"]),
        through(full.database),
    ):
        for role, person in full.people.items():
            for model in _held(person):
                name = model._meta.verbose_name_plural
                address = _address(model)
                first, base = _by_turns(full, bare, role, address, repeats)
                times[FIRST_PAGE, name, role] = first, base
                for asked, query in _others(person, model, address):
                    times[asked, name, role] = full.seconds(role, address + query), base
    return times


def _by_turns(full: Site, bare: Site, role: str, address: str, repeats: int) -> tuple[float, float]:
    if repeats > 1:  # Once to warm up.
        full.seconds(role, address)
        bare.seconds(role, address)
    first, base = [], []
    for turn in range(repeats):
        first.append(full.seconds(role, address, turn * DEEPER))
        base.append(bare.seconds(role, address, turn * DEEPER))
    return min(first), min(base)


def compared(times: Times) -> Iterator[str]:
    """A report: the first pages beside the bare ones and LIMIT, then what else was asked, beside the bare ones too."""
    for asked in (FIRST_PAGE, SEARCH, FILTER):
        limit = f" (limit {LIMIT})" if asked == FIRST_PAGE else ""
        yield f"Lists of the workspace, {asked} beside the first page with no rows{limit}:"
        for name in dict.fromkeys(name for way, name, _role in times if way == asked):
            pairs = {
                role: pair for (way, of, role), pair in times.items() if (way, of) == (asked, name)
            }
            shown = (
                f"{role} {time / base:.2f} ({time * 1e3:.0f} ms)"
                for role, (time, base) in pairs.items()
            )
            above = asked == FIRST_PAGE and any(t / base > LIMIT for t, base in pairs.values())
            yield f"  {name}: {', '.join(shown)}{' ABOVE THE LIMIT' if above else ''}"


def _held(person: User) -> list[type[Model]]:
    models = sorted(admin.site._registry, key=lambda model: model._meta.label)
    return [
        model
        for model in models
        if person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


def _address(model: type[Model]) -> str:
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")


def _others(person: User, model: type[Model], address: str) -> Iterator[tuple[str, str]]:
    """What else is asked of a list: its name, and the query."""
    yield SEARCH, f"?q={SEARCHED}"
    for choice in _first_choice(person, model, address):
        yield FILTER, choice


def _first_choice(person: User, model: type[Model], address: str) -> list[str]:
    request = RequestFactory().get(address)
    request.user = person
    shown = admin.site.get_model_admin(model).get_changelist_instance(request)
    # The first choice of each filter is to have none.
    return [
        choice["query_string"]
        for chosen in shown.filter_specs[:1]
        for choice in list(chosen.choices(shown))[1:2]
    ]

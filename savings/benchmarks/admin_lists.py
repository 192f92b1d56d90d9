"""How long does the first page of each list of the workspace take beside the same page with no rows?"""

import timeit
from collections.abc import Iterator
from functools import partial

from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse

from pilots.models import User

from .measures import DEEPER, deeper

LIMIT = 2.0
SEARCHED = "SUB-000123"
FIRST_PAGE, SEARCH, FILTER = "first page", "search", "first filter"
Times = dict[
    tuple[str, str, str], float
]  # (what was asked, of which list, in which role): seconds.


def first_pages(people: dict[str, User], repeats: int) -> Times:
    """The first page of every list that each of `people`, by their role, may open; the best of `repeats`."""
    return _times(people, repeats, [FIRST_PAGE])


def admin_lists(people: dict[str, User], repeats: int) -> Times:
    """The same, and also a search and the first choice of the first filter, once: they are told and not judged."""
    return _times(people, repeats, [FIRST_PAGE, SEARCH, FILTER])


def compared(full: Times, bare: Times) -> Iterator[str]:
    """A report: the first pages beside the bare ones and LIMIT, then what else was asked, beside the bare ones too."""
    for asked in dict.fromkeys(asked for asked, _, _ in full):
        limit = f" (limit {LIMIT})" if asked == FIRST_PAGE else ""
        yield f"Lists of the workspace, {asked} beside the first page with no rows{limit}:"
        for name in dict.fromkeys(name for way, name, _ in full if way == asked):
            roles = [role for way, of, role in full if (way, of) == (asked, name)]
            pairs = [(full[asked, name, role], bare[FIRST_PAGE, name, role]) for role in roles]
            shown = map(_ratio, roles, pairs)
            above = asked == FIRST_PAGE and any(time / base > LIMIT for time, base in pairs)
            yield f"  {name}: {', '.join(shown)}{' ABOVE THE LIMIT' if above else ''}"


def _ratio(role: str, times: tuple[float, float]) -> str:
    time, base = times
    return f"{role} {time / base:.2f} ({time * 1e3:.0f} ms)"


def _times(people: dict[str, User], repeats: int, ways: list[str]) -> Times:
    times = {}
    with override_settings(MFA_REQUIRED=False, ALLOWED_HOSTS=["testserver"]):
        for role, person in people.items():
            client = Client()
            client.force_login(person)
            for model in _held(person):
                for asked, address in _addresses(person, model, ways):
                    name = model._meta.verbose_name_plural
                    counts = repeats if asked == FIRST_PAGE else 1
                    times[asked, name, role] = _best(client, address, counts)
    return times


def _held(person: User) -> list[type[Model]]:
    models = sorted(admin.site._registry, key=lambda model: model._meta.label)
    return [
        model
        for model in models
        if person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


def _addresses(person: User, model: type[Model], ways: list[str]) -> Iterator[tuple[str, str]]:
    opts = model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    yield FIRST_PAGE, address
    if SEARCH in ways:
        yield SEARCH, f"{address}?q={SEARCHED}"
    if FILTER in ways:
        for choice in _first_choice(person, model, address):
            yield FILTER, address + choice


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


def _best(client: Client, address: str, repeats: int) -> float:
    def ask() -> None:
        status = client.get(address, secure=True).status_code
        if status != 200:
            raise RuntimeError(f"{address} answered {status}.")

    if repeats > 1:
        ask()  # Once to warm up.
    asked = [partial(deeper, ask, turn * DEEPER) for turn in range(repeats)]
    return min(timeit.timeit(ask_deeper, number=1) for ask_deeper in asked)

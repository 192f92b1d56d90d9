"""How long does the first page of each list of the workspace take beside the same page with no rows?"""

import timeit
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse

from pilots.models import User

LIMIT = 2.0
SEARCHED = "SUB-000123"
Times = dict[tuple[str, str, str], float]  # What was asked of which list by whom, in seconds.


@dataclass(frozen=True)
class Line:
    """One list asked in one way: for each role, its time beside that of the bare page."""

    name: str
    ratios: dict[str, tuple[float, float]]

    def __str__(self) -> str:
        shown = ", ".join(
            f"{role} {full / bare:.2f} ({full * 1e3:.0f}/{bare * 1e3:.0f} ms)"
            for role, (full, bare) in self.ratios.items()
        )
        above = any(full / bare > LIMIT for full, bare in self.ratios.values())
        return f"  {self.name}: {shown}{'  ABOVE' if above else ''}"


def admin_lists(people: dict[str, User], repeats: int) -> Times:
    """Ask for every list that each of `people` (by role) may open: its first page, a search and a filter."""
    times = {}
    with override_settings(MFA_REQUIRED=False, ALLOWED_HOSTS=["testserver"]):
        for role, person in people.items():
            client = Client()
            client.force_login(person)
            for model in _held(person):
                for asked, address in _ways(person, model):
                    times[asked, model._meta.verbose_name_plural, role] = _best(
                        client, address, repeats
                    )
    return times


def compared(full: Times, bare: Times) -> Iterator[str]:
    """The lines of a report: first pages against LIMIT, then what else was asked, against the same bare pages."""
    for asked in dict.fromkeys(asked for asked, _, _ in full):
        limit = f" (limit {LIMIT})" if asked == "first page" else ""
        yield f"Admin lists, {asked} beside the bare page with no rows{limit}:"
        for name in dict.fromkeys(name for way, name, _ in full if way == asked):
            yield str(
                Line(
                    name,
                    {
                        role: (time, bare["first page", name, role])
                        for (way, list_name, role), time in full.items()
                        if (way, list_name) == (asked, name)
                    },
                )
            )


def _held(person: User) -> list[type[Model]]:
    models = sorted(admin.site._registry, key=lambda model: model._meta.label)
    return [
        model
        for model in models
        if person.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


def _ways(person: User, model: type[Model]) -> Iterator[tuple[str, str]]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    address = reverse(name)
    yield "first page", address
    yield "search", f"{address}?q={SEARCHED}"
    request = RequestFactory().get(address)
    request.user = person
    shown = admin.site.get_model_admin(model).get_changelist_instance(request)
    for chosen in shown.filter_specs[:1]:
        for offered in list(chosen.choices(shown))[1:2]:
            yield "first filter", f"{address}{offered['query_string']}"


def _best(client: Client, address: str, repeats: int) -> float:
    """The best time of `repeats`, after one that warms up."""

    def ask() -> None:
        response = client.get(address, secure=True)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")

    ask()
    return min(timeit.repeat(ask, number=1, repeat=repeats))

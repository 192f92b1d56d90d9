"""Filters over what is worked out rather than stored: a claim is found by what its current version says."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from pilots.signed_in import user_of
from savings import access
from savings.claims.hardness import LABELS, with_hardness
from savings.evidence.refusals import REASONS
from savings.forms.claim_filter import YEARS
from savings.models import Claim, Figure, SentFile
from savings.models.choices import Status, Verdict
from totalplace.financial_year import FinancialYear

HARDNESS = [(str(number), label) for number, label in LABELS.items()]


class _Offered(admin.SimpleListFilter):
    """Whatever has the chosen one of `choices_offered`."""

    choices_offered: list = []
    parameter_name: str

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> Iterable[tuple[str, str]]:
        return self.choices_offered


class _OfVersion(_Offered):
    """The versions that have the chosen value."""

    def queryset(self, request: HttpRequest, versions: QuerySet) -> QuerySet:
        chosen = {self.parameter_name: self.value()}
        return versions.filter(**chosen) if _is_offered(self) else versions


class HardnessOfVersion(_OfVersion):
    title = "hardness"
    parameter_name = "hardness"
    choices_offered = HARDNESS


class VerdictOfVersion(_OfVersion):
    """By what it counts as: see `FinalVerdict`."""

    title = "final verdict"
    parameter_name = "counted_verdict"
    choices_offered = Verdict.choices


class _CurrentVersion(_Offered):
    """The claims whose current version, of those that the person may see, has the chosen value."""

    def queryset(self, request: HttpRequest, claims: QuerySet[Claim]) -> QuerySet[Claim]:
        if not _is_offered(self):
            return claims
        versions = with_hardness(access.visible_to(user_of(request)))
        chosen = versions.filter(**{self.parameter_name: self.value()})
        return claims.filter(pk__in=chosen.values("claim"))


class Hardness(_CurrentVersion):
    title = "hardness"
    parameter_name = "hardness"
    choices_offered = HARDNESS


class StatusNow(_CurrentVersion):
    title = "status"
    parameter_name = "status"
    choices_offered = Status.choices


class FinalVerdict(_CurrentVersion):
    """By what it counts as, as board, measures and the list of claims have it, whatever the word given."""

    title = "final verdict"
    parameter_name = "counted_verdict"
    choices_offered = Verdict.choices


class AnyYear(admin.SimpleListFilter):
    """All years that a figure may be of: to find those that some figure has would mean reading them all."""

    title = "financial year"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(year, year) for year in YEARS]

    def queryset(self, request: HttpRequest, figures: QuerySet[Figure]) -> QuerySet[Figure]:
        chosen = FinancialYear.parse(self.value() or "") if _is_offered(self) else None
        return figures.filter(year=chosen) if chosen else figures


class RefusedBecause(admin.SimpleListFilter):
    """All reasons for which a file is refused, in words."""

    title = "refused because"
    parameter_name = "refused_because"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> Iterable[tuple[str, str]]:
        return REASONS.items()

    def queryset(self, request: HttpRequest, files: QuerySet[SentFile]) -> QuerySet[SentFile]:
        return files.filter(refused_because=self.value()) if _is_offered(self) else files


def _is_offered(chosen: admin.SimpleListFilter) -> bool:
    # An address can be typed by hand; a value that is not offered filters nothing.
    return chosen.value() in dict(chosen.lookup_choices)

"""Which claims does the reader want, and in which order? Read from the address; the CSV files take the same.

Somebody of a place who asks for nothing is shown the claims of their own; whatever else is asked, all places are
looked through, unless the address says which.

In a file of figures, what a figure has of its own narrows the figures: a year of a claim is not all of its years.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from pilots.models import Place, Theme
from savings.claims.hardness import LABELS, with_hardness
from savings.forms.boxes import PlaceCode, choice_box, choices_of
from savings.models import Figure, Version
from savings.models.choices import KindOfGain, Status, Verdict
from savings.review.figure_verdicts import counted_figure_verdict
from totalplace.financial_year import FinancialYear

NOT_REVIEWED = "none"
MINE = "mine"  # As a place: all of the reader's own, where they have several.
YEARS = list(map(str, FinancialYear.entered()))
ORDERS = {
    "reference": ("claim__reference", "pk"),
    "place": ("claim__place__name", "claim__reference", "pk"),
    "hardness": (F("hardness").desc(), "claim__reference", "pk"),
    "updated": ("-updated_at", "-pk"),
}


@dataclass(frozen=True)
class Applied:
    """One filter that is on: its name and value in words, and the query string without it."""

    label: str
    words: str
    without: str


def _choice(
    label: str, choices: list, plural: str, kind: type[forms.ChoiceField] = forms.ChoiceField
) -> forms.ChoiceField:
    wrong = f"“%(value)s” is not one of the {plural}. Choose one from the list."
    return kind(
        label=label,
        choices=[("", "All"), *choices],
        required=False,
        error_messages={"invalid_choice": wrong},
    )


class ClaimFilter(forms.Form):
    """`filtered(versions)` when valid: the versions asked for, in the order asked for."""

    q = forms.CharField(
        label="Search",
        help_text="Reference, words, place or organisation",
        max_length=100,
        required=False,
        error_messages={"max_length": "Search for 100 characters or fewer."},
    )
    place = _choice("Place", [], "places", PlaceCode)
    theme = _choice("Service", [], "themes")
    kind = _choice("Kind of gain", KindOfGain.choices, "kinds of gain")
    hardness = _choice(
        "Hardness", [(str(n), f"{n} {label}") for n, label in LABELS.items()], "steps of hardness"
    )
    status = _choice("Status", Status.choices, "statuses")
    verdict = _choice("Verdict", [*Verdict.choices, (NOT_REVIEWED, "No final verdict")], "verdicts")
    year = _choice("With figures for", [(year, year) for year in YEARS], "financial years")
    sort = forms.ChoiceField(
        label="Sort by",
        choices=[
            ("reference", "Reference"),
            ("place", "Place"),
            ("hardness", "Hardness, hardest first"),
            ("updated", "Last changed, newest first"),
        ],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not an order. Choose one from the list."},
    )

    # The filters that say nothing of a version, because a file asks them of each figure.
    left_to_figures: Collection[str] = ()
    data: QueryDict

    def __init__(
        self,
        data: QueryDict,
        like: "ClaimFilter | None" = None,
        *,
        mine: Collection[int] = (),
    ) -> None:
        """`mine`: the reader's own places, by their keys. `like`: one of theirs, which has read the choices."""
        super().__init__(data)
        self.is_opened = False
        self._own: Collection[int] = like._own if like else mine
        self.mine: list[str] = like.mine if like else []  # Their codes, by name.
        if like:
            for name in ("place", "theme"):
                choice_box(self, name).choices = choices_of(like, name)
            return
        places = list(Place.objects.order_by("name").values_list("pk", "code", "name"))
        self.mine = [code for key, code, _name in places if key in mine]
        several = [(MINE, "All your places")] if len(self.mine) > 1 else []
        named = [(code, name) for _key, code, name in places]
        choice_box(self, "place").choices = [("", "All"), *several, *named]
        themes = Theme.objects.order_by("name").values_list("name", "name")
        choice_box(self, "theme").choices = [("", "All"), *themes]

    @classmethod
    def opened(cls, data: QueryDict, mine: Collection[int]) -> "ClaimFilter":
        """The filter of the list: where nothing is asked, `is_opened` on the reader's own places."""
        form = cls(data, mine=mine)
        if form.mine and not any(name in data for name in form.fields if name != "sort"):
            form.data = data.copy()
            form.data["place"] = form.mine[0] if len(form.mine) == 1 else MINE
            form.is_opened = True
        return form

    def filtered(self, versions: QuerySet[Version]) -> QuerySet[Version]:
        """Those of `versions` that fit. Only for a valid form."""
        asked = self.cleaned_data
        if asked["hardness"] or asked["sort"] == "hardness":
            versions = with_hardness(versions)
        if asked["place"]:
            versions = versions.filter(self._of_place(asked["place"]))
        for name, condition in _CONDITIONS.items():
            if asked[name] and name not in self.left_to_figures:
                versions = versions.filter(condition(asked[name]))
        for word in asked["q"].split():
            versions = versions.filter(_mentions(word))
        return versions.order_by(*ORDERS[asked["sort"] or "reference"])

    @property
    def applied(self) -> list[Applied]:
        """The filters that are on, each with a way to take it off."""
        names = [name for name in self.fields if name != "sort" and self.cleaned_data[name]]
        return [
            Applied(str(self.fields[name].label), self._words(name), self._without(name))
            for name in names
        ]

    def _of_place(self, code: str) -> Q:
        if code == MINE:
            return Q(claim__place__in=self._own)
        return Q(claim__place__code=code)

    @property
    def is_mine(self) -> bool:
        """Whether what is asked for is the reader's own place, or all of them."""
        return self.cleaned_data["place"] in [MINE, *self.mine]

    @property
    def whose(self) -> str:
        """Whose claims are looked through, in words; empty where all are."""
        place = self.cleaned_data["place"]
        if place == MINE:
            return "your places"
        if [place] == self.mine:
            return "your place"
        return self._words("place") if place else ""

    @property
    def everywhere(self) -> str:
        """The query string for the same of all places."""
        return self._without("place")

    @property
    def address(self) -> str:
        """The query string for the same, in whatever order."""
        asked = self.data.copy()
        for name in ("page", "sort"):
            asked.pop(name, None)
        return f"?{asked.urlencode()}"

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        return dict(getattr(self.fields[name], "choices", [])).get(value, value)

    def _without(self, name: str) -> str:
        left = self.data.copy()
        left.pop(name, None)
        left.pop("page", None)
        if self.mine and "place" not in left:
            left["place"] = ""  # Said, as an address that asks for nothing means their own.
        return f"?{left.urlencode()}"


class FigureFilter(ClaimFilter):
    """The same filters for a file of figures: kind of gain, verdict and year say which figures of those versions."""

    left_to_figures = ("kind", "verdict", "year")

    @property
    def is_of_drafts(self) -> bool:
        """Whether drafts are asked for, which stand in no such file by themselves. Only for a valid form."""
        return self.cleaned_data["status"] == Status.DRAFT

    def figures(self, figures: QuerySet[Figure]) -> QuerySet[Figure]:
        """Those of `figures` that fit. Only for a valid form."""
        asked = self.cleaned_data
        if asked["verdict"]:
            figures = figures.alias(counted_verdict=counted_figure_verdict())
        for name in self.left_to_figures:
            if asked[name]:
                figures = figures.filter(_OF_A_FIGURE[name](asked[name]))
        return figures


def _has_figure(**wanted: Any) -> Exists:
    return Exists(Figure.objects.filter(version=OuterRef("pk"), **wanted))


_CONDITIONS = {
    "theme": lambda name: Q(theme__name=name),
    "kind": lambda kind: Q(kind_of_gain=kind) | Q(_has_figure(kind_of_gain=kind)),
    "hardness": lambda hardness: Q(hardness=int(hardness)),
    "status": lambda status: Q(status=status),
    # By what it counts as, as board and measures have it.
    "verdict": lambda verdict: (
        Q(verdict="") if verdict == NOT_REVIEWED else Q(counted_verdict=verdict)
    ),
    "year": lambda year: Q(_has_figure(year=FinancialYear.parse(year))),
}
_OF_A_FIGURE = {
    "kind": lambda kind: Q(kind_of_gain=kind),
    "verdict": lambda verdict: Q(counted_verdict="" if verdict == NOT_REVIEWED else verdict),
    "year": lambda year: Q(year=FinancialYear.parse(year)),
}
_SEARCHED = (
    "claim__reference",
    "own_reference",
    "what_changes",
    "as_published",
    "programme",
    "claim__place__name",
    "lead__name",
)


def _mentions(word: str) -> Q:
    """The word in any of the fields searched, in any capitals, with the same answer from both databases."""
    # SQLite's LIKE knows no capitals beyond A to Z; its regular expressions are Python's, which do.
    lookup, wanted = ("icontains", word) if word.isascii() else ("iregex", re.escape(word))
    found = Q(_has_figure(**{f"organisation__name__{lookup}": wanted}))
    for name in _SEARCHED:
        found |= Q(**{f"{name}__{lookup}": wanted})
    return found

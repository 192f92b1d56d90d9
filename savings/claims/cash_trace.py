"""Does a cashable saving that has been made say which budget is lower by it? Else it reads *cash not traced*.

Only of claims that were asked: which were is worked out at submission and kept, so that a later threshold, or a
question that was not there yet, makes nobody look as if they had not answered.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from savings.models import Figure, Version
from savings.models.choices import KindOfGain, Line, State

NOT_TRACED = "cash not traced"
TRACED = "traced to a budget line"
_MADE = {"line": Line.SAVING, "state": State.ACTUAL, "kind_of_gain": KindOfGain.CASHABLE}


def cash_trace(version: Version, figures: Iterable[Figure]) -> str:
    """What is said of the cashable actuals among the version's `figures`; empty where none is, or it was not asked."""
    if not version.is_budget_asked or not any(map(is_cash_made, figures)):
        return ""
    return TRACED if version.budget_line else NOT_TRACED


def is_cash_made(figure: Figure) -> bool:
    """Whether it is a cashable saving that is stated as an actual."""
    return figure.amount > 0 and all(
        getattr(figure, name) == value for name, value in _MADE.items()
    )


def cash_made() -> Q:
    """The same, over figures."""
    return Q(**_MADE, amount__gt=0)


def cases(versions: str = "") -> dict[str, Q]:
    """When which words are said, over versions, or over what leads to them by the path `versions`."""
    asked = Q(**{f"{versions}is_budget_asked": True})
    none = Q(**{f"{versions}budget_line": ""})
    return {NOT_TRACED: asked & none, TRACED: asked & ~none}


def has_cash_made() -> Exists:
    """Over versions: whether one has such a figure."""
    return Exists(Figure.objects.filter(cash_made(), version=OuterRef("pk")))

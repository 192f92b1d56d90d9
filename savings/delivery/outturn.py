"""Is an actual the outturn of its year, or only *so far*? The one home of that rule (docs/method/rules.md §R31).

It is so far if its year had not ended on the day, in this country, on which its version was frozen; a draft counts as
frozen now. So the calendar alone never makes an outturn of it: the place states it anew. What is so far is labelled so
wherever it is shown, and is judged as a forecast.
"""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from savings.models import Figure
from savings.models.choices import Mark, State
from totalplace.fields import financial_year_of
from totalplace.financial_year import FinancialYear

# What a figure is said to be, in the order in which it is shown: its state, and apart from actuals what is so far.
SAID: dict[str, str] = {
    State.PLAN: "Plan",
    State.FORECAST: "Forecast",
    Mark.SO_FAR: "Actual so far",
    State.ACTUAL: "Actual",
}


_GOES_ON = (
    "the year was not over when its actual was stated. It is so far, and is judged as a forecast."
)
_ENDED = (
    f"{_GOES_ON} The year has ended since: the place is asked for the whole year’s actual, even if the amount is the "
    "same."
)


def is_so_far(figure: Figure) -> bool:
    """Whether a figure is an actual of a year that had not ended. Its version is read, or it has none yet."""
    if figure.state != State.ACTUAL:
        return False
    frozen_at = figure.version.frozen_at if figure.version_id else None
    return figure.year >= FinancialYear.of(timezone.localdate(frozen_at))


def mark_of(figure: Figure) -> str:
    """Of an actual whether it is so far or the outturn; empty for what is planned or expected."""
    if figure.state != State.ACTUAL:
        return ""
    return Mark.SO_FAR if is_so_far(figure) else Mark.OUTTURN


def said_as(figure: Figure) -> str:
    """A key of `SAID`."""
    return Mark.SO_FAR if is_so_far(figure) else figure.state


def in_words(figure: Figure) -> str:
    """`Forecast`, `Actual so far`: what stands beside a figure wherever it is shown."""
    return SAID[said_as(figure)]


def judged_as(figure: Figure) -> str:
    """The state under whose verdict a figure comes: what is so far is judged as a forecast."""
    return State.FORECAST if is_so_far(figure) else figure.state


def so_far_in_words(figures: Iterable[Figure]) -> list[str]:
    """What a reader is to know of what is actual so far among some figures; nothing where none is."""
    today = timezone.localdate()
    years = sorted({figure.year for figure in figures if is_so_far(figure)})
    return [f"{year}: {_ENDED if year.has_ended(today) else _GOES_ON}" for year in years]


def so_far(figure: str = "", *, is_frozen: bool = False) -> Case:
    """`is_so_far` in SQL: over Figure, or over what `figure` leads from to one, as `figure__`.

    It holds which year it is now, for drafts, and so is made for each query anew; not if all are of frozen versions.
    """
    at = f"{figure}version__frozen_at"
    frozen: Case | CombinedExpression = financial_year_of(at)
    if not is_frozen:
        now = Value(FinancialYear.of(timezone.localdate()).start)
        frozen = Case(When(Q(**{at: None}), then=now), default=frozen, output_field=IntegerField())
    return Case(
        # Nothing is worked out for what is no actual: the files have a million figures.
        When(_is_actual(figure), then=GreaterThanOrEqual(F(f"{figure}year"), frozen)),
        default=Value(False),
        output_field=BooleanField(),
    )


def mark(figure: str = "") -> Case:
    """`mark_of` in SQL; `figure` is as above."""
    return Case(
        When(~_is_actual(figure), then=Value("")),
        When(so_far(figure), then=Value(Mark.SO_FAR.value)),
        default=Value(Mark.OUTTURN.value),
        output_field=TextField(),
    )


def said(figure: str = "", *, is_frozen: bool = False) -> Case:
    """`said_as` in SQL; `figure` and `is_frozen` are as above."""
    return Case(
        When(so_far(figure, is_frozen=is_frozen), then=Value(Mark.SO_FAR.value)),
        default=F(f"{figure}state"),
        output_field=TextField(),
    )


def _is_actual(figure: str) -> Q:
    return Q(**{f"{figure}state": State.ACTUAL})

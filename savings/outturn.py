"""Is an actual the outturn of its year, or only *so far*? The one home of that rule (docs/method/rules.md §R31).

It is so far if its year had not ended on the day, in this country, on which its version was frozen; a draft counts as
frozen now. So the calendar alone never makes an outturn of it: the place states it anew. What is so far is labelled so
wherever it is shown, and is judged as a forecast.
"""

from django.db.models import BooleanField, Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import ExtractYear
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from totalplace.financial_year import FinancialYear

from .models import Figure, Version
from .models.choices import Mark, State

# What a figure is said to be, in the order in which it is shown: its state, and apart from actuals what is so far.
SAID: dict[str, str] = {
    State.PLAN: "Plan",
    State.FORECAST: "Forecast",
    Mark.SO_FAR: "Actual so far",
    State.ACTUAL: "Actual",
}


def year_of_freezing(version: Version) -> FinancialYear:
    """The financial year in which a version was frozen: no actual of this year or a later one is an outturn."""
    return FinancialYear.of(timezone.localdate(version.frozen_at))


def is_so_far(figure: Figure) -> bool:
    """Whether a figure is an actual of a year that had not ended. Its version is to have been read."""
    return figure.state == State.ACTUAL and figure.year >= year_of_freezing(figure.version)


def mark_of(figure: Figure) -> str:
    """Of an actual whether it is so far or the outturn; empty for what is planned or expected."""
    if figure.state != State.ACTUAL:
        return ""
    return Mark.SO_FAR if is_so_far(figure) else Mark.OUTTURN


def said_as(figure: Figure) -> str:
    """A key of `SAID`."""
    return Mark.SO_FAR if is_so_far(figure) else figure.state


def judged_as(figure: Figure) -> str:
    """The state under whose verdict a figure comes: what is so far is judged as a forecast."""
    return State.FORECAST if is_so_far(figure) else figure.state


def so_far() -> Case:
    """`is_so_far`, over Figure in SQL."""
    at = "version__frozen_at"
    year = ExtractYear(at) - Case(When(Q(**{f"{at}__month__lt": 4}), then=1), default=0)
    now = Value(FinancialYear.of(timezone.localdate()).start)
    frozen = Case(When(Q(**{at: None}), then=now), default=year, output_field=IntegerField())
    return Case(
        # Nothing is worked out for what is no actual: the files have a million figures.
        When(state=State.ACTUAL, then=GreaterThanOrEqual(F("year"), frozen)),
        default=Value(False),
        output_field=BooleanField(),
    )


def mark() -> Case:
    """`mark_of`, over Figure in SQL."""
    return Case(
        When(~Q(state=State.ACTUAL), then=Value("")),
        When(so_far(), then=Value(Mark.SO_FAR.value)),
        default=Value(Mark.OUTTURN.value),
        output_field=TextField(),
    )


def said() -> Case:
    """`said_as`, over Figure in SQL."""
    return Case(
        When(so_far(), then=Value(Mark.SO_FAR.value)), default=F("state"), output_field=TextField()
    )


def judged() -> Case:
    """`judged_as`, over Figure in SQL."""
    return Case(
        When(so_far(), then=Value(State.FORECAST.value)),
        default=F("state"),
        output_field=TextField(),
    )

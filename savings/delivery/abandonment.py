"""What is left of the figures of a saving that was given up? (docs/method/review.md §5)

Its forecasts of the years that were not over on that day leave every total. Actuals and plans stay, so it stays in the
plan as nothing delivered.
"""

from collections.abc import Iterable

from django.db.models import Q

from savings.models import Abandonment, Figure, Version
from savings.models.choices import State
from totalplace.fields import financial_year_of
from totalplace.financial_year import FinancialYear


def abandonment_of(version: Version) -> Abandonment | None:
    """That the place has given the saving up; None where it has not.

    It asks nothing where it was read with the version, or no verdict has been final.
    """
    return getattr(version, "abandonment", None) if version.verdict else None


def year_of(abandonment: Abandonment | None) -> FinancialYear | None:
    """The year in which a saving was given up: nothing of it or of a later one is expected. None where it stands."""
    return FinancialYear.of(abandonment.given_up_on) if abandonment else None


def first_year_without(version: Version) -> FinancialYear | None:
    """The same of a version."""
    return year_of(abandonment_of(version))


def is_given_up(figure: Figure, since: FinancialYear | None) -> bool:
    """Whether a figure is a forecast of the year `since` or later: nobody expects it any more."""
    return since is not None and figure.state == State.FORECAST and figure.year >= since


def without_given_up(figures: Iterable[Figure], version: Version) -> list[Figure]:
    """Those of a version's figures that may be added up."""
    since = first_year_without(version)
    return [figure for figure in figures if not is_given_up(figure, since)]


def given_up(at: str = "") -> Q:
    """`is_given_up` in SQL, over Figure, or over what `at` leads from to one, as `figure__`."""
    day = f"{at}version__abandonment__given_up_on"
    return Q(
        **{
            f"{at}state": State.FORECAST,
            f"{day}__isnull": False,
            f"{at}year__gte": financial_year_of(day),
        }
    )

"""Which final verdict is a figure under? The one on its own state: a claim's forecast and its actual have one each.

The word given, what it counts as, and the kind of gain that it makes of the figure: see `accepted`.
"""

from collections.abc import Mapping

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from savings.delivery.outturn import so_far
from savings.models import AcceptedFigure, Outcome
from savings.models.choices import State, Verdict

from .standing_reading import of_standing_reading

NOT_REVIEWED = "Not yet reviewed"


def figure_verdict() -> Case:
    """Over Figure: what the standing reading found of it; empty until final, and where it was not judged.

    What is actual so far is under the verdict on the forecast (docs/method/rules.md §R31).
    """
    found = Outcome.objects.filter(of_standing_reading(), reading__version=OuterRef("version"))
    of_forecast, of_its_own = (
        Subquery(found.filter(state=state).values("verdict")[:1])
        for state in (State.FORECAST.value, OuterRef("state"))
    )
    # Nothing is looked for where nothing is final.
    return Case(
        When(version__verdict="", then=Value("")),
        When(so_far(), then=Coalesce(of_forecast, _at_best_as_forecast(found), Value(""))),
        default=Coalesce(of_its_own, Value("")),
    )


def _at_best_as_forecast(found: QuerySet[Outcome]) -> Subquery:
    """Of what was judged as an actual before any was told to be so far."""
    supported = When(verdict=Verdict.SUPPORTED, then=Value(Verdict.SUPPORTED_FORECAST.value))
    as_actual = found.filter(state=State.ACTUAL)
    capped = as_actual.annotate(at_best=Case(supported, default=F("verdict")))
    return Subquery(capped.values("at_best")[:1])


def counted_figure_verdict() -> Case:
    """Over Figure: what that verdict counts as; empty where there is none."""
    counted = Subquery(_accepted().values("counted_verdict")[:1])
    return _once_final(Coalesce(counted, Value("")), Value(""))


def counted_kind_of_gain() -> Case:
    """Over Figure: the kind of gain that it is, by the verdict where that is final, else as it is claimed."""
    as_accepted = Subquery(_accepted().values("kind_of_gain")[:1])
    return _once_final(Coalesce(as_accepted, F("kind_of_gain")), F("kind_of_gain"))


def accepted_kind_of_gain() -> Case:
    """Over Figure: the kind of gain as which it is accepted; empty where nothing is said of it."""
    return _once_final(Subquery(_accepted().values("kind_of_gain")[:1]), Value(""))


def accepted_amount() -> Case:
    """Over Figure: what is accepted of it, once the verdict is final; NULL where nothing is said of it."""
    return _once_final(Subquery(_accepted().values("amount")[:1]), Value(None))


def verdicts_in_words(by_state: Mapping[str, tuple[str, str]]) -> str:
    """`Forecast: supported as a forecast. Actual: not supported on present evidence`: what was found of each state.

    Each as the word given and what it counts as. A plan is not what a review judges, so it is not spoken of.
    """
    judged = [(s, by_state[s]) for s in State.values if s != State.PLAN and s in by_state]
    words = [
        f"{State(state).label}: {_in_a_sentence(given, counted)}"
        for state, (given, counted) in judged
        if given
    ]
    return ". ".join(words) or NOT_REVIEWED


def _accepted() -> QuerySet[AcceptedFigure]:
    return AcceptedFigure.objects.filter(of_standing_reading(), figure=OuterRef("pk"))


def _once_final(found: Combinable, otherwise: Combinable) -> Case:
    # Nothing is looked for where nothing is final.
    return Case(When(version__verdict="", then=otherwise), default=found)


def verdict_words(given: str, counted: str) -> str:
    """`Not supported on present evidence (given as “Partly supported”)`: what a verdict counts as, and the word."""
    words = str(Verdict(counted or given).label)
    return words if counted in ("", given) else f"{words} (given as “{Verdict(given).label}”)"


def _in_a_sentence(given: str, counted: str) -> str:
    words = verdict_words(given, counted)
    return words[:1].lower() + words[1:]

"""Which final verdict is a figure under? The one on its own state: a claim's forecast and its actual have one each."""

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from savings.models import Outcome
from savings.models.choices import State, Verdict
from savings.outturn import so_far

from .standing_reading import of_standing_reading

NOT_REVIEWED = "Not yet reviewed"


def figure_verdict() -> Case:
    """Over Figure: what the standing reading found of it; empty until final, and where it was not judged.

    What is actual so far is under the verdict on the forecast (docs/method/rules.md §R31).
    """
    found = Outcome.objects.filter(of_standing_reading(), reading__version=OuterRef("version"))
    of_forecast, of_its_own = (
        Coalesce(Subquery(found.filter(state=state).values("verdict")[:1]), Value(""))
        for state in (State.FORECAST.value, OuterRef("state"))
    )
    # Nothing is looked for where nothing is final.
    return Case(
        When(version__verdict="", then=Value("")),
        When(so_far(), then=of_forecast),
        default=of_its_own,
    )


def verdicts_in_words(by_state: dict[str, str]) -> str:
    """`Forecast: supported as a forecast. Actual: not supported on present evidence`: what was found of each state.

    A plan is not what a review judges, so it is not spoken of.
    """
    judged = [(s, by_state[s]) for s in State.values if s != State.PLAN and by_state.get(s)]
    if not judged:
        return NOT_REVIEWED
    return ". ".join(
        f"{State(state).label}: {_in_a_sentence(Verdict(verdict).label)}"
        for state, verdict in judged
    )


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]

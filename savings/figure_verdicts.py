"""Which final verdict is a figure under? The one on its own state: a claim's forecast and its actual have one each."""

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from .models import Outcome
from .standing_reading import of_standing_reading


def figure_verdict() -> Case:
    """Over Figure: what the standing reading found of its state; empty until final, and where it was not judged."""
    found = Outcome.objects.filter(
        of_standing_reading(), reading__version=OuterRef("version"), state=OuterRef("state")
    )
    # Nothing is looked for where nothing is final.
    return Case(
        When(version__verdict="", then=Value("")),
        default=Coalesce(Subquery(found.values("verdict")[:1]), Value("")),
    )

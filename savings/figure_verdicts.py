"""Which final verdict is a figure under? The one on its own state: a claim's forecast and its actual have one each."""

from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from .models import Outcome, Reading


def figure_verdict() -> Case:
    """Over Figure: what the last first reading found of its state; empty until final, and where it was not judged.

    A second reading only checks.
    """
    later = Reading.objects.filter(
        version=OuterRef("reading__version"), is_second=False, pk__gt=OuterRef("reading")
    )
    found = Outcome.objects.filter(
        ~Exists(later),
        reading__version=OuterRef("version"),
        reading__is_second=False,
        state=OuterRef("state"),
    )
    # Nothing is looked for where nothing is final.
    return Case(
        When(version__verdict="", then=Value("")),
        default=Coalesce(Subquery(found.values("verdict")[:1]), Value("")),
    )

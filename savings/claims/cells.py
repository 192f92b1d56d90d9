"""What is stated beside a figure in its cell: claim, kind of gain, state and year, summed over bodies? In SQL.

`savings.appraisal.cells` has the same rule in Python (docs/method/rules.md §R25).
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from savings.appraisal import NEEDED
from savings.models import Figure

# What `stated_beside` annotates. A net needs the saving and both costs; whichever body states them will do.
BESIDE = [f"has_{line}" for line in NEEDED]
WHOLE = Q(**dict.fromkeys(BESIDE, True))


def beside(line: str, at: str = "") -> QuerySet[Figure]:
    """For a subquery: the figures of `line` in the cell of a figure, to which `at` leads, ending in `__`."""
    cell = ("version", "year", "state", "kind_of_gain")
    return Figure.objects.filter(line=line, **{name: OuterRef(f"{at}{name}") for name in cell})


def stated_beside(at: str = "") -> dict[str, Exists]:
    """Annotations for `WHOLE`."""
    return {f"has_{line}": Exists(beside(line, at)) for line in NEEDED}

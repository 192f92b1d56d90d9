"""What is worked out of one version, whoever reads it: its hardness, what its evidence suggests, what is owed on it.

It is one statement that depends on the version's key alone, so it is built once a day and not for each page.
"""

from datetime import date
from functools import lru_cache

from django.db import connection

from savings.claims.hardness import with_hardness
from savings.doubts.overlaps import is_doubted
from savings.models import Threshold, Version
from savings.parameters import in_force as parameters
from savings.review.owing import but_for_questions
from savings.thresholds import threshold_on
from totalplace.kept_statement import KeptStatement, blank

from .optimism import with_grades

_FACTS = (
    "hardness",
    "has_saving",
    "has_saving_without_kind",
    "has_one_off_costs",
    "has_running_costs",
    "has_evidence",
    "has_actual",
    "has_proof",
    "saving_grade",
    "cost_grade",
    "is_answered",
    "lacks_second_reading",
    "is_lost",
    "has_overlap",
    "tolerance",
)


def work_out(version: Version) -> None:
    """Give `version` the facts of `with_hardness`, `with_grades` and `but_for_questions`, as they are now.

    And the `tolerance` within which it is on plan, and whether it `has_overlap` with another claim.
    """
    [found] = _statement(connection.vendor, parameters.today()).run({0: version.pk})
    for name, value in found.items():
        setattr(version, name, value)


@lru_cache(maxsize=2)
def _statement(vendor: str, day: date) -> KeptStatement:
    """The statement for an engine; `day` is the day by whose tables it is worked out."""
    version = with_hardness(Version.objects.filter(pk=blank(0)), keeping_facts=True)
    facts = but_for_questions(with_grades(version)).order_by()
    tolerance = threshold_on(Threshold.Name.SLIPPAGE, day)
    return KeptStatement(
        facts.annotate(tolerance=tolerance, has_overlap=is_doubted()).values(*_FACTS)
    )

"""What is worked out of one version, whoever reads it: its hardness, what its evidence suggests, what is owed on it.

It is one statement that depends on the version's key alone, so it is built once a day and not for each page: Django
takes a hundred times as long to build it as a database to answer it.
"""

from datetime import date
from functools import lru_cache

from django.db import connection

from savings.claims.hardness import with_hardness
from savings.models import Version
from savings.parameters import in_force as parameters
from savings.review.owing import but_for_questions

from .appraisal import with_grade

_FACTS = (
    "hardness",
    "has_saving",
    "has_saving_without_kind",
    "has_one_off_costs",
    "has_running_costs",
    "has_evidence",
    "has_actual",
    "has_proof",
    "confidence",
    "is_answered",
    "lacks_second_reading",
    "is_lost",
)
_ANY = -(2**62)  # Stands in the statement for the key: no rule has such a number in it.


def work_out(version: Version) -> None:
    """Give `version` the facts of `with_hardness`, `with_grade` and `but_for_questions`, as they are now."""
    statement, params = _statement(connection.vendor, parameters.today())
    with connection.cursor() as cursor:
        cursor.execute(statement, [version.pk if param == _ANY else param for param in params])
        found = cursor.fetchone()
    for name, value in zip(_FACTS, found, strict=True):
        setattr(version, name, value)


@lru_cache(maxsize=2)
def _statement(vendor: str, day: date) -> tuple[str, tuple]:
    """The statement for an engine, and its parameters; `day` is the day by whose tables it is worked out."""
    version = with_hardness(Version.objects.filter(pk=_ANY), keeping_facts=True)
    facts = but_for_questions(with_grade(version)).order_by().values_list(*_FACTS)
    return facts.query.sql_with_params()

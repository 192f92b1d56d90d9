"""What does a list of claims say of each? The rows are found by their keys first, and read by one kept statement."""

from collections.abc import Sequence

from django.db.models import QuerySet

from pilots.models import User
from savings.access import all_visible_to, kept
from savings.claims.hardness import with_hardness
from savings.models import Version
from savings.review.earlier_verdict import with_earlier_verdict
from totalplace.kept_statement import blank


def claim_rows(user: User, keys: Sequence[int]) -> list[Version]:
    """Those of the versions that `user` may see, in the order of their keys, with what their rows say of each."""
    found = {version.pk: version for version in _read(user, len(keys), keys=keys)}
    return [found[key] for key in keys if key in found]


@kept
def _read(user: User, number: int) -> QuerySet[Version]:
    seen = all_visible_to(user)
    listed = with_hardness(seen.filter(pk__in=[blank(at) for at in range(number)]))
    return with_earlier_verdict(listed.select_related("claim__place"), seen)

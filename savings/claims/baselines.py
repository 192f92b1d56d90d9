"""What was a claim compared with when it was submitted, and how has that changed since? (docs/method/rules.md §R4)

A baseline is kept at first submission. A later one is a re-baseline: its reason is asked, and both are shown.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from django.db.models import Prefetch, QuerySet

from savings.models import Version
from savings.models.choices import BaselineKind
from totalplace.money import format_pounds

_SAYS = ("baseline_amount", "baseline_year", "baseline_kind")
# Where the baselines that a claim was submitted with are kept, once they have been read for many claims.
_READ_AS = "submitted_baselines"


@dataclass(frozen=True)
class Rebaseline:
    """The baseline of a version beside that of an earlier one, from which it differs."""

    before: Version
    now: Version

    @property
    def words(self) -> str:
        """`Baseline raised 83% and its kind weakened since version 1: … then, … now.`"""
        changed = f"{self._how()} since version {self.before.number}"
        return f"{changed}: {in_words(self.before)} then, {in_words(self.now)} now."

    def _how(self) -> str:
        amount, kind = self._amount(), self._kind()
        if amount:
            return f"Baseline {amount}{f' and its {kind}' if kind else ''}"
        return f"Baseline’s {kind or 'year changed'}"

    def _amount(self) -> str:
        before = cast(Decimal, self.before.baseline_amount)
        now = cast(Decimal, self.now.baseline_amount)
        if now == before:
            return ""
        verb = "raised" if now > before else "lowered"
        return f"{verb} {_percent(abs(now - before), before)}"

    def _kind(self) -> str:
        # They stand in the list from the strongest to the weakest.
        order = BaselineKind.values
        before, now = (order.index(version.baseline_kind) for version in (self.before, self.now))
        if now == before:
            return ""
        return f"kind {'weakened' if now > before else 'strengthened'}"


def in_words(version: Version) -> str:
    """`£2,400,000 of 2009-10 (agreed budget)`."""
    amount = format_pounds(cast(Decimal, version.baseline_amount))
    year = version.baseline_year or "a year that is not stated"
    return f"{amount} of {year} ({version.get_baseline_kind_display().lower()})"


def with_submitted_baselines() -> Prefetch:
    """What lets `rebaseline` of many versions be asked at the cost of one."""
    return Prefetch("claim__versions", _submitted(), to_attr=_READ_AS)


def rebaseline(version: Version) -> Rebaseline | None:
    """How the version's baseline differs from that of the first submission that had one; None where it does not."""
    before = _submitted_before(version)
    return Rebaseline(before[0], version) if before and _differ(before[0], version) else None


def lacks_reason(version: Version) -> bool:
    """Whether a draft's baseline is another than was submitted, first or last, and nothing new says why."""
    before = _submitted_before(version)
    if not before:
        return False
    first, last = before[0], before[-1]
    said = version.rebaseline_reason
    is_new = said not in ("", last.rebaseline_reason)
    return (_differ(last, version) and not is_new) or (_differ(first, version) and not said)


def is_rebaselined(version: Version) -> bool:
    """Whether a draft's baseline is another than in any version that was submitted."""
    return any(_differ(earlier, version) for earlier in _submitted_before(version))


def _submitted() -> QuerySet[Version]:
    """The versions that their places submitted with a baseline; of published words nobody was asked for one."""
    versions = Version.objects.filter(
        frozen_at__isnull=False, is_published=False, baseline_amount__isnull=False
    )
    return versions.only("claim", "number", "rebaseline_reason", *_SAYS).order_by("number")


def _submitted_before(version: Version) -> list[Version]:
    """The earlier ones that were submitted, the oldest first; none for a version without a baseline of its own."""
    if version.number == 1 or version.baseline_amount is None:
        return []
    read = getattr(version.claim, _READ_AS, None)
    found = list(_submitted().filter(claim=version.claim_id)) if read is None else read
    return [earlier for earlier in found if earlier.number < version.number]


def _differ(before: Version, after: Version) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in _SAYS)


def _percent(difference: Decimal, of: Decimal) -> str:
    if not of:
        return f"from {format_pounds(of)}"
    percent = (difference * 100 / of).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{percent:,}%" if percent else "by under 1%"

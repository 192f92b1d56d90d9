"""What share of the reviewed value got which verdict, and how exactly is it known? Pure: no Django, no clock.

Shares are of the *reviewed* value alone (R20), weighted by pounds. What was not reviewed is a class of its own beside
them; nothing here applies the shares of what was reviewed to the rest, because reviewers pick by size and risk.
Amounts are `Decimal` pounds, percentages `Decimal` from 0 to 100. For display they are rounded once, half up, and said
in words, since what is not all is never 100%, and what is not none never 0% (R1). Rounded percentages may total 99 or
101 and are left so. The numbers are of docs/method/rules.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from totalplace.percentages import WHOLE, in_percent

# A percentage published without decimals is known to half a point either way.
HALF_A_POINT = Decimal("0.5")


@dataclass(frozen=True)
class Shares:
    """The reviewed pounds by verdict (`parts`), beside what was claimed in all; `claimed` is None if not stated."""

    parts: Mapping[str, Decimal]
    claimed: Decimal | None = None

    @property
    def reviewed(self) -> Decimal:
        return sum(self.parts.values(), Decimal(0))

    @property
    def percents(self) -> dict[str, str | None]:
        """The share of each verdict in words; None where nothing was reviewed."""
        return {verdict: percent(part, self.reviewed) for verdict, part in self.parts.items()}

    @property
    def not_reviewed(self) -> Decimal | None:
        return None if self.claimed is None else self.claimed - self.reviewed

    @property
    def coverage(self) -> str | None:
        """What was reviewed of what was claimed, in words."""
        return None if self.claimed is None else percent(self.reviewed, self.claimed)


@dataclass(frozen=True)
class Interval:
    """The percentages that a share can have, given how its numbers were rounded."""

    low: Decimal
    high: Decimal

    def could_be(self, published: Decimal) -> bool:
        """Whether some share in it is published as this whole percentage."""
        return self.low < published + HALF_A_POINT and published - HALF_A_POINT <= self.high

    @property
    def outwards(self) -> "Interval":
        """The same with one decimal, never narrower: what is shown."""
        tenth = Decimal("0.1")
        low, high = self.low.quantize(tenth, ROUND_FLOOR), self.high.quantize(tenth, ROUND_CEILING)
        return Interval(low, high)


@dataclass(frozen=True)
class Body:
    """A body of which only rounded shares were published: `percents` by verdict, None for one that was not published.

    `reviewed` is the value that they are shares of; `claimed` what it claimed in all, None if not stated.
    """

    reviewed: Decimal
    percents: Mapping[str, Decimal | None]
    claimed: Decimal | None = None


@dataclass(frozen=True)
class Combined:
    """Shares over several bodies, not rounded: `percents` is None for a verdict that one of them did not publish.

    `intervals` has every verdict: what a body did not publish lies between nothing and what its others leave.
    """

    percents: Mapping[str, Decimal | None]
    intervals: Mapping[str, Interval]
    reviewed: Decimal
    claimed: Decimal | None

    @property
    def coverage(self) -> str | None:
        return None if self.claimed is None else percent(self.reviewed, self.claimed)


def percent(part: Decimal | int, whole: Decimal | int) -> str | None:
    """`part` of `whole` in whole percent, `42%` or `over 99%`; None where there is no whole to be a part of."""
    return in_percent(Decimal(part) * WHOLE / Decimal(whole)) if whole else None


def rounded(number: Decimal) -> Decimal:
    """A number without decimals, half up."""
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def shares(parts: Mapping[str, Decimal], claimed: Decimal | None = None) -> Shares:
    """The shares of reviewed pounds by verdict (R20).

    ValueError for an amount below zero, or where more was reviewed than claimed.
    """
    if any(part < 0 for part in parts.values()):
        raise ValueError("A verdict cannot be on less than nothing.")
    found = Shares(dict(parts), claimed)
    if claimed is not None and found.reviewed > claimed:
        raise ValueError(f"£{found.reviewed} cannot be reviewed of £{claimed}.")
    return found


def combined(bodies: Iterable[Body]) -> Combined:
    """The shares of several bodies together: each one's value times its published shares, never made to total 100.

    ValueError where there is no body, they do not have the same verdicts, or a body's percentages cannot be those of
    one whole.
    """
    bodies = list(bodies)
    if not bodies or any(set(body.percents) != set(bodies[0].percents) for body in bodies):
        raise ValueError("Only bodies with the same verdicts can be combined.")
    reviewed = sum((body.reviewed for body in bodies), Decimal(0))
    claims = [body.claimed for body in bodies if body.claimed is not None]
    known = [published_intervals(body.percents) for body in bodies]

    def together(percents: list[Decimal]) -> Decimal:
        pairs = zip(bodies, percents, strict=True)
        return sum((body.reviewed * share for body, share in pairs), Decimal(0)) / reviewed

    def if_known(percents: list[Decimal | None]) -> Decimal | None:
        stated = [share for share in percents if share is not None]
        return together(stated) if len(stated) == len(percents) else None

    verdicts = bodies[0].percents
    return Combined(
        percents={v: if_known([body.percents[v] for body in bodies]) for v in verdicts},
        intervals={
            v: Interval(together([i[v].low for i in known]), together([i[v].high for i in known]))
            for v in verdicts
        },
        reviewed=reviewed,
        claimed=sum(claims, Decimal(0)) if len(claims) == len(bodies) else None,
    )


def published_intervals(percents: Mapping[str, Decimal | None]) -> dict[str, Interval]:
    """What the shares of one body can be, given its published whole percentages: half a point either way of each.

    They are parts of one whole, so what the others leave narrows a share, and bounds one that was not published.
    ValueError where no parts of a whole are rounded to these percentages.
    """
    low = {v: _bound(p, -HALF_A_POINT, Decimal(0)) for v, p in percents.items()}
    high = {v: _bound(p, HALF_A_POINT, WHOLE) for v, p in percents.items()}
    if not sum(low.values()) <= WHOLE <= sum(high.values()):
        raise ValueError(f"No whole has parts of {', '.join(map(str, percents.values()))} percent.")
    return {
        v: Interval(
            max(low[v], WHOLE - (sum(high.values()) - high[v])),
            min(high[v], WHOLE - (sum(low.values()) - low[v])),
        )
        for v in percents
    }


def rounded_intervals(parts: Mapping[str, Decimal], unit: Decimal) -> dict[str, Interval]:
    """What the shares can be where the pounds themselves were published rounded to `unit` (£0.1bn is 100,000,000)."""
    low = {verdict: max(part - unit / 2, Decimal(0)) for verdict, part in parts.items()}
    high = {verdict: part + unit / 2 for verdict, part in parts.items()}
    return {
        v: Interval(
            low[v] * WHOLE / (low[v] + sum(high.values()) - high[v]),
            high[v] * WHOLE / (high[v] + sum(low.values()) - low[v]),
        )
        for v in parts
    }


def _bound(published: Decimal | None, half: Decimal, otherwise: Decimal) -> Decimal:
    if published is None:
        return otherwise
    return min(max(published + half, Decimal(0)), WHOLE)

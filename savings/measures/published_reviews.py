"""What did reviews of savings find before? The published results of 2007 to 2013, on their own scales, with sources.

Read from `savings/data/published_reviews.csv`, which its README describes. Blank is what the source does not give.
"""

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from .shares import Body, Combined, Interval, combined, percent, rounded_intervals

POSITIONS = ("top", "middle", "bottom")
_FILE = Path(__file__).parents[1] / "data" / "published_reviews.csv"


@dataclass(frozen=True)
class Finding:
    """One class of a review's scale in its own words; `percent` and `pounds` as published, None where they were not."""

    words: str
    percent: Decimal | None
    pounds: Decimal | None
    interval: Interval | None  # What the published pounds allow, where all of them were published.


@dataclass(frozen=True)
class PublishedReview:
    """One published result. `part_of` is the key of the review that takes it together with others."""

    key: str
    part_of: str
    reviewed_by: str
    published: str
    body: str
    claimed: Decimal | None
    reviewed: Decimal
    findings: list[Finding]
    note: str
    source_title: str
    source_url: str

    @property
    def coverage(self) -> str | None:
        return None if self.claimed is None else percent(self.reviewed, self.claimed)

    @property
    def as_body(self) -> Body:
        shares = [item.percent for item in self.findings]
        return Body(self.reviewed, dict(zip(POSITIONS, shares, strict=True)), self.claimed)


@dataclass(frozen=True)
class Line:
    """One class of several reviews together, in percent: what was published, and what we work out.

    `worked_out`, with one decimal, is None where one of the reviews does not give the class.
    """

    words: str
    published: Decimal | None
    worked_out: Decimal | None
    interval: Interval


@dataclass(frozen=True)
class Together:
    """A published result over several bodies (`whole`), beside the bodies' own (`parts`) combined by value."""

    whole: PublishedReview
    parts: list[PublishedReview]
    combined: Combined

    @property
    def lines(self) -> list[Line]:
        return [
            Line(
                finding.words,
                finding.percent,
                _tenths(self.combined.percents[at]),
                self.combined.intervals[at],
            )
            for at, finding in zip(POSITIONS, self.whole.findings, strict=True)
        ]


def published_reviews() -> list[PublishedReview]:
    """All of them, oldest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return [_review(row) for row in csv.DictReader(file)]


def taken_together(reviews: list[PublishedReview]) -> list[Together]:
    """Each review that takes others together, beside what combining those by value gives."""
    found = []
    for whole in reviews:
        parts = [review for review in reviews if review.part_of == whole.key]
        if parts:
            found.append(Together(whole, parts, combined(part.as_body for part in parts)))
    return found


def _review(row: dict[str, str]) -> PublishedReview:
    pounds = {at: _number(row[f"{at}_pounds"]) for at in POSITIONS}
    known = {at: number for at, number in pounds.items() if number is not None}
    is_whole = len(known) == len(pounds)
    intervals = rounded_intervals(known, Decimal(row["rounded_to"])) if is_whole else {}
    words = (
        "key",
        "part_of",
        "reviewed_by",
        "published",
        "body",
        "note",
        "source_title",
        "source_url",
    )
    return PublishedReview(
        **{name: row[name] for name in words},
        claimed=_number(row["claimed"]),
        reviewed=Decimal(row["reviewed"]),
        findings=[
            Finding(
                row[f"{at}_words"], _number(row[f"{at}_percent"]), pounds[at], intervals.get(at)
            )
            for at in POSITIONS
        ],
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _tenths(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(Decimal("0.1"), ROUND_HALF_UP)

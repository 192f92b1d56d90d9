"""What does an officer need to know before they state a saving, and what does each word here mean?

Words stand here only where no table has them: kinds, hardness, use conditions and questions are read from their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.appraisal.saving import net_saving
from savings.claims import options
from savings.claims.hardness import LABELS, MEANINGS
from savings.claims.questions import asked_on
from savings.claims.steps import PAGES
from savings.models import Threshold
from savings.models.choices import EvidenceKind, Status, Verdict
from savings.thresholds import threshold

# What a kind of evidence is, the strongest first; a test holds that none is left out.
EVIDENCE: dict[str, str] = {
    EvidenceKind.CONTRACT: "A signed contract or agreement that names the price",
    EvidenceKind.LEDGER: "A line of the ledger, or a page of it: what was really spent",
    EvidenceKind.EVALUATION: "A study of what the change did, with something to compare it with",
    EvidenceKind.MONITORING: "A report of what came, such as a year-end report or figures counted each month",
    EvidenceKind.BENCHMARK: "What others pay or do, beside what you do",
    EvidenceKind.PUBLISHED_SOURCE: "A public report or paper that says so",
    EvidenceKind.OWN_ESTIMATE: "Your own working. Say how you got there",
}
STATUSES: dict[str, str] = {
    Status.DRAFT: "Being written. Only the place sees it, and partners that it names once sign-off is asked.",
    Status.SUBMITTED: "Signed off by a finance officer, and frozen. It waits for a reviewer.",
    Status.IN_REVIEW: "A reviewer reads it.",
    Status.QUESTION: "The reviewer has asked the place something, and waits for the answer.",
    Status.PROVISIONAL: "A verdict is given. The place may reply before it is final.",
    Status.REPLY: "The place has replied to the verdict. The review lead reads the reply.",
    Status.FINAL: "The verdict is final. To correct the claim, revise it.",
    Status.WITHDRAWN: "The place no longer claims it. It stays on record, and is not in any total.",
    Status.SUPERSEDED: "A later version has been submitted in its place.",
    Status.PUBLISHED: "Words that were public before. The place may adopt them as a claim of its own.",
}
VERDICTS: dict[str, str] = {
    Verdict.SUPPORTED: "The evidence shows the saving as it is claimed.",
    Verdict.SUPPORTED_FORECAST: "The evidence makes it likely; the years have not ended yet.",
    Verdict.PARTLY: "The evidence shows part of it. The accepted figure is shown beside the claimed one.",
    Verdict.NOT_SUPPORTED: "The evidence given so far does not show it. More evidence can change that.",
    Verdict.NOT_CASH: "It is real, but no budget falls because of it. It counts as the kind of gain that it is.",
}


# What is worked out from the figures, and what they are called in tables and files.
FIGURES: dict[str, str] = {
    "Saving": "What is spent less in a year than would have been spent, at the same service.",
    "One-off cost": "What it costs to get the saving, in the year in which it is paid.",
    "Extra running cost": "What it costs more each year to keep the saving going.",
    "Extra cost to others": "What others pay more because of the change. It is taken off the saving.",
    "Net saving": "The saving less the costs, and the extra cost to others, of the same year.",
    "First plan": "What was planned at first. It stays, whatever comes of it.",
    "Forecast": "What the place now expects of a year.",
    "Actual": "What a year really came to. Councils also call it the outturn. “Actual so far” is of a year that has "
    "not ended.",
    "Accepted": "What a reviewer found the evidence to show. It is shown beside what is claimed.",
    "In real terms": "In the prices of one year, with general inflation taken out.",
    "Present value": "What the net savings of all years are worth in the first one: later years count for less.",
    "Payback": "How long it takes until the savings have paid back the costs.",
    "Switching value": "By how much the savings would have to fall for the present value to be zero.",
    "Optimism bias": "Forecasts tend to be too hopeful. Beside what is claimed we show lower savings and higher costs: "
    "by how much depends on how strong the evidence is.",
    "Confidence grade": "How far the evidence carries the figures, from 1, the strongest, to 6.",
    "At risk": "By how much a saving falls short of its plan.",
}


@dataclass(frozen=True)
class Word:
    """A word with what it means; `asked`: the question that is answered by it, if it is one."""

    word: str
    means: str
    asked: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Words:
    """Words that belong together, under one heading."""

    slug: str
    title: str
    words: list[Word]


@dataclass(frozen=True)
class ExampleYear:
    """One year of the worked claim, in pounds."""

    year: str
    saving: Decimal
    one_off_cost: Decimal
    running_cost: Decimal

    @property
    def costs(self) -> Decimal:
        return self.one_off_cost + self.running_cost

    @property
    def net(self) -> Decimal | None:
        return net_saving(
            self.saving, one_off_cost=self.one_off_cost, running_cost=self.running_cost
        )


EXAMPLE = [
    ExampleYear("2010-11", Decimal(45_000), Decimal(12_000), Decimal(0)),
    ExampleYear("2011-12", Decimal(90_000), Decimal(0), Decimal(0)),
    ExampleYear("2012-13", Decimal(90_000), Decimal(0), Decimal(0)),
]


def guidance_page() -> dict:
    """The context of the guidance; its numbers are those in force today."""
    return {
        "kinds": _kinds(),
        "stages": options.STAGES.values(),
        "hardness": [(level, label, MEANINGS[level]) for level, label in LABELS.items()],
        "evidence": _labelled(EvidenceKind, EVIDENCE),
        "conditions": options.CONDITIONS.values(),
        "example": EXAMPLE,
        "small": threshold(Threshold.Name.SMALL_CLAIM),
        "large": threshold(Threshold.Name.LARGE_CLAIM),
        "reply_days": threshold(Threshold.Name.REPLY_DAYS),
    }


def words_page() -> dict:
    """The context of the page of words: those of the questions, page by page, then those of hardness and review."""
    return {
        "groups": [
            *(_asked(page.slug, page.title) for page in PAGES if asked_on(page.slug)),
            Words(
                "hardness",
                "How hard a claim is",
                [Word(f"{level} {label}", MEANINGS[level]) for level, label in LABELS.items()],
            ),
            Words("kinds", "The kinds of gain, in lists and files", _meanings(_kinds())),
            Words("figures-by-year", "What is said of figures", _meanings(FIGURES.items())),
            Words("status", "The status of a claim", _meanings(_labelled(Status, STATUSES))),
            Words("verdict", "What a review finds", _meanings(_labelled(Verdict, VERDICTS))),
        ]
    }


def _asked(slug: str, title: str) -> Words:
    return Words(
        slug,
        title,
        [
            Word(
                question.label,
                question.meaning,
                question.asked,
                tuple(question.choices.values()),
            )
            for question in asked_on(slug)
        ],
    )


def _kinds() -> list[tuple[str, str]]:
    """Each kind as lists and files name it and as the page asks it, with its hint."""
    return [(options.KINDS_IN_WORDS[code], hint) for code, (_words, hint) in options.KINDS.items()]


def _labelled(choices: type, means: dict[str, str]) -> list[tuple[str, str]]:
    return [(choices(code).label, words) for code, words in means.items()]


def _meanings(pairs: Iterable[tuple[str, str]]) -> list[Word]:
    return [Word(label, means) for label, means in pairs]

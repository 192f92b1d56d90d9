"""Which pages ask the fourteen steps (docs/method/fields.md §3), what is missing on each, what need not be answered?

Steps that belong together stand on one page. A claim that saves little is asked less: there the defaults stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from savings.models import Version

from . import headlines, year_amounts
from .questions import asked_on
from .submission import Problem, is_small, problems


@dataclass(frozen=True)
class Page:
    """One page of the journey: its name in the address, its title on the list, and the steps it asks.

    `asks`: the fields of a version that it fills in, in the order in which they are read again; from `QUESTIONS`.
    `collapses`: below the threshold of small claims its defaults stand, and it may be passed over. `only_if`: which
    drafts have the page at all, where not all have. `guidance`: the part of the guidance that speaks of it.
    """

    slug: str
    title: str
    steps: tuple[int, ...]
    collapses: bool = False
    only_if: Callable[[Version], bool] | None = None
    guidance: str = "counts"

    @property
    def asks(self) -> tuple[str, ...]:
        return tuple(question.field for question in asked_on(self.slug))


@dataclass(frozen=True)
class Task:
    """A page in the list of one draft, with what is missing there before sign-off.

    `says_something`: whether the draft says there what it would not say of itself. Who looked at a page and left it
    as it was is not kept, so such a page is neither to do nor complete.
    """

    page: Page
    problems: list[Problem]
    is_needed: bool
    says_something: bool

    @property
    def is_done(self) -> bool:
        return not self.problems

    @property
    def is_asked(self) -> bool:
        """Whether it counts among the pages to complete: something is missing there, or has been said."""
        return self.is_needed and (bool(self.problems) or self.says_something)


PAGES = [
    Page("what-changed", "What changed", (1, 2, 3), guidance="kinds"),
    # 15 and 16 are none of the fourteen: they are asked of few, about what they gave in the sixth.
    Page("headline", "Your figure, as we read it", (16,), only_if=headlines.is_asked),
    Page("service-level", "What happened to the service", (4,)),
    Page("baseline", "What the saving is compared with", (5,), guidance="baseline"),
    Page("figures", "Savings and costs, year by year", (6, 7, 8), guidance="figures"),
    Page(
        "years",
        "What the amounts of the years are",
        (15,),
        only_if=year_amounts.is_asked,
        guidance="figures",
    ),
    Page("firmness", "How long it lasts, and how firm it is", (9, 10), guidance="firmness"),
    Page("evidence", "Evidence", (11,), guidance="evidence"),
    Page("others", "Who else pays or gains", (12,), collapses=True, guidance="others"),
    Page("use", "What the Treasury may do with it", (13, 14), guidance="use"),
]
BY_SLUG = {page.slug: page for page in PAGES}


def tasks(version: Version, today: date) -> list[Task]:
    """The pages of a draft, in order, with what `today` is missing on each."""
    found, small = problems(version, today), is_small(version)
    passed_over = small and version.has_other_bodies is None
    return [
        Task(
            page,
            [problem for problem in found if problem.step in page.steps],
            is_needed=not (page.collapses and passed_over),
            says_something=_says_something(page, version),
        )
        for page in pages_of(version)
    ]


def pages_of(version: Version, *, besides: Page | None = None) -> list[Page]:
    """The pages that a draft has, in order; and `besides` the one that somebody has open."""
    return [
        page for page in PAGES if page == besides or page.only_if is None or page.only_if(version)
    ]


def _says_something(page: Page, version: Version) -> bool:
    """Whether an answer of the page is another than a new draft has; evidence and figures, whether there are any."""
    if page.slug == "evidence":
        return version.citations.exists()
    if page.slug == "figures":
        return bool(version.as_published) or version.figures.exists()
    return any(question.is_said(version) for question in asked_on(page.slug))


def page_before(page: Page, version: Version) -> Page | None:
    """The page from which one goes on to `page`; None before the first."""
    small = is_small(version)
    earlier = PAGES[: PAGES.index(page)]
    has = pages_of(version)
    return next(
        (one for one in reversed(earlier) if one in has and not (one.collapses and small)), None
    )


def page_after(page: Page, version: Version) -> Page | None:
    """The page to go on to after saving `page`; None after the last."""
    small = is_small(version)
    later = PAGES[PAGES.index(page) + 1 :]
    has = pages_of(version)
    return next((one for one in later if one in has and not (one.collapses and small)), None)

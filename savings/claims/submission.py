"""What stands between a draft and its sign-off (docs/method/fields.md §4), each in the officer's words.

A draft may be stored with any of these; only `ask_sign_off` and `submit` need none of them. What must be
said of a plan is docs/method/rules.md §R19.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pilots.models import Theme
from savings.models import Figure, Threshold, Version
from savings.models.choices import (
    BaselineKind,
    EvidenceForm,
    EvidenceKind,
    KindOfGain,
    Line,
    Maturity,
    PriceBasis,
    ServiceLevel,
    SignsAs,
    Stage,
    State,
)
from savings.thresholds import threshold

from .plan_problems import plan_problems

# Said wherever a service is asked for on a site that has none: `load_reference_data` has not been run.
NO_SERVICES = (
    "There is no service to choose yet. Ask your administrator to load the services; you can fill in the rest "
    "meanwhile."
)


@dataclass(frozen=True)
class Problem:
    """One thing to mend, and the step of the fourteen where to mend it."""

    step: int
    message: str

    def __str__(self):
        return self.message


def problems(version: Version, today: date) -> list[Problem]:
    """Everything that is missing or cannot be, in the order of the steps. `today` decides which years have begun."""
    facts = _Facts(version, today)
    found = [Problem(step, message) for step, broken, message in _RULES if broken(facts)]
    found += [Problem(6, message) for message in plan_problems(version, facts.figures)]
    return sorted(found, key=lambda problem: problem.step)


def is_large(version: Version) -> bool:
    """Whether a year's saving reaches the threshold from which a claim is asked more (docs/method/fields.md §3)."""
    return _Facts(version, date.max).is_large


def is_small(version: Version) -> bool:
    """Whether every year's saving is stated and below the threshold under which a claim is asked less."""
    return _Facts(version, date.max).is_small


def signature_refused(version: Version, signs_as: str) -> str:
    """Why the version cannot be signed off by somebody who signs as `signs_as`; empty where it can."""
    if signs_as == SignsAs.SECTION_151 or not is_large(version):
        return ""
    return "A claim as large as this is signed off by the section 151 officer, or on their behalf. Say that you do."


def largest_saving(version: Version) -> Decimal:
    """The largest saving of one year, in pounds: what a claim's size is, wherever a rule turns on size."""
    return _Facts(version, date.max).largest


class _Facts:
    """What the rules ask of a version, read once."""

    def __init__(self, version: Version, today: date):
        self.version, self.today = version, today
        self.figures: list[Figure] = list(version.figures.all())
        self.evidence = [c.evidence for c in version.citations.select_related("evidence")]
        self.savings = [f for f in self.figures if f.line == Line.SAVING]
        self.actual = [f for f in self.savings if f.state == State.ACTUAL]
        self.has_no_service = version.theme_id is None
        self.in_money = version.kind_of_gain != KindOfGain.NOT_IN_MONEY
        self.is_cashable = version.kind_of_gain == KindOfGain.CASHABLE
        self.by_year: dict[tuple, Decimal] = {}
        for figure in self.savings:
            key = figure.state, figure.year
            self.by_year[key] = self.by_year.get(key, Decimal(0)) + figure.amount
        # A plan gives a claim its size only where it is all that is stated.
        sized = {key: saved for key, saved in self.by_year.items() if key[0] != State.PLAN}
        self.largest = max((sized or self.by_year).values(), default=Decimal(0))
        self.is_large = self.largest >= threshold(Threshold.Name.LARGE_CLAIM)
        # What is not in money, or not yet entered, has no size: it is asked in full.
        small = threshold(Threshold.Name.SMALL_CLAIM)
        self.is_small = bool(self.savings) and self.largest < small

    def has_line(self, line: str) -> bool:
        return any(figure.line == line for figure in self.figures)

    def has_proof(self) -> bool:
        return any(e.form in (EvidenceForm.LEDGER, EvidenceForm.FILE) for e in self.evidence)

    def has_one_piece_of_evidence(self) -> bool:
        # Whatever it is called: what it is, is a file, an address or a line of the ledger.
        return len({(e.file_id, e.url, e.ledger_reference) for e in self.evidence}) == 1

    def has_document(self) -> bool:
        return any(
            e.kind == EvidenceKind.CONTRACT or e.form == EvidenceForm.FILE for e in self.evidence
        )

    def saves_more_than_is_spent(self) -> bool:
        spent = self.version.baseline_amount
        return spent is not None and any(saved > spent for saved in self.by_year.values())

    def baseline_is_too_late(self) -> bool:
        first = min((f.year for f in self.savings), default=None)
        year = self.version.baseline_year
        return bool(first and year) and year > first

    def ends_before_its_savings(self) -> bool:
        last = self.version.last_year
        return last is not None and any(f.year > last and f.amount for f in self.savings)

    def has_figures_of_others(self) -> bool:
        lead = self.version.lead_id
        return bool(lead) and any(figure.organisation_id != lead for figure in self.figures)

    def has_actual_not_begun(self) -> bool:
        return any(
            f.state == State.ACTUAL and not f.year.has_begun(self.today) for f in self.figures
        )

    def says_too_soon_it_will_not_change(self) -> bool:
        settled = bool(self.savings) and all(
            f.state == State.ACTUAL and f.year.has_ended(self.today) for f in self.savings
        )
        return self.version.maturity == Maturity.WILL_NOT and self.in_money and not settled


def _not_stated(field: str):
    return lambda facts: getattr(facts.version, field) in ("", None, "not_stated")


def _in_money(broken):
    return lambda facts: facts.in_money and broken(facts)


def _service_line_missing(facts) -> bool:
    held = facts.version.service_level in (ServiceLevel.SAME, ServiceLevel.BETTER)
    return held and facts.is_cashable and facts.is_large and not facts.version.service_evidence


_RULES = [
    (1, _not_stated("what_changes"), "Say what changed, in a sentence."),
    (1, _not_stated("lead"), "Say which organisation leads the claim."),
    (2, lambda f: f.has_no_service and Theme.objects.exists(), "Choose the service."),
    (2, lambda f: f.has_no_service and not Theme.objects.exists(), NO_SERVICES),
    (3, _not_stated("kind_of_gain"), "Choose what sort of gain it is."),
    (
        4,
        _not_stated("service_level"),
        "Say whether the service stayed the same, got better or got worse.",
    ),
    (
        4,
        _service_line_missing,
        "Say how you know that the service held: it is needed for a saving this large.",
    ),
    (5, _in_money(_not_stated("baseline_amount")), "Enter what the saving is compared with."),
    (
        5,
        _in_money(_not_stated("baseline_year")),
        "Enter the year of the spending it is compared with.",
    ),
    (
        5,
        _in_money(lambda f: f.version.baseline_kind == BaselineKind.NOT_STATED),
        "Say where the spending it is compared with was taken from.",
    ),
    (
        5,
        lambda f: f.baseline_is_too_late(),
        "The saving starts before the year it is compared with. Check both years.",
    ),
    (6, _in_money(lambda f: not f.savings), "Enter the saving for each year."),
    (
        6,
        lambda f: f.saves_more_than_is_spent(),
        "The saving is more than the spending it comes from.",
    ),
    (
        6,
        lambda f: not f.in_money and bool(f.figures),
        "A gain that is not in money has no amounts in pounds. Take them out, or change the sort of gain.",
    ),
    (
        6,
        lambda f: not f.in_money and not f.version.as_published,
        "Say in words or units how large the gain is.",
    ),
    (
        6,
        lambda f: f.has_actual_not_begun(),
        "A year that has not started cannot have actual figures: enter them as expected.",
    ),
    (
        7,
        _in_money(lambda f: not f.has_line(Line.ONE_OFF_COST)),
        "Enter the one-off cost. If it cost nothing, enter 0.",
    ),
    (
        8,
        _in_money(lambda f: not f.has_line(Line.RUNNING_COST)),
        "Enter the extra running cost. If it cost nothing, enter 0.",
    ),
    (
        8,
        _in_money(_not_stated("price_basis")),
        "Say whether the amounts are in cash or in real terms.",
    ),
    (
        9,
        _in_money(lambda f: f.version.last_year is None and not f.version.continues),
        "Say until when the saving lasts: a year, or that it continues.",
    ),
    (
        9,
        lambda f: f.ends_before_its_savings(),
        "Savings are stated after the year in which it ends. Give a later year, or take those savings out.",
    ),
    (10, lambda f: f.version.stage == Stage.NOT_STATED, "Say how firm the saving is."),
    (10, _not_stated("maturity"), "Say whether the figure is likely to change."),
    (
        10,
        lambda f: f.says_too_soon_it_will_not_change(),
        "A forecast can still change. Choose “may change”, or enter actual figures of years that have ended.",
    ),
    (
        10,
        lambda f: f.version.stage == Stage.SIGNED and not f.has_document(),
        "Signed means a document backs it. Add the contract or another document as evidence.",
    ),
    (
        10,
        lambda f: f.version.price_basis == PriceBasis.REAL and f.version.base_year is None,
        "Enter the base year of the real prices.",
    ),
    (11, lambda f: f.is_cashable and not f.evidence, "Add at least one piece of evidence."),
    (
        11,
        lambda f: f.is_cashable and f.is_large and f.has_one_piece_of_evidence(),
        "Add a second piece of evidence, not the same one again: it is needed for a saving this large.",
    ),
    (
        11,
        lambda f: bool(f.actual) and not f.has_proof(),
        "Add the ledger reference or a file for the actual figures.",
    ),
    (
        12,
        lambda f: f.version.has_other_bodies is None and not f.is_small,
        "Say whether anybody else pays or gains.",
    ),
    (
        12,
        lambda f: f.version.has_other_bodies is False and f.has_figures_of_others(),
        "Another organisation has figures. Say that somebody else pays or gains, or take those figures out.",
    ),
]

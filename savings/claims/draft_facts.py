"""What the rules of sign-off ask of a version beside its answers: each read once, where a rule asks for it."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from savings.models import Evidence, Figure, Threshold, Version
from savings.models.choices import (
    Bound,
    EvidenceForm,
    EvidenceKind,
    KindOfGain,
    Line,
    Maturity,
    Measure,
    ServiceLevel,
    Stage,
    State,
)
from savings.thresholds import threshold

from . import baselines, headlines, year_amounts
from .flows import Flows, flows_of
from .held_against import HeldAgainst, held_against, saving_years, vintages_for


class DraftFacts:
    """Everything of a version that a rule of sign-off turns on. `today` decides which years have begun."""

    def __init__(self, version: Version, today: date):
        self.version, self.today = version, today
        self.figures: list[Figure] = list(version.figures.all())
        self.savings = [f for f in self.figures if f.line == Line.SAVING]
        self.actual = [f for f in self.savings if f.state == State.ACTUAL]
        self.in_money = version.kind_of_gain != KindOfGain.NOT_IN_MONEY
        self.is_cashable = version.kind_of_gain == KindOfGain.CASHABLE
        self.by_year: dict[tuple, Decimal] = {}
        for figure in self.savings:
            key = figure.state, figure.year
            self.by_year[key] = self.by_year.get(key, Decimal(0)) + figure.amount
        # A plan gives a claim its size only where it is all that is stated.
        sized = {key: saved for key, saved in self.by_year.items() if key[0] != State.PLAN}
        self.largest = max((sized or self.by_year).values(), default=Decimal(0))

    @cached_property
    def evidence(self) -> list[Evidence]:
        return [c.evidence for c in self.version.citations.select_related("evidence")]

    @cached_property
    def to_net(self) -> list[Flows]:
        # What is expected and what came are stated whole; a plan may state savings only, and then has no net.
        return [each for each in flows_of(self.figures) if each.state != State.PLAN]

    @cached_property
    def is_large(self) -> bool:
        return self.largest >= threshold(Threshold.Name.LARGE_CLAIM)

    @cached_property
    def is_small(self) -> bool:
        # What is not in money, or not yet entered, has no size: it is asked in full.
        return bool(self.savings) and self.largest < threshold(Threshold.Name.SMALL_CLAIM)

    def must_show_that_the_service_held(self) -> bool:
        held = self.version.service_level in (ServiceLevel.SAME, ServiceLevel.BETTER)
        return held and self.is_cashable and self.is_large

    def is_without_savings(self) -> bool:
        """Whether no saving is stated, and none will be asked for beside a cost."""
        return self.in_money and not self.savings and not self.to_net

    def has_figures_without_kind(self) -> bool:
        states_one = self.version.kind_of_gain != KindOfGain.NOT_STATED
        unsaid = [f for f in self.figures if f.kind_of_gain == KindOfGain.NOT_STATED]
        return self.in_money and states_one and bool(unsaid)

    def has_proof(self) -> bool:
        return any(e.form in (EvidenceForm.LEDGER, EvidenceForm.FILE) for e in self.evidence)

    def has_one_piece_of_evidence(self) -> bool:
        # Whatever it is called: what it is, is a file, an address or a line of the ledger.
        return len({(e.file_id, e.url, e.ledger_reference) for e in self.evidence}) == 1

    def has_document(self) -> bool:
        return any(
            e.kind == EvidenceKind.CONTRACT or e.form == EvidenceForm.FILE for e in self.evidence
        )

    def is_asked_whose_budget_falls(self) -> bool:
        """Whether it is asked where else it is counted, and which budget is lower: of large cashable savings only."""
        return self.is_cashable and self.is_large and not self.version.is_published

    @cached_property
    def held_against(self) -> HeldAgainst | None:
        """What the savings are held against; read from the tables in force only where it is asked for."""
        if self.version.baseline_amount is None:
            return None
        years = saving_years(self.figures)
        return held_against(self.version, years, vintages_for(self.version, self.figures))

    @cached_property
    def asked_what_years_are(self) -> year_amounts.Asked | None:
        """Why it is asked whether the amounts of its years are running totals; None where it is not."""
        return year_amounts.asked_of(self.version, self.figures)

    def saves_more_than_is_spent(self) -> bool:
        held = self.held_against
        return held is not None and any(
            saved > held.in_year(year) for (_state, year), saved in self.by_year.items()
        )

    def lacks_reason_for_its_baseline(self) -> bool:
        return self.in_money and baselines.lacks_reason(self.version)

    def has_another_baseline(self) -> bool:
        return baselines.is_rebaselined(self.version)

    def baseline_is_too_late(self) -> bool:
        first = min((f.year for f in self.savings), default=None)
        year = self.version.baseline_year
        return first is not None and year is not None and year > first

    def ends_before_its_savings(self) -> bool:
        last = self.version.last_year
        return last is not None and any(f.year > last and f.amount for f in self.savings)

    def has_figures_of_others(self) -> bool:
        lead = self.version.lead_id
        return bool(lead) and any(figure.organisation_id != lead for figure in self.figures)

    def says_others_without_a_name(self) -> bool:
        """Whether somebody else pays or gains, and no figure says who. What is not in money has no figures for it."""
        says_so = self.version.has_other_bodies and self.version.lead_id and self.in_money
        return bool(says_so and self.figures) and not self.has_figures_of_others()

    def has_actual_not_begun(self) -> bool:
        return any(
            f.state == State.ACTUAL and not f.year.has_begun(self.today) for f in self.figures
        )

    def says_too_soon_it_will_not_change(self) -> bool:
        settled = bool(self.savings) and all(
            f.state == State.ACTUAL and f.year.has_ended(self.today) for f in self.savings
        )
        return self.version.maturity == Maturity.WILL_NOT and self.in_money and not settled

    def is_called_delivered_too_soon(self) -> bool:
        """Whether it is said to be in the ledger, and no saving is stated that has come."""
        is_delivered = self.version.stage == Stage.DELIVERED
        return is_delivered and self.in_money and bool(self.savings) and not self.actual

    def lacks_lower_end(self) -> bool:
        return self.version.amount_low is None and self._is_bounded(
            Bound.EXACT, Bound.ABOUT, Bound.RANGE, Bound.AT_LEAST
        )

    def lacks_upper_end(self) -> bool:
        return self.version.amount_high is None and self._is_bounded(Bound.RANGE, Bound.UP_TO)

    def _is_bounded(self, *bounds: str) -> bool:
        """Whether a headline that the draft is asked about is an amount, limited so. Published words may lack it."""
        asked = headlines.is_asked(self.version) and not self.version.is_published
        return asked and self.version.measure != Measure.WORDS and self.version.bound in bounds

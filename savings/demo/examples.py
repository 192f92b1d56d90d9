"""The worked examples of the practice place. Every number is made up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pilots.models import Organisation, Theme
from savings.models import Evidence, Figure
from savings.models.choices import EvidenceForm, EvidenceKind, KindOfGain, Line, State, Verdict
from totalplace.financial_year import FinancialYear

BETWEEN_ROUNDS = 60  # Days ago: see `rounds`.
COUNCIL, NHS, POLICE = "Practice Borough Council", "Practice NHS Trust", "Practice Police"
FORECAST = {2010: "120000", 2011: "240000", 2012: "240000"}
ESTIMATE = (EvidenceKind.OWN_ESTIMATE, EvidenceForm.LINK, "Our own estimate, January 2010")
BUSINESS_CASE = (EvidenceKind.EVALUATION, EvidenceForm.LINK, "Business case, tested by the board")
LEDGER = (EvidenceKind.LEDGER, EvidenceForm.LEDGER, "General ledger, code 4711")
CONTRACT = (EvidenceKind.CONTRACT, EvidenceForm.LINK, "Signed change to the contract")


@dataclass(frozen=True)
class Example:
    """One claim: what it says, how it got to its status, and what the reviewer made of it.

    `savings`: organisation → year the saving falls in → pounds; so are `plan` and `actual`. With none, the claim has
    words only. `why`: year → the note beside what is expected or came in it. `days_ago`: when all of it happened.
    """

    reference: str
    what_changes: str
    as_published: str
    theme: str
    route: str
    kind: str = KindOfGain.CASHABLE
    savings: dict = field(default_factory=lambda: {COUNCIL: FORECAST})
    plan: dict = field(default_factory=dict)
    actual: dict = field(default_factory=dict)
    why: dict = field(default_factory=dict)
    proofs: tuple = (BUSINESS_CASE, LEDGER)
    condition: str = "A"
    verdict: str = Verdict.SUPPORTED
    verdict_words: str = ""
    reason: str = ""
    accepted_share: Decimal | None = None
    disputed: str = ""
    more: dict = field(default_factory=dict)
    days_ago: int = 0

    def content(self) -> dict:
        """What the version says beside its figures: complete, unless `more` takes something out."""
        return {
            "programme": "Worked example",
            "what_changes": self.what_changes,
            "as_published": self.as_published,
            "kind_of_gain": self.kind,
            "stage": "identified",
            "theme": Theme.objects.get(name=self.theme),
            "lead": Organisation.objects.get(name=COUNCIL),
            "service_level": "same",
            "service_evidence": "Waiting times and complaints are counted each month.",
            "baseline_amount": Decimal(2_400_000),
            "baseline_year": FinancialYear(2009),
            "baseline_kind": "budget",
            "continues": True,
            "maturity": "may",
            "has_other_bodies": bool(self.savings.keys() - {COUNCIL}),
            "proposed_condition": self.condition,
        } | self.more

    def figures(self) -> list[Figure]:
        """Savings as given; in each body's first year a one-off cost of £20,000, and no other cost."""
        return [
            figure
            for state, by_organisation in (
                (State.PLAN, self.plan),
                (State.FORECAST, self.savings),
                (State.ACTUAL, self.actual),
            )
            for organisation, by_year in by_organisation.items()
            for figure in self._of(organisation, by_year, state)
        ]

    def _of(self, organisation: str, by_year: dict[int, str], state: str) -> Iterator[Figure]:
        body = Organisation.objects.get(name=organisation)
        key = {"state": state, "kind_of_gain": self.kind, "organisation": body}
        first = min(by_year)
        for start, pounds in by_year.items():
            costs = {Line.ONE_OFF_COST: 20_000 if start == first else 0, Line.RUNNING_COST: 0}
            for line, amount in ({Line.SAVING: pounds} | costs).items():
                figure = Figure(year=FinancialYear(start), line=line, amount=Decimal(amount), **key)
                if line == Line.SAVING and state != State.PLAN:
                    figure.note = self.why.get(start, "")
                yield figure

    def evidence(self) -> list[tuple[Evidence, str]]:
        return [(_evidence(kind, form, title), "page 1") for kind, form, title in self.proofs]


def _evidence(kind: str, form: str, title: str) -> Evidence:
    item = Evidence(kind=kind, form=form, title=title, own_date="2010-03")
    if form == EvidenceForm.LEDGER:
        item.ledger_reference = "4711, period 13"
    else:
        item.url = "https://practice.example/" + title.lower().replace(" ", "-").replace(",", "")
    return item


_POUNDS = {"measure": "money", "bound": "exact", "basis": "per_year", "recurrence": "recurring"}
_UNFINISHED = {
    "theme": None,
    "service_level": "not_stated",
    "service_evidence": "",
    "baseline_amount": None,
    "baseline_year": None,
    "baseline_kind": "not_stated",
    "continues": None,
    "maturity": "not_stated",
    "has_other_bodies": None,
    "stage": "not_stated",
}
_HALF_OF_ASSESSMENTS = {
    "measure": "percentage",
    "amount_low": Decimal(50),
    "amount_high": Decimal(50),
    "bound": "about",
    "basis": "share_of_base",
}


def _pounds(amount: str) -> dict:
    return _POUNDS | {"amount_low": Decimal(amount), "amount_high": Decimal(amount)}


EXAMPLES = [
    Example(
        "PRA-0001",
        "One-stop shops in the three market towns",
        "real, but very hard to quantify",
        "Customer access",
        "draft",
        kind=KindOfGain.NOT_STATED,
        savings={},
        proofs=(),
        more=_UNFINISHED | {"measure": "words"},
    ),
    Example(
        "PRA-0002",
        "One property team for council, health and police",
        "£400,000 a year",
        "Assets and property",
        "draft",
        kind=KindOfGain.NOT_STATED,
        savings={},
        proofs=(ESTIMATE,),
        more=_UNFINISHED | _pounds("400000"),
    ),
    Example(
        "PRA-0003",
        "Joint equipment store for home care",
        "£240,000 a year, a third of it to the NHS",
        "Older people",
        "asked",
        savings={COUNCIL: {2010: "80000", 2011: "160000"}, NHS: {2010: "40000", 2011: "80000"}},
        more=_pounds("240000"),
    ),
    Example(
        "PRA-0004",
        "Assessments of people leaving prison, done once",
        "about half of assessments are not needed",
        "Crime and reoffending",
        "submitted",
        kind=KindOfGain.NOT_IN_MONEY,
        savings={},
        more=_HALF_OF_ASSESSMENTS,
    ),
    Example(
        "PRA-0005",
        "Shared reception staff freed for home visits",
        "12 full-time equivalents, worth £240,000 a year",
        "Customer access",
        "submitted",
        kind=KindOfGain.NON_CASHABLE,
        proofs=(ESTIMATE,),
        condition="B",
        more=_pounds("240000"),
    ),
    Example(
        "PRA-0006",
        "One payroll for council and NHS trust",
        "£240,000 a year from 2011-12",
        "Back office",
        "in_review",
        savings={COUNCIL: FORECAST, NHS: {2011: "60000", 2012: "60000"}},
        condition="C",
        more=_pounds("240000"),
    ),
    Example(
        "PRA-0007",
        "Fewer emergency admissions of older people",
        "£240,000 a year in hospital care",
        "Health and social care",
        "question",
        kind=KindOfGain.AVOIDED_COST,
        savings={NHS: FORECAST},
        more=_pounds("240000"),
    ),
    Example(
        "PRA-0008",
        "Joint case workers for families known to many services",
        "£300,000 a year across council and police",
        "Children and early years",
        "provisional",
        savings={COUNCIL: FORECAST, NHS: {2011: "60000"}, POLICE: {2011: "60000", 2012: "60000"}},
        condition="B",
        verdict=Verdict.PARTLY,
        reason="BASELINE",
        verdict_words="The baseline counts a grant that ended in any case.",
        accepted_share=Decimal("0.8"),
        disputed="Our ward still has to be staffed: none of this can be taken out of our budget.",
        more=_pounds("300000"),
    ),
    Example(
        "PRA-0009",
        "Vacating two offices",
        "£240,000 a year in rent and rates",
        "Assets and property",
        "reply",
        verdict=Verdict.PARTLY,
        reason="NOT_NET",
        verdict_words="Fitting out the third office is left out.",
        accepted_share=Decimal("0.5"),
        more=_pounds("240000"),
    ),
    Example(
        "PRA-0010",
        "Single contract for waste collection",
        "£240,000 a year once the contract starts",
        "Back office",
        "final",
        proofs=(CONTRACT, BUSINESS_CASE),
        condition="D",
        more=_pounds("240000") | {"stage": "signed"},
        days_ago=BETWEEN_ROUNDS,
    ),
    Example(
        "PRA-0011",
        "Shared telephone system",
        "£110,000 saved in the first year",
        "Back office",
        "final",
        savings={COUNCIL: {2010: "120000", 2011: "130000"}},
        actual={COUNCIL: {2010: "110000"}},
        condition="C",
        verdict=Verdict.PARTLY,
        reason="ONE_OFF",
        verdict_words="£10,000 was a refund that will not come again.",
        accepted_share=Decimal("0.9"),
        more=_pounds("110000") | {"stage": "delivered"},
        days_ago=BETWEEN_ROUNDS,
    ),
    Example(
        "PRA-0012",
        "Officers no longer drive to court for short hearings",
        "£240,000 of officers' time a year",
        "Crime and reoffending",
        "final",
        savings={POLICE: FORECAST},
        verdict=Verdict.NOT_CASH,
        reason="NOT_CASH",
        verdict_words="A real gain in time. No budget is lower for it.",
        more=_pounds("240000"),
        days_ago=BETWEEN_ROUNDS,
    ),
    Example(
        "PRA-0013",
        "Sale of the old library",
        "£900,000 in 2011-12",
        "Assets and property",
        "withdrawn",
        kind=KindOfGain.CAPITAL_RECEIPT,
        savings={COUNCIL: {2011: "900000"}},
        more=_pounds("900000") | {"basis": "single_year", "recurrence": "one_off"},
    ),
    Example(
        "PRA-0014",
        "One print room",
        "£240,000 a year",
        "Back office",
        "superseded",
        condition="C",
        more=_pounds("240000"),
    ),
    Example(
        "PRA-0016",
        "One depot for highways and parks",
        "£240,000 a year, a year later than planned",
        "Assets and property",
        "submitted",
        plan={COUNCIL: FORECAST},
        savings={COUNCIL: {2010: "0", 2011: "120000", 2012: "240000", 2013: "240000"}},
        why={
            2010: "The lease of the second depot runs a year longer than the plan took it to.",
            2011: "Half a year: the move is in October.",
        },
        condition="C",
        more=_pounds("240000") | {"stage": "agreed"},
    ),
    Example(
        "PRA-0017",
        "Translators booked once for six agencies, while the trial lasts",
        "£208,000 over the two years of the trial",
        "Customer access",
        "submitted",
        plan={COUNCIL: {2010: "50000", 2011: "200000"}},
        savings={COUNCIL: {2010: "50000", 2011: "160000"}},
        actual={COUNCIL: {2010: "48000"}},
        why={2011: "Two of the six agencies join in June, not in April."},
        condition="C",
        more=_pounds("208000")
        | {"basis": "total_over_period", "recurrence": "one_off", "stage": "agreed"}
        | {"continues": False, "last_year": FinancialYear(2011)},
    ),
]

PUBLISHED: dict[str, Any] = {
    "reference": "PRA-0015",
    "content": {
        "programme": "Worked example",
        "what_changes": "Handling redundancy support once across the public sector",
        "as_published": "about £2m a year",
        "measure": "money",
        "amount_low": Decimal(2_000_000),
        "amount_high": Decimal(2_000_000),
        "bound": "about",
        "basis": "per_year",
        "recurrence": "recurring",
        "stage": "proposed",
        "source_title": "A made-up newspaper story, to practise adopting published words",
        "source_url": "https://practice.example/story",
        "source_date": "2010",
    },
}

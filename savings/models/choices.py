"""The closed lists of words that claims, figures and reviews are written in. One list, used everywhere.

*Not stated* is an ordinary answer, and different from no.
"""

from django.db import models


class UseCondition(models.TextChoices):
    REVIEW_ONLY = "A", "A: review only"
    POOLED = "B", "B: pooled totals"
    NAMED = "C", "C: named, not for allocation"
    OPEN = "D", "D: open"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    QUESTION = "question", "Question asked"
    PROVISIONAL = "provisional", "Provisional verdict"
    REPLY = "reply", "Place has replied"
    FINAL = "final", "Final verdict"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded"
    PUBLISHED = "published", "Published words"


# The sets of statuses that rules speak of. No other module makes its own, but what `savings.review.owing` derives.

# No verdict is given yet: a claim waits to be taken, is read, or waits for its place's answer.
AWAITING_VERDICT = (Status.SUBMITTED, Status.IN_REVIEW, Status.QUESTION)
# A verdict is given, and is not final yet.
AWAITING_FINAL = (Status.PROVISIONAL, Status.REPLY)
# It waits for somebody: a reviewer, its place, or the review lead. Or else its review is over.
REVIEW_OPEN = (*AWAITING_VERDICT, *AWAITING_FINAL)
REVIEW_OVER = (Status.FINAL, Status.WITHDRAWN, Status.SUPERSEDED)
# A reviewer has taken it, and its verdict is not final.
TAKEN = (Status.IN_REVIEW, Status.QUESTION, Status.PROVISIONAL, Status.REPLY)

# Its place has submitted it, and it stands.
SUBMITTED_BY_THE_PLACE = (*REVIEW_OPEN, Status.FINAL)
# What stood once, or never came to.
STANDS_NO_MORE = (Status.WITHDRAWN, Status.SUPERSEDED)
# Both: to correct any of it is to revise.
FROZEN_BY_THE_PLACE = (*SUBMITTED_BY_THE_PLACE, *STANDS_NO_MORE)
# Of these a claim has at most one version: the one that stands.
STANDING = (*SUBMITTED_BY_THE_PLACE, Status.PUBLISHED)
# What a claim says now: as it stands, and as it is being written anew.
CURRENT = (Status.DRAFT, *STANDING)
# The verdict has been final, and still is where no later version has replaced it.
WAS_FINAL = (Status.FINAL, Status.SUPERSEDED)


class Measure(models.TextChoices):
    MONEY = "money", "Pounds"
    PERCENTAGE = "percentage", "Percentage"
    RATIO = "ratio", "Ratio"
    UNIT_COST = "unit_cost", "Unit cost"
    WORDS = "words", "Words only"


class Bound(models.TextChoices):
    EXACT = "exact", "Exact"
    ABOUT = "about", "About"
    RANGE = "range", "Range"
    AT_LEAST = "at_least", "At least"
    UP_TO = "up_to", "Up to"
    NONE = "none", "No amount"


class Basis(models.TextChoices):
    PER_YEAR = "per_year", "Per year"
    TOTAL_OVER_PERIOD = "total_over_period", "Total over a period"
    CUMULATIVE_BY_YEAR = "cumulative_by_year", "Cumulative by a year"
    SINGLE_YEAR = "single_year", "A single year"
    RATIO = "ratio", "Ratio"
    SHARE_OF_BASE = "share_of_base", "Share of a base"
    PER_PERSON_PER_WEEK = "per_person_per_week", "Per person per week"
    NOT_STATED = "not_stated", "Not stated"


class Recurrence(models.TextChoices):
    RECURRING = "recurring", "Recurring"
    ONE_OFF = "one_off", "One-off"
    NOT_STATED = "not_stated", "Not stated"


class KindOfGain(models.TextChoices):
    CASHABLE = "cashable", "Cashable"
    NON_CASHABLE = "non_cashable", "Non-cashable"
    AVOIDED_COST = "avoided_cost", "Avoided cost"
    CAPITAL_RECEIPT = "capital_receipt", "Capital receipt"
    WIDER_VALUE = "wider_value", "Wider value"
    NOT_IN_MONEY = "not_in_money", "Not in money"
    NOT_STATED = "not_stated", "Not stated"


# What a saving that was claimed as cashable can be, where it is real, but no cash: another kind that has pounds.
NOT_CASH_BUT = (
    KindOfGain.NON_CASHABLE,
    KindOfGain.AVOIDED_COST,
    KindOfGain.CAPITAL_RECEIPT,
    KindOfGain.WIDER_VALUE,
)


class Cashability(models.TextChoices):
    CASHABLE = "cashable", "Cashable"
    NON_CASHABLE = "non_cashable", "Non-cashable"
    BOTH = "both", "Both"
    NOT_STATED = "not_stated", "Not stated"


class GrossOrNet(models.TextChoices):
    GROSS = "gross", "Gross"
    NET = "net", "Net"
    NET_PRESENT_VALUE = "net_present_value", "Net present value"
    NOT_STATED = "not_stated", "Not stated"


class Stage(models.TextChoices):
    AMBITION = "ambition", "Ambition"
    PROPOSED = "proposed", "Proposed"
    IDENTIFIED = "identified", "Identified"
    AGREED = "agreed", "Agreed"
    SIGNED = "signed", "Signed"
    DELIVERED = "delivered", "Delivered"
    NOT_STATED = "not_stated", "Not stated"


class ServiceLevel(models.TextChoices):
    SAME = "same", "Stayed the same"
    BETTER = "better", "Got better"
    WORSE = "worse", "Got worse"
    NOT_KNOWN = "not_known", "Not known"
    NOT_STATED = "not_stated", "Not stated"


class BaselineKind(models.TextChoices):
    BUDGET = "budget", "Agreed budget"
    OUTTURN = "outturn", "Last year's actual"
    CONTRACT = "contract", "Contract"
    BENCHMARK = "benchmark", "Comparison with others"
    ESTIMATE = "estimate", "Our estimate"
    CONTRACT_MAXIMUM = "contract_maximum", "Contract maximum"
    NOT_STATED = "not_stated", "Not stated"


class AlsoCountedIn(models.TextChoices):
    """Where else the same saving is counted. A total is shown with it and without."""

    DEPARTMENT = "department", "A department’s efficiency plan"
    NHS_OR_POLICE = "nhs_or_police", "An NHS or police programme"
    OTHER_PLACE = "other_place", "Another place’s claim"
    NOWHERE = "nowhere", "Nowhere else"
    NOT_STATED = "not_stated", "Not stated"


class YearAmounts(models.TextChoices):
    """What the saving of each year is. Figures are of their year: the two others have to be entered anew."""

    BY_ITSELF = "by_itself", "The saving of that year by itself"
    NEW_IN_YEAR = "new_in_year", "New in that year, on top of the years before"
    RUNNING_TOTAL = "running_total", "A running total of the years so far"
    NOT_STATED = "not_stated", "Not stated"


COUNTED_ELSEWHERE = (
    AlsoCountedIn.DEPARTMENT,
    AlsoCountedIn.NHS_OR_POLICE,
    AlsoCountedIn.OTHER_PLACE,
)


class Maturity(models.TextChoices):
    LIKELY = "likely", "Likely to change"
    MAY = "may", "May change"
    WILL_NOT = "will_not", "Will not change"
    NOT_STATED = "not_stated", "Not stated"


class PriceBasis(models.TextChoices):
    NOMINAL = "nominal", "Nominal (cash)"
    REAL = "real", "Real terms"
    NOT_STATED = "not_stated", "Not stated"


class Transferability(models.TextChoices):
    THIS_PLACE = "this_place", "This place only"
    PLACES_LIKE = "places_like", "Places like this one"
    TESTED = "tested", "Tested elsewhere"
    NOT_STATED = "not_stated", "Not stated"


class Line(models.TextChoices):
    SAVING = "saving", "Saving"
    ONE_OFF_COST = "one_off_cost", "One-off cost"
    RUNNING_COST = "running_cost", "Extra running cost"
    HARM_TO_OTHERS = "harm_to_others", "Extra cost to others"


class State(models.TextChoices):
    PLAN = "plan", "Plan"
    FORECAST = "forecast", "Forecast"
    ACTUAL = "actual", "Actual"


class Mark(models.TextChoices):
    """What an actual is of its year: `savings.delivery.outturn` says which."""

    SO_FAR = "so_far", "So far"
    OUTTURN = "outturn", "Whole year"


class EvidenceForm(models.TextChoices):
    LINK = "link", "Link"
    LEDGER = "ledger", "Ledger reference"
    FILE = "file", "File"


class FileType(models.TextChoices):
    """The files that are taken as evidence; each is known by its content and its name's ending."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word document"
    XLSX = "xlsx", "Excel workbook"
    ODT = "odt", "OpenDocument text"
    ODS = "ods", "OpenDocument spreadsheet"
    CSV = "csv", "CSV"
    TXT = "txt", "Plain text"
    PNG = "png", "PNG picture"
    JPEG = "jpeg", "JPEG picture"


class Scan(models.TextChoices):
    NOT_SCANNED = "not_scanned", "Not scanned for viruses"
    CLEAN = "clean", "Scanned: no virus found"
    INFECTED = "infected", "A virus was found after it was stored"


class SignsAs(models.TextChoices):
    FINANCE = "finance", "A finance officer of the place"
    SECTION_151 = "section_151", "The section 151 officer, or on their behalf"


class EvidenceKind(models.TextChoices):
    CONTRACT = "contract", "Contract"
    LEDGER = "ledger", "Ledger"
    EVALUATION = "evaluation", "Evaluation"
    MONITORING = "monitoring", "Monitoring or year-end report"
    BENCHMARK = "benchmark", "Benchmark"
    PUBLISHED_SOURCE = "published_source", "Published source"
    OWN_ESTIMATE = "own_estimate", "Own estimate"


class Backs(models.TextChoices):
    """What a piece of evidence is cited for: each side of a claim has a grade of its own."""

    SAVING = "saving", "The savings"
    COST = "cost", "The costs"
    BOTH = "both", "Both"


class Holds(models.TextChoices):
    """What a spreadsheet that was sent holds."""

    FIGURES = "figures", "Figures"
    CLAIMS = "claims", "Claims"
    BOTH = "both", "Claims and figures, in a layout of their own"


class Reminded(models.TextChoices):
    """What people are reminded of, once an occasion."""

    ANSWER_DUE = "answer_due", "An answer is due soon"
    ANSWER_OVERDUE = "answer_overdue", "An answer is overdue"
    REPLY_DUE = "reply_due", "The time to reply ends soon"
    ANSWERED = "answered", "A question was answered some days ago"
    READY = "ready", "A verdict can be made final"
    OUTTURN = "outturn", "A year has ended, and its actual figures are asked for"
    ROUND_OPENED = "round_opened", "A round has opened"
    ROUND_CLOSES = "round_closes", "A round closes soon, and something is due"
    ROUND_LATE = "round_late", "A round has closed, and something is due"


class Result(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    NOT_RELEVANT = "not_relevant", "Not relevant"


class Verdict(models.TextChoices):
    SUPPORTED = "supported", "Supported"
    SUPPORTED_FORECAST = "supported_forecast", "Supported as a forecast"
    PARTLY = "partly", "Partly supported"
    NOT_SUPPORTED = "not_supported", "Not supported on present evidence"
    NOT_CASH = "not_cash", "Real, but not a cash saving"


class Sameness(models.TextChoices):
    """What a person says of two claims that may be the same money."""

    SAME = "same", "The same money"
    UNCLEAR = "unclear", "Unclear"
    SEPARATE = "separate", "Separate"


# Until it is known to be separate, it counts once.
COUNTED_ONCE = (Sameness.SAME, Sameness.UNCLEAR)


class Reason(models.TextChoices):
    """Why a verdict is less than Supported, or an accepted figure less than claimed (docs/method/review.md §2)."""

    BASELINE = "BASELINE", "Baseline unsuitable"
    NOT_CASH = "NOT_CASH", "Time or capacity, not money"
    ONE_OFF = "ONE_OFF", "One-off claimed as ongoing"
    NOT_NEW = "NOT_NEW", "Made in an earlier year"
    NO_BUDGET = "NO_BUDGET", "Avoided cost that was never budgeted"
    NOT_NET = "NOT_NET", "Costs left out"
    SERVICE = "SERVICE", "Effect on service not shown, or it fell"
    MOVED = "MOVED", "Cost moved to another body or heading"
    DOUBLE = "DOUBLE", "Counted in another claim"
    NO_EVIDENCE = "NO_EVIDENCE", "Nothing behind it"
    DISPUTED = "DISPUTED", "Contested by the other party"
    ARITHMETIC = "ARITHMETIC", "Sum or unit wrong"
    PRICE_BASIS = "PRICE_BASIS", "Price basis unclear"
    OPAQUE_SUPPLY = "OPAQUE_SUPPLY", "Figures passed up unchecked"
    NO_DETAIL = "NO_DETAIL", "Too little detail to be challenged"
    DEFERRED = "DEFERRED", "Cost put off to a later year"
    ELSEWHERE = "ELSEWHERE", "Counted in another plan too"
    SUBSTITUTED = "SUBSTITUTED", "Gap closed by reserves or income"
    CEILING = "CEILING", "Compared with a maximum never to be spent"
    ATTRIBUTION = "ATTRIBUTION", "Would have happened anyway"
    STRANDED = "STRANDED", "Activity fell, fixed cost stayed"


REVIEW_TESTS = {
    1: "Data source reliable, or the estimate cautious",
    2: "Properly calculated, and checked inside the body",
    3: "Net of all costs, in the right year",
    4: "Effect on service shown",
    5: "Realistic baseline",
    6: "Costs not moved elsewhere",
    7: "Not counted twice",
    8: "Lasts as long as claimed",
    9: "Figure mature enough for the state claimed",
}

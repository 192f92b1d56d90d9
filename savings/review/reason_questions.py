"""What does a reviewer ask before giving a reason? One question for each code (docs/method/review.md §2)."""

from savings.models.choices import Reason

QUESTIONS: dict[str, str] = {
    Reason.BASELINE: "Is it compared with what would have been spent, in the right year?",
    Reason.NOT_CASH: "Does somebody’s budget fall, or is time freed?",
    Reason.ONE_OFF: "Does it come again each year, or once?",
    Reason.NOT_NEW: "Was it made before, and counted then?",
    Reason.NO_BUDGET: "Was the cost that is avoided ever in a budget?",
    Reason.NOT_NET: "Is what it cost to get it, and to keep it, taken off?",
    Reason.SERVICE: "What shows that the service stayed as good?",
    Reason.MOVED: "Does another body, or another heading, pay for it now?",
    Reason.DOUBLE: "Is the same pound in another claim?",
    Reason.NO_EVIDENCE: "What backs the figure?",
    Reason.DISPUTED: "What does the other party say of it?",
    Reason.ARITHMETIC: "Do the sum and the unit come out?",
    Reason.PRICE_BASIS: "Is it in cash, in real terms, or a present value?",
    Reason.OPAQUE_SUPPLY: "Who checked the figures that another body passed on?",
    Reason.NO_DETAIL: "Is enough said for anybody to challenge it?",
    Reason.DEFERRED: "Will the same cost be spent after all, in a later year?",
    Reason.ELSEWHERE: "Is it counted in a plan of a department, the NHS or the police too?",
    Reason.SUBSTITUTED: "Did this measure bring it, or was the gap closed by reserves or income?",
    Reason.CEILING: "Would the maximum that it is compared with ever have been spent?",
    Reason.ATTRIBUTION: "Would it have happened without the change?",
    Reason.STRANDED: "Did the cost fall with the activity, or are buildings and staff still paid for?",
}

"""What did a reader give, as the boxes of the form hold it? For a verdict that is sent back, to be given again."""

from savings.delivery.outturn import judged_as
from savings.models import AcceptedFigure, Reading
from savings.models.choices import Line, Verdict


def answers_of(reading: Reading) -> dict[str, list[str]]:
    """The boxes by their names, as `Verdicts.answers` has them; what differs from no figure has none."""
    boxes: dict[str, str] = {}
    for test in reading.results.all():
        boxes |= {f"test_{test.test}": test.result, f"note_{test.test}": test.note}
    outcomes = {outcome.state: outcome for outcome in reading.outcomes.all()}
    for state, outcome in outcomes.items():
        boxes |= {
            f"verdict_{state}": outcome.verdict,
            f"becomes_{state}": outcome.becomes,
            f"words_{state}": outcome.words,
            f"departure_{state}": outcome.departure,
        }
    supported = {s for s, o in outcomes.items() if o.verdict != Verdict.NOT_SUPPORTED}
    for accepted in reading.accepted_figures.select_related("figure"):
        if _differs(accepted, is_supported=judged_as(accepted.figure) in supported):
            pk = accepted.figure_id
            pounds = f"{accepted.given:,.2f}".removesuffix(".00")
            boxes |= {f"accepted_{pk}": pounds, f"why_{pk}": accepted.reason}
    reasons = {f"reasons_{state}": o.reason_codes.split() for state, o in outcomes.items()}
    texts = {name: [text] for name, text in boxes.items()} | reasons
    return {name: said for name, said in texts.items() if any(said)}


def _differs(accepted: AcceptedFigure, *, is_supported: bool) -> bool:
    """Whether the reader wrote it. The 0 of a saving that is not supported is what the verdict makes of a blank box."""
    if not is_supported and accepted.figure.line == Line.SAVING and accepted.given == 0:
        return False
    return bool(accepted.reason) or accepted.given != accepted.figure.amount

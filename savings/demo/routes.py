"""How each worked example comes to its status: the real actions, by the people who may take them."""

from typing import TYPE_CHECKING, Any

from savings import workflow
from savings.claims.digests import version_digest
from savings.demo.examples import Example
from savings.models import Version
from savings.models.choices import REVIEW_TESTS, KindOfGain, Line, Result, State, Verdict

if TYPE_CHECKING:
    from .practice import Cast


def _draft(version: Version, cast: "Cast", example: Example) -> None:
    pass


def _asked(version: Version, cast: "Cast", example: Example) -> None:
    workflow.ask_sign_off(version, by=cast.officer)
    workflow.agree(version, by=cast.partner)


def _submitted(version: Version, cast: "Cast", example: Example) -> None:
    workflow.submit(version, by=cast.finance)


def _in_review(version: Version, cast: "Cast", example: Example) -> None:
    _submitted(version, cast, example)
    workflow.take(version, by=cast.reviewer)


def _question(version: Version, cast: "Cast", example: Example) -> None:
    _in_review(version, cast, example)
    text = "The baseline is the 2009-10 budget. Was any of it cut before this change began?"
    workflow.ask(version, by=cast.reviewer, text=text)


def _answered(version: Version, cast: "Cast", example: Example) -> None:
    _question(version, cast, example)
    text = "No. The budget was carried over unchanged: see the ledger, code 4711, period 13."
    workflow.answer(version, by=cast.officer, text=text)


def _provisional(version: Version, cast: "Cast", example: Example) -> None:
    _answered(version, cast, example)
    if example.disputed:
        workflow.dispute(version, by=cast.partner, note=example.disputed)
    workflow.decide(version, by=cast.reviewer, **_reading(version, example))
    if version.review.needs_second_reading:
        workflow.second_read(version, by=cast.second_reader, **_reading(version, example))


def _reply(version: Version, cast: "Cast", example: Example) -> None:
    _provisional(version, cast, example)
    text = "We accept the lower figure for the first year and will correct our forecast."
    workflow.reply(version, by=cast.finance, text=text)


def _final(version: Version, cast: "Cast", example: Example) -> None:
    _provisional(version, cast, example)
    workflow.waive_reply(version, by=cast.finance)
    workflow.finalise(version, by=cast.lead)


def _withdrawn(version: Version, cast: "Cast", example: Example) -> None:
    _submitted(version, cast, example)
    workflow.withdraw(version, by=cast.finance, note="The building will not be sold after all.")


def _superseded(version: Version, cast: "Cast", example: Example) -> None:
    _submitted(version, cast, example)
    note = "Six months of ledger figures are in."
    later = workflow.revise(version, by=cast.officer, note=note)
    figures = example.figures()
    for figure in figures:
        if figure.line == Line.SAVING:
            figure.amount += 20_000
    words = {"as_published": "£260,000 a year", "amount_low": 260_000, "amount_high": 260_000}
    workflow.edit(later, by=cast.officer, content=words, figures=figures)
    workflow.submit(later, by=cast.finance)


ROUTES = {
    "draft": _draft,
    "asked": _asked,
    "submitted": _submitted,
    "in_review": _in_review,
    "question": _question,
    "provisional": _provisional,
    "reply": _reply,
    "final": _final,
    "withdrawn": _withdrawn,
    "superseded": _superseded,
}


def _reading(version: Version, example: Example) -> dict[str, Any]:
    figures = list(version.figures.all())
    outcomes = {state: _outcome(state, example) for state in workflow.states_of(figures)}
    accepted = {}
    if example.accepted_share is not None:
        accepted = {
            figure.pk: (
                (figure.amount * example.accepted_share).quantize(figure.amount),
                example.reason,
            )
            for figure in figures
            if figure.line == Line.SAVING
        }
    weak = Result.PARTLY if example.reason else Result.MET
    return {
        "screen": version_digest(version),
        "tests": dict.fromkeys(REVIEW_TESTS, Result.MET) | {5: weak},
        "outcomes": outcomes,
        "becomes": dict.fromkeys(outcomes, KindOfGain.NON_CASHABLE),
        "accepted": accepted,
    }


def _outcome(state: str, example: Example) -> tuple[str, list[str], str]:
    verdict = example.verdict
    if verdict == Verdict.SUPPORTED and state != State.ACTUAL:
        verdict = Verdict.SUPPORTED_FORECAST
    reasons = [example.reason] if example.reason else []
    return verdict, reasons, example.verdict_words

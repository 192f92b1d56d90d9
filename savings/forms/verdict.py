"""A reader's verdict: nine tests, a verdict for each state, and what is accepted of each figure.

What is wrong with it is asked of the workflow, which refuses it by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import prefetch_related_objects
from django.forms.boundfield import BoundField
from django.http import QueryDict

from pilots.models import User
from savings import workflow
from savings.delivery.outturn import is_so_far, judged_as
from savings.models import Figure, Version
from savings.models.choices import (
    REVIEW_TESTS,
    Line,
    State,
)
from savings.review.accepted import accepted_of
from savings.review.accepted_years import Accepted, accepted_by_year
from savings.review.judged import Outcomes, given_of, judgements, may_be_not_cash
from savings.review.suggestion import DECISIVE, top_verdict

from . import verdict_boxes
from .action_form import ActionForm

SO_FAR = "What is actual so far is judged here: its year was not over when the claim was submitted."
WORK_OUT = "work_out"  # The name of the button that only shows what is accepted, net.
KEEP = "keep"  # The name of the buttons that only keep what is marked.


@dataclass(frozen=True)
class TestBoxes:
    """One of the nine tests on the page."""

    number: int
    result: BoundField
    note: BoundField
    is_decisive: bool


@dataclass(frozen=True)
class StateBoxes:
    """The verdict on the figures of one state on the page."""

    state: str
    label: str
    verdict: BoundField
    becomes: BoundField | None
    reasons: BoundField
    words: BoundField
    departure: BoundField
    top: str


@dataclass(frozen=True)
class FigureBoxes:
    """One figure on the page, with what is accepted of it."""

    figure: Figure
    accepted: BoundField
    why: BoundField

    @property
    def is_typed(self) -> bool:
        return bool(self.accepted.value() or self.why.value())


class Verdicts(ActionForm):
    """What `decide` and `second_read` need. Holds only for what was on the screen: `seen` names it."""

    is_bound_to_screen = True
    means = (
        "The place sees your verdict with its reasons and can reply before it is final. The verdict is on the "
        "evidence, not on the place."
    )
    done = "Your verdict is with the place, which can reply to it."

    def adapt(self) -> None:
        prefetch_related_objects([self.version], "figures__organisation")
        figures = sorted(self.version.figures.all(), key=lambda f: (f.year, f.state, f.pk))
        self.figures = {figure.pk: figure for figure in figures}
        self.states = workflow.states_of(self.figures.values())
        self.judged = {pk: f for pk, f in self.figures.items() if judged_as(f) in self.states}
        for number, label in REVIEW_TESTS.items():
            self.fields[f"test_{number}"] = verdict_boxes.result(number, label)
            self.fields[f"note_{number}"] = verdict_boxes.note(number)
        for state in self.states:
            self.fields |= verdict_boxes.of_state(state, may_be_not_cash(figures, state))
        if any(map(is_so_far, self.judged.values())):
            self.fields[f"verdict_{State.FORECAST}"].help_text = SO_FAR
        for figure in self.judged.values():
            self.fields |= verdict_boxes.of_figure(figure)

    def clean(self) -> dict[str, Any]:
        said = self._said()
        for fault in workflow.faults(self.figures, **said):
            self._blame(fault)
        return self.cleaned_data

    def details(self) -> dict:
        notes = {n: self.cleaned_data.get(f"note_{n}", "") for n in REVIEW_TESTS}
        return self._said() | {"screen": self.data.get("seen"), "notes": notes}

    def answers(self) -> dict[str, list[str]]:
        """What the boxes hold, by their names, as it was sent: right or wrong."""
        data = cast(QueryDict, self.data)
        sent = {name: data.getlist(name) for name in self.fields}
        return {name: texts for name, texts in sent.items() if any(map(str.strip, texts))}

    def test_boxes(self) -> list[TestBoxes]:
        return [
            TestBoxes(n, self[f"test_{n}"], self[f"note_{n}"], n in DECISIVE) for n in REVIEW_TESTS
        ]

    def state_boxes(self) -> list[StateBoxes]:
        return [
            StateBoxes(
                state,
                State(state).label.lower(),
                self[f"verdict_{state}"],
                self[f"becomes_{state}"] if f"becomes_{state}" in self.fields else None,
                self[f"reasons_{state}"],
                self[f"words_{state}"],
                self[f"departure_{state}"],
                str(top_verdict(state).label),
            )
            for state in self.states
        ]

    def accepted_boxes(self) -> list[tuple[str, list[FigureBoxes], bool]]:
        """Savings and costs, each with a heading, and whether anything is typed there that has to be seen."""
        boxes = [
            FigureBoxes(figure, self[f"accepted_{pk}"], self[f"why_{pk}"])
            for pk, figure in self.judged.items()
        ]
        savings = [row for row in boxes if row.figure.line == Line.SAVING]
        costs = [row for row in boxes if row.figure.line != Line.SAVING]
        return [
            (heading, rows, any(row.is_typed for row in rows))
            for heading, rows in (("Savings", savings), ("Costs", costs))
            if rows
        ]

    def is_worked_out(self) -> bool:
        """Whether it was sent only to see what is accepted, net: nothing is missing then but what cannot be read."""
        if WORK_OUT not in self.data:
            return False
        for name in [name for name in self.errors if not name.startswith("accepted_")]:
            del self.errors[name]
        return True

    def accepted_net(self) -> list[Accepted]:
        """What would be accepted by what is in the boxes, net and year by year; as claimed, where they are blank."""
        self.is_valid()  # Reads what is in the boxes.
        said = self._said() if self.is_bound else {"outcomes": {}, "becomes": {}, "accepted": {}}
        # What has no verdict yet is worked out as if all that is in the boxes were accepted.
        undecided: Outcomes = {state: ("", [], "") for state in self.states}
        outcomes = {**undecided, **said["outcomes"]}
        given = given_of(self.figures, outcomes, said["accepted"])
        judged = judgements(outcomes, said["becomes"])
        return accepted_by_year(accepted_of(self.figures.values(), judged, given))

    def _blame(self, fault: workflow.Fault) -> None:
        name = f"{fault.at}_{fault.of}"
        # A box that could not be read has been told so already.
        if name not in self.errors:
            self.add_error(name if name in self.fields else None, fault.words)

    def _said(self) -> dict:
        """Tests, outcomes, departures and accepted figures, as the workflow takes them; what is blank is left out."""
        data = self.cleaned_data
        tests = {n: data[f"test_{n}"] for n in REVIEW_TESTS if data.get(f"test_{n}")}
        judged = [state for state in self.states if data.get(f"verdict_{state}")]
        outcomes = {
            state: (
                data[f"verdict_{state}"],
                data.get(f"reasons_{state}", []),
                data.get(f"words_{state}", ""),
            )
            for state in judged
        }
        departures = {state: data.get(f"departure_{state}", "") for state in judged}
        becomes = {state: data.get(f"becomes_{state}", "") for state in judged}
        return {
            "tests": tests,
            "outcomes": outcomes,
            "becomes": becomes,
            "departures": departures,
            "accepted": self._accepted(),
        }

    def _accepted(self) -> dict:
        # Two blank boxes are as claimed, unless the verdict says otherwise. One that cannot be read is not blank.
        boxes = {
            pk: (self.cleaned_data.get(f"accepted_{pk}"), self.cleaned_data.get(f"why_{pk}", ""))
            for pk in self.judged
        }
        return {
            pk: (amount, why)
            for pk, (amount, why) in boxes.items()
            if amount is not None or why or f"accepted_{pk}" in self.errors
        }


class SecondVerdicts(Verdicts):
    means = (
        "You read without having seen the first reading. Both are shown to the place and the review lead once you "
        "have given yours."
    )
    done = "Your second reading is recorded. You see the first one now."


VERDICT_FORMS = {"decide": Verdicts, "second_read": SecondVerdicts}


def action_of(version: Version, user: User) -> str:
    """The action by which `user` can give a verdict on `version` now: `decide`, `second_read`, or none."""
    may = workflow.available_on([version], user, VERDICT_FORMS)[version.pk]
    return next((action.name for action in may), "")


def half_written(answers: Mapping[str, list[str]]) -> QueryDict:
    """What was kept of a verdict, as if it were sent to be worked out: what is missing yet is no error."""
    data = QueryDict(mutable=True)
    for name, texts in answers.items():
        data.setlist(name, texts)
    data[WORK_OUT] = "1"
    return data


def words_sent(sent: QueryDict) -> list[str]:
    """What somebody wrote into a form that can no longer be carried out, for them to copy."""
    written = ("note_", "words_", "departure_")
    said = [(name, str(text)) for name, text in sent.items()]
    return [text for name, text in said if name.startswith(written) and text.strip()]

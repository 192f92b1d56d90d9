"""Which boxes does the form of a verdict have, and what is a reader told to look for at each?"""

from django import forms

from savings.delivery.outturn import in_words
from savings.models import Figure
from savings.models.choices import NOT_CASH_BUT, KindOfGain, Reason, Result, State, Verdict
from savings.review import reason_questions
from savings.review.suggestion import top_verdict
from totalplace.amounts import PoundsField
from totalplace.visible_text import WordsField

LOOK_FOR = {
    1: "A ledger, a contract or a return that others check is reliable. An estimate is cautious where it errs low.",
    2: "Follow one year from the evidence to the figure. Has somebody checked it who did not work it out?",
    3: "One-off and extra running costs are in it, each in its year, and so is what other organisations pay.",
    4: "Something shows that the service stayed as good: a count, a survey, complaints. A worse service is a cut.",
    5: "What would have been spent otherwise: an approved budget before last year’s spending, never a worst case.",
    6: "The cost has not come back under another heading, or with another body.",
    7: "The same pound is in no other claim, and was not made in an earlier year.",
    8: "A saving that is said to continue does so without what made it once.",
    9: "What is called actual is in the ledger; what is forecast says how firm it is.",
}
RESULTS = [(result.value, result.label) for result in Result]
REASONS = Reason.choices
BECOMES = [(kind, KindOfGain(kind).label) for kind in NOT_CASH_BUT]
NO_SUCH_VERDICT = (
    "Choose one of the verdicts."
    f" “{Verdict.NOT_CASH.label}” is only for savings that are claimed as cashable."
)


def result(number: int, label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{number}. {label}",
        help_text=LOOK_FOR[number],
        choices=RESULTS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"invalid_choice": f"Choose one of the four answers to test {number}."},
    )


def note(number: int) -> forms.CharField:
    return WordsField(
        label=f"Note on test {number} (optional)",
        required=False,
        max_length=1000,
        error_messages={"max_length": f"Note on test {number}: write at most 1,000 characters."},
    )


def of_state(state: str, may_be_not_cash: bool) -> dict[str, forms.Field]:
    left_out = [] if may_be_not_cash else [Verdict.NOT_CASH]
    becomes = {f"becomes_{state}": _becomes(state)} if may_be_not_cash else {}
    return _of_verdict(state, left_out) | becomes


def _becomes(state: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"If the {State(state).label.lower()} saving is real, but not a cash saving: what is it?",
        help_text="What is accepted of it, and its costs, then count as this kind of gain in every sum.",
        choices=BECOMES,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"invalid_choice": "Choose one of the kinds of gain."},
    )


def _of_verdict(state: str, left_out: list[Verdict]) -> dict[str, forms.Field]:
    label = State(state).label.lower()
    top = top_verdict(state)
    best = (Verdict.SUPPORTED, Verdict.SUPPORTED_FORECAST)
    offered = [v for v in Verdict if v not in (*best, *left_out)]
    return {
        f"verdict_{state}": forms.ChoiceField(
            label=f"Your verdict on the {label} figures",
            choices=[(v.value, v.label) for v in (top, *offered)],
            required=False,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
            error_messages={"invalid_choice": NO_SUCH_VERDICT},
        ),
        f"reasons_{state}": forms.MultipleChoiceField(
            label=f"Why it is less than “{top.label}”",
            help_text="Each that applies. None is needed where the figures are supported in full.",
            choices=REASONS,
            required=False,
            widget=_reason_boxes(),
            error_messages={"invalid_choice": "Choose reasons from the list."},
        ),
        f"words_{state}": _paragraph(
            f"In your words, on the {label} figures (optional)",
            "The place reads this. Needed where what is partly supported is accepted in full or not at all, and"
            " where you accept a cost of more than three times what was claimed.",
        ),
        f"departure_{state}": _paragraph(
            "Why not the verdict that the tests suggest?",
            "Only where yours is another. It stays with the verdict.",
        ),
    }


def _reason_boxes() -> forms.CheckboxSelectMultiple:
    """Each reason with the question that leads to it."""
    boxes = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"})
    boxes.hints = reason_questions.QUESTIONS  # type: ignore[attr-defined]  # See `totalplace.govuk`.
    return boxes


def _paragraph(label: str, help_text: str) -> forms.CharField:
    return WordsField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"{label}: write at most 5,000 characters."},
    )


def of_figure(figure: Figure) -> dict[str, forms.Field]:
    what = f"{figure.year} {figure.get_line_display().lower()}, {in_words(figure).lower()}"
    return {
        f"accepted_{figure.pk}": PoundsField(label=f"Accepted of {what}, {figure.organisation}"),
        f"why_{figure.pk}": forms.ChoiceField(
            label=f"Why {what}, {figure.organisation}, differs",
            choices=[("", "As claimed"), *REASONS],
            required=False,
            error_messages={"invalid_choice": "Choose a reason from the list."},
        ),
    }

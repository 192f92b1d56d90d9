"""What does each action of the review ask, and what does it mean? Verdicts have a form of their own."""

from typing import Any

from django import forms

from pilots.models import User
from pilots.people import untied_people_with
from savings.forms.boxes import row_box
from savings.thresholds import threshold
from totalplace.visible_text import WordsField

from .action_form import ActionForm, OnTheExchange, words


class PersonChoice(forms.ModelChoiceField):
    """Somebody by name."""

    def label_from_instance(self, person: User) -> str:
        return person.name or person.email


class Take(ActionForm):
    means = "You have the claim from now on, until you hand it over or its verdict is final. The place is told."
    done = "The claim is yours to review."


class Ask(ActionForm):
    done = "The question is with the place. The review’s days are not counted until it is answered."
    text = words(
        "Your question",
        "Write the question.",
        "Ask for what would change your verdict. The place sees your name beside it.",
    )

    @property
    def means(self) -> str:  # type: ignore[override]  # Said anew each time.
        days = int(threshold("answer_days"))
        return (
            f"The place is told, and has {days} working days. The review waits for the answer. Without one the "
            f"claim stays “not yet reviewed”: silence is not a verdict."
        )


class HandOver(ActionForm):
    means = "The person you choose has the claim from now on, and is told."
    done = "The claim is handed over."
    to = PersonChoice(
        User.objects.none(),
        label="Who takes it over?",
        empty_label="Choose a reviewer",
        help_text="Reviewers with a tie to the place are not in the list.",
        error_messages={
            "required": "Choose who takes it over.",
            "invalid_choice": "Choose a reviewer from the list.",
        },
    )

    def adapt(self) -> None:
        others = untied_people_with("savings.review_claim", self.version.claim.place)
        review = getattr(self.version, "review", None)
        has_it: Any = review.reviewer_id if review else None
        row_box(self, "to").queryset = others.exclude(pk=has_it).order_by("name", "pk")


class Triage(ActionForm):
    means = (
        "A claim that is not chosen stays “not yet reviewed”. This says nothing against it, and any reviewer may "
        "still take it. "
        "The whole queue is chosen from on the page “Choose for review”, by size and by draw."
    )
    done = "It is recorded whether the claim is chosen."
    is_chosen = forms.TypedChoiceField(
        label="Is it to be reviewed?",
        choices=[("yes", "Yes, it is chosen"), ("no", "No, not in this round")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether it is to be reviewed.",
            "invalid_choice": "Choose yes or no.",
        },
    )
    because = WordsField(
        label="Why?",
        help_text="One sentence, for whoever asks later how claims were chosen.",
        max_length=200,
        error_messages={
            "required": "Say why.",
            "max_length": "Write at most 200 characters.",
        },
    )


class Reconsider(OnTheExchange):
    means = (
        "The claim goes back to its reviewer, who may ask again and gives a new verdict. The place may reply to "
        "the new verdict too. What has been said stays on record."
    )
    done = "The claim is back with its reviewer."
    note = words(
        "Why is it reconsidered?",
        "Say why the verdict is reconsidered.",
        "The place and the reviewer read this in the claim’s history.",
    )


class Finalise(OnTheExchange):
    means = (
        "The first reader’s verdict stays for good, with the place’s reply beside it. If a second "
        "reader came to a different one, you can send the claim back to review instead. The place and the "
        "reviewer are told together."
    )
    done = "The verdict is final."


REVIEW_ACTION_FORMS = {
    "take": Take,
    "ask": Ask,
    "hand_over": HandOver,
    "triage": Triage,
    "reconsider": Reconsider,
    "finalise": Finalise,
}

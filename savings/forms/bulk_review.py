"""What is asked when an action of the review is done to many claims at once? The same, for all of them together."""

from pilots.people import treasury_people_with
from savings.forms.boxes import row_box

from .review_actions import Finalise, HandOver, Take, Triage


class HandOverMany(HandOver):
    """To one reviewer. Whose ties lie where is the workflow's to say, claim by claim."""

    def adapt(self) -> None:
        reviewers = treasury_people_with("savings.review_claim")
        row_box(self, "to").queryset = reviewers.order_by("name", "pk")
        self.fields[
            "to"
        ].help_text = "A claim of a place to which they have a tie is not handed over, and you are told which."


FORMS_FOR_MANY = {
    "take": Take,
    "hand_over": HandOverMany,
    "triage": Triage,
    "finalise": Finalise,
}

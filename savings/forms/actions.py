"""What does each action ask, and what does it mean? Here those of a place and its partners."""

from typing import cast

from django import forms
from django.utils import timezone

from savings.claims.digests import signing_digest, version_digest
from savings.claims.options import CONDITIONS, labelled
from savings.claims.rounds import statement_of_use
from savings.claims.submission import is_large, signature_refused
from savings.claims.use_conditions import open_to
from savings.forms.boxes import choice_box, choices_of
from savings.models.choices import SignsAs, Status, UseCondition
from totalplace.days import Days
from totalplace.govuk.dates import DateField
from totalplace.visible_text import WordsField

from .action_form import ActionForm, OnTheExchange, OnTheShare, words
from .answer import Answer, Reply
from .answers import pick
from .given_evidence import GivenFiles
from .review_actions import REVIEW_ACTION_FORMS


class Revise(ActionForm):
    means = (
        "A new draft begins as a copy of this version. This version counts until the new one is "
        "submitted. A verdict on it stays with it, and is shown beside the new version until that "
        "has its own. If nothing has changed in "
        "the draft, it cannot be signed off."
    )
    done = "A new draft is open. Change what has changed, then have it signed off."
    note = words(
        "Why is it revised?",
        "Say why the claim is revised.",
        "One sentence. It stays with the new version, for whoever compares the two.",
    )


class Discard(ActionForm):
    means = (
        "Are you sure? Nothing in the draft will be submitted or counted. Your place keeps it on "
        "record, and can begin again from it by “Revise”. Any version submitted before it stays as it is."
    )
    done = "The draft is thrown away. Your place keeps it on record."


class Withdraw(ActionForm):
    means = "Somebody who looks for the claim finds that it was withdrawn, by whom and why."
    note = words(
        "Why is it withdrawn?",
        "Say why the claim is withdrawn.",
        "The claim will not be in any later total. It stays on record with this reason.",
    )

    def adapt(self) -> None:
        draft = self.version.claim.versions.filter(status=Status.DRAFT).first()
        if draft and draft != self.version:
            self.means += f" The draft of version {draft.number} stays open: throw it away if it is not needed."


class Abandon(ActionForm):
    means = (
        "From the year in which it was given up, its forecasts are not in any total. Plans and actuals stay, so it "
        "still counts as planned, with nothing delivered. The verdict stays with it."
    )
    given_up_on = DateField(
        label="When was it given up?",
        called="The day on which it was given up",
        error_messages={"required": "Give the day on which it was given up."},
    )
    note = words(
        "Why was it given up?",
        "Say why the saving was given up.",
        "Whoever sees the claim reads this beside the day.",
    )

    def adapt(self) -> None:
        day = cast(DateField, self.fields["given_up_on"])
        day.within = Days(timezone.localdate(self.version.frozen_at))


class Dispute(GivenFiles, OnTheShare):
    means = (
        "Your dispute is shown beside the figure until the place changes the figure or you agree."
    )
    takes_files = True
    goes_with = "your dispute"
    note = words(
        "What is wrong with your share?",
        "Say what is wrong with your share.",
        "It is shown beside the figure.",
    )

    def adapt(self) -> None:
        # What the place has given before is not a partner’s to know.
        self.ask_for_files(self.version.claim.place, is_told=False)

    def details(self) -> dict:
        return {"note": self.cleaned_data["note"], "evidence": self.given()}


class SetCondition(ActionForm):
    means = (
        "It holds for every version of the claim, with its evidence. It can only ever be loosened: what others were "
        "allowed to use cannot be called back."
    )
    condition = pick("What may it be used for?", CONDITIONS)
    note = WordsField(
        label="A note for the record (optional)",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Write at most 1,000 characters."},
    )

    def on_screen(self) -> str:
        # In a draft it is proposed, afterwards it holds at once and cannot be taken back.
        return f"{self.version.number} {self.version.status} {self.version.claim.use_condition}"

    def adapt(self) -> None:
        field, offered = choice_box(self, "condition"), open_to(self.version)
        field.choices = [
            (code, label) for code, label in choices_of(self, "condition") if code in offered
        ]
        if self.version.status != Status.DRAFT:
            now = UseCondition(self.version.claim.use_condition)
            field.help_text = f"It is “{now.label}” now."
        field.required = True
        field.error_messages["required"] = "Choose what it may be used for."

    @property
    def done(self) -> str:  # type: ignore[override]  # Said anew each time.
        return f"The use condition is recorded: “{UseCondition(self.cleaned_data['condition']).label}”."


class SendBack(ActionForm):
    means = (
        "The draft stays as it is, and is not signed. Its officers are told why. Partners that it names cannot"
        " see it until sign-off is asked for again."
    )
    note = words(
        "What has to change before you sign?",
        "Say why it is sent back.",
        "Whoever asked for sign-off reads it beside the draft. It stays in the history of your place.",
    )

    def on_screen(self) -> str:
        return version_digest(self.version)


class Submit(ActionForm):
    means = "When you sign, everything below is frozen and goes to the Treasury."
    is_bound_to_screen = True
    signs_as = pick("You sign as", labelled(SignsAs))
    has_read = forms.BooleanField(
        label="I have read what will be frozen, and I sign it off",
        error_messages={"required": "Tick the box to sign off."},
    )

    def on_screen(self) -> str:
        said = statement_of_use(timezone.localdate())
        return signing_digest(self.version, said.text if said else "")

    def adapt(self) -> None:
        if is_large(self.version):
            self.fields["signs_as"].required = True
            self.fields["signs_as"].error_messages["required"] = "Choose what you sign as."
        else:
            del self.fields["signs_as"]

    def clean_signs_as(self) -> str:
        refused = signature_refused(self.version, self.cleaned_data["signs_as"])
        if refused:
            raise forms.ValidationError(refused)
        return self.cleaned_data["signs_as"]

    def details(self) -> dict:
        return {"signs_as": self.cleaned_data.get("signs_as") or SignsAs.FINANCE}


class AskSignOff(ActionForm):
    means = (
        "The finance officers of the place, and the partners that it names, are told by email. "
        "From then on those partners see the draft. You can still "
        "change it."
    )


class WaiveReply(OnTheExchange):
    means = "The verdict can then be made final at once, without waiting for the date."
    done = "It is recorded that no reply will come."


class Agree(OnTheShare):
    means = "You agree the share that the claim gives your organisation."


class Confirm(ActionForm):
    means = (
        "You confirm the claim for this round as it is. You do not have to answer anything again."
    )

    def adapt(self) -> None:
        self.done = (
            f"You have said that nothing has changed in {self.version.claim}. If something has changed after all, "
            "revise the claim."
        )


class Adopt(ActionForm):
    means = "A new draft of your own begins with these words. The published words stay as they are."
    done = "The draft is yours. Go through its pages, then have it signed off."


ACTION_FORMS = {
    "ask_sign_off": AskSignOff,
    "send_back": SendBack,
    "submit": Submit,
    "answer": Answer,
    "reply": Reply,
    "waive_reply": WaiveReply,
    "agree": Agree,
    "dispute": Dispute,
    "confirm": Confirm,
    "revise": Revise,
    "adopt": Adopt,
    "set_condition": SetCondition,
    "discard": Discard,
    "withdraw": Withdraw,
    "abandon": Abandon,
    **REVIEW_ACTION_FORMS,
}

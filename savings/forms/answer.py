"""The answer to a reviewer's question: its words, new files, and evidence that the place has given before."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from pilots.models import Place
from savings.forms.boxes import row_box
from savings.models import Evidence, SentFile, StoredFile
from savings.models.choices import EvidenceForm
from totalplace.row_keys import is_key

from .action_form import OnTheExchange, words
from .answers import text as optional_text
from .evidence import FilesField, held_in, kind_of_evidence, label_of

RECEIVED = (
    "received"  # The box that carries files which are here, and not yet part of any evidence.
)

_NOT_ONE = ("invalid_choice", "invalid_pk_value")


class Rows(forms.ModelMultipleChoiceField):
    """Any of some rows, by their keys."""

    def clean(self, value: Any) -> Any:
        if not all(map(is_key, value or [])):
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": ""})
        return super().clean(value)


class EvidenceChoices(Rows):
    """Any of the evidence of the place."""

    def label_from_instance(self, item: Evidence) -> str:
        return label_of(item)


class ReceivedFiles(Rows):
    """Files that were received with this form before, by name. They need not be sent again."""

    def label_from_instance(self, sent: SentFile) -> str:
        return sent.file_name


class Answer(OnTheExchange):
    """Files are received before the form is looked at, and stand in its box `received`: so no error loses one."""

    means = "The reviewer goes on with the review once you have answered."
    done = "Your answer is with the reviewer."
    takes_files = True
    text = words("Your answer", "Write the answer.")
    received = ReceivedFiles(
        SentFile.objects.none(),
        label="Files that are here and go with your answer",
        help_text="Take the tick away from what is not to go with it.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(_NOT_ONE, "A file is no longer here. Choose it again."),
    )
    files = FilesField(label="New files (optional)", required=False)  # type: ignore[assignment]  # A field, as the form is declared.
    kind = kind_of_evidence(is_required=False)
    note = optional_text(
        "Note on the files (optional)",
        2000,
        "Everybody who sees the files can read the note.",
        rows=2,
    )
    evidence = EvidenceChoices(
        Evidence.objects.none(),
        label="Which of it goes with the answer? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(_NOT_ONE, "Choose evidence from the list."),
    )

    def adapt(self) -> None:
        place = self.version.claim.place
        held = held_in(place)
        row_box(self, "evidence").queryset = held
        if not held.exists():
            del self.fields["evidence"]
        keys = [key for key in self._received_keys() if key.isdecimal() and len(key) < 19]
        row_box(self, "received").queryset = _stored_files(place).filter(pk__in=keys)
        if not self._received_keys():
            del self.fields["received"]
        self.fields["kind"].label = "What kind of evidence are the new files?"
        self.fields["kind"].help_text = "Needed only if you send files."
        self.fields["files"].help_text = (
            "PDF, Word, Excel, OpenDocument, CSV, plain text, PNG or JPEG; several at once, up to "
            f"{settings.EVIDENCE_FILE_MB} MB each. They join the evidence of the claim."
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("received") and not said.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Choose the kind of evidence that the files are.")
        return said

    def details(self) -> dict:
        said = self.cleaned_data
        given = list(said.get("evidence", []))
        return {"text": said["text"], "evidence": [*given, *self._new_evidence()]}

    def _received_keys(self) -> list[str]:
        return self.data.getlist(RECEIVED) if hasattr(self.data, "getlist") else []

    def _new_evidence(self) -> list[Evidence]:
        """One piece of evidence, still to be stored, for each file."""
        sent = list(self.cleaned_data.get("received", []))
        files = StoredFile.objects.in_bulk([one.sha256 for one in sent], field_name="sha256")
        return [
            Evidence(
                form=EvidenceForm.FILE,
                file=files[one.sha256],
                file_name=one.file_name,
                title=one.file_name,
                kind=self.cleaned_data["kind"],
                note=self.cleaned_data["note"],
            )
            for one in sent
        ]


def _stored_files(place: Place) -> QuerySet[SentFile]:
    """What was sent to the place and is still here."""
    here = StoredFile.objects.filter(sha256=OuterRef("sha256"))
    return SentFile.objects.filter(Exists(here), place=place, is_stored=True).order_by("pk")

"""The answer to a reviewer's question: its words, new files, and evidence that the place has given before."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from savings.forms.boxes import row_box
from savings.models import Evidence

from .action_form import OnTheExchange, words
from .answers import text as optional_text
from .described_evidence import kind_of_evidence
from .evidence import FilesField, held_in, label_of
from .received_files import NOT_ONE, RECEIVED, Rows, WithReceivedFiles, refuse_unconfirmed


class EvidenceChoices(Rows):
    """Any of the evidence of the place."""

    def label_from_instance(self, item: Evidence) -> str:
        return label_of(item)


class Answer(WithReceivedFiles, OnTheExchange):
    means = "The reviewer goes on with the review once you have answered."
    done = "Your answer is with the reviewer."
    takes_files = True
    text = words("Your answer", "Write the answer.")
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
        error_messages=dict.fromkeys(NOT_ONE, "Choose evidence from the list."),
    )

    def adapt(self) -> None:
        place = self.version.claim.place
        held = held_in(place)
        row_box(self, "evidence").queryset = held
        if not held.exists():
            del self.fields["evidence"]
        self.ask_of_received(place)
        if RECEIVED in self.fields:
            self.fields[RECEIVED].label = "Files that are here and go with your answer"
            self.fields[RECEIVED].help_text = "Untick what is not to go with it."
        self.fields["kind"].label = "What kind of evidence are the new files?"
        self.fields["kind"].help_text = "Needed only if you send files."
        self.fields["files"].help_text = (
            "PDF, Word, Excel, OpenDocument, CSV, plain text, PNG or JPEG; several at once, up to "
            f"{settings.EVIDENCE_FILE_MB} MB each. They join the evidence of the claim."
        )

    def clean_evidence(self) -> QuerySet[Evidence]:
        items = self.cleaned_data["evidence"]
        refuse_unconfirmed(items.select_related("file"))
        return items

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if self.kept_files() and not said.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Choose the kind of evidence that the files are.")
        return said

    def details(self) -> dict:
        said = self.cleaned_data
        given, new = list(said.get("evidence", [])), self.kept_files()
        for item in new:
            item.kind, item.note = said["kind"], said["note"]
        return {"text": said["text"], "evidence": [*given, *new]}

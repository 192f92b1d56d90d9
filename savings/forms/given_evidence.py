"""Evidence that comes with an answer, a reply or a dispute: new files, and what the place has given before.

What was given before is searched for where it is much: the button sends the form, which comes back with what was
found, and with all that was typed, ticked and chosen.
"""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms.utils import ErrorDict

from pilots.models import Place
from savings.evidence.search import matching
from savings.forms.boxes import row_box
from savings.models import Evidence
from totalplace.row_keys import is_key

from .answers import text
from .described_evidence import dated_itself, kind_of_evidence
from .evidence import FilesField, held_in, label_of
from .received_files import NOT_ONE, RECEIVED, Rows, WithReceivedFiles, refuse_unconfirmed

FEW = 8  # As many are listed without a search.
MOST_FOUND = 20
SEARCH = "find"  # The button that only searches.


class GivenFiles(WithReceivedFiles):
    """New files, with what they are. The form that is built on this calls `ask_for_files`."""

    goes_with = ""
    files = FilesField(label="New files (optional)", required=False)  # type: ignore[assignment]  # A field, as the form is declared.
    kind = kind_of_evidence(is_required=False)
    own_date = dated_itself()
    note_on_files = text(
        "Note on the files (optional)",
        2000,
        "Everybody who sees the files can read the note.",
        rows=2,
    )

    def ask_for_files(self, place: Place, *, is_told: bool = True) -> None:
        """Ask for files; `is_told`: the person may know what the place has given before."""
        self.ask_of_received(place, is_told=is_told)
        if RECEIVED in self.fields:
            self.fields[RECEIVED].label = f"Files that are here and go with {self.goes_with}"
            self.fields[RECEIVED].help_text = "Untick what you do not want to send with it."
        self.fields["kind"].label = "What kind of evidence are the new files?"
        self.fields["kind"].help_text = "Needed only if you send files."
        self.fields["own_date"].label = "The date written on them (optional)"
        self.fields["files"].help_text = (
            "PDF, Word, Excel, OpenDocument, CSV, plain text, PNG or JPEG; several at once, up to "
            f"{settings.EVIDENCE_FILE_MB} MB each. They join the evidence of the claim. Everybody "
            "who may see the claim can read them, now and if the place opens it further. "
            f"{place.name} can use them for other claims."
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if self.kept_files() and not said.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Choose what kind of evidence the files are.")
        return said

    def given(self) -> list[Evidence]:
        """All that comes along, the same file once."""
        said = self.cleaned_data
        new = list({item.file_id: item for item in reversed(self.kept_files())}.values())[::-1]
        for item in new:
            item.kind, item.own_date, item.note = (
                said["kind"],
                said["own_date"],
                said["note_on_files"],
            )
        return new


class EvidenceChoices(Rows):
    """Any of the evidence of the place, of which some is offered."""

    def label_from_instance(self, item: Evidence) -> str:
        return label_of(item)

    def offer(self, items: list[Evidence]) -> None:
        self.choices = [(item.pk, self.label_from_instance(item)) for item in items]


class GivenEvidence(GivenFiles):
    """New files, and evidence that the place has given before."""

    words = text("Search the evidence that you have given before (optional)", 200)
    evidence = EvidenceChoices(
        Evidence.objects.none(),
        label="Which of it do you want to send? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(NOT_ONE, "Choose evidence from the list."),
    )

    def ask_for_files(self, place: Place, *, is_told: bool = True) -> None:
        super().ask_for_files(place, is_told=is_told)
        held = held_in(place)
        first = list(held[: FEW + 1])
        if len(first) <= FEW:
            del self.fields["words"]
        if not first:
            del self.fields["evidence"]
            return
        box = cast(EvidenceChoices, row_box(self, "evidence"))
        box.queryset = held
        box.offer(first if len(first) <= FEW else self._found_in(held))

    @property
    def is_searching(self) -> bool:
        """Whether the form was sent to search and for nothing else."""
        return self.is_bound and SEARCH in self.data and "words" in self.fields

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_searching:  # Nothing else is asked of it yet.
            self._errors = ErrorDict()

    def clean_evidence(self) -> QuerySet[Evidence]:
        items = self.cleaned_data["evidence"]
        refuse_unconfirmed(items.select_related("file"))
        return items

    def given(self) -> list[Evidence]:
        held = list(self.cleaned_data.get("evidence", []))
        files = {item.file_id for item in held if item.file_id}
        return [*held, *(item for item in super().given() if item.file_id not in files)]

    def _found_in(self, held: QuerySet[Evidence]) -> list[Evidence]:
        """What is ticked, and what the words find."""
        sent = self.data.getlist("evidence") if hasattr(self.data, "getlist") else []
        ticked = list(held.filter(pk__in=filter(is_key, sent)))
        words = self.data.get("words", "")
        found = list(matching(held, words)[: MOST_FOUND + 1])
        self.fields["words"].help_text = _how_many(words, len(found))
        known = {item.pk for item in ticked}
        return [*ticked, *(item for item in found[:MOST_FOUND] if item.pk not in known)]


def _how_many(words: str, found: int) -> str:
    """What the search came to."""
    if not words.strip():
        return "Search for a word of its title, its note, its kind or a claim that cites it."
    if not found:
        return "Nothing matches. Try fewer or other words."
    if found > MOST_FOUND:
        return f"The first {MOST_FOUND} that match. Add a word to find others."
    return f"{found} match{'es' if found == 1 else ''}. Tick what you want to send."

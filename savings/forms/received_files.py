"""Files that were received with a form before it was complete, and what each of them is asked.

A browser does not send a file a second time, so a form that comes back still has its files, each by name and ticked.
Of one that holds what does not show, the person says that others may read that, or takes it out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from pilots.models import Place
from savings.evidence.held_before import have_it, held_before, since
from savings.evidence.hidden_content import could_be_read
from savings.forms.boxes import row_box
from savings.models import Evidence, SentFile, StoredFile
from savings.models.choices import EvidenceForm
from totalplace.refused_value import quoted
from totalplace.row_keys import is_key

RECEIVED = (
    "received"  # The box that carries files which are here, and not yet part of any evidence.
)
CONFIRM, TAKE_OUT = "confirm", "take_out"
_CHOICES = [
    (CONFIRM, "Use it as it is: everybody who may see the claim may read all of it"),
    (TAKE_OUT, "Take the file out: a copy without what does not show can be chosen below"),
]
# `sweep_evidence` forgets it on one day, and removes its bytes on the next.
_ONCE_OUT = "A file that is taken out is deleted within about two days; backups may keep it longer."
NOT_ONE = ("invalid_choice", "invalid_pk_value")


def refuse_unconfirmed(items: Iterable[Evidence]) -> None:
    """ValidationError where the place gave some of it before what does not show was looked for."""
    for item in items:
        if item.is_unconfirmed and item.file:
            raise forms.ValidationError(
                f"{quoted(item.title)} {could_be_read(item.file.hidden)} Nobody has confirmed that they may. Send the "
                "file again, which asks you to confirm it, or choose other evidence."
            )


class Rows(forms.ModelMultipleChoiceField):
    """Any of some rows, by their keys."""

    def clean(self, value: Any) -> Any:
        if not all(map(is_key, value or [])):
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": ""})
        return super().clean(value)


class ReceivedFiles(Rows):
    """Files that were received with this form before, by name. They need not be sent again."""

    known: Mapping[
        int, str
    ] = {}  # Of those (their keys) that the place has given before, from when.

    def label_from_instance(self, sent: SentFile) -> str:
        return self.known.get(sent.pk, sent.file_name)


class WithReceivedFiles(forms.Form):
    """A form that files come with. They are received before the form is looked at: so no error loses one.

    The form that is built on this calls `ask_of_received` for its place.
    """

    received = ReceivedFiles(
        SentFile.objects.none(),
        label="Files that are here",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(NOT_ONE, "A file is no longer here. Choose it again."),
    )

    def ask_of_received(self, place: Place, *, is_told: bool = True) -> None:
        """Offer the files that came before, and ask of each whether what does not show in it may be read.

        `came`: these files as they are stored. `held`: what the place has given before that is one of these very
        files, where the person `is_told` that.
        """
        self.held: dict[int, Evidence] = {}
        self.came: list[tuple[SentFile, StoredFile]] = []
        if not self._received_keys():
            del self.fields[RECEIVED]
            return
        keys = [key for key in self._received_keys() if key.isdecimal() and len(key) < 19]
        box = cast(ReceivedFiles, row_box(self, RECEIVED))
        box.queryset = _stored_files(place).filter(pk__in=keys)
        self.came = received = _with_stored(list(box.queryset))
        if is_told:
            self.held = held_before(place, [file for _sent, file in received])
        box.known = {
            sent.pk: f"{sent.file_name} (you have it already, {since(sent.file_name, self.held[file.pk])})"
            for sent, file in received
            if file.pk in self.held
        }
        for sent, file in received:
            if file.hidden:
                self.fields[_name_of(sent)] = _confirmation(sent, file)

    def confirmations(self) -> Iterator[forms.BoundField]:
        """The boxes that ask whether a file may be used as it is."""
        return (self[name] for name in self.fields if name.startswith("hidden-"))

    def not_taken_out(self) -> list[tuple[SentFile, StoredFile]]:
        """The files that came, but for those of which it is said that they are taken out: as sent and as stored."""
        return [
            (sent, file) for sent, file in self.came if self.data.get(_name_of(sent)) != TAKE_OUT
        ]

    def kept_files(self) -> list[Evidence]:
        """One piece of evidence, still to be stored, for each file that is ticked and not taken out."""
        said = self.cleaned_data
        return [
            Evidence(
                form=EvidenceForm.FILE,
                file=file,
                file_name=sent.file_name,
                title=sent.file_name,
                is_hidden_confirmed=said.get(_name_of(sent)) == CONFIRM,
            )
            for sent, file in _with_stored(list(said.get(RECEIVED, [])))
            if said.get(_name_of(sent)) != TAKE_OUT
        ]

    def known_already(self) -> list[str]:
        """Of each kept file that the place has given before, that it has it, and from when."""
        return [
            have_it(item.file_name, self.held[item.file_id])
            for item in self.kept_files()
            if item.file_id in self.held
        ]

    def taken_out(self) -> list[str]:
        """The names of the files that are ticked and taken out."""
        said = self.cleaned_data
        return [
            sent.file_name
            for sent in said.get(RECEIVED, [])
            if said.get(_name_of(sent)) == TAKE_OUT
        ]

    def _received_keys(self) -> list[str]:
        return self.data.getlist(RECEIVED) if hasattr(self.data, "getlist") else []


def _name_of(sent: SentFile) -> str:
    return f"hidden-{sent.pk}"


def _confirmation(sent: SentFile, file: StoredFile) -> forms.ChoiceField:
    name = quoted(sent.file_name)
    needed = f"Confirm {name}, or take it out."
    return forms.ChoiceField(
        label=f"{name} {could_be_read(file.hidden)}",
        help_text=_ONCE_OUT,
        choices=_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": needed, "invalid_choice": needed},
    )


def _with_stored(sent: list[SentFile]) -> list[tuple[SentFile, StoredFile]]:
    files = StoredFile.objects.in_bulk([one.sha256 for one in sent], field_name="sha256")
    return [(one, files[one.sha256]) for one in sent]


def _stored_files(place: Place) -> QuerySet[SentFile]:
    """What was sent to the place and is still here."""
    here = StoredFile.objects.filter(sha256=OuterRef("sha256"))
    return SentFile.objects.filter(Exists(here), place=place, is_stored=True).order_by("pk")

"""Evidence as it is entered: files, a link, a ledger reference, or what the place has sent before."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from pilots.models import Place
from savings.access import evidence_of
from savings.evidence.backing import Cite
from savings.evidence.held_before import have_it
from savings.forms.boxes import row_box
from savings.models import Citation, Evidence, Version
from savings.models.choices import EvidenceForm, EvidenceKind
from savings.models.limits import SEEN
from totalplace.govuk.dates import DateField
from totalplace.refused_value import quoted
from totalplace.visible_text import WordsField
from totalplace.web_addresses import has_user_part, host_of

from .answers import text
from .described_evidence import Description, kind_of_evidence, what_it_backs, which_page
from .file_places import not_of_all, place_boxes
from .received_files import RECEIVED, WithReceivedFiles, refuse_unconfirmed


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files at once, cleaned to a list. What each holds is examined when it is stored."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list:
        files = [file for file in data or [] if file]
        if self.required and not files:
            raise forms.ValidationError("Choose a file.", code="required")
        return files


class WayToGive(forms.Form):
    """One way to give evidence. `entry` names it among those of the page, and stands before the names of its boxes.

    All of them are in one form. Of one that `is_asked` for something, its boxes may not all stay as they were.
    """

    entry = ""
    gives_nothing: tuple[str, ...] = ()  # Boxes that are no evidence, whatever is in them.

    def __init__(
        self, draft: Version, data: Mapping[str, Any] | None = None, *, is_asked: bool = True
    ) -> None:
        super().__init__(
            data,
            auto_id="%s" if self.prefix else f"{self.entry}_%s",
            empty_permitted=not is_asked,
            use_required_attribute=False,
        )
        self.draft = draft

    def has_changed(self) -> bool:
        """Whether anything is typed or chosen."""
        return any(name not in self.gives_nothing for name in self.changed_data)

    def is_given(self) -> bool:
        """Whether evidence is to come of it."""
        return self.is_bound and (self.has_changed() or not self.empty_permitted)


class EvidenceEntry(WayToGive, Description):
    """What all evidence says of itself."""

    page_or_cell = which_page("For example: page 4, or Budget!C12.")
    backs = what_it_backs()

    def __init__(
        self, draft: Version, data: Mapping[str, Any] | None = None, *, is_asked: bool = True
    ) -> None:
        super().__init__(draft, data, is_asked=is_asked)
        self.order_fields([*(self.field_order or []), "page_or_cell", "backs"])

    def _cite(self, evidence: Evidence) -> Cite:
        return Cite(evidence, self.cleaned_data["page_or_cell"], self.cleaned_data["backs"])


class FileEntry(WithReceivedFiles, EvidenceEntry):
    entry = "file"
    gives_nothing = ("files",)  # They are among the received.
    files = FilesField(label="Choose one or more files", required=False)  # type: ignore[assignment]  # A field, as the form is declared.
    kind = kind_of_evidence()

    def __init__(
        self,
        draft: Version,
        data: Mapping[str, Any] | None = None,
        refused: Iterable[str] = (),
        *,
        is_asked: bool = True,
    ) -> None:
        """`refused` says of each file that could not be kept why not."""
        super().__init__(draft, data, is_asked=is_asked)
        self.refused = list(refused)
        self.ask_of_received(draft.claim.place)
        asked = [box.name for box in self.confirmations()]
        if RECEIVED in self.fields:
            self.fields[RECEIVED].help_text = "Untick what you do not want to add."
        self._ask_for_places()
        places = [*self.places.values(), "page_or_cell"]
        self.order_fields([RECEIVED, *asked, "files", "kind", *places, "backs"])

    def _ask_for_places(self) -> None:
        """Ask of each of several files which page or cell is cited; `places`: their boxes, by the keys of the files."""
        boxes = place_boxes(self.not_taken_out(), self.data)
        self.places = {key: name for key, (name, _box) in boxes.items()}
        if boxes:
            del self.fields["page_or_cell"]
            self.fields |= dict(boxes.values())

    def has_changed(self) -> bool:
        return bool(self.refused) or super().has_changed()

    def clean(self) -> dict[str, Any]:
        super().clean()
        said, typed = self.cleaned_data, self.data.get("page_or_cell", "").strip()
        if self.places and typed:
            first = next(iter(self.places.values()))
            self.add_error(first, not_of_all(typed, len(self.places)))
        is_kept = bool(self.kept_files())
        is_told = is_kept or bool(self.taken_out())
        if self.errors or not is_kept:
            for words in self.refused or ([] if is_told else [self._needed()]):
                self.add_error("files", words)
        return said

    def _needed(self) -> str:
        """What to do where no file came; a note may have been typed here and not be meant for one."""
        if not self.empty_permitted:
            return "Choose a file."
        typed = "note" if self.data.get("note") else "boxes below"
        return f"Choose a file, or clear the {typed}."

    def already(self) -> list[str]:
        """What to say of each file that the place has already, or that came twice."""
        cited, first = self._cited(), {item.file_id: item for item in reversed(self.kept_files())}
        words = []
        for item in self.kept_files():
            if item.file_id in self.held:
                here = self._stays(cited[item.file_id]) if item.file_id in cited else ""
                words.append(f"{have_it(item.file_name, self.held[item.file_id])}{here}")
            elif item.file_name != first[item.file_id].file_name:
                same = quoted(first[item.file_id].file_name)
                words.append(
                    f"{quoted(item.file_name)} is the same file as {same}: it is added once."
                )
        return words

    def evidence(self) -> list[Cite]:
        """One piece of evidence for each file, but for what the draft cites already."""
        cited = self._cited()
        once = {item.file_id: item for item in reversed(self.kept_files())}
        items = [item for key, item in reversed(once.items()) if key not in cited]
        for item in items:
            for name, value in self.said().items():
                setattr(item, name, value)
        return [self._cite(item) for item in items]

    def _cite(self, evidence: Evidence) -> Cite:
        where = self.places[cast(int, evidence.file_id)] if self.places else "page_or_cell"
        return Cite(evidence, self.cleaned_data[where], self.cleaned_data["backs"])

    def _stays(self, cited: Evidence) -> str:
        """That nothing of it is added, nor changed by what was chosen here; and where to change it."""
        return (
            " This draft cites it, so it is not added again. Its kind is still "
            f"“{cited.get_kind_display()}”, and what else the draft says of it stays as it is too. To change that, "
            "follow “Change its kind, dates, note or what it backs” below it."
        )

    def _cited(self) -> dict[int | None, Evidence]:
        """The files (their keys) that the draft cites, each as it does."""
        cited = self.draft.citations.filter(evidence__file__isnull=False)
        return {one.evidence.file_id: one.evidence for one in cited.select_related("evidence")}


class LinkEntry(EvidenceEntry):
    entry = prefix = "link"
    gives_nothing = ("seen_on", "was_seen_on")
    url = WordsField(
        label="Address of the page or document",
        help_text="It begins with https:// or http://",
        max_length=2000,
        error_messages={
            "required": "Enter the address of the page or document.",
            "max_length": "Enter an address of at most 2,000 characters.",
        },
    )
    title = text("What is it called?", 500, "For example: Budget report to cabinet, March 2010.")
    seen_on = DateField(
        label="When did you see it?",
        called="The day on which you saw it",
        initial=timezone.localdate,
        within=SEEN,
    )
    # The day that the page put there: today's, or yesterday's on a page that was opened then.
    was_seen_on = forms.CharField(
        initial=lambda: str(timezone.localdate()), required=False, widget=forms.HiddenInput
    )
    kind = kind_of_evidence()
    field_order = ["url", "title", "seen_on", "kind"]

    def has_changed(self) -> bool:
        return super().has_changed() or self._has_another_day()

    def _has_another_day(self) -> bool:
        """Whether a day is typed that the page did not put there; one that is no day is typed too."""
        typed, at_first = self["seen_on"].data, self["was_seen_on"].data
        try:
            day = str(self.fields["seen_on"].to_python(typed))
        except forms.ValidationError:
            day = ""
        return bool(at_first) and any(typed) and day != at_first

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if not host_of(url):
            raise forms.ValidationError(
                "Enter the whole address, beginning with https:// or http://"
            )
        if has_user_part(url):
            raise forms.ValidationError(
                f"The address leads to {host_of(url)}: what comes before the @ is a user name, and can be mistaken "
                "for the site. Take that part out, or give another address."
            )
        return url

    def evidence(self) -> list[Cite]:
        said = self.cleaned_data
        link = Evidence(
            form=EvidenceForm.LINK,
            url=said["url"],
            title=said["title"] or said["url"][:500],
            seen_on=said["seen_on"],
            **self.said(),
        )
        return [self._cite(link)]


class LedgerEntry(EvidenceEntry):
    entry = prefix = "ledger"
    ledger_reference = WordsField(
        label="Ledger reference",
        help_text="So that your finance team finds the entry, for example 4711, period 13.",
        max_length=200,
        error_messages={
            "required": "Enter the ledger reference.",
            "max_length": "Enter a reference of at most 200 characters.",
        },
    )
    title = text("What does it show? (optional)", 500)
    kind = kind_of_evidence(EvidenceKind.LEDGER)
    field_order = ["ledger_reference", "title", "kind"]

    def evidence(self) -> list[Cite]:
        said = self.cleaned_data
        entry = Evidence(
            form=EvidenceForm.LEDGER,
            ledger_reference=said["ledger_reference"],
            title=said["title"] or f"Ledger, {said['ledger_reference']}",
            **self.said(),
        )
        return [self._cite(entry)]


def label_of(item: Evidence) -> str:
    """Its title and the claims that cite it (`citations` read before): many have a business case."""
    citing = sorted({citation.version.claim.reference for citation in item.citations.all()})
    return f"{item.title} ({', '.join(citing)})" if citing else item.title


class EvidenceChoice(forms.ModelChoiceField):
    """One piece of evidence of the place."""

    def label_from_instance(self, item: Evidence) -> str:
        return label_of(item)


class HeldEntry(WayToGive):
    """Evidence that the place has given before, for this claim or another."""

    entry = prefix = "held"
    item = EvidenceChoice(
        Evidence.objects.none(),
        label="Which evidence?",
        empty_label="Choose evidence",
        error_messages={
            "required": "Choose the evidence.",
            "invalid_choice": "Choose evidence from the list.",
        },
    )
    page_or_cell = which_page()
    backs = what_it_backs()

    def __init__(
        self, draft: Version, data: Mapping[str, Any] | None = None, *, is_asked: bool = True
    ) -> None:
        super().__init__(draft, data, is_asked=is_asked)
        row_box(self, "item").queryset = held_by_place(draft)

    def clean_item(self) -> Evidence:
        item = self.cleaned_data["item"]
        refuse_unconfirmed([item])
        return item

    def evidence(self) -> list[Cite]:
        said = self.cleaned_data
        return [Cite(said["item"], said["page_or_cell"], said["backs"])]


def held_by_place(draft: Version) -> QuerySet[Evidence]:
    """The evidence of the draft's place that the draft does not cite."""
    return held_in(draft.claim.place).exclude(citations__version=draft)


def held_in(place: Place) -> QuerySet[Evidence]:
    """All evidence of a place, by title, with the claims that cite it."""
    cited = Prefetch("citations", Citation.objects.select_related("version__claim"))
    return evidence_of(place).order_by("title", "pk").prefetch_related(cited)


Entry = FileEntry | LinkEntry | LedgerEntry | HeldEntry
ENTRIES: dict[str, type[Entry]] = {
    form.entry: form for form in (FileEntry, LinkEntry, LedgerEntry, HeldEntry)
}

"""What is asked of a person who sends a spreadsheet of figures or of claims?"""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from pilots.models import PeopleSheet
from savings.imports.layouts import grids
from savings.imports.people import rows as people
from savings.imports.sent_claims import MAX_CLAIMS
from savings.imports.sent_figures import MAX_ROWS
from savings.imports.sent_sheets import MAX_BYTES
from savings.models.choices import Holds

CHECK_ONLY, SHOW_CHANGES = "check", "show"


class SheetForm(forms.Form):
    """One spreadsheet. When valid, `cleaned_data` has the `key` to keep it under, its `name` and its `content`."""

    max_rows: int
    what = ""
    file = forms.FileField(
        label="Spreadsheet",
        max_length=200,
        error_messages={
            "empty": "The file is empty. Select another, or save it again with its rows.",
            "max_length": "The file’s name is longer than 200 characters. Give it a shorter one.",
            "invalid": "The file did not arrive. Select it again.",
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes, file = MAX_BYTES // 1_000_000, self.fields["file"]
        file.help_text = f"CSV, XLSX or ODS, up to {megabytes} MB and {self.max_rows:,} rows."
        file.error_messages["required"] = f"Select the spreadsheet{self.what}."
        self.fields["key"].initial = uuid4()

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size / 1_000_000:.1f} MB; the limit is {MAX_BYTES // 1_000_000} MB. "
                "Take pictures and other sheets out, or split it into smaller files."
            )
        return file

    def clean(self) -> dict:
        super().clean()
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        file = cleaned.pop("file")
        key = cleaned["key"] or uuid4()
        return cleaned | {"key": key, "name": file.name, "content": _content(file)}


class SheetUpload(SheetForm):
    """When valid, `cleaned_data` has what `keep_sheet` takes: `key`, `name`, `holds`, `content`, `only_check`."""

    holds: Holds
    what_to_do = forms.ChoiceField(
        label="What should we do with it?",
        choices=[
            (SHOW_CHANGES, "Check, then show me what would change"),
            (CHECK_ONLY, "Check only"),
        ],
        initial=SHOW_CHANGES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select what we should do with the spreadsheet."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what_to_do"].widget.hints = {
            SHOW_CHANGES: "Nothing is stored until you confirm it on the next page.",
            CHECK_ONLY: "Nothing is stored. For a sheet that is not finished.",
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        only_check = cleaned.pop("what_to_do") == CHECK_ONLY
        return cleaned | {"holds": self.holds, "only_check": only_check}


class FigureUpload(SheetUpload):
    holds = Holds.FIGURES
    what = " with your figures"
    max_rows = MAX_ROWS


class ClaimUpload(SheetUpload):
    holds = Holds.CLAIMS
    what = " with your claims"
    max_rows = MAX_CLAIMS


class OwnUpload(SheetForm):
    """A sheet in a layout of the place's own. When valid, `cleaned_data` has what `keep_sheet` takes."""

    what = " with your savings"
    max_rows = grids.MAX_ROWS

    def clean(self) -> dict:
        cleaned = super().clean()
        return cleaned if self.errors else cleaned | {"holds": Holds.BOTH, "only_check": False}


class PeopleUpload(SheetForm):
    """When valid, `cleaned_data` has what `pilots.people_sheets.keep` takes beside `by`."""

    max_rows = people.MAX_ROWS
    holds = forms.ChoiceField(
        label="What does it hold?",
        choices=PeopleSheet.Holds.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select what the spreadsheet holds."
        ),
    )
    field_order = ["holds", "file", "key"]


def _content(file: UploadedFile) -> bytes:
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path()).read_bytes()
    return b"".join(file.chunks())

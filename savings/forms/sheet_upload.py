"""What is asked of a person who sends a spreadsheet of figures or of claims?"""

from pathlib import Path
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from savings.imports.sent_claims import MAX_CLAIMS
from savings.imports.sent_figures import MAX_ROWS
from savings.imports.sent_sheets import MAX_BYTES
from savings.models.choices import Holds

CHECK_ONLY, SHOW_CHANGES = "check", "show"


class SheetUpload(forms.Form):
    """When valid, `cleaned_data` has what `keep_sheet` takes: `key`, `name`, `holds`, `content`, `only_check`."""

    holds: Holds
    max_rows: int
    file = forms.FileField(
        label="Spreadsheet",
        max_length=200,
        error_messages={
            "empty": "The file is empty. Select another, or save it again with its rows.",
            "max_length": "The file’s name is longer than 200 characters. Give it a shorter one.",
            "invalid": "The file did not arrive. Select it again.",
        },
    )
    what_to_do = forms.ChoiceField(
        label="What should we do with it?",
        choices=[
            (SHOW_CHANGES, "Check, then show me what would change"),
            (CHECK_ONLY, "Check only"),
        ],
        initial=SHOW_CHANGES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what we should do with the spreadsheet."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        megabytes, file = MAX_BYTES // 1_000_000, self.fields["file"]
        file.help_text = f"CSV, XLSX or ODS, up to {megabytes} MB and {self.max_rows:,} rows."
        file.error_messages["required"] = f"Select the spreadsheet with your {self.holds.value}."
        self.fields["key"].initial = uuid4()
        self.fields["what_to_do"].widget.hints = {
            SHOW_CHANGES: "Nothing is stored until you confirm it on the next page.",
            CHECK_ONLY: "Nothing is stored. For a sheet that is not finished.",
        }

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size / 1_000_000:.1f} MB; the limit is {MAX_BYTES // 1_000_000} MB. "
                "Take pictures and other sheets out, or split it into smaller files."
            )
        return file

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file = cleaned["file"]
        return {
            "key": cleaned["key"] or uuid4(),
            "name": file.name,
            "holds": self.holds,
            "content": _content(file),
            "only_check": cleaned["what_to_do"] == CHECK_ONLY,
        }


class FigureUpload(SheetUpload):
    holds = Holds.FIGURES
    max_rows = MAX_ROWS


class ClaimUpload(SheetUpload):
    holds = Holds.CLAIMS
    max_rows = MAX_CLAIMS


def _content(file: UploadedFile) -> bytes:
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path()).read_bytes()
    return b"".join(file.chunks())

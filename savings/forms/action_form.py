"""What do the forms of all actions have in common? Each says what it does, and gives the workflow its details."""

from django import forms

from savings.digests import version_digest
from savings.models import Version


def words(label: str, missing: str, help_text: str = "") -> forms.CharField:
    """A box for a few sentences that must be written."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing, "max_length": "Write at most 5,000 characters."},
    )


class ActionForm(forms.Form):
    """What an action asks. `means` says what it does before it is done, `done` what was done.

    `is_bound_to_screen`: it holds only for what was on the screen. `takes_files`: files may come with it.
    """

    means = done = ""
    is_bound_to_screen = takes_files = False

    def __init__(self, version: Version, data=None, files=None):
        super().__init__(data, files)
        self.version = version
        self.adapt()

    def adapt(self) -> None:
        """Ask what this version need be asked."""

    def has_moved_on(self) -> bool:
        """Whether the form holds only for what was on the screen, and the version has moved on since."""
        return self.is_bound_to_screen and self.data.get("seen") != version_digest(self.version)

    def details(self) -> dict:
        return dict(self.cleaned_data)

"""What do the forms of all actions have in common? Each says what it does, and gives the workflow its details."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from savings.claims.digests import exchange_digest, figures_digest, version_digest
from savings.models import Version
from totalplace.visible_text import WordsField


def words(label: str, missing: str, help_text: str = "") -> forms.CharField:
    """A box for a few sentences that must be written."""
    return WordsField(
        label=label,
        help_text=help_text,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing, "max_length": "Write at most 5,000 characters."},
    )


class ActionForm(forms.Form):
    """What an action asks. `means` says what it does before it is done, `done` what was done, where no page says so.

    `is_bound_to_screen`: it has to say what was on the screen. `takes_files`: files may come with it.
    """

    means = done = ""
    is_bound_to_screen = takes_files = False

    def __init__(
        self,
        version: Version,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict | None = None,
    ) -> None:
        super().__init__(data, files)
        self.version = version
        self.adapt()

    @property
    def is_searching(self) -> bool:
        """Whether it was sent to be shown again with what was searched for: nothing is done then."""
        return False

    def adapt(self) -> None:
        """Ask what this version need be asked."""

    def on_screen(self) -> str:
        """A digest of what the person decides on, as it stands now. Empty where that cannot move under them."""
        return version_digest(self.version) if self.is_bound_to_screen else ""

    def has_moved_on(self) -> bool:
        """Whether what the person decided on has changed since the form was drawn: then nothing is done."""
        now = self.on_screen()
        return bool(now) and self.data.get("seen", "" if self.is_bound_to_screen else now) != now

    def details(self) -> dict:
        return dict(self.cleaned_data)


class OnTheExchange(ActionForm):
    """What is done about a verdict, a reply or a question holds for those that were on the screen."""

    def on_screen(self) -> str:
        return exchange_digest(self.version)


class OnTheShare(ActionForm):
    """What partners say holds for the shares that were on the screen."""

    def on_screen(self) -> str:
        return figures_digest(self.version)

"""Why is each doubtful figure of a draft right? A box for each doubt, beside which it is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from savings.doubts.plausibility import Doubt
from savings.doubts.reasons import REASON_LIMIT, Reason, row_of_doubt
from totalplace.money import to_pence
from totalplace.visible_text import WordsField

_PREFIX = "why"


class DoubtReasons(forms.Form):
    """The boxes have the names of what they are about, with its amount: of another amount nobody has said anything."""

    def __init__(self, doubts: Sequence[Doubt], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={_name(doubt): doubt.because for doubt in doubts})
        self._doubts = {_name(doubt): doubt for doubt in doubts}
        for name, doubt in self._doubts.items():
            self.fields[name] = WordsField(
                label=f"{doubt.words} Why is it right?",
                required=False,
                show_hidden_initial=True,
                max_length=REASON_LIMIT,
                error_messages={
                    "max_length": f"Write a reason of at most {REASON_LIMIT} characters. There are %(show_value)d."
                },
            )

    @property
    def left_behind(self) -> list[str]:
        """What was typed of figures that are no longer doubted so: somebody has changed them meanwhile."""
        return [
            said.strip()
            for name, said in self.data.items()
            if name.startswith(f"{_PREFIX}-") and name not in self.fields and said.strip()
        ]

    @property
    def differing(self) -> list[Doubt]:
        """The doubts of which somebody else has said something since the page was opened, where that is to change.

        A box that was left as it was shown changes nothing, whatever is stored now.
        """
        return [
            doubt
            for name, doubt in self._doubts.items()
            if name in self.changed_data
            and _on_a_line(doubt.because)
            not in (self._shown(name), _on_a_line(self.cleaned_data[name]))
        ]

    def show_what_is_stored(self, doubts: Iterable[Doubt]) -> None:
        """Sent again, it is sent by somebody who has seen what is stored now."""
        seen = {self[_name(doubt)].html_initial_name: doubt.because for doubt in doubts}
        if seen:
            self.data = {**dict(self.data.items()), **seen}

    def _shown(self, name: str) -> str:
        return _on_a_line(self.data.get(self[name].html_initial_name, ""))

    def reasons(self) -> Iterator[Reason]:
        """Those that were given, changed or taken back."""
        for name in self.changed_data:
            yield Reason.for_doubt(self._doubts[name], _on_a_line(self.cleaned_data[name]))


def _on_a_line(said: str) -> str:
    return " ".join(said.split())


def _name(doubt: Doubt) -> str:
    year, state, kind, organisation = row_of_doubt(doubt)
    about = year.start, state, kind, organisation, doubt.line, to_pence(doubt.amount), doubt.ground
    return "-".join([_PREFIX, *map(str, about)])

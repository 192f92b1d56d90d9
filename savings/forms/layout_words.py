"""What is asked of the words in a sheet of a place's own, and of which class is the form of each step?"""

import hashlib
from dataclasses import replace

from django import forms

from savings.forms.layout import ColumnsStep, LayoutStep, SheetStep, TitlesStep, listed
from savings.imports.layouts.reading import NAMED, Reading, Use
from savings.imports.layouts.steps import Step, choices_of, suggested_meaning, words_in_sheet
from totalplace.refused_value import quoted


class WordsStep(LayoutStep):
    """Which of ours do the sheet's own words mean? Each with what was said before; nothing is an answer too."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def mark(self) -> str:
        said = [f"{use} {words}" for use, found in self._asked.items() for words in found]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def ask(self) -> None:
        self._asked = words_in_sheet(self.reading, self.grid)
        titles = self.reading.titles_of(self.grid)
        for use in filter(self._asked.__contains__, NAMED):
            title = titles[self.reading.column_of(use) or 0]
            for at, words in enumerate(self._asked[use]):
                name = f"{use}-{at}"
                label = f"{Use(use).label}: what does {quoted(words)} mean?"
                self.fields[name] = listed(label, [("", "Leave it blank"), *choices_of(use)])
                said = self.reading.words.get(use, {}).get(words)
                self.initial[name] = suggested_meaning(use, words, title) if said is None else said

    def said(self) -> Reading:
        words = {use: dict(said) for use, said in self.reading.words.items()}
        for use, asked in self._asked.items():
            answers = {one: self.cleaned_data[f"{use}-{at}"] for at, one in enumerate(asked)}
            words[use] = words.get(use, {}) | answers
        return replace(self.reading, words=words)


STEPS: dict[str, type[LayoutStep]] = {
    Step.SHEET: SheetStep,
    Step.TITLES: TitlesStep,
    Step.COLUMNS: ColumnsStep,
    Step.WORDS: WordsStep,
}

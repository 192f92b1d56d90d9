"""Does anybody else pay or gain (step 12)? Shares by percentage are a convenience: what is stored is amounts."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms

from pilots.models import Organisation
from savings.appraisal import split_by_shares
from savings.models import Figure, Version
from savings.models.choices import Line
from totalplace.amounts import YearField
from totalplace.money import parse_decimal
from totalplace.refused_value import ValueRefused

from .answers import asked, picked, written
from .steps import StepForm

GAINS, PAYS = "gains", "pays"
# Harm to others is not shared out: it stands with the body that bears it.
_SHARED: dict[str, str] = {Line.SAVING: GAINS, Line.ONE_OFF_COST: PAYS, Line.RUNNING_COST: PAYS}


_OF_THE_BUDGET = ("also_counted_in", "budget_line", "budget_owner", "budget_year")


class PercentField(forms.CharField):
    """A percentage from 0 to 100, cleaned to a `Decimal`; None for a blank."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "spellcheck": "false"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # As the class says.
        typed = (super().to_python(value) or "").removesuffix("%").strip()
        if not typed:
            return None
        try:
            percent = parse_decimal(typed)
        except ValueRefused as refused:
            raise forms.ValidationError(refused.message) from None
        if percent > 100:
            raise forms.ValidationError("A share is at most 100. Enter a number from 0 to 100.")
        return percent


class OthersStep(StepForm):
    with_figures = True
    has_other_bodies = picked("has_other_bodies")
    has_other_bodies.error_messages["invalid_choice"] = "Choose yes or no."
    also_counted_in = picked("also_counted_in", "Leave it open if you do not know.")
    budget_line = written("budget_line", 200, "As your budget book names it, with its code.")
    budget_owner = written("budget_owner", 200, "The organisation, and the post.")
    budget_year = YearField(label=asked("budget_year"), help_text="For example 2010-11.")

    def adapt(self) -> None:
        self.leave_out_what_is_not_asked()
        self.bodies = _bodies(self.draft)
        for body in self.bodies:
            for side, verb in ((GAINS, "gains"), (PAYS, "pays")):
                label = f"Percent that {body} {verb}"
                self.fields[f"{side}-{body.pk}"] = PercentField(label=label, required=False)

    @property
    def of_the_budget(self) -> list[forms.BoundField]:
        """Where else it is counted, and whose budget falls: of a large cashable saving."""
        return [self[name] for name in _OF_THE_BUDGET if name in self.fields]

    @property
    def shares(self) -> list[tuple]:
        """Each organisation with its two boxes."""
        return [
            (body, self[f"{GAINS}-{body.pk}"], self[f"{PAYS}-{body.pk}"]) for body in self.bodies
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        for side, words in ((GAINS, "of the saving"), (PAYS, "of the costs")):
            percents = self._percents(side)
            if any(percent is not None for percent in percents):
                total = sum(percent or 0 for percent in percents)
                if total != 100:
                    first = f"{side}-{self.bodies[0].pk}"
                    words_of_total = f"Shares {words} add to {total:f}; they must add to 100."
                    self.add_error(first, words_of_total)
                # A share of the lead alone says nothing of others, so that a “no” stands.
                answers["has_other_bodies"] = answers.get("has_other_bodies") or "yes"
        if answers.get("has_other_bodies") == "no":
            self._refuse_no_where_others_have_shares()
            self._refuse_no_where_others_have_figures()
        return answers

    def _refuse_no_where_others_have_shares(self) -> None:
        others = [body for body in self.bodies if body != self.draft.lead]
        names = [
            str(body)
            for body in others
            if any(self.cleaned_data.get(f"{side}-{body.pk}") for side in (GAINS, PAYS))
        ]
        if names:
            verb = "has" if len(names) == 1 else "have"
            self.add_error(
                "has_other_bodies",
                f"{' and '.join(names)} {verb} a share below, so somebody else pays or gains. Choose “Yes”, or clear "
                "the boxes of every other organisation.",
            )

    def _refuse_no_where_others_have_figures(self) -> None:
        others = self.draft.figures.exclude(organisation=self.draft.lead_id)
        names = sorted(set(others.values_list("organisation__name", flat=True)))
        if names and self.draft.lead_id:
            verb = "has" if len(names) == 1 else "have"
            self.add_error(
                "has_other_bodies",
                f"{' and '.join(names)} {verb} figures in this claim, so somebody else pays or gains. Choose "
                "“Yes”, or take those figures out on the page “Savings and costs, year by year”.",
            )

    def figures(self) -> list[Figure] | None:
        """The figures, split anew where shares are given; None where they stay as they are."""
        percents = {side: self._percents(side) for side in (GAINS, PAYS)}
        given = {side for side, shares in percents.items() if any(s is not None for s in shares)}
        if not given:
            return None
        totals: dict[tuple, Decimal] = {}
        kept: list[Figure] = []
        notes: dict[tuple, str] = {}
        for figure in self.draft.figures.order_by("year", "pk"):
            if _SHARED.get(figure.line) not in given:
                kept.append(_copy(figure))
                continue
            key = figure.year, figure.line, figure.state, figure.kind_of_gain
            totals[key] = totals.get(key, Decimal(0)) + figure.amount
            notes[key] = _joined(notes.get(key, ""), figure.note)
        split = [
            figure
            for key, total in totals.items()
            for figure in self._split(key, total, notes[key], percents)
        ]
        return [*kept, *split, *self._none_of(kept, percents)]

    def _split(
        self,
        key: tuple,
        total: Decimal,
        note: str,
        percents: dict[str, list[Decimal | None]],
    ) -> Iterator[Figure]:
        shares = [share or Decimal(0) for share in percents[_SHARED[key[1]]]]
        parts = split_by_shares(total, shares)
        # A filled column adds to 100, so a blank in it is zero: of whoever has a share at all it is stored.
        involved = [any(percent) for percent in zip(*percents.values(), strict=True)]
        rows = zip(self.bodies, involved, parts, strict=True)
        for number, (body, is_involved, part) in enumerate(rows):
            if is_involved or part:
                yield _figure(key, body, part, "" if number else note)

    def _none_of(
        self, kept: Iterable[Figure], percents: dict[str, list[Decimal | None]]
    ) -> Iterator[Figure]:
        """Zero, for who has a share, of the lines that are not split: all of these stays with who has it."""
        bodies: dict[tuple, set[int]] = {}
        for figure in kept:
            if figure.line in _SHARED:
                key = figure.year, figure.line, figure.state, figure.kind_of_gain
                bodies.setdefault(key, set()).add(figure.organisation_id)
        rows = zip(self.bodies, zip(*percents.values(), strict=True), strict=True)
        with_share = [body for body, shares in rows if any(shares)]
        for key, have in bodies.items():
            for body in (body for body in with_share if body.pk not in have):
                yield _figure(key, body, Decimal(0))

    def _percents(self, side: str) -> list[Decimal | None]:
        return [self.cleaned_data.get(f"{side}-{body.pk}") for body in self.bodies]


def _bodies(draft: Version) -> list[Organisation]:
    """The lead first, who gets the odd pennies; then the others of the place by name."""
    others = draft.claim.place.partners.exclude(pk=draft.lead_id).order_by("name")
    return [*([draft.lead] if draft.lead else []), *others]


def _figure(key: tuple, body: Organisation, amount: Decimal, note: str = "") -> Figure:
    """That of `key`: year, line, state and kind of gain."""
    year, line, state, kind = key
    return Figure(
        year=year,
        line=line,
        state=state,
        kind_of_gain=kind,
        organisation=body,
        amount=amount,
        note=note,
    )


def _copy(figure: Figure) -> Figure:
    figure.pk = None
    return figure


def _joined(*words: str) -> str:
    return "\n".join(filter(None, words))

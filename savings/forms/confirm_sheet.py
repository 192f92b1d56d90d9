"""What is asked of a person who confirms what a sheet would change? Of figures, a reason for each doubtful one."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from savings.doubts.grounds import ADVICE, Ground
from savings.doubts.plausibility import Doubt
from savings.doubts.reasons import REASON_LIMIT
from savings.imports.changed_since import PICKS_OFFERED
from savings.imports.layouts.claims_met import Renamed
from savings.imports.layouts.years_apart import Apart
from savings.imports.sent_claims import ParsedClaims
from savings.imports.sent_figures import ParsedFigures
from savings.imports.sent_layouts import ParsedLayout
from savings.imports.sent_sheets import digest_of
from totalplace.refused_value import quoted
from totalplace.visible_text import WordsField

# On one ground: beyond these, one reason for all must do. Fewer than a thousand boxes in all can be sent.
CLAIMS_ASKED = 100
DOUBTS_SHOWN = 5  # Of one claim; they are alike.


@dataclass(frozen=True)
class DoubtsOfClaim:
    """What is doubtful on one ground in one claim; `field` is None where only the reason for all is asked."""

    claim: str
    doubts: list[Doubt]
    field: BoundField | None

    @property
    def first(self) -> list[Doubt]:
        return self.doubts[:DOUBTS_SHOWN]

    @property
    def more(self) -> int:
        return len(self.doubts) - len(self.first)


@dataclass(frozen=True)
class DoubtsOnGround:
    """What is doubtful on one ground; `for_all` is a box for one reason, where there are several claims."""

    ground: Ground
    advice: str
    claims: list[DoubtsOfClaim]
    for_all: BoundField | None

    @property
    def shown(self) -> list[DoubtsOfClaim]:
        return self.claims[:CLAIMS_ASKED]

    @property
    def more(self) -> int:
        return len(self.claims) - len(self.shown)


class ConfirmSheet(forms.Form):
    """Which difference was shown: `digest` is that of `parsed`, which is to be confirmed."""

    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parsed: ParsedFigures | ParsedClaims, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = parsed.digest

    @property
    def is_as_shown(self) -> bool:
        """Whether what was shown to the person is what would be stored now."""
        return self.data.get("digest") == self.fields["digest"].initial


class ConfirmClaims(ConfirmSheet):
    """Nothing else is asked: what a claim says can be corrected until it is signed off."""


class ConfirmFigures(ConfirmSheet):
    """A reason for each ground in each claim, and which rows are stored all the same that somebody has changed since.

    When valid, `reasons` and `picked` have them as `confirm_figures` takes them.
    """

    def __init__(self, *args: Any, parsed: ParsedFigures, **kwargs: Any) -> None:
        super().__init__(*args, parsed=parsed, **kwargs)
        self._parsed = parsed
        self._doubts = _by_ground_and_claim(parsed.doubts)
        self._rows_of_new = _rows_of_new_claims(parsed)
        self.reasons: dict[tuple[Ground, str], str] = {}
        self.picked: set[int] = set()
        self._ask_which_to_pick()
        for ground, by_claim in self._doubts.items():
            if len(by_claim) > 1:
                self.fields[self._name(ground)] = _reason("One reason for all of these claims")
            for claim in list(by_claim)[:CLAIMS_ASKED]:
                only = "Why is this right?" if len(by_claim) == 1 else f"Why is {claim} right?"
                self.fields[self._name(ground, claim)] = _reason(only)

    @property
    def grounds(self) -> list[DoubtsOnGround]:
        """The doubts as the page groups them, with the boxes for their reasons."""
        return [
            DoubtsOnGround(
                ground,
                ADVICE[ground],
                [
                    DoubtsOfClaim(claim, doubts, self._box(ground, claim))
                    for claim, doubts in by_claim.items()
                ],
                self._box(ground),
            )
            for ground, by_claim in self._doubts.items()
        ]

    @property
    def picks(self) -> BoundField | None:
        """The rows that are set apart, to be picked one by one; None where there is none."""
        return self["picked"] if "picked" in self.fields else None

    @property
    def pick_all(self) -> BoundField | None:
        """The box that picks all of them, where there are several."""
        return self["pick_all"] if "pick_all" in self.fields else None

    def _ask_which_to_pick(self) -> None:
        apart = list(self._parsed.changed_since)
        if apart:
            self.fields["picked"] = forms.TypedMultipleChoiceField(
                label="Store what the spreadsheet says, in place of what is stored now",
                choices=[(number, f"Row {number}") for number in apart[:PICKS_OFFERED]],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
                error_messages={"invalid_choice": "Choose rows from the list."},
            )
        if len(apart) > 1:
            label = f"Store all {len(apart):,} of these rows as the spreadsheet has them"
            self.fields["pick_all"] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict:
        super().clean()
        cleaned = self.cleaned_data
        apart = set(self._parsed.changed_since)
        self.picked = apart if cleaned.get("pick_all") else set(cleaned.get("picked", ()))
        for ground, by_claim in self._doubts.items():
            for claim, doubts in by_claim.items():
                if all(doubt.row.number in apart - self.picked for doubt in doubts):
                    continue
                said = cleaned.get(self._name(ground, claim)) or cleaned.get(self._name(ground))
                if said:
                    self.reasons[ground, claim] = said
                elif self._field_for(ground, claim) not in self.errors:
                    self.add_error(self._field_for(ground, claim), _missing(ground, claim))
        return cleaned

    def _box(self, ground: Ground, claim: str = "") -> BoundField | None:
        name = self._name(ground, claim)
        return self[name] if name in self.fields else None

    def _name(self, ground: Ground, claim: str = "") -> str:
        """A new claim's box is named by its row: its reference is another once somebody else has taken that."""
        return f"{ground}-{self._rows_of_new.get(claim, claim)}" if claim else f"{ground}"

    def _field_for(self, ground: Ground, claim: str) -> str:
        name = self._name(ground, claim)
        return name if name in self.fields else self._name(ground)


class ConfirmLayout(ConfirmFigures):
    """Of a list of the place's own also: is a saving of other words or years than its claim the same one?"""

    def __init__(self, *args: Any, parsed: ParsedLayout, **kwargs: Any) -> None:
        super().__init__(*args, parsed=parsed, **kwargs)
        for one in parsed.renamed:
            # By its words too: a tick goes on with them, and not with others that the claim has got meanwhile.
            words = digest_of(one.version.pk, one.version.what_changes)[:8]
            self.fields[f"same-{one.saving.number}-{words}"] = _is_the_same(one)
        for each in parsed.apart:
            why = digest_of(each.version.pk, each.why)[:8]
            self.fields[f"apart-{each.saving.number}-{why}"] = _is_the_same_in_other_years(each)

    @property
    def renamed(self) -> list[BoundField]:
        """A box for each saving that has other words than its claim."""
        return [box for box in self if box.name.startswith("same-")]

    @property
    def apart(self) -> list[BoundField]:
        """A box for each saving whose years do not join those of its claim."""
        return [box for box in self if box.name.startswith("apart-")]


def _is_the_same(renamed: Renamed) -> forms.BooleanField:
    version, saving = renamed.version, renamed.saving
    was, says = quoted(version.what_changes), quoted(saving.words)
    known = f"{saving.reference} ({version.claim.reference}) was {was}; the list says {says}."
    missing = (
        f"{saving.reference}: say that it is the same saving, or give the new one a reference of its own in the list "
        "and upload it again."
    )
    label = f"{known} It is the same saving"
    return forms.BooleanField(label=label, error_messages={"required": missing})


def _is_the_same_in_other_years(apart: Apart) -> forms.BooleanField:
    called = apart.saving.reference or quoted(apart.saving.words)
    missing = (
        f"{called}: say that it is the same saving in other years, or give the new one a reference and words of its "
        "own in the list and upload it again."
    )
    label = f"{called} ({apart.version.claim.reference}) {apart.why}. It is the same saving"
    return forms.BooleanField(label=label, error_messages={"required": missing})


def _by_ground_and_claim(doubts: list[Doubt]) -> dict[Ground, dict[str, list[Doubt]]]:
    found: dict[Ground, dict[str, list[Doubt]]] = {ground: defaultdict(list) for ground in Ground}
    for doubt in doubts:
        found[doubt.ground][doubt.row.claim].append(doubt)
    return {
        ground: dict(sorted(by_claim.items())) for ground, by_claim in found.items() if by_claim
    }


def _rows_of_new_claims(parsed: ParsedFigures) -> dict[str, str]:
    """The first row of each claim that the sheet begins, by the reference that it would get if it were stored now."""
    found: dict[str, str] = {}
    for row in parsed.rows:
        version = parsed.versions[row.key.version]
        if version.pk is None:
            found.setdefault(version.claim.reference, f"row-{row.number}")
    return found


def _reason(label: str) -> forms.CharField:
    limit = f"The reason is longer than {REASON_LIMIT} characters. Shorten it."
    return WordsField(
        label=label,
        required=False,
        max_length=REASON_LIMIT,
        error_messages={"max_length": limit},
    )


def _missing(ground: Ground, claim: str) -> str:
    return f"{claim}: say why it is right ({ground.label.lower()}), or correct the sheet and send it again."

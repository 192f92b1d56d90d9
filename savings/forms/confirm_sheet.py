"""What is asked of a person who confirms what a sheet would change? Of figures, a reason for each doubtful one."""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from savings.doubts.plausibility import ADVICE, Doubt, Sign
from savings.imports.figure_cells import NOTE_LIMIT
from savings.imports.sent_claims import ClaimsReading
from savings.imports.sent_figures import Reasons, SheetReading, reasons_by_row
from savings.models.figures import full_note
from totalplace.visible_text import WordsField

# Of one sign: beyond these, one reason for all must do. Fewer than a thousand boxes in all can be sent.
CLAIMS_ASKED = 100
DOUBTS_SHOWN = 5  # Of one claim; they are alike.
REASON_LIMIT = 300


@dataclass(frozen=True)
class DoubtsOfClaim:
    """What is doubtful by one sign in one claim; `field` is None where only the reason for all is asked."""

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
class DoubtsOfSign:
    """What is doubtful by one sign; `for_all` is a box for one reason, where there are several claims."""

    sign: Sign
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
    """Which difference was shown: `digest` is that of `reading`, which is to be confirmed."""

    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, reading: SheetReading | ClaimsReading, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = reading.digest

    @property
    def is_as_shown(self) -> bool:
        """Whether what was shown to the person is what would be stored now."""
        return self.data.get("digest") == self.fields["digest"].initial


class ConfirmClaims(ConfirmSheet):
    """Nothing else is asked: what a claim says can be corrected until it is signed off."""


class ConfirmFigures(ConfirmSheet):
    """A reason for each sign in each claim. When valid, `reasons` has them as `confirm_figures` takes them."""

    def __init__(self, *args, reading: SheetReading, **kwargs):
        super().__init__(*args, reading=reading, **kwargs)
        self._reading = reading
        self._doubts = _by_sign_and_claim(reading.doubts)
        self.reasons: Reasons = {}
        for sign, by_claim in self._doubts.items():
            if len(by_claim) > 1:
                self.fields[_name(sign)] = _reason("One reason for all of these claims")
            for claim in list(by_claim)[:CLAIMS_ASKED]:
                only = "Why is this right?" if len(by_claim) == 1 else f"Why is {claim} right?"
                self.fields[_name(sign, claim)] = _reason(only)

    @property
    def signs(self) -> list[DoubtsOfSign]:
        """The doubts as the page groups them, with the boxes for their reasons."""
        return [
            DoubtsOfSign(
                sign,
                ADVICE[sign],
                [
                    DoubtsOfClaim(claim, doubts, self._box(sign, claim))
                    for claim, doubts in by_claim.items()
                ],
                self._box(sign),
            )
            for sign, by_claim in self._doubts.items()
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        for sign, by_claim in self._doubts.items():
            for claim in by_claim:
                said = cleaned.get(_name(sign, claim)) or cleaned.get(_name(sign))
                if said:
                    self.reasons[sign, claim] = said
                elif self._field_for(sign, claim) not in self.errors:
                    self.add_error(self._field_for(sign, claim), _missing(sign, claim))
        if not self.errors:
            self._check_room()
        return cleaned

    def _check_room(self) -> None:
        """A note that is too long would not come back in by the next sheet."""
        reasons = reasons_by_row(self._reading, self.reasons)
        of_number = {row.number: row for row in self._reading.rows}
        for doubt in self._reading.doubts:
            row = of_number[doubt.row.number]
            length = len(full_note(row.note, reasons[row.number]))
            field = self._field_for(doubt.sign, doubt.row.claim)
            if length > NOTE_LIMIT and field not in self.errors:
                self.add_error(
                    field,
                    f"With the reasons the note of row {doubt.row.number} has {length:,} characters; the limit "
                    f"is {NOTE_LIMIT:,}. Shorten the reason, or the note in the sheet.",
                )

    def _box(self, sign: Sign, claim: str = "") -> BoundField | None:
        name = _name(sign, claim)
        return self[name] if name in self.fields else None

    def _field_for(self, sign: Sign, claim: str) -> str:
        name = _name(sign, claim)
        return name if name in self.fields else _name(sign)


def _by_sign_and_claim(doubts: list[Doubt]) -> dict[Sign, dict[str, list[Doubt]]]:
    found = {sign: defaultdict(list) for sign in Sign}
    for doubt in doubts:
        found[doubt.sign][doubt.row.claim].append(doubt)
    return {sign: dict(sorted(by_claim.items())) for sign, by_claim in found.items() if by_claim}


def _name(sign: Sign, claim: str = "") -> str:
    return f"{sign}-{claim}" if claim else f"{sign}"


def _reason(label: str) -> forms.CharField:
    limit = f"The reason is longer than {REASON_LIMIT} characters. Shorten it."
    return WordsField(
        label=label,
        required=False,
        max_length=REASON_LIMIT,
        error_messages={"max_length": limit},
    )


def _missing(sign: Sign, claim: str) -> str:
    return f"{claim}: say why it is right ({sign.label.lower()}), or correct the sheet and send it again."

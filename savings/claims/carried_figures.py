"""Which figures go along when a claim is said to be another kind of gain, or another organisation leads it?

Those under what it said before: a row that left kind or organisation blank meant the claim's, and so it does now. One
rule for pages, spreadsheets and commands.
"""

from collections.abc import Iterable
from typing import NamedTuple

from savings.models import Figure, Version
from savings.models.choices import KindOfGain


class Subject(NamedTuple):
    """What a claim's figures are about unless they say otherwise; `lead` is an organisation's key."""

    kind: str
    lead: int | None


def subject_of(version: Version) -> Subject:
    """What a version says now."""
    return Subject(version.kind_of_gain, version.lead_id)


def move_along(figures: Iterable[Figure], before: Subject, after: Subject) -> list[Figure] | None:
    """Bring a claim's figures from under `before` to `after`; those that are changed, which are still to be stored.

    None, and none of them is changed, where a figure would meet another there: to add them up is for the officer to
    say. What is no longer stated is no other kind and no other lead.
    """
    kinds, leads = {before.kind: _kind(before, after)}, {before.lead: after.lead or before.lead}
    subjects = {
        figure: (
            kinds.get(figure.kind_of_gain, figure.kind_of_gain),
            leads.get(figure.organisation_id) or figure.organisation_id,
        )
        for figure in figures
    }
    if len({(f.year, f.line, f.state, *to) for f, to in subjects.items()}) < len(subjects):
        return None
    moved = {f: to for f, to in subjects.items() if to != (f.kind_of_gain, f.organisation_id)}
    for figure, (kind, organisation) in moved.items():
        figure.kind_of_gain, figure.organisation_id = kind, organisation
    return list(moved)


def _kind(before: Subject, after: Subject) -> str:
    # A claim that cannot be put in pounds takes no figures: what is there waits for the officer.
    unsaid = (KindOfGain.NOT_STATED, KindOfGain.NOT_IN_MONEY)
    return before.kind if after.kind in unsaid else after.kind

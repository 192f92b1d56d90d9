"""Which figures of a draft are hard to believe, and which reason does its place give for each doubt?

The same rules as for a spreadsheet (`plausibility`), over the figures of one draft. They stop nobody: the officer sees
them before asking for sign-off, and the finance officer before signing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from savings.claims.held_against import saving_years
from savings.models import Figure, Threshold, Version
from savings.thresholds import threshold

from .claim_rows import Amounts, Row
from .grounds import Ground
from .plausibility import Doubt, doubts_about
from .plausibility_facts import claim_facts, savings_of_others, standing_amounts, with_names
from .reasons import Given, RowKey, row_of, row_of_doubt


def doubts_of(draft: Version, figures: Iterable[Figure] | None = None) -> list[Doubt]:
    """What is doubted in a draft, each kind of doubt of a figure once, with its reason.

    Worked out of what it says anew since the version that stands. What it says still is doubted as it was when that
    version was signed off: a revision makes nobody forget. Whether its years are running totals is asked of all of
    them, new or not, and so it is doubted. `figures` are the draft's, where they have been read.
    """
    figures = list(draft.figures.order_by("year", "pk") if figures is None else figures)
    reference, place = draft.claim.reference, draft.claim.place_id
    standing = standing_amounts([draft.claim_id])
    amounts: dict[RowKey, dict[str, Decimal]] = defaultdict(dict)
    for figure in figures:
        amounts[row_of(figure)][figure.line] = figure.amount
    rows = {key: _row(reference, key, said, standing) for key, said in amounts.items()}
    anew = doubts_about(
        with_names(list(rows.values())),
        claim_facts([draft], {reference: saving_years(figures)}),
        others=savings_of_others([place], {reference}),
        change_percent=threshold(Threshold.Name.CHANGE),
        years_of={reference},
    )
    given = Given(figures)
    found = {_about(doubt): doubt for doubt in _recorded(figures, rows)}
    found |= {_about(doubt): doubt for doubt in _each_once(anew)}
    return [replace(doubt, because=given.because(doubt)) for doubt in found.values()]


def _row(reference: str, key: RowKey, said: Amounts, standing: Mapping) -> Row:
    before = standing.get((reference, *key), {})
    return Row(reference, *key, said, standing=before, is_asked=said != before)


def _recorded(figures: Iterable[Figure], rows: Mapping[RowKey, Row]) -> Iterator[Doubt]:
    """What was doubted of figures that are as they were; but what differed from a round before that differs no more."""
    for figure in figures:
        row = rows[row_of(figure)]
        if row.standing.get(figure.line) != figure.amount:
            continue
        for ground, _because, words in figure.doubted:
            if words and ground != Ground.CHANGE:
                yield Doubt(Ground(ground), row, figure.line, words)


def _each_once(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """The doubts of one figure on one ground as one, for which there is one reason."""
    together: dict[tuple, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        together[_about(doubt)].append(doubt)
    for same in together.values():
        words, told = (
            " ".join(filter(None, (getattr(d, name) for d in same))) for name in ("words", "told")
        )
        yield replace(same[0], words=words, to_readers=told)


def _about(doubt: Doubt) -> tuple:
    return row_of_doubt(doubt), doubt.line, doubt.ground

"""Which figures of a draft are hard to believe, and do not say why in their note?

The same rules as for a spreadsheet (`plausibility`), over the figures of one draft. They stop nobody: the officer sees
them before asking for sign-off, and the finance officer before signing.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from savings.claims.held_against import saving_years
from savings.doubts.plausibility import Amounts
from savings.models import Threshold, Version
from savings.thresholds import threshold

from .plausibility import Doubt, Row, doubts_about
from .plausibility_facts import claim_facts, savings_of_others, standing_amounts


def doubts_of(draft: Version) -> list[Doubt]:
    """The doubts about what the draft says anew since the version that stands, where no note gives a reason."""
    reference, place = draft.claim.reference, draft.claim.place_id
    standing = standing_amounts([draft.claim_id])
    amounts: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
    explained: set[tuple] = set()
    for figure in draft.figures.order_by("year", "pk"):
        key = figure.year, figure.state, figure.kind_of_gain, figure.organisation_id
        amounts[key][figure.line] = figure.amount
        explained |= {key} if figure.full_note else set()
    rows = [_row(reference, key, said, standing, explained) for key, said in amounts.items()]
    return doubts_about(
        rows,
        claim_facts([draft], {reference: saving_years(draft.figures.all())}),
        others=savings_of_others([place], {reference}),
        change_percent=threshold(Threshold.Name.CHANGE),
    )


def _row(
    reference: str, key: tuple, said: Amounts, standing: Mapping, explained: set[tuple]
) -> Row:
    before = standing.get((reference, *key), {})
    is_asked = key not in explained and said != before
    year, state, kind, organisation = key
    return Row(reference, year, state, kind, organisation, said, standing=before, is_asked=is_asked)

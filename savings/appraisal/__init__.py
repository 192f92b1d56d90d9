"""How is a saving worked out, and what is it worth? Pure: no Django, no database, no clock.

Amounts are `Decimal` pounds, never rounded here; `None` is *not stated*, which is not zero. The rules are
numbered as in docs/method/rules.md; docs/method/README.md says which module has which.
"""

from .apportionment import net_by_body, split_by_shares, unduplicated
from .caution import corrected_benefit, corrected_cost, expected_value
from .cells import COSTS, NEEDED, Cells, WholeLife, cells_of, whole_life
from .numbers import Numbers, WorkedYear, numbers_of
from .prices import (
    Deflators,
    Nominal,
    NominalRefused,
    Pounds,
    PricesDiffer,
    Real,
    YearsOutside,
    in_real_terms,
)
from .saving import counterfactual, gross_saving, is_ongoing, net_saving, stated_sum
from .worth import (
    Band,
    Gap,
    benefit_cost_ratio,
    discount_factor,
    falls_again,
    payback,
    present_value,
    switching_value,
)

__all__ = [
    "COSTS",
    "NEEDED",
    "Band",
    "Cells",
    "Deflators",
    "Gap",
    "Nominal",
    "NominalRefused",
    "Numbers",
    "Pounds",
    "PricesDiffer",
    "Real",
    "WholeLife",
    "WorkedYear",
    "YearsOutside",
    "benefit_cost_ratio",
    "cells_of",
    "corrected_benefit",
    "corrected_cost",
    "counterfactual",
    "discount_factor",
    "expected_value",
    "falls_again",
    "gross_saving",
    "in_real_terms",
    "is_ongoing",
    "net_by_body",
    "net_saving",
    "numbers_of",
    "payback",
    "present_value",
    "split_by_shares",
    "stated_sum",
    "switching_value",
    "unduplicated",
    "whole_life",
]

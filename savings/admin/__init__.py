"""What Treasury staff read in the workspace: claims and all that happens to them, and the tables that calculations use.

Claims are only read here; pages and the workflow write them. Which rows a person sees is decided in `savings.access`.
"""

from . import (
    claims,
    draws,
    entry,
    evidence,
    figures,
    history,
    overlaps,
    parameters,
    people_sheets,
    questions,
    readings,
    reviews,
    rounds,
    versions,
)

__all__ = [
    "claims",
    "draws",
    "entry",
    "evidence",
    "figures",
    "history",
    "overlaps",
    "parameters",
    "people_sheets",
    "questions",
    "readings",
    "reviews",
    "rounds",
    "versions",
]

"""What: claims and all that happens to them.

Fields and constraints only; `savings.workflow` writes, `savings.access` reads.
"""

from .claims import Claim, ConditionChange, Event, Version
from .evidence import Citation, Evidence
from .figures import Figure
from .parameters import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    StageWeight,
    Threshold,
)
from .reviews import (
    AcceptedFigure,
    Outcome,
    PartnerResponse,
    Question,
    Reading,
    Reply,
    Review,
    TestResult,
)

__all__ = [
    "AcceptedFigure",
    "Citation",
    "Claim",
    "ConditionChange",
    "ConfidenceGrade",
    "Deflator",
    "DiscountRate",
    "Event",
    "Evidence",
    "EvidenceGrade",
    "Figure",
    "Outcome",
    "PartnerResponse",
    "Question",
    "Reading",
    "Reply",
    "Review",
    "StageWeight",
    "TestResult",
    "Threshold",
    "Version",
]

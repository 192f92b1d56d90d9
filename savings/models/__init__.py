"""What: claims and all that happens to them.

Fields and constraints only; `savings.workflow` writes, `savings.access` reads.
"""

from .abandonments import Abandonment
from .claims import Claim, ConditionChange, Event, Version
from .entry import (
    Confirmation,
    FigureSheet,
    Layout,
    NothingToReport,
    Notice,
    Reminder,
    SentForm,
    SignOff,
    SignOffRequest,
    TimeTaken,
)
from .evidence import Citation, Evidence, SentFile, StoredFile
from .figures import Figure
from .overlaps import Overlap, OverlapFigure, OverlapMark
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
    Draw,
    Outcome,
    PartnerResponse,
    Question,
    Reading,
    Reply,
    Review,
    TestResult,
    VerdictDraft,
)
from .rounds import Round, StatementOfUse

__all__ = [
    "Abandonment",
    "AcceptedFigure",
    "Citation",
    "Claim",
    "ConditionChange",
    "ConfidenceGrade",
    "Confirmation",
    "Deflator",
    "DiscountRate",
    "Draw",
    "Event",
    "Evidence",
    "EvidenceGrade",
    "Figure",
    "FigureSheet",
    "Layout",
    "NothingToReport",
    "Notice",
    "Outcome",
    "Overlap",
    "OverlapFigure",
    "OverlapMark",
    "PartnerResponse",
    "Question",
    "Reading",
    "Reminder",
    "Reply",
    "Review",
    "Round",
    "SentFile",
    "SentForm",
    "SignOff",
    "SignOffRequest",
    "StageWeight",
    "StatementOfUse",
    "StoredFile",
    "TestResult",
    "Threshold",
    "TimeTaken",
    "VerdictDraft",
    "Version",
]

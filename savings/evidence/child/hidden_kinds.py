"""What can a file hold that does not show when it is opened? Known on both sides, in the order in which it is said."""

from enum import StrEnum


class HiddenKind(StrEnum):
    SHEET = "sheet"
    ROW = "row"
    COLUMN = "column"
    COMMENT = "comment"
    CHANGE = "change"
    EARLIER = "earlier"
    TEXT = "text"
    ATTACHED = "attached"
    PIVOT = "pivot"
    ELSEWHERE = "elsewhere"
    WHERE_TAKEN = "where_taken"
    UNCHECKED = "unchecked"

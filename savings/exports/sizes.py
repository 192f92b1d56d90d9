"""How long is a file, and is all of it shown by whom it is opened with?"""

from dataclasses import dataclass

# A sheet of Excel has 1,048,576 rows (support.microsoft.com, Excel specifications and limits), one of them for the
# headings. It opens a longer file without the rest, and says so once.
SHOWN_BY_EXCEL = 1_048_575


@dataclass(frozen=True)
class Size:
    """`rows` of the file `name`, without its headings."""

    name: str
    rows: int

    @property
    def words(self) -> str:
        """“figures.csv has 1,204 rows.”"""
        return f"{self.name}.csv has {self.rows:,} row{'' if self.rows == 1 else 's'}."

    @property
    def warning(self) -> str:
        """What is not seen in Excel, and what to do; empty where all of it is."""
        if self.rows <= SHOWN_BY_EXCEL:
            return ""
        return (
            f"Excel shows only the first {SHOWN_BY_EXCEL:,} rows of {self.name}.csv, and a sum there leaves the others "
            "out. Choose fewer claims or figures, or open the file with another program."
        )

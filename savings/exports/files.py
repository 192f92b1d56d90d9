"""Which files can be taken, and what is one taking of a file?"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.crypto import salted_hmac

from pilots.models import User
from savings.access import all_visible_to, submitted_visible_to, visible_to
from savings.models import Figure, Version
from savings.models.choices import Status
from totalplace.csv_export import Selection, csv_file, csv_response

from .column import Column
from .columns import CLAIM_COLUMNS
from .figure_columns import FIGURE_COLUMNS
from .rows import claim_rows, figure_rows


@dataclass(frozen=True)
class ExportFile:
    """A file that can be taken. `rows` is a function from an Export to the query of its rows."""

    name: str
    description: str
    columns: list[Column]
    rows: Callable[["Export"], Selection]

    @property
    def headings(self) -> list[str]:
        return [column.title for column in self.columns]

    @property
    def has_figures(self) -> bool:
        """Whether its rows are figures; else they are claims."""
        return self.columns is FIGURE_COLUMNS


CLAIMS = ExportFile(
    "claims",
    "One row for each claim: what the place says, in its own words, and its answers.",
    CLAIM_COLUMNS,
    claim_rows,
)
FIGURES = ExportFile(
    "figures",
    "One row for each amount: year, line, state, kind of gain and organisation. Of each claim the latest version that "
    "was submitted or published.",
    FIGURE_COLUMNS,
    figure_rows,
)
FILES = {file.name: file for file in (CLAIMS, FIGURES)}


@dataclass(frozen=True)
class Export:
    """One taking of a file: by whom, for which purpose (`access.Purpose`), as at which day.

    `narrowed` takes the versions that the person may see and returns those they asked for; `narrowed_figures` does so
    with the figures of a file of figures. `filters` says the same in words, for the export's id. A file of figures has
    those of drafts where it is of `drafts`: they are no figures yet, and whoever adds up a file should not count them.
    """

    file: ExportFile
    user: User
    purpose: str
    as_at: date
    narrowed: Callable[[QuerySet[Version]], QuerySet[Version]] = QuerySet.all
    narrowed_figures: Callable[[QuerySet[Figure]], QuerySet[Figure]] = QuerySet.all
    filters: str = ""
    drafts: bool = False

    def versions(self) -> QuerySet[Version]:
        """What the rows are made from: never more than the person may see for this purpose."""
        return self.narrowed(self._offered())

    def all_versions(self) -> QuerySet[Version]:
        """The older ones too: what is said of them stands beside the newer."""
        return all_visible_to(self.user, self.purpose)

    def figures(self) -> QuerySet[Figure]:
        """Which figures of those versions are rows, likewise."""
        return self.narrowed_figures(Figure.objects.filter(version__in=self._offered()))

    def _offered(self) -> QuerySet[Version]:
        """One version of each claim."""
        if not self.file.has_figures:
            return visible_to(self.user, self.purpose)
        if self.drafts:
            return visible_to(self.user, self.purpose).filter(status=Status.DRAFT)
        return submitted_visible_to(self.user, self.purpose)

    def count(self) -> int:
        """How many rows the file has below its headings."""
        versions = self.versions().order_by()
        if not self.file.has_figures:
            return versions.count()
        return self.figures().filter(version__in=versions.values("pk")).count()

    @property
    def id(self) -> str:
        """The same taking on the same day has the same id, on the page and at the command line.

        Nobody can work out from it who took the file, and nobody can forge it.
        """
        taking = [self.user.pk, self.purpose, self.filters]
        digest = salted_hmac("savings.exports", repr(taking), algorithm="sha256").hexdigest()
        return f"{self.file.name}-{self.as_at}-{digest[:12]}"

    @property
    def filename(self) -> str:
        return f"{self.file.name}-{self.purpose}-{self.as_at}.csv"

    def chunks(self) -> Generator[bytes, None, None]:
        """The bytes of the file; see `totalplace.csv_export.csv_file`."""
        return csv_file(self.file.headings, self.file.rows(self))

    def response(self) -> StreamingHttpResponse:
        """The file as a download."""
        return csv_response(self.filename, self.file.headings, self.file.rows(self))

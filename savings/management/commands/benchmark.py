"""How fast are the hot paths against the database itself, and the lists of the workspace against their empty pages?"""

from django.core.management.base import BaseCommand, CommandParser

from savings.benchmarks import sample
from savings.benchmarks.admin_lists import Site, admin_lists, compared
from savings.benchmarks.figures_csv import figures_csv
from savings.benchmarks.figures_import import YEARS, figures_import
from savings.benchmarks.full_tables import fill
from savings.benchmarks.review_queue import review_queue
from savings.benchmarks.throwaway import Throwaway, throwaway

FIGURES, QUEUE, LISTS = "figures", "queue", "lists"
ROLES_OF_THE_WORKSPACE = ["reviewer", "lead", "analyst"]


class Command(BaseCommand):
    help = (
        "Print the hot paths as ratios against the database's own speed, and the lists of the "
        "workspace against the same pages with no rows, in databases made for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000, help="figures to export")
        parser.add_argument("--import-rows", type=int, default=100_000, help="figures to import")
        parser.add_argument("--claims", type=int, default=100_000, help="claims to list")
        parser.add_argument("--repeats", type=int, default=3, help="the best of so many counts")
        parser.add_argument("--only", choices=[FIGURES, QUEUE, LISTS], help="this part alone")

    def handle(self, *args, only, **options) -> None:
        with throwaway() as databases:
            for part, measure in self._parts().items():
                if only in (None, part):
                    measure(databases, **options)

    def _parts(self) -> dict:
        return {FIGURES: self._figures, QUEUE: self._queue, LISTS: self._lists}

    def _figures(self, databases: Throwaway, *, rows, import_rows, repeats, **options) -> None:
        with databases.copy("figures"):
            self.stdout.write(f"Making {rows:,} figures.")
            reviewer = sample.of_treasury("reviewer")
            made = sample.submitted_figures(rows, reviewer)
            self.stdout.write(str(figures_csv(made, reviewer, repeats)))
            drafts = sample.drafts(-(-import_rows // len(YEARS)), "DRAFT")
            self.stdout.write(str(figures_import(drafts, sample.officer(), repeats)))

    def _queue(self, databases: Throwaway, *, claims, repeats, **options) -> None:
        with databases.copy("queue"):
            self.stdout.write(f"Making {claims:,} claims under review.")
            for ratio in review_queue(claims, sample.of_treasury("reviewer"), repeats):
                self.stdout.write(str(ratio))

    def _lists(self, databases: Throwaway, *, claims, repeats, **options) -> None:
        with databases.copy("bare") as database:
            bare = Site(database, self._people())
            with databases.copy("full") as database:
                full = Site(database, self._people())
                self.stdout.write(f"Making {claims:,} claims.")
                fill(claims, full.people["reviewer"], full.people["lead"])
                for line in compared(admin_lists(full, bare, repeats)):
                    self.stdout.write(line)

    def _people(self) -> dict:
        return {role: sample.of_treasury(role) for role in ROLES_OF_THE_WORKSPACE}

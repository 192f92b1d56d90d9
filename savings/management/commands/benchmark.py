"""How fast are the hot paths against the database itself?"""

from django.core.management.base import BaseCommand, CommandParser

from savings.benchmarks import sample
from savings.benchmarks.figures_csv import figures_csv
from savings.benchmarks.figures_import import YEARS, figures_import
from savings.benchmarks.review_queue import review_queue
from savings.benchmarks.throwaway import throwaway_database


class Command(BaseCommand):
    help = (
        "Print the hot paths as ratios against the database's own speed, in a database made for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000, help="figures to export")
        parser.add_argument("--import-rows", type=int, default=100_000, help="figures to import")
        parser.add_argument("--claims", type=int, default=100_000, help="claims under review")
        parser.add_argument("--repeats", type=int, default=3, help="the best of so many counts")

    def handle(self, *args, rows, import_rows, claims, repeats, **options) -> None:
        with throwaway_database():
            self.stdout.write(f"Making {rows:,} figures.")
            reviewer = sample.reviewer()
            made = sample.submitted_figures(rows, reviewer)
            self.stdout.write(str(figures_csv(made, reviewer, repeats)))
            drafts = sample.drafts(-(-import_rows // len(YEARS)), "DRAFT")
            self.stdout.write(str(figures_import(drafts, sample.officer(), repeats)))
        with throwaway_database():
            self.stdout.write(f"Making {claims:,} claims under review.")
            for ratio in review_queue(claims, sample.reviewer(), repeats):
                self.stdout.write(str(ratio))

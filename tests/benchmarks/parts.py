"""What is measured, part by part? Each is given its databases and what was asked for, and gives lines for people."""

from argparse import Namespace
from collections.abc import Iterator

from tests.benchmarks import sample
from tests.benchmarks.admin_lists import Site, admin_lists, compared
from tests.benchmarks.figures_csv import figures_csv
from tests.benchmarks.figures_import import YEARS, figures_import
from tests.benchmarks.full_tables import fill
from tests.benchmarks.pages import pages
from tests.benchmarks.review_queue import review_queue
from tests.benchmarks.throwaway import Throwaway

ROLES_OF_THE_WORKSPACE = ["reviewer", "lead", "analyst"]


def figures(databases: Throwaway, asked: Namespace) -> Iterator[str]:
    """A file of figures going out, and one coming in."""
    with databases.copy("figures"):
        yield f"Making {asked.rows:,} figures."
        reviewer = sample.of_treasury("reviewer")
        made = sample.submitted_figures(asked.rows, reviewer)
        yield str(figures_csv(made, reviewer, asked.repeats))
        drafts = sample.drafts(-(-asked.import_rows // len(YEARS)), "DRAFT")
        yield str(figures_import(drafts, sample.officer(), asked.repeats))


def queue(databases: Throwaway, asked: Namespace) -> Iterator[str]:
    """The review's queue, in each of its views and orders."""
    with databases.copy("queue"):
        yield f"Making {asked.claims:,} claims under review."
        yield from map(
            str, review_queue(asked.claims, sample.of_treasury("reviewer"), asked.repeats)
        )


def lists(databases: Throwaway, asked: Namespace) -> Iterator[str]:
    """Each list of the workspace beside the same page with no rows."""
    with databases.copy("bare") as database:
        bare = Site(database, _people())
        with databases.copy("full") as database:
            full = Site(database, _people())
            yield f"Making {asked.claims:,} claims."
            fill(asked.claims, full.people["reviewer"], full.people["lead"])
            yield from compared(admin_lists(full, bare, asked.repeats))


def read(databases: Throwaway, asked: Namespace) -> Iterator[str]:
    """The pages that people read most, in each role."""
    with databases.copy("read"):
        yield "Making a claim to read."
        yield from map(str, pages(asked.repeats))


PARTS = {"figures": figures, "queue": queue, "lists": lists, "pages": read}


def _people() -> dict:
    return {role: sample.of_treasury(role) for role in ROLES_OF_THE_WORKSPACE}

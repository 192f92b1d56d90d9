"""How is a proof run: where, with whom, and what does it say at the end?"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import django
from django.db import connections

from tests.endurance.databases import new_database
from tests.endurance.site import RunningSite

DATABASE = (
    "sqlite; postgres (a server of its own, gone afterwards); or the address of a PostgreSQL server, as in"
    " DATABASE_URL, on which a database is made for this run and dropped (default: %(default)s)"
)

NOTHING = "(?!)"  # What no line is.


@contextmanager
def new_site(kind: str, folder: Path) -> Iterator[RunningSite]:
    """The site on a new database of this kind."""
    with new_database(kind, folder) as database, RunningSite(folder, database) as site:
        yield site


def run(
    prove: Callable[[RunningSite], Iterable[str]],
    question: str,
    *,
    site_on: Callable[[str, Path], AbstractContextManager[RunningSite]] = new_site,
    expected: str = NOTHING,
) -> None:
    """Start the site on a new database, let `prove` act on it, and exit with 1 if it returns any fault.

    A trace in the site's log is a fault too, unless the line above it is `expected`.
    """
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("--database", default="sqlite", help=DATABASE)
    kind = parser.parse_args().database
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="totalplace-endurance-") as name:
        with site_on(kind, Path(name)) as site:
            # Only now is it known which database is to be read.
            os.environ |= site.settings | {"DJANGO_SETTINGS_MODULE": "totalplace.settings"}
            django.setup()
            faults = list(prove(site))
            connections.close_all()
        said = site.log.read_text()
    if own := _traces(said, expected):
        faults.append(f"The site met {len(own)} faults of its own:\n{own[0][:4000]}")
    engine = site.settings["DATABASE_URL"].partition(":")[0]
    verdict = f"{len(faults)} FAULTS" if faults else "no fault"
    print(*faults, f"{engine}, {time.monotonic() - began:.0f} s: {verdict}", sep="\n")
    sys.exit(bool(faults))


def _traces(said: str, expected: str) -> list[str]:
    """What the log says from one line with its time to the next, where there is a trace in it."""
    told = re.split(r"^(?=\d{4}-\d\d-\d\d \d\d:)", said, flags=re.MULTILINE)
    return [
        text
        for text in told
        if "Traceback" in text and not re.search(expected, text.partition("\n")[0])
    ]

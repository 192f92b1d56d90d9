"""How is a proof run: where, with whom, and what does it say at the end?"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django

from tests.endurance.databases import new_database
from tests.endurance.site import RunningSite

DATABASE = (
    "sqlite; postgres (a server of its own, gone afterwards); or the address of a PostgreSQL server, as in"
    " DATABASE_URL, on which a database is made for this run and dropped (default: %(default)s)"
)


def run(prove: Callable[[RunningSite], Iterable[str]], question: str) -> None:
    """Start the site on a new database, let `prove` act on it, and exit with 1 if it returns any fault."""
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("--database", default="sqlite", help=DATABASE)
    kind = parser.parse_args().database
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="totalplace-endurance-") as name:
        folder = Path(name)
        with new_database(kind, folder) as database, RunningSite(folder, database) as site:
            # Only now is it known which database is to be read.
            os.environ |= site.settings | {"DJANGO_SETTINGS_MODULE": "totalplace.settings"}
            django.setup()
            faults = list(prove(site))
        engine = database.partition(":")[0]
        said = site.log.read_text()
    if "Traceback" in said:
        faults.append(f"The site met a fault of its own:\n{said[said.index('Traceback') :][:4000]}")
    verdict = f"{len(faults)} FAULTS" if faults else "no fault"
    print(*faults, f"{engine}, {time.monotonic() - began:.0f} s: {verdict}", sep="\n")
    sys.exit(bool(faults))

"""The demonstration: real places, claims and burdens, a practice place, one sign-in per role. Safe to repeat."""

from django.db import transaction

from savings.imports.claims import import_claims
from savings.imports.places import import_places
from savings.parameters.reference_data import load_reference_data
from savings.parameters.release import PILOTS_DATA, SAVINGS_DATA

from .people import load_people
from .practice import load_practice_place, load_worked_examples
from .rounds import load_rounds
from .sources import load_burdens


@transaction.atomic
def load(password: str) -> None:
    """Load everything that is not there yet, and give every demonstration sign-in `password`."""
    load_reference_data(by="demo")
    load_practice_place()
    administrator = load_people(password, first_only=True)
    for name in ("pilots.csv", "parallel_places.csv"):
        import_places(PILOTS_DATA / name, by=administrator)
    load_people(password)
    load_burdens()
    import_claims(SAVINGS_DATA / "published_claims.csv", by=administrator, published=True)
    load_worked_examples()
    load_rounds()

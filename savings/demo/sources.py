"""Published data with no import command of its own: burdens."""

from decimal import Decimal

from pilots.models import Burden, Place
from savings.parameters.release import PILOTS_DATA, rows_of


def load_burdens() -> None:
    """The published burdens, tied to a place only where the source's name is that of a place."""
    places = {place.name: place for place in Place.objects.all()}
    for row in rows_of(PILOTS_DATA / "published_burdens.csv"):
        known = {
            "place_or_body": row["place_or_body"],
            "what": row["what"],
            "source_url": row["source_url"],
        }
        said = {
            "place": places.get(row["place_or_body"]),
            "scope_of_bodies": row["scope_of_bodies"],
            "count": row["count"],
            "count_unit": row["count_unit"],
            "staff_fte": _decimal(row["staff_fte"]),
            "cost_low": _decimal(row["cost_gbp_low"]),
            "cost_high": _decimal(row["cost_gbp_high"]),
            "cost_as_published": row["cost_as_published"],
            "period": row["period"],
            "source_title": row["source_title"],
            "source_date": row["source_date"],
            "notes": row["notes"],
        }
        Burden.objects.get_or_create(**known, defaults=said)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None

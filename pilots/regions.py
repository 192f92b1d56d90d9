"""The regions of England, one list for every place.

Source: Office for National Statistics, the regions of England, nine of them (codes E12000001 to E12000009). Published
lists of places name some of them otherwise.
"""

from django.db import models


class Region(models.TextChoices):
    """As the Office for National Statistics names them; what is stored is the name."""

    NORTH_EAST = "North East", "North East"
    NORTH_WEST = "North West", "North West"
    YORKSHIRE = "Yorkshire and The Humber", "Yorkshire and The Humber"
    EAST_MIDLANDS = "East Midlands", "East Midlands"
    WEST_MIDLANDS = "West Midlands", "West Midlands"
    EAST = "East of England", "East of England"
    LONDON = "London", "London"
    SOUTH_EAST = "South East", "South East"
    SOUTH_WEST = "South West", "South West"


# As published sources name them, in small letters and with "and" for "&".
_OTHERWISE = {
    "east": Region.EAST,
    "eastern": Region.EAST,
    "yorkshire and humber": Region.YORKSHIRE,
    "yorkshire and humberside": Region.YORKSHIRE,
    "greater london": Region.LONDON,
}


def named(words: str) -> Region | None:
    """The region that `words` name, in any capitals or as published sources do; None where they name none."""
    plain = " ".join(words.replace("&", " and ").casefold().split())
    by_name = {region.value.casefold(): region for region in Region}
    return by_name.get(plain) or _OTHERWISE.get(plain)

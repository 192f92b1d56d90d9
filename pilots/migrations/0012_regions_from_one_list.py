"""Each place's region by its name in the list of the Office for National Statistics.

Words that name no region of the list ("South") are taken out. The history keeps them, and from it undoing this puts back
what each place said, unless its region has been changed since.
"""

from django.db import migrations
from django.utils import timezone

REASON = "Region by its name in the list of the Office for National Statistics"
REGIONS = [
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
]
OTHERWISE = {
    "east": "East of England",
    "eastern": "East of England",
    "yorkshire and humber": "Yorkshire and The Humber",
    "yorkshire and humberside": "Yorkshire and The Humber",
    "greater london": "London",
}


def take_from_the_list(apps, schema_editor):
    by_name = {name.casefold(): name for name in REGIONS} | OTHERWISE
    for place in apps.get_model("pilots", "Place").objects.exclude(region=""):
        plain = " ".join(place.region.replace("&", " and ").casefold().split())
        region = by_name.get(plain, "")
        if region != place.region:
            _keep(apps, place, region)


def put_back(apps, schema_editor):
    lines = apps.get_model("pilots", "HistoricalPlace").objects
    for line in lines.filter(history_change_reason=REASON).order_by("history_id"):
        before = lines.filter(id=line.id, history_id__lt=line.history_id)
        stood = before.order_by("-history_id").values_list("region", flat=True).first()
        place = apps.get_model("pilots", "Place").objects.filter(pk=line.id).first()
        if stood is not None and place and place.region == line.region:
            _keep(apps, place, stood, reason=f"Undone: {REASON}")


def _keep(apps, place, region, reason=REASON):
    """Change the region of a place, with a line of its history as the site would have written."""
    place.region = region
    place.save(update_fields=["region"])
    history = apps.get_model("pilots", "HistoricalPlace")
    columns = {field.attname for field in history._meta.fields}
    said = {
        f.attname: getattr(place, f.attname) for f in place._meta.fields if f.attname in columns
    }
    history.objects.create(
        **said,
        history_date=timezone.now(),
        history_type="~",
        history_change_reason=reason,
    )


class Migration(migrations.Migration):
    dependencies = [("pilots", "0011_addresses_of_those_with_a_password_are_verified")]

    operations = [migrations.RunPython(take_from_the_list, put_back)]

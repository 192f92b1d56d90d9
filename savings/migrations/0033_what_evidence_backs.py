"""A citation says what it backs: the savings, the costs or both; those that stand, as their kinds of evidence suggest.

A contract backs the costs, and all else both; a contract that is all that a version cites backs both. Who runs this is
told which claims these are. To go back forgets what was chosen. The columns are added to the table as it stands: on SQLite
Django would make it anew, which the triggers of the evidence that is cited refuse.
"""

import sys
from importlib import import_module

from django.db import migrations, models
from django.db.models import Exists, OuterRef

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")

TABLE = "savings_citation"
ALONE = (
    "\n  A contract is all that these claims cite, so it is taken to back their savings and their costs: {}.\n"
    "  Ask their places whether it does. A revision can say otherwise, on its page of evidence. The list stands in the\n"
    "  workspace too: Citations, of contracts that back both, as their kind suggests.\n"
)


def preset(apps, schema_editor):
    """Every citation backs both by now, as its column’s default."""
    citation = apps.get_model("savings", "Citation")
    others = citation.objects.filter(version=OuterRef("version"))
    others = others.exclude(evidence=OuterRef("evidence"))
    contracts = citation.objects.filter(evidence__kind="contract")
    with SHEETS.unfrozen(TABLE, schema_editor):
        contracts.filter(Exists(others)).update(backs="cost")
    _tell(contracts.filter(~Exists(others)))


def _tell(alone):
    found = alone.order_by("version__claim__reference", "version__number").values_list(
        "version__claim__reference", "version__number"
    )
    if names := [f"{reference} (version {number})" for reference, number in found.distinct()]:
        sys.stdout.write(ALONE.format(", ".join(names)))


def _column(name, type_and_default):
    return migrations.RunSQL(
        f"ALTER TABLE {TABLE} ADD COLUMN {name} {type_and_default}",
        f"ALTER TABLE {TABLE} DROP COLUMN {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("savings", "0032_what_the_amounts_of_years_are")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                _column("backs", "varchar(6) NOT NULL DEFAULT 'both'"),
                _column("is_preset", "boolean NOT NULL DEFAULT true"),
            ],
            [
                migrations.AddField(
                    model_name="citation",
                    name="backs",
                    field=models.CharField(
                        choices=[
                            ("saving", "The savings"),
                            ("cost", "The costs"),
                            ("both", "Both"),
                        ],
                        default="both",
                        max_length=6,
                    ),
                ),
                migrations.AddField(
                    model_name="citation",
                    name="is_preset",
                    field=models.BooleanField(
                        default=True, verbose_name="backs what its kind suggests"
                    ),
                ),
            ],
        ),
        migrations.RunPython(preset, migrations.RunPython.noop),
    ]

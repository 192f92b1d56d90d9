"""Each doubt of a figure has a reason of its own, where one had answered all that was doubted of its row.

The reasons that stand are carried over as what they were: one for every doubt that the figure had then. Columns are
added and taken out as the table stands: on SQLite Django would make it anew, and lose its triggers.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Value

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")

ANY = "any"
_AT_ONCE = 500
_COLUMN = {
    "sqlite": """text NOT NULL DEFAULT '[]' CHECK ((JSON_VALID("doubts") OR "doubts" IS NULL))""",
    "postgresql": "jsonb NOT NULL DEFAULT '[]'",
}
_ADD = "ALTER TABLE savings_figure ADD COLUMN"
_DROP = "ALTER TABLE savings_figure DROP COLUMN"


def add_column(apps, schema_editor):
    schema_editor.execute(f"{_ADD} doubts {_COLUMN[schema_editor.connection.vendor]}", params=None)


def drop_column(apps, schema_editor):
    schema_editor.execute(f"{_DROP} doubts", params=None)


def carry_over(apps, schema_editor):
    """The lines of reasons as the one reason for all doubts."""
    figures = apps.get_model("savings", "Figure").objects.exclude(checked_because="")
    _change(figures, _as_doubts, schema_editor)


def put_back(apps, schema_editor):
    """All reasons as lines again: to what was doubted they belong no more."""
    figures = apps.get_model("savings", "Figure").objects.exclude(doubts=[])
    _change(figures, _as_lines, schema_editor)


def _change(figures, anew, schema_editor):
    with SHEETS.unfrozen("savings_figure", schema_editor):
        keys = list(figures.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _AT_ONCE):
            some = list(figures.model.objects.filter(pk__in=keys[start : start + _AT_ONCE]))
            for figure in some:
                anew(figure)
            figures.model.objects.bulk_update(some, ["checked_because", "doubts"])


def _as_doubts(figure):
    figure.doubts = [[ANY, figure.checked_because, ""]]


def _as_lines(figure):
    reasons = dict.fromkeys(because for _ground, because, _words in figure.doubts if because)
    figure.checked_because = "\n".join(reasons)


class Migration(migrations.Migration):
    dependencies = [("savings", "0030_money_stated_twice")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(add_column, drop_column)],
            [
                migrations.AddField(
                    model_name="figure",
                    name="doubts",
                    field=models.JSONField(
                        blank=True,
                        db_default=Value([], models.JSONField()),
                        default=list,
                        verbose_name="what was doubted, and why it is right",
                    ),
                ),
            ],
        ),
        migrations.RunPython(carry_over, put_back),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"{_DROP} checked_because",
                    f"{_ADD} checked_because text NOT NULL DEFAULT ''",
                ),
            ],
            [migrations.RemoveField(model_name="figure", name="checked_because")],
        ),
    ]

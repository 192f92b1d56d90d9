"""Why a doubtful figure is right has a field of its own, where it had been lines of the figure's note.

What a note with its reasons reads as stays, to the letter: the fingerprint of what was signed is made from it.
"""

from importlib import import_module

from django.db import migrations, models

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")

REASON = "Checked: "
_AT_ONCE = 500


def take_out(apps, schema_editor):
    """The last lines of a note that give a reason, into the field."""
    figure = apps.get_model("savings", "Figure")
    _change(figure.objects.filter(note__contains=REASON), _parted, schema_editor)


def put_back(apps, schema_editor):
    """The reasons into the notes again, as they stood."""
    figure = apps.get_model("savings", "Figure")
    _change(figure.objects.exclude(checked_because=""), _joined, schema_editor)


def _change(figures, anew, schema_editor):
    with SHEETS.unfrozen("savings_figure", schema_editor):
        keys = list(figures.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _AT_ONCE):
            some = list(figures.model.objects.filter(pk__in=keys[start : start + _AT_ONCE]))
            for figure in some:
                figure.note, figure.checked_because = anew(figure.note, figure.checked_because)
            figures.model.objects.bulk_update(some, ["note", "checked_because"])


def _parted(note, checked_because):
    lines = note.split("\n")
    words = len(lines)
    while words and lines[words - 1].startswith(REASON):
        words -= 1
    reasons = "\n".join(line.removeprefix(REASON) for line in lines[words:])
    parted = "\n".join(lines[:words]), reasons
    # A note that would not read as it did stays as it is.
    return parted if _joined(*parted)[0] == note else (note, checked_because)


def _joined(note, checked_because):
    reasons = checked_because.split("\n") if checked_because else []
    return "\n".join([*([note] if note else []), *(REASON + reason for reason in reasons)]), ""


def refreeze_figures(apps, schema_editor):
    SHEETS.refreeze("savings_figure", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("savings", "0019_events_name_their_sheet")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, refreeze_figures),
        migrations.AddField(
            model_name="figure",
            name="checked_because",
            field=models.TextField(
                blank=True,
                default="",
                verbose_name="why a doubtful figure is right, a line for each reason",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(take_out, put_back),
        migrations.RunPython(refreeze_figures, migrations.RunPython.noop),
    ]

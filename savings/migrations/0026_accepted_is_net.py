"""What a verdict counts as, what a saving that is no cash becomes, and what is accepted of each figure, kept with it.

What a reader gave of a figure moves to `given`, and `amount` is what of it is accepted: nothing, of the costs of savings
of which nothing is. What was found real, but no cash saving, becomes non-cashable.
"""

from collections import defaultdict
from importlib import import_module

from django.db import migrations, models
from django.utils import timezone

import totalplace.fields
from savings.batches import batches
from totalplace.financial_year import FinancialYear

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")

TABLES = ["savings_outcome", "savings_acceptedfigure"]
KINDS = [
    ("cashable", "Cashable"),
    ("non_cashable", "Non-cashable"),
    ("avoided_cost", "Avoided cost"),
    ("capital_receipt", "Capital receipt"),
    ("wider_value", "Wider value"),
    ("not_in_money", "Not in money"),
    ("not_stated", "Not stated"),
]
NOT_CASH_BUT = tuple(kind for kind, _label in KINDS[1:5])
VERDICTS = [
    ("supported", "Supported"),
    ("supported_forecast", "Supported as a forecast"),
    ("partly", "Partly supported"),
    ("not_supported", "Not supported on present evidence"),
    ("not_cash", "Real, but not a cash saving"),
]


def fill(apps, schema_editor):
    """Work out for each reading what `savings.review.accepted` does, as it did when this was written."""
    reading = apps.get_model("savings", "Reading")
    for keys in batches(list(reading.objects.values_list("pk", flat=True))):
        _fill(apps, schema_editor, keys)
    version = apps.get_model("savings", "Version")
    final = version.objects.exclude(verdict="").values_list("pk", flat=True)
    for keys in batches(list(final)):
        _fill_versions(apps, keys)


def put_back(apps, schema_editor):
    """What was given is what stands again."""
    accepted = apps.get_model("savings", "AcceptedFigure")
    with SHEETS.unfrozen("savings_acceptedfigure", schema_editor):
        accepted.objects.update(amount=models.F("given"))


def _fill(apps, schema_editor, keys):
    accepted_model, outcome_model = (
        apps.get_model("savings", name) for name in ("AcceptedFigure", "Outcome")
    )
    outcomes = {
        (outcome.reading_id, outcome.state): outcome
        for outcome in outcome_model.objects.filter(reading__in=keys)
    }
    read = accepted_model.objects.filter(reading__in=keys)
    accepted = list(read.select_related("figure__version"))
    states = {item.pk: _state(item, outcomes) for item in accepted}
    sums = _savings(accepted, states)
    for (reading, state), outcome in outcomes.items():
        outcome.counted_verdict = _counted(outcome.verdict, sums[reading, state])
        outcome.becomes = "non_cashable" if outcome.verdict == "not_cash" else ""
    for item in accepted:
        outcome, kind = outcomes[item.reading_id, states[item.pk]], item.figure.kind_of_gain
        savings = sums[item.reading_id, states[item.pk], kind]
        item.given = item.amount
        if outcome.verdict == "not_supported" or _is_refused(savings):
            item.amount = 0
        moves = outcome.verdict == "not_cash" and kind == "cashable"
        item.kind_of_gain = outcome.becomes if moves else kind
        verdict = _as_a_forecast(outcome.verdict) if _is_so_far(item.figure) else outcome.verdict
        item.counted_verdict = _counted(verdict, savings)
    with SHEETS.unfrozen("savings_outcome", schema_editor):
        outcome_model.objects.bulk_update(outcomes.values(), ["counted_verdict", "becomes"])
    names = ["given", "amount", "kind_of_gain", "counted_verdict"]
    with SHEETS.unfrozen("savings_acceptedfigure", schema_editor):
        accepted_model.objects.bulk_update(accepted, names, batch_size=200)


def _state(item, outcomes):
    """Under which state's verdict a figure comes: what is actual so far, under that on the forecast if there is one."""
    forecast = item.reading_id, "forecast"
    return "forecast" if _is_so_far(item.figure) and forecast in outcomes else item.figure.state


def _is_so_far(figure):
    """As `savings.delivery.outturn` says it."""
    frozen = FinancialYear.of(timezone.localdate(figure.version.frozen_at))
    return figure.state == "actual" and figure.year >= frozen


def _as_a_forecast(verdict):
    return "supported_forecast" if verdict == "supported" else verdict


def _savings(accepted, states):
    """What is claimed and what is accepted, of each state of a reading and of each kind of gain within it."""
    sums = defaultdict(lambda: [0, 0])
    for item in accepted:
        figure = item.figure
        if figure.line == "saving":
            state = states[item.pk]
            for key in ((state,), (state, figure.kind_of_gain)):
                sums[item.reading_id, *key][0] += figure.amount
                sums[item.reading_id, *key][1] += item.amount
    return sums


def _is_refused(savings):
    claimed, accepted = savings
    return claimed > 0 == accepted


def _counted(verdict, savings):
    return "not_supported" if verdict == "partly" and _is_refused(savings) else verdict


def _fill_versions(apps, keys):
    """Of each that is final what the verdict of its standing reading counts as: on actual, else forecast, else plan."""
    version = apps.get_model("savings", "Version")
    outcome = apps.get_model("savings", "Outcome")
    found = defaultdict(dict)
    given = outcome.objects.filter(reading__version__in=keys, reading__is_second=False)
    rows = given.order_by("reading").values_list(
        "reading__version", "reading", "state", "counted_verdict"
    )
    for pk, reading, state, counted in rows:
        found[pk].setdefault(reading, {})[state] = counted
    versions = list(version.objects.filter(pk__in=keys))
    for one in versions:
        standing = found[one.pk][max(found[one.pk])] if found[one.pk] else {}
        leading = (standing[s] for s in ("actual", "forecast", "plan") if s in standing)
        one.counted_verdict = next(leading, one.verdict)
    version.objects.bulk_update(versions, ["counted_verdict"])


def refreeze(apps, schema_editor):
    for table in TABLES:
        SHEETS.refreeze(table, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("savings", "0025_savings_given_up")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, refreeze),
        migrations.AddField(
            model_name="version",
            name="counted_verdict",
            field=models.CharField(
                blank=True, choices=VERDICTS, max_length=20, null=True, verbose_name="counts as"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="counted_verdict",
            field=models.CharField(
                choices=VERDICTS, default="", max_length=20, verbose_name="counts as"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outcome",
            name="becomes",
            field=models.CharField(
                blank=True,
                choices=KINDS,
                default="",
                max_length=15,
                verbose_name="the kind of gain that it is instead",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="acceptedfigure",
            name="given",
            field=totalplace.fields.MoneyField(
                decimal_places=2, default=0, verbose_name="as the reader gave it"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="acceptedfigure",
            name="kind_of_gain",
            field=models.CharField(
                choices=KINDS, default="", max_length=15, verbose_name="accepted as"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="acceptedfigure",
            name="counted_verdict",
            field=models.CharField(
                choices=VERDICTS, default="", max_length=20, verbose_name="counts as"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(refreeze, migrations.RunPython.noop),
        migrations.RunPython(fill, put_back),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("becomes__in", NOT_CASH_BUT), ("verdict", "not_cash")),
                    models.Q(models.Q(("verdict", "not_cash"), _negated=True), ("becomes", "")),
                    _connector="OR",
                ),
                name="outcome_becomes_another_kind_if_not_cash",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_verdict", models.F("verdict")),
                    models.Q(("counted_verdict", "not_supported"), ("verdict", "partly")),
                    _connector="OR",
                ),
                name="outcome_counts_as_given_or_not_supported",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), ("amount", models.F("given")), _connector="OR"),
                name="acceptedfigure_as_given_or_not_at_all",
            ),
        ),
        migrations.RunPython(refreeze, migrations.RunPython.noop),
    ]

"""A claim has its place's own reference beside ours; how a place's own spreadsheets are read is kept."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BASELINE = import_module("savings.migrations.0027_a_new_baseline_says_why")

NAME, COLUMNS = "savings_version_own_reference", ("own_reference",)


def install(apps, schema_editor):
    for create, _drop in BASELINE.trigger(NAME, COLUMNS, schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(BASELINE.trigger(NAME, COLUMNS, schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0014_people_sheets"),
        ("savings", "0034_what_does_not_show_in_a_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [BASELINE.new_text("own_reference", 40)],
            [
                migrations.AddField(
                    model_name="version",
                    name="own_reference",
                    field=models.CharField(
                        blank=True,
                        default="",
                        max_length=40,
                        verbose_name="the place's own reference",
                    ),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.RunPython(install, remove),
        migrations.AlterField(
            model_name="figuresheet",
            name="holds",
            field=models.CharField(
                choices=[
                    ("figures", "Figures"),
                    ("claims", "Claims"),
                    ("both", "Claims and figures, in a layout of their own"),
                ],
                default="figures",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="figuresheet",
            name="layout",
            field=models.JSONField("how it is read", blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the titles"),
                ),
                ("reading", models.JSONField(verbose_name="which column is which")),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="layouts",
                        to="pilots.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["place", "fingerprint"], name="layout_once_a_place"
                    )
                ],
            },
        ),
    ]

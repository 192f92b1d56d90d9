"""Files as evidence. SQLite builds the table of evidence anew, which loses its triggers: they are put back."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

freezing = import_module("savings.migrations.0002_freeze_submitted_versions")


def _on_evidence(schema_editor, which):
    if schema_editor.connection.vendor == "sqlite":
        for statements in freezing._statements("sqlite"):
            if " savings_evidence_frozen_" in statements[0]:
                schema_editor.execute(statements[which], params=None)


def install(apps, schema_editor):
    _on_evidence(schema_editor, 0)


def remove(apps, schema_editor):
    _on_evidence(schema_editor, 1)


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0002_person_may_go_untimed"),
        ("savings", "0002_freeze_submitted_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="evidence",
            name="file_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="historicalthreshold",
            name="name",
            field=models.CharField(
                choices=[
                    ("reply_days", "Working days to reply to a provisional verdict"),
                    ("answer_days", "Working days to answer a question"),
                    ("second_reading", "Pounds from which Not supported needs a second reader"),
                    ("second_sample", "Percent of Supported that get a second reader"),
                    ("small_claim", "Pounds a year below which a claim is asked less"),
                    ("large_claim", "Pounds a year from which a claim is asked more"),
                    (
                        "change",
                        "Percent by which a figure may change between versions without a reason",
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="threshold",
            name="name",
            field=models.CharField(
                choices=[
                    ("reply_days", "Working days to reply to a provisional verdict"),
                    ("answer_days", "Working days to answer a question"),
                    ("second_reading", "Pounds from which Not supported needs a second reader"),
                    ("second_sample", "Percent of Supported that get a second reader"),
                    ("small_claim", "Pounds a year below which a claim is asked less"),
                    ("large_claim", "Pounds a year from which a claim is asked more"),
                    (
                        "change",
                        "Percent by which a figure may change between versions without a reason",
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="SentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("is_stored", models.BooleanField(verbose_name="stored")),
                ("refused_because", models.CharField(blank=True, max_length=20)),
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
                        related_name="sent_files",
                        to="pilots.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                (
                    "file_type",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument spreadsheet"),
                            ("csv", "CSV"),
                            ("txt", "Plain text"),
                            ("png", "PNG picture"),
                            ("jpeg", "JPEG picture"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "caution",
                    models.CharField(blank=True, max_length=200, verbose_name="what to beware of"),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not_scanned", "Not scanned for viruses"),
                            ("clean", "Scanned: no virus found"),
                            ("infected", "A virus was found after it was stored"),
                        ],
                        default="not_scanned",
                        max_length=11,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                ("stored_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="storedfile_is_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan", "not_scanned"), ("scanned_at", None)),
                            models.Q(
                                models.Q(("scan", "not_scanned"), _negated=True),
                                ("scanned_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="storedfile_scanned_at_and_what_came_of_it",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="savings.storedfile",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file__isnull", False),
                        ("form", "file"),
                        models.Q(("file_name", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("form", "file"), _negated=True), ("file", None), ("file_name", "")
                    ),
                    _connector="OR",
                ),
                name="evidence_file_is_stored",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_stored", True), ("refused_because", "")),
                    models.Q(
                        ("is_stored", False), models.Q(("refused_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="sentfile_stored_or_refused_and_why",
            ),
        ),
        migrations.RunPython(install, remove),
    ]

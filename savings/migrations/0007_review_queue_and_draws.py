"""Draws of claims for review, the value and risk that claims are listed by, and why a verdict leaves its suggestion."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import totalplace.fields


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0002_person_may_go_untimed"),
        ("savings", "0006_sheets_may_hold_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("seed", models.CharField(max_length=100)),
                (
                    "read_all",
                    totalplace.fields.MoneyField(decimal_places=2, verbose_name="every claim from"),
                ),
                (
                    "read_none",
                    totalplace.fields.MoneyField(decimal_places=2, verbose_name="no claim below"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(verbose_name="how many were to be drawn"),
                ),
                ("pool", models.JSONField()),
                ("chosen", models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name="notice",
            name="seen_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="shown on the page of notices"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="departure",
            field=models.TextField(blank=True, verbose_name="why the verdict is another"),
        ),
        migrations.AddField(
            model_name="outcome",
            name="suggested",
            field=models.CharField(
                blank=True, max_length=20, verbose_name="what the tests suggest"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="claimed",
            field=totalplace.fields.MoneyField(
                blank=True, decimal_places=2, null=True, verbose_name="largest saving of one year"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="risk",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="signs of risk"
            ),
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
                    ("read_all", "Pounds a year from which every claim is chosen for review"),
                    ("read_none", "Pounds a year below which no claim is drawn for review"),
                    (
                        "slippage",
                        "Percent by which a saving may fall short of its plan without a reason",
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
                    ("read_all", "Pounds a year from which every claim is chosen for review"),
                    ("read_none", "Pounds a year below which no claim is drawn for review"),
                    (
                        "slippage",
                        "Percent by which a saving may fall short of its plan without a reason",
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["to", "-id"], name="notice_by_person"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["status", "-claimed", "id"], name="version_by_value"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["status", "frozen_at", "id"], name="version_by_age"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["status", "-risk", "id"], name="version_by_risk"),
        ),
        migrations.AddField(
            model_name="draw",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="draw",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="savings.draw",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("needs_second_reading", True)),
                fields=["version"],
                name="review_twice",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("is_chosen", True), ("reviewer", None)),
                fields=["version"],
                name="review_chosen",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed", ""), _negated=True), name="draw_has_a_seed"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("read_none__lte", models.F("read_all"))),
                name="draw_none_is_not_above_all",
            ),
        ),
    ]

"""A place may give a saving up after the final verdict: the day and the reason, which triggers keep as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "savings_abandonment"
RECORD = "A record of what happened is never changed."


def _sqlite():
    for verb in ("UPDATE", "DELETE"):
        name = f"{TABLE}_kept_{verb.lower()}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{RECORD}'); END",
            f"DROP TRIGGER {name}",
        )


def _postgresql():
    # The function that refuses is made by 0002.
    yield (
        f"""CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW
        EXECUTE FUNCTION savings_record_frozen()""",
        f"DROP TRIGGER {TABLE}_kept ON {TABLE}",
    )


def _statements(vendor):
    return list({"sqlite": _sqlite, "postgresql": _postgresql}[vendor]())


def install(apps, schema_editor):
    for create, _drop in _statements(schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(_statements(schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0024_reasons_of_later_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Abandonment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_up_on", models.DateField(verbose_name="given up on")),
                ("because", models.TextField(verbose_name="why it was given up")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abandonment",
                        to="savings.version",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at", "id"], name="abandonment_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True),
                        name="abandonment_has_a_reason",
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]

"""Money that may be stated in two claims, and what people say of it, are kept; triggers keep them as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("savings_overlap", "savings_overlapfigure", "savings_overlapmark")
RECORD = "A record of what happened is never changed."


def _sqlite():
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_kept_{verb.lower()}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{RECORD}'); END",
                f"DROP TRIGGER {name}",
            )


def _postgresql():
    # The function that refuses is made by 0002.
    for table in TABLES:
        yield (
            f"""CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
            EXECUTE FUNCTION savings_record_frozen()""",
            f"DROP TRIGGER {table}_kept ON {table}",
        )


def _statements(vendor):
    return list({"sqlite": _sqlite, "postgresql": _postgresql}[vendor]())


def install(apps, schema_editor):
    for create, _drop in _statements(schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(_statements(schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


def _key():
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def _kept(to, related_name="+"):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to
    )


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0029_deflators_to_four_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Overlap",
            fields=[
                _key(),
                (
                    "money",
                    models.CharField(
                        max_length=64, verbose_name="SHA-256 of the amounts concerned"
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("earlier", _kept("savings.version")),
                ("later", _kept("savings.version")),
            ],
            options={
                "permissions": [("mark_overlap", "Can say whether two claims are the same money")],
                "indexes": [
                    models.Index(fields=["found_at", "id"], name="overlap_by_day"),
                    models.Index(fields=["money", "id"], name="overlap_by_money"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("earlier", "later"), name="overlap_once_a_pair"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True),
                        name="overlap_of_two_versions",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlapFigure",
            fields=[
                _key(),
                ("figure", _kept("savings.figure", "overlaps")),
                ("overlap", _kept("savings.overlap", "figures")),
                (
                    "part",
                    models.PositiveSmallIntegerField(verbose_name="which money of the two claims"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("overlap", "figure"), name="overlapfigure_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlapMark",
            fields=[
                _key(),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("same", "The same money"),
                            ("unclear", "Unclear"),
                            ("separate", "Separate"),
                        ],
                        max_length=8,
                    ),
                ),
                ("because", models.TextField(verbose_name="why")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", _kept(settings.AUTH_USER_MODEL)),
                ("overlap", _kept("savings.overlap", "marks")),
            ],
            options={
                "indexes": [models.Index(fields=["at", "id"], name="overlapmark_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True),
                        name="overlapmark_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["same", "unclear", "separate"])),
                        name="overlapmark_answer_is_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]

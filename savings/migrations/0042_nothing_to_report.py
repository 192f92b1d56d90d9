"""A place may say in a round that it has nothing to report; triggers keep what it said as it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "savings_nothingtoreport"
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


def _kept(to, related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to
    )


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0014_people_sheets"),
        ("savings", "0041_whether_it_could_be_repeated_is_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NothingToReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", _kept(settings.AUTH_USER_MODEL, "+")),
                ("place", _kept("pilots.place", "nothing_to_report")),
                ("round", _kept("savings.round", "nothing_to_report")),
            ],
            options={
                "verbose_name": "place with nothing to report",
                "verbose_name_plural": "places with nothing to report",
                "indexes": [models.Index(fields=["at", "id"], name="nothingtoreport_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["round", "place"], name="nothingtoreport_once_a_round"
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]

"""A trigger that refuses a day on which nobody can have seen a link.

A trigger and no constraint: evidence that is cited is frozen, so a row from before could not be put right, and it stays.
"""

from django.db import migrations

SEEN = "A link was seen on a day from 6 August 1991 to 31 December 2100."
NAME = "savings_evidence_seen"
OUTSIDE = "NEW.seen_on < '1991-08-06' OR NEW.seen_on > '2100-12-31'"
EVENTS = {"insert": "INSERT", "update": "UPDATE OF seen_on"}


def _sqlite():
    for suffix, event in EVENTS.items():
        yield (
            f"""CREATE TRIGGER {NAME}_{suffix} BEFORE {event} ON savings_evidence WHEN {OUTSIDE}
            BEGIN SELECT RAISE(ABORT, '{SEEN}'); END""",
            f"DROP TRIGGER {NAME}_{suffix}",
        )


def _postgresql():
    yield (
        f"""CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION '{SEEN}' USING ERRCODE = 'check_violation'; END $$""",
        f"DROP FUNCTION {NAME}()",
    )
    yield (
        f"""CREATE TRIGGER {NAME} BEFORE {" OR ".join(EVENTS.values())} ON savings_evidence
        FOR EACH ROW WHEN ({OUTSIDE}) EXECUTE FUNCTION {NAME}()""",
        f"DROP TRIGGER {NAME} ON savings_evidence",
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
    dependencies = [("savings", "0016_bulk_writes_refused")]

    operations = [migrations.RunPython(install, remove)]

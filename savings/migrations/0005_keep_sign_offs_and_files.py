"""Triggers that keep sign-offs, confirmations, what was sent, and the bytes of stored files as they were."""

from django.db import migrations

APPEND_ONLY = ["savings_confirmation", "savings_signoff", "savings_sentfile"]
RECORD = "A record of what happened is never changed."
BYTES = "A stored file is never changed."
FACTS = ("sha256", "size", "file_type", "stored_at")


def _sqlite():
    rules = [(table, verb, "1", RECORD) for table in APPEND_ONLY for verb in ("UPDATE", "DELETE")]
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FACTS)
    rules.append(("savings_storedfile", "UPDATE", changed, BYTES))
    for table, verb, condition, message in rules:
        name = f"{table}_kept_{verb.lower()}"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        yield (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} {refuse}",
            f"DROP TRIGGER {name}",
        )


def _postgresql():
    new, old = (", ".join(f"{row}.{name}" for name in FACTS) for row in ("NEW", "OLD"))
    refuse = f"RAISE EXCEPTION '{BYTES}' USING ERRCODE = 'check_violation'"
    body = f"IF ({new}) IS DISTINCT FROM ({old}) THEN {refuse}; END IF; RETURN NEW;"
    yield (
        f"CREATE FUNCTION savings_storedfile_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        "DROP FUNCTION savings_storedfile_kept()",
    )
    rules = [(table, "BEFORE UPDATE OR DELETE", "savings_record_frozen") for table in APPEND_ONLY]
    rules.append(("savings_storedfile", "BEFORE UPDATE", "savings_storedfile_kept"))
    for table, event, function in rules:
        yield (
            f"CREATE TRIGGER {table}_kept {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
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


class Migration(migrations.Migration):
    dependencies = [("savings", "0004_rounds_sign_off_and_notices")]

    operations = [migrations.RunPython(install, remove)]

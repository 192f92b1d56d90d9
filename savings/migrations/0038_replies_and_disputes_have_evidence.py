"""Evidence may come with a reply and with what a partner says of its share, and stays with it.

Each says how many pieces came (`pieces`), as it is written, and no more can join: on both engines the rows between are
neither changed nor taken away. The columns are added to the tables as they stand: made anew, as Django does on SQLite,
they would lose their triggers. To go back forgets which evidence came, not the evidence.
"""

from django.db import migrations, models

STAYS = "What came with a reply or a partner’s words stays with it, and nothing more joins it."
TABLES = {"savings_reply": "reply_id", "savings_partnerresponse": "partnerresponse_id"}


def _is_full(table, key):
    came = f"(SELECT count(*) FROM {table}_evidence e WHERE e.{key} = NEW.{key})"
    return f"{came} >= (SELECT r.pieces FROM {table} r WHERE r.id = NEW.{key})"


def _rests(table):
    return f"EXISTS (SELECT 1 FROM {table}_evidence e WHERE e.evidence_id = OLD.id)"


def _sqlite():
    for table, key in TABLES.items():
        for event, condition in [
            ("INSERT", _is_full(table, key)),
            ("UPDATE", "1"),
            ("DELETE", "1"),
        ]:
            name = f"{table}_evidence_stays_{event.lower()}"
            yield _sqlite_trigger(name, event, f"{table}_evidence", condition)
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_evidence_given_{event.lower()}"
            yield _sqlite_trigger(name, event, "savings_evidence", _rests(table))


def _sqlite_trigger(name, event, table, condition):
    refuse = f"BEGIN SELECT RAISE(ABORT, '{STAYS}'); END"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} {refuse}",
        f"DROP TRIGGER {name}",
    )


def _postgresql():
    refuse = f"RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'check_violation'"
    for table, key in TABLES.items():
        # Held, so that two that join at once are counted one after the other.
        hold = f"PERFORM 1 FROM {table} r WHERE r.id = NEW.{key} FOR UPDATE;"
        body = f"""
            IF TG_OP <> 'INSERT' THEN {refuse}; END IF;
            {hold}
            IF {_is_full(table, key)} THEN {refuse}; END IF;
            RETURN NEW;"""
        yield from _postgresql_trigger(
            f"{table}_evidence_stays", "INSERT OR UPDATE OR DELETE", f"{table}_evidence", body
        )
        body = f"IF {_rests(table)} THEN {refuse}; END IF; RETURN COALESCE(NEW, OLD);"
        yield from _postgresql_trigger(
            f"{table}_evidence_given", "UPDATE OR DELETE", "savings_evidence", body
        )


def _postgresql_trigger(name, event, table, body):
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"DROP FUNCTION {name}()",
    )
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER {name} ON {table}",
    )


def _statements(vendor):
    return list({"sqlite": _sqlite, "postgresql": _postgresql}[vendor]())


def install(apps, schema_editor):
    for create, _drop in _statements(schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(_statements(schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


def _pieces(model):
    table = f"savings_{model}"
    field = models.PositiveSmallIntegerField("pieces of evidence that came with it", default=0)
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"ALTER TABLE {table} ADD COLUMN pieces smallint NOT NULL DEFAULT 0 CHECK (pieces >= 0)",
                f"ALTER TABLE {table} DROP COLUMN pieces",
            )
        ],
        [migrations.AddField(model_name=model, name="pieces", field=field)],
    )


def _evidence(model, related_name):
    field = models.ManyToManyField("savings.evidence", blank=True, related_name=related_name)
    return migrations.AddField(model_name=model, name="evidence", field=field)


class Migration(migrations.Migration):
    dependencies = [("savings", "0037_evidence_is_reviewed_by")]

    operations = [
        _pieces("reply"),
        _pieces("partnerresponse"),
        _evidence("reply", "replies"),
        _evidence("partnerresponse", "partner_responses"),
        migrations.RunPython(install, remove),
    ]

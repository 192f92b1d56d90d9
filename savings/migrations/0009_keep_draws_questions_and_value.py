"""Triggers that keep a draw, a question and what answered it, and the value that a submitted version is listed by."""

from importlib import import_module

from django.db import migrations

FREEZE = import_module("savings.migrations.0002_freeze_submitted_versions")

LISTED_BY = ["claimed", "risk"]
ASKED = ["version_id", "text", "asked_at", "asked_by_id", "due_on"]
RECORD = FREEZE.RECORD
ANSWERED = "A question that is answered, and what came with the answer, stay as they are."
FINAL = "A version is final with a verdict, or not at all."
WITHOUT_VERDICT = "NEW.status = 'final' AND NEW.verdict = ''"
# What another migration made, and Django lost when it made the table of outcomes anew on SQLite.
OUTCOME = [("savings_outcome", verb, "1", RECORD) for verb in ("UPDATE", "DELETE")]


def _version_rule(columns):
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in columns)
    return (
        "savings_version",
        "UPDATE",
        f"OLD.status <> 'draft' AND (NEW.status = 'draft' OR {changed})",
        FREEZE.VERSION,
    )


def _sqlite_trigger(table, verb, condition, message, suffix="frozen"):
    name = f"{table}_{suffix}_{verb.lower()}"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} {refuse}"


def _sqlite():
    yield "DROP TRIGGER savings_version_frozen_update", ""
    yield (
        _sqlite_trigger(*_version_rule([*FREEZE.FROZEN_COLUMNS, *LISTED_BY])),
        _sqlite_trigger(*_version_rule(FREEZE.FROZEN_COLUMNS)),
    )
    yield "", "DROP TRIGGER savings_version_frozen_update"
    for rule in OUTCOME:
        yield f"DROP TRIGGER IF EXISTS {rule[0]}_frozen_{rule[1].lower()}", ""
        yield _sqlite_trigger(*rule), ""
    asked = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in ASKED)
    answered = "(SELECT answered_at FROM savings_question WHERE id = {row}.question_id) IS NOT NULL"
    given = "EXISTS (SELECT 1 FROM savings_question_evidence q WHERE q.evidence_id = OLD.id)"
    rules = [
        ("savings_version", "UPDATE", WITHOUT_VERDICT, FINAL),
        ("savings_draw", "UPDATE", "1", RECORD),
        ("savings_draw", "DELETE", "1", RECORD),
        ("savings_question", "UPDATE", f"OLD.answered_at IS NOT NULL OR {asked}", ANSWERED),
        ("savings_question", "DELETE", "1", RECORD),
        ("savings_question_evidence", "INSERT", answered.format(row="NEW"), ANSWERED),
        ("savings_question_evidence", "UPDATE", "1", ANSWERED),
        ("savings_question_evidence", "DELETE", answered.format(row="OLD"), ANSWERED),
        ("savings_evidence", "UPDATE", given, ANSWERED),
        ("savings_evidence", "DELETE", given, ANSWERED),
    ]
    for table, verb, condition, message in rules:
        name = f"{table}_answered_{verb.lower()}"
        yield (
            _sqlite_trigger(table, verb, condition, message, "answered"),
            f"DROP TRIGGER {name}",
        )


def _version_function(columns):
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("NEW", "OLD"))
    refuse = f"RAISE EXCEPTION '{FREEZE.VERSION}' USING ERRCODE = 'check_violation'"
    return f"""CREATE OR REPLACE FUNCTION savings_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF OLD.status = 'draft' THEN RETURN COALESCE(NEW, OLD); END IF;
        IF TG_OP = 'DELETE' THEN {refuse}; END IF;
        IF NEW.status = 'draft' OR ({new}) IS DISTINCT FROM ({old}) THEN {refuse}; END IF;
        RETURN NEW; END $$"""


def _postgresql():
    yield (
        _version_function([*FREEZE.FROZEN_COLUMNS, *LISTED_BY]),
        _version_function(FREEZE.FROZEN_COLUMNS),
    )
    refuse = f"RAISE EXCEPTION '{ANSWERED}' USING ERRCODE = 'check_violation'"
    new, old = (", ".join(f"{row}.{name}" for name in ASKED) for row in ("NEW", "OLD"))
    of_answered = "(SELECT answered_at FROM savings_question WHERE id = {}.question_id) IS NOT NULL"
    bodies = {
        "savings_question_answered": f"""
            IF OLD.answered_at IS NOT NULL OR ({new}) IS DISTINCT FROM ({old}) THEN {refuse}; END IF;
            RETURN NEW;""",
        "savings_given_answered": f"""
            IF TG_OP = 'UPDATE' THEN {refuse}; END IF;
            IF TG_OP = 'INSERT' THEN
                IF {of_answered.format("NEW")} THEN {refuse}; END IF;
                RETURN NEW;
            END IF;
            IF {of_answered.format("OLD")} THEN {refuse}; END IF;
            RETURN OLD;""",
        "savings_evidence_answered": f"""
            IF EXISTS (SELECT 1 FROM savings_question_evidence q WHERE q.evidence_id = OLD.id) THEN {refuse}; END IF;
            RETURN COALESCE(NEW, OLD);""",
    }
    no_verdict = f"RAISE EXCEPTION '{FINAL}' USING ERRCODE = 'check_violation'"
    bodies["savings_version_answered"] = f"""
            IF {WITHOUT_VERDICT} THEN {no_verdict}; END IF;
            RETURN NEW;"""
    for name, body in bodies.items():
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
            f"DROP FUNCTION {name}()",
        )
    triggers = [
        ("savings_version", "UPDATE", "savings_version_answered"),
        ("savings_draw", "UPDATE OR DELETE", "savings_record_frozen"),
        ("savings_question", "UPDATE", "savings_question_answered"),
        ("savings_question", "DELETE", "savings_record_frozen"),
        ("savings_question_evidence", "INSERT OR UPDATE OR DELETE", "savings_given_answered"),
        ("savings_evidence", "UPDATE OR DELETE", "savings_evidence_answered"),
    ]
    for number, (table, event, function) in enumerate(triggers):
        name = f"{table}_answered_{number}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
            f"DROP TRIGGER {name} ON {table}",
        )


def _statements(vendor):
    return list({"sqlite": _sqlite, "postgresql": _postgresql}[vendor]())


def install(apps, schema_editor):
    for create, _undo in _statements(schema_editor.connection.vendor):
        if create:
            schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, undo in reversed(_statements(schema_editor.connection.vendor)):
        if undo:
            schema_editor.execute(undo, params=None)


class Migration(migrations.Migration):
    dependencies = [("savings", "0008_reviews_begin_at_submission")]

    operations = [migrations.RunPython(install, remove)]

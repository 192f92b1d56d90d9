"""Triggers that keep what was submitted as it was submitted, whoever writes: the ORM, its `update()`, or SQL by hand.

SQLite checks each row. PostgreSQL checks a whole statement's rows at once, so that a COPY of 100,000 figures pays once.
"""

from django.db import migrations

FROZEN_COLUMNS = """
    claim_id number is_published created_at frozen_at frozen_by_id
    programme what_changes as_published measure amount_low amount_high bound basis period_years period_end recurrence
    kind_of_gain cashability gross_or_net stage cost_as_published who_gains_as_published caveat source_title source_url
    source_date notes theme_id lead_id service_level service_evidence baseline_amount baseline_year baseline_kind
    last_year continues maturity price_basis base_year has_other_bodies transferability transferability_note
    proposed_condition
""".split()
PARTS = ["savings_figure", "savings_citation"]
APPEND_ONLY = [
    "savings_event",
    "savings_conditionchange",
    "savings_reading",
    "savings_testresult",
    "savings_outcome",
    "savings_acceptedfigure",
    "savings_reply",
    "savings_partnerresponse",
]
VERSION = "A submitted version is frozen: revise the claim instead."
RECORD = "A record of what happened is never changed."
EVIDENCE = "Evidence that a submitted version cites is frozen."


def _sqlite():
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN_COLUMNS)
    frozen = "(SELECT status FROM savings_version WHERE id = {row}.version_id) <> 'draft'"
    cited = (
        "EXISTS (SELECT 1 FROM savings_citation c JOIN savings_version v ON v.id = c.version_id"
        " WHERE c.evidence_id = OLD.id AND v.status <> 'draft')"
    )
    rules = [
        (
            "savings_version",
            "UPDATE",
            f"OLD.status <> 'draft' AND (NEW.status = 'draft' OR {changed})",
            VERSION,
        ),
        ("savings_version", "DELETE", "OLD.status <> 'draft'", VERSION),
        ("savings_evidence", "UPDATE", cited, EVIDENCE),
        ("savings_evidence", "DELETE", cited, EVIDENCE),
    ]
    for table in PARTS:
        rules.append((table, "INSERT", frozen.format(row="NEW"), VERSION))
        both = f"{frozen.format(row='OLD')} OR {frozen.format(row='NEW')}"
        rules.append((table, "UPDATE", both, VERSION))
        rules.append((table, "DELETE", frozen.format(row="OLD"), VERSION))
    for table in APPEND_ONLY:
        rules += [(table, "UPDATE", "1", RECORD), (table, "DELETE", "1", RECORD)]
    for table, verb, condition, message in rules:
        name = f"{table}_frozen_{verb.lower()}"
        when = f"BEFORE {verb} ON {table} WHEN {condition}"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        yield f"CREATE TRIGGER {name} {when} {refuse}", f"DROP TRIGGER {name}"


def _postgresql():
    new, old = (", ".join(f"{row}.{name}" for name in FROZEN_COLUMNS) for row in ("NEW", "OLD"))
    refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation'"
    version, record, evidence = (refuse.format(text) for text in (VERSION, RECORD, EVIDENCE))
    bodies = {
        "savings_version_frozen": f"""
            IF OLD.status = 'draft' THEN RETURN COALESCE(NEW, OLD); END IF;
            IF TG_OP = 'DELETE' THEN {version}; END IF;
            IF NEW.status = 'draft' OR ({new}) IS DISTINCT FROM ({old}) THEN {version}; END IF;
            RETURN NEW;""",
        "savings_part_frozen": f"""
            IF EXISTS (SELECT 1 FROM touched t JOIN savings_version v ON v.id = t.version_id WHERE v.status <> 'draft')
            THEN {version}; END IF;
            RETURN NULL;""",
        "savings_record_frozen": f"{record};",
        "savings_evidence_frozen": f"""
            IF EXISTS (SELECT 1 FROM savings_citation c JOIN savings_version v ON v.id = c.version_id
                       WHERE c.evidence_id = OLD.id AND v.status <> 'draft') THEN {evidence}; END IF;
            RETURN COALESCE(NEW, OLD);""",
        "savings_truncate_frozen": f"""
            IF EXISTS (SELECT 1 FROM savings_version WHERE status <> 'draft') THEN {version}; END IF;
            RETURN NULL;""",
    }
    for name, body in bodies.items():
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
            f"DROP FUNCTION {name}()",
        )
    triggers = [
        (
            "savings_version",
            "BEFORE UPDATE OR DELETE",
            "FOR EACH ROW",
            "savings_version_frozen",
        ),
        (
            "savings_evidence",
            "BEFORE UPDATE OR DELETE",
            "FOR EACH ROW",
            "savings_evidence_frozen",
        ),
    ]
    for table in APPEND_ONLY:
        triggers.append((table, "BEFORE UPDATE OR DELETE", "FOR EACH ROW", "savings_record_frozen"))
    for table in PARTS:
        # One trigger an event: PostgreSQL shows a statement's rows only to triggers with a single event.
        for event, rows in [
            ("INSERT", "NEW"),
            ("DELETE", "OLD"),
            ("UPDATE", "OLD"),
            ("UPDATE", "NEW"),
        ]:
            how = f"REFERENCING {rows} TABLE AS touched FOR EACH STATEMENT"
            triggers.append((table, f"AFTER {event}", how, "savings_part_frozen"))
    for table in ["savings_version", "savings_evidence", *PARTS, *APPEND_ONLY]:
        triggers.append((table, "BEFORE TRUNCATE", "FOR EACH STATEMENT", "savings_truncate_frozen"))
    for number, (table, event, how, function) in enumerate(triggers):
        name = f"{table}_frozen_{number}"
        yield (
            f"CREATE TRIGGER {name} {event} ON {table} {how} EXECUTE FUNCTION {function}()",
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


class Migration(migrations.Migration):
    dependencies = [("savings", "0001_claims_and_reviews")]

    operations = [migrations.RunPython(install, remove, elidable=False)]

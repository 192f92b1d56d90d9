"""A trigger that keeps what others were allowed to use: a claim's use condition is loosened, never tightened again.

From the first version that its place has submitted: published words are open, and the place's own figures need not be.
"""

from django.db import migrations

LOOSER = (
    "A use condition can only be loosened: what others were allowed to use cannot be called back."
)
NAME = "savings_claim_condition_update"
HAS_OWN_FIGURES = """EXISTS (SELECT 1 FROM savings_version v
    WHERE v.claim_id = OLD.id AND v.frozen_at IS NOT NULL AND NOT v.is_published)"""
# By its letter, A to D, whatever the order in which a database puts letters.
SQLITE = [
    (
        f"""CREATE TRIGGER {NAME} BEFORE UPDATE ON savings_claim
        WHEN UNICODE(NEW.use_condition) < UNICODE(OLD.use_condition) AND {HAS_OWN_FIGURES}
        BEGIN SELECT RAISE(ABORT, '{LOOSER}'); END""",
        f"DROP TRIGGER {NAME}",
    )
]
POSTGRESQL = [
    (
        f"""CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {HAS_OWN_FIGURES} THEN RAISE EXCEPTION '{LOOSER}' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW; END $$""",
        f"DROP FUNCTION {NAME}()",
    ),
    (
        f"""CREATE TRIGGER {NAME} BEFORE UPDATE ON savings_claim
        FOR EACH ROW WHEN (ASCII(NEW.use_condition) < ASCII(OLD.use_condition)) EXECUTE FUNCTION {NAME}()""",
        f"DROP TRIGGER {NAME} ON savings_claim",
    ),
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(apps, schema_editor):
    for create, _drop in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(STATEMENTS[schema_editor.connection.vendor]):
        schema_editor.execute(drop, params=None)


class Migration(migrations.Migration):
    dependencies = [("savings", "0014_constraints_in_words")]

    operations = [migrations.RunPython(install, remove)]

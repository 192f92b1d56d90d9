"""A trigger that keeps the working days of a review, once they are kept with its final verdict."""

from django.db import migrations

STAY = "The working days of a review that is over stay as they were counted."
NAME = "savings_version_days"
COLUMNS = ("days_with_treasury", "days_with_place")


def _changed(differs):
    return " OR ".join(
        f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in COLUMNS
    )


def _sqlite():
    yield (
        f"""CREATE TRIGGER {NAME} BEFORE UPDATE OF {", ".join(COLUMNS)} ON savings_version
        WHEN {_changed("IS NOT")} BEGIN SELECT RAISE(ABORT, '{STAY}'); END""",
        f"DROP TRIGGER {NAME}",
    )


def _postgresql():
    yield (
        f"""CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION '{STAY}' USING ERRCODE = 'check_violation'; END $$""",
        f"DROP FUNCTION {NAME}()",
    )
    yield (
        f"""CREATE TRIGGER {NAME} BEFORE UPDATE OF {", ".join(COLUMNS)} ON savings_version
        FOR EACH ROW WHEN ({_changed("IS DISTINCT FROM")}) EXECUTE FUNCTION {NAME}()""",
        f"DROP TRIGGER {NAME} ON savings_version",
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
    dependencies = [("savings", "0020_why_a_figure_is_right")]

    operations = [migrations.RunPython(install, remove)]

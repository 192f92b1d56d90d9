"""What does the test command run, and when does it fail?"""

import re
import subprocess
import sys
import tomllib

import pytest

from totalplace.bootstrap import ROOT, command_line, suite
from totalplace.bootstrap.suite import Asked, Result, unset_settings, verdict

pytestmark = pytest.mark.no_database

PASSED = Result("Tests", passed=True, seconds=1, last_line="2 passed")
FAILED = Result("Tests", passed=False, seconds=1, last_line="1 failed, 1 passed")


@pytest.mark.parametrize(
    ("results", "untested", "in_ci", "status"),
    [
        ([PASSED, PASSED], False, True, 0),
        ([PASSED, FAILED], False, False, 1),
        ([PASSED], True, False, 0),
        ([PASSED], True, True, 1),
        ([PASSED], False, True, 0),
        ([], True, False, 1),
    ],
)
def test_a_run_fails_with_any_part_and_without_postgres_in_ci_or_where_it_was_all(
    results, untested, in_ci, status
):
    assert verdict(results, untested=untested, in_ci=in_ci) == status


def test_each_part_of_a_run_ends_with_its_own_summary():
    assert str(FAILED) == "Tests                  FAILED     1.0 s  1 failed, 1 passed"


@pytest.mark.parametrize(
    ("typed", "parts", "is_measured", "for_pytest"),
    [
        ("", suite.PARTS, False, []),
        ("tests/pilots -k name -x", suite.PARTS, False, ["tests/pilots", "-k", "name", "-x"]),
        ("--only sqlite --coverage", ("sqlite",), True, []),
        (
            "-k name --only=postgresql --maxfail 3",
            ("postgresql",),
            False,
            ["-k", "name", "--maxfail", "3"],
        ),
        ("--only style", ("style",), False, []),
        ("--on --cover", suite.PARTS, False, ["--on", "--cover"]),
    ],
)
def test_what_is_typed_after_test_chooses_parts_and_the_rest_is_for_pytest(
    typed, parts, is_measured, for_pytest
):
    assert suite.asked_for(typed.split()) == Asked(parts, is_measured, for_pytest)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--only mysql", "invalid choice: 'mysql'"),
        ("--only postgresql --coverage", "reach on SQLite"),
        ("--only style tests/test_money.py", "leave out: tests/test_money.py"),
    ],
)
def test_parts_that_there_are_not_are_refused_before_anything_is_set_up(typed, told, capsys):
    with pytest.raises(SystemExit) as refused:
        command_line.main(["test", *typed.split()])

    assert refused.value.code == 2
    assert told in capsys.readouterr().err


def test_each_part_is_a_job_of_its_own_in_the_workflow_of_a_public_forge():
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text()
    jobs = [suite.asked_for(typed.split()) for typed in re.findall(r"arguments: (.+)", workflow)]

    assert [job.parts for job in jobs] == [(part,) for part in suite.PARTS]
    assert [job.parts for job in jobs if job.is_measured] == [(suite.ON_SQLITE,)]
    assert "python3 -m totalplace test ${{ matrix.arguments }}" in workflow


def test_types_are_checked_whatever_settings_this_machine_has(monkeypatch):
    monkeypatch.setenv("ENV_FILE", "that/of/this/machine")
    monkeypatch.setenv("DEMO", "neither yes nor no")

    read = [sys.executable, "-c", "from totalplace.settings import SECRET_KEY; print(SECRET_KEY)"]
    settings = suite.unset_settings() | suite.OF_THE_CHECKS

    assert subprocess.run(read, cwd=ROOT, env=settings, check=True, capture_output=True).stdout


@pytest.mark.parametrize(("ends", "passes"), [(0, True), (1, False)])
def test_a_check_is_told_in_one_piece_and_passes_as_its_program_does(ends, passes, capsys):
    result = suite.check("Types", ["-c", f"print('one'); print('two'); raise SystemExit({ends})"])

    assert (result.passed, result.last_line) == (passes, "two")
    assert capsys.readouterr().out == "\nTypes:\none\ntwo\n"


def test_the_floor_holds_more_than_nothing():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["report"]

    assert settings["fail_under"] > 90  # coverage takes 0 for no floor at all.


@pytest.fixture
def half_reached(tmp_path, monkeypatch):
    """A project whose tests reach one of two branches, and are to reach nearly all."""
    (tmp_path / "pyproject.toml").write_text(
        "[tool.coverage.run]\nbranch = true\n[tool.coverage.report]\nfail_under = 99.5\nprecision = 1\n"
    )
    (tmp_path / "tried.py").write_text("import sys\nif len(sys.argv) > 9:\n    print()\n")
    subprocess.run([sys.executable, "-m", "coverage", "run", "tried.py"], cwd=tmp_path, check=True)
    monkeypatch.setattr(suite, "ROOT", tmp_path)


@pytest.mark.parametrize(("of_all_tests", "passes"), [(True, False), (False, True)])
def test_a_whole_run_fails_where_too_few_branches_are_reached(half_reached, of_all_tests, passes):
    result = suite.branches_reached(of_all_tests=of_all_tests)

    assert result.passed is passes
    assert ("less than fail-under=99.5" in result.last_line) is not passes


def test_the_tests_read_nothing_that_is_set_for_the_site_of_this_machine(monkeypatch):
    monkeypatch.setenv("MFA_REQUIRED", "1")
    monkeypatch.setenv("DATABASE_URL", "postgres://production.example/totalplace")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    left = unset_settings()

    assert not left.keys() & {"MFA_REQUIRED", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    assert left["HTTPS_PROXY"] == "http://proxy.example"

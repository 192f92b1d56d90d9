"""Do the two commands keep their word on a machine that has only Python?"""

import ast
import json
import os
import re
import socket
import stat
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import psycopg2
import pytest
from django.core import checks
from packaging.markers import Marker

from totalplace import __main__, server
from totalplace.bootstrap import (
    ROOT,
    browser,
    command_line,
    dotenv,
    locks,
    marker,
    node,
    port,
    postgres,
    python,
    suite,
)
from totalplace.bootstrap.suite import Asked, Result, unset_settings, verdict
from totalplace.bootstrap.terminal import SetupError, start

PASSED = Result("Tests", passed=True, seconds=1, last_line="2 passed")
FAILED = Result("Tests", passed=False, seconds=1, last_line="1 failed, 1 passed")


def locked_versions(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock.read_text(), re.MULTILINE))


def package_name(requirement):
    return re.match(r"[\w-]+", requirement).group().lower()


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 10, 14)])
def test_an_old_python_is_told_what_to_do(version):
    refusal = __main__.refusal(version)

    assert "needs Python 3.11 or newer" in refusal
    assert f"this is Python 3.{version[1]}" in refusal


def test_python_3_11_is_new_enough():
    assert __main__.refusal((3, 11, 0)) == ""


def test_an_old_python_can_read_the_file_that_refuses_it():
    ast.parse((ROOT / "totalplace" / "__main__.py").read_text(), feature_version=(3, 4))


def test_the_python_refused_is_the_python_the_project_needs():
    needed = ".".join(map(str, __main__.NEEDS))

    assert project()["requires-python"] == f">={needed}"


@pytest.mark.parametrize(
    "lock", [python.LOCK, python.TEST_LOCK, node.LOCK], ids=lambda lock: lock.name
)
def test_a_lock_holds_no_address(lock):
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("lock", [python.LOCK, python.TEST_LOCK], ids=lambda lock: lock.name)
def test_every_package_of_a_lock_has_a_hash(lock):
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text())

    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_dependency_is_in_the_lock():
    needed = {package_name(requirement) for requirement in project()["dependencies"]}

    assert needed - locked_versions(python.LOCK).keys() == set()


@pytest.mark.parametrize("lock", [python.LOCK, python.TEST_LOCK], ids=lambda lock: lock.name)
@pytest.mark.parametrize(
    ("machine", "has_wheel"),
    [
        (("linux", "x86_64", "CPython", "3.11"), True),
        (("linux", "x86_64", "CPython", "3.14"), True),
        (("darwin", "arm64", "CPython", "3.13"), True),
        (("win32", "AMD64", "CPython", "3.12"), True),
        (("linux", "aarch64", "CPython", "3.11"), False),
        (("darwin", "x86_64", "CPython", "3.11"), False),
        (("win32", "ARM64", "CPython", "3.11"), False),
        (("linux", "x86_64", "PyPy", "3.11"), False),
        (("linux", "x86_64", "CPython", "3.15"), False),
    ],
)
def test_a_sound_sqlite_is_asked_for_only_where_there_is_a_wheel_of_it(lock, machine, has_wheel):
    system, processor, implementation, version = machine
    marker = re.search(r"^pysqlite3==\S+ ; (.+) \\$", lock.read_text(), re.MULTILINE)[1]

    asked_for = Marker(marker).evaluate(
        {
            "sys_platform": system,
            "platform_machine": processor,
            "platform_python_implementation": implementation,
            "python_full_version": f"{version}.0",
        }
    )

    assert asked_for is has_wheel


def test_every_dependency_of_the_tests_is_in_their_lock():
    needed = map(package_name, project()["optional-dependencies"]["test"])

    assert set(needed) - locked_versions(python.TEST_LOCK).keys() == set()


def test_the_tests_run_on_the_versions_that_the_site_runs_on():
    ours, theirs = locked_versions(python.LOCK), locked_versions(python.TEST_LOCK)

    assert {name: theirs.get(name) for name in ours} == ours


def test_every_npm_package_is_pinned_and_in_the_lock():
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads(node.LOCK.read_text())["packages"]

    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version


def test_a_new_npm_lock_loses_its_addresses(tmp_path):
    lock = tmp_path / "package-lock.json"
    lock.write_text(
        '{"packages": {"a": {"version": "1", "funding": {"url": "https://a.example"}}}}'
    )

    locks.without_addresses(lock)

    assert json.loads(lock.read_text()) == {"packages": {"a": {"version": "1"}}}


def test_what_was_made_is_not_made_again(tmp_path):
    with marker.making(tmp_path, {"lock", "test lock"}):
        pass

    assert marker.is_made(tmp_path, {"lock"})
    assert not marker.is_made(tmp_path, {"lock", "another"})


def test_what_was_interrupted_is_made_again(tmp_path):
    with marker.making(tmp_path, {"lock"}):
        pass

    with pytest.raises(KeyboardInterrupt), marker.making(tmp_path, {"lock"}):
        raise KeyboardInterrupt

    assert not marker.is_made(tmp_path, {"lock"})


def test_a_changed_lock_is_another_input(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2.1")
    before = marker.inputs([lock])

    lock.write_text("django==5.2.2")

    assert marker.inputs([lock]) != before


@pytest.fixture
def nothing_set(monkeypatch):
    """A machine on which nobody has set anything yet."""
    for name in dotenv.SET_ELSEWHERE:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", sorted(dotenv.SET_ELSEWHERE))
def test_a_machine_that_is_set_up_elsewhere_does_not_become_a_demonstration(
    nothing_set, monkeypatch, tmp_path, name
):
    monkeypatch.setenv(name, "there")

    dotenv.make(tmp_path / ".env")

    assert not (tmp_path / ".env").exists()


def test_the_secrets_are_for_this_person_only_and_kept(nothing_set, tmp_path):
    file = tmp_path / ".env"

    dotenv.make(file)
    first = file.read_text()
    dotenv.make(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == first


def test_no_two_machines_have_the_same_secrets(nothing_set, tmp_path):
    dotenv.make(tmp_path / "one")
    dotenv.make(tmp_path / "two")

    shared = set((tmp_path / "one").read_text().split()) & set(
        (tmp_path / "two").read_text().split()
    )
    assert not [word for word in shared if word.startswith(("SECRET_KEY", "DEMO_PASSWORD"))]


def test_a_program_that_fails_is_quoted_with_what_to_do():
    failing = [sys.executable, "-c", "print('the index is away'); raise SystemExit(1)"]

    with pytest.raises(SetupError, match=r"the index is away\nConnect this machine\."):
        start(failing, or_else="Connect this machine.")


def test_a_program_that_is_not_there_is_named_with_what_to_do(tmp_path):
    with pytest.raises(SetupError, match=r"node could not be started: .*\nDelete node_modules\."):
        start([tmp_path / "node"], or_else="Delete node_modules.")


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80.0"])
def test_what_is_not_a_port_is_refused_in_words(text):
    asked = subprocess.run(
        [sys.executable, "-m", "totalplace", "run", f"--port={text}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 2
    assert f"{text} is not a port: give a number from 1 to 65535" in asked.stderr


def test_a_busy_port_is_refused_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]

        with pytest.raises(SystemExit) as refused:
            server.claim(number)

    assert f"Port {number} cannot be used: Address already in use" in refused.value.code
    assert f"run --port {number + 1}" in refused.value.code


def test_the_start_says_what_is_wrong_with_the_database(settings, capsys, monkeypatch):
    settings.DEMO = False

    def found(**kwargs):
        return [checks.Warning("Others can read it.", id="totalplace.W999")]

    found.tags = [checks.Tags.database]
    monkeypatch.setattr(checks.registry.registry, "registered_checks", {found})

    server.prepare_database()

    assert "(totalplace.W999) Others can read it." in capsys.readouterr().err


def test_the_site_is_served_to_this_machine_only():
    with server.claim(port.free()) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"


@pytest.mark.no_database
def test_the_postgres_of_the_tests_answers_and_leaves_nothing_behind():
    with postgres.server() as running:
        connection = psycopg2.connect(running.address)
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            [folder] = cursor.fetchone()
        connection.close()

    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(running.address)
    assert not Path(folder).parent.exists()


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


@pytest.mark.no_database
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


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--only mysql", "invalid choice: 'mysql'"),
        ("--only postgresql --coverage", "reach on SQLite"),
    ],
)
def test_parts_that_there_are_not_are_refused_before_anything_is_set_up(typed, told, capsys):
    with pytest.raises(SystemExit) as refused:
        command_line.main(["test", *typed.split()])

    assert refused.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.no_database
def test_each_part_is_a_job_of_its_own_in_the_workflow_of_a_public_forge():
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text()
    jobs = [suite.asked_for(typed.split()) for typed in re.findall(r"arguments: (.+)", workflow)]

    assert [job.parts for job in jobs] == [(part,) for part in suite.PARTS]
    assert [job.parts for job in jobs if job.is_measured] == [(suite.ON_SQLITE,)]
    assert "python3 -m totalplace test ${{ matrix.arguments }}" in workflow


@pytest.mark.no_database
def test_types_are_checked_whatever_settings_this_machine_has(monkeypatch):
    monkeypatch.setenv("ENV_FILE", "that/of/this/machine")
    monkeypatch.setenv("DEMO", "neither yes nor no")

    read = [sys.executable, "-c", "from totalplace.settings import SECRET_KEY; print(SECRET_KEY)"]
    settings = suite.unset_settings() | suite.OF_THE_CHECKS

    assert subprocess.run(read, cwd=ROOT, env=settings, check=True, capture_output=True).stdout


@pytest.fixture
def half_reached(tmp_path, monkeypatch):
    """A project whose tests reach one of two branches, and are to reach nearly all."""
    (tmp_path / "pyproject.toml").write_text(
        "[tool.coverage.run]\nbranch = true\n[tool.coverage.report]\nfail_under = 99.5\nprecision = 1\n"
    )
    (tmp_path / "tried.py").write_text("import sys\nif len(sys.argv) > 9:\n    print()\n")
    subprocess.run([sys.executable, "-m", "coverage", "run", "tried.py"], cwd=tmp_path, check=True)
    monkeypatch.setattr(suite, "ROOT", tmp_path)


@pytest.mark.no_database
@pytest.mark.parametrize(("of_all_tests", "passes"), [(True, False), (False, True)])
def test_a_whole_run_fails_where_too_few_branches_are_reached(half_reached, of_all_tests, passes):
    result = suite.branches_reached(of_all_tests=of_all_tests)

    assert result.passed is passes
    assert ("less than fail-under=99.5" in result.last_line) is not passes


@pytest.fixture
def browsers(tmp_path, monkeypatch):
    """Return a function that makes programs: ours, and one of each of these names on the path."""

    def make(ours, **installed):
        folder = tmp_path / "é & <b>"
        unpacked, path = folder / "unpacked", folder / "bin"
        programs = {unpacked / "chromium": ours}
        programs |= {path / name: line for name, line in installed.items()}
        for program, line in programs.items():
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text(f"{line}\n")
            program.chmod(0o755)
        path.mkdir(exist_ok=True)
        monkeypatch.setattr(browser, "UNPACKED", unpacked)
        monkeypatch.setattr(browser, "OURS", unpacked / "chromium")
        monkeypatch.setattr(browser, "TYPEFACE", folder)
        monkeypatch.setenv("PATH", str(path))
        return path

    browser.driven.cache_clear()
    yield make
    browser.driven.cache_clear()


STARTS, FAILS, NO_PROGRAM = "#!/bin/sh\necho 1", "#!/bin/sh\nexit 1", "for another system"


@pytest.mark.parametrize(
    ("ours", "installed", "driven"),
    [
        (STARTS, {"chromium": STARTS}, "../unpacked/chromium"),
        (FAILS, {"chromium": STARTS}, "chromium"),
        (NO_PROGRAM, {"chromium": FAILS, "google-chrome": STARTS}, "google-chrome"),
    ],
    ids=["ours", "an installed one", "another installed one"],
)
def test_the_same_browser_is_driven_everywhere_but_where_it_does_not_start(
    browsers, ours, installed, driven
):
    path = browsers(ours, **installed)

    assert browser.launch_arguments()["executable_path"] == str((path / driven).resolve())


@pytest.mark.parametrize("ours", [STARTS, FAILS])
def test_whichever_browser_is_driven_sees_our_typeface_alone(browsers, ours):
    browsers(ours, chromium=STARTS)

    environment = browser.launch_arguments()["env"]

    fonts = ET.parse(environment["FONTCONFIG_FILE"])  # noqa: S314
    assert [folder.text for folder in fonts.iter("dir")] == [str(browser.TYPEFACE)]
    assert ("unpacked" in environment.get("LD_LIBRARY_PATH", "")) is (ours == STARTS)


def test_where_no_browser_starts_it_is_said_what_to_install(browsers):
    browsers(FAILS, chromium=FAILS)

    with pytest.raises(SetupError, match="Install chromium, and run the same command again"):
        browser.driven()


def test_the_npm_packages_of_the_tests_come_whatever_npm_is_told_elsewhere(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(node, "NODE_MODULES", tmp_path)
    monkeypatch.setattr(node, "npm", lambda *words: asked.append(words))

    node.install()
    node.install(for_tests=True)

    assert asked == [("ci", "--omit=dev"), ("ci", "--include=dev")]


def test_npm_keeps_what_it_fetches_elsewhere_where_home_cannot_be_written(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(node, "executable", lambda: "node")
    monkeypatch.setattr(node, "start", lambda *_, env, **__: told.append(env))
    monkeypatch.delenv("NPM_CONFIG_CACHE", raising=False)

    for home in (tmp_path, tmp_path / "nonexistent"):
        monkeypatch.setenv("HOME", str(home))
        node.npm("ci")

    assert ["NPM_CONFIG_CACHE" in env for env in told] == [False, True]


def test_what_is_set_for_other_work_leads_our_programs_nowhere(monkeypatch):
    for name in command_line.MISLEADING:
        monkeypatch.setenv(name, "elsewhere")

    command_line.forget_other_work()

    assert not os.environ.keys() & set(command_line.MISLEADING)


def test_the_tests_read_nothing_that_is_set_for_the_site_of_this_machine(monkeypatch):
    monkeypatch.setenv("MFA_REQUIRED", "1")
    monkeypatch.setenv("DATABASE_URL", "postgres://production.example/totalplace")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")

    left = unset_settings()

    assert not left.keys() & {"MFA_REQUIRED", "DATABASE_URL"}
    assert left["HTTPS_PROXY"] == "http://proxy.example"

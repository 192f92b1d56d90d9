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
from pathlib import Path

import psycopg2
import pytest
from django.core import checks
from packaging.markers import Marker

from totalplace import __main__, server
from totalplace.bootstrap import (
    ROOT,
    command_line,
    dotenv,
    locks,
    marker,
    node,
    port,
    postgres,
    python,
)
from totalplace.bootstrap.terminal import SetupError, start


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

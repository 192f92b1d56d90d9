"""Which Python, with which packages, runs the site? The one in `.venv`, with those of the locks."""

import subprocess
import sys
from pathlib import Path

from totalplace.bootstrap import ROOT, marker
from totalplace.bootstrap.terminal import SetupError, say, start

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Somebody's own settings may have pip install for them alone, which it refuses to do in a folder like this.
PIP_INSTALL = [PYTHON, "-m", "pip", "install", "--no-user", "--quiet"]
LOCK = ROOT / "requirements.lock"
S3_LOCK = ROOT / "requirements-s3.lock"  # everything in LOCK, and what speaks to a bucket
TEST_LOCK = ROOT / "requirements-test.lock"  # everything in S3_LOCK, and what only tests need
OWN_CODE = [ROOT / name for name in ("pilots", "savings", "totalplace")]

NO_VENV = (
    "This Python cannot make a virtual environment. On Debian and Ubuntu the part that is\n"
    "missing is called python3-venv; ask whoever looks after this machine for it, or start\n"
    "totalplace with a Python from python.org."
)
NO_PACKAGES = (
    "The Python packages could not be installed. If the lines above speak of a connection or a\n"
    "certificate, this machine does not reach its package index: connect it, or name your\n"
    "organisation's mirror in PIP_INDEX_URL and its certificate in PIP_CERT. Then run the same\n"
    "command again: it goes on from here."
)

NOT_COMPILED = "The code could not be compiled. If the disk is full, make room, and run the same command again."


def install(*, for_tests: bool = False) -> None:
    """Make `.venv` hold what the locks name, unless it does. Raises `SetupError`."""
    lock, locks = (TEST_LOCK, [LOCK, TEST_LOCK]) if for_tests else (LOCK, [LOCK])
    wanted = marker.inputs(locks)
    if PYTHON.exists() and marker.is_made(VENV, wanted):
        return
    _make_venv()
    with marker.making(VENV, wanted):
        say(f"Installing the Python packages of {lock.name} …")
        command = [*PIP_INSTALL, "--disable-pip-version-check"]
        # Python compiles what it uses when it first does: all of it would take as long as the download.
        checked = ["--no-compile", "--require-hashes", "--only-binary=:all:", "--requirement", lock]
        start([*command, *checked], or_else=NO_PACKAGES)


def compile_all() -> None:
    """Compile the packages and the site's own code, for an account that may read them alone. Raises `SetupError`."""
    say("Compiling the code …")
    start(
        [PYTHON, "-m", "compileall", "-q", "-j", "0", VENV / "lib", *OWN_CODE],
        or_else=NOT_COMPILED,
    )


def folder(package: str) -> Path:
    """Return where an installed package lies. Raises `SetupError` if it lies nowhere."""
    found = sorted(VENV.glob(f"lib/python*/site-packages/{package}"))
    if not found:
        raise SetupError(
            f"{VENV} holds no {package}: delete that folder and run the command again."
        )
    return found[-1]


def _make_venv() -> None:
    if _works():
        return
    say(f"Making {VENV.name} with Python {sys.version.split()[0]} …")
    start([sys.executable, "-m", "venv", "--clear", VENV], or_else=NO_VENV)


def _works() -> bool:
    """Say whether `.venv` can install packages; half of one, or one whose Python left, cannot."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0

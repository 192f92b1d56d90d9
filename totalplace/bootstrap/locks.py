"""What exactly is the site built from? The lock files; this makes them anew.

They hold a hash for each package and no address, so that any mirror will do.
"""

import json
from pathlib import Path

from totalplace.bootstrap import ROOT, node, python
from totalplace.bootstrap.terminal import say, start

NO_LOCK = (
    "The locks could not be made. Put right what the lines above name, and run the command again;\n"
    "`git diff` shows what has changed so far."
)


def refresh() -> None:
    """Lock the newest versions that pyproject.toml and package.json allow. Raises `SetupError`."""
    say("Installing uv, which makes the Python locks …")
    start([*python.PIP_INSTALL, "--upgrade", "uv"], or_else=python.NO_PACKAGES)
    _compile(python.LOCK.name)
    _compile(python.S3_LOCK.name, "--extra=s3", f"--constraint={python.LOCK.name}")
    _compile(python.TEST_LOCK.name, "--extra=test", f"--constraint={python.S3_LOCK.name}")
    say(f"Locking {node.LOCK.name} …")
    node.LOCK.unlink(missing_ok=True)
    node.npm("install", "--package-lock-only")
    without_addresses(node.LOCK)


def without_addresses(lock: Path) -> None:
    """Take out of npm's lock where its packages ask for money: those are addresses too."""
    held = json.loads(lock.read_text())
    for package in held["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(held, indent=2) + "\n")


def _compile(lock: str, *options: str) -> None:
    say(f"Locking {lock} …")
    uv = [python.PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", f"--output-file={lock}"]
    hashed = ["--universal", "--generate-hashes", "--upgrade", *options]
    silent = ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    start([*uv, *hashed, *silent], or_else=NO_LOCK, cwd=ROOT)

"""`python -m tests.installed`: install the site as the manual says, use it, lose everything, and have it back."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.installed import daily, people, recovery
from tests.installed.machine import Machine, NotHere, folder_machine, left_out, this_machine
from tests.installed.manual import RUNNING, blocks
from tests.installed.postbox import Postbox
from totalplace.bootstrap import port


def main() -> int:
    """0 if the whole way was gone; 1 with the words of what failed or was missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.installed", description=__doc__)
    parser.add_argument(
        "--here", action="store_true", help="on this machine itself, which is empty, as root"
    )
    whole = parser.parse_args().here
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="totalplace-installed-") as name:
        Path(name).chmod(0o755)  # The account of the site may have to look in.
        number = port.free()
        on = this_machine if whole else folder_machine
        try:
            with Postbox(number) as postbox, on(Path(name), number) as machine:
                _go(machine, postbox)
                missing = left_out(machine)
        except (AssertionError, NotHere) as stop:
            print(f"\nNOT INSTALLED: {stop}\n{_said(Path(name))}", file=sys.stderr)
            return 1
    if missing:
        print("\nNot tried here:", *missing, sep="\n  ")
    print(f"\nInstalled, used, lost and restored as written, in {time.monotonic() - began:.0f} s.")
    return 0


def _go(machine: Machine, postbox: Postbox) -> None:
    for block in blocks(RUNNING, "Installing"):
        _step(f"{block}  {block.commands.splitlines()[0][:90]}", machine.type, block)
    site = people.InstalledSite(machine)
    _step(
        "People begin: an administrator, thirty by sheet, one with a claim",
        people.begin,
        site,
        postbox,
    )
    _step("What cron runs every day", daily.run_each_once, machine)
    machine.new_release()
    for block in blocks(RUNNING, "Upgrading"):
        _step(f"{block}  Upgrading", machine.type, block)
    _step("Everything is lost and restored", recovery.lose_and_restore, machine)
    assert not machine.unused(), f"The manual no longer says {machine.unused()}"


def _step(words: str, do, *of) -> None:
    began = time.monotonic()
    do(*of)
    print(f"{time.monotonic() - began:6.1f} s  {words}", flush=True)


def _said(folder: Path) -> str:
    """The last words of what was started."""
    logs = [(log, log.read_text(errors="replace")[-2000:]) for log in folder.glob("*.log")]
    return "\n".join(f"{log.name}:\n{text}" for log, text in logs if text)


if __name__ == "__main__":
    sys.exit(main())

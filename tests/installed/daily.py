"""Does what cron runs every day go well on a site that was installed as written?"""

import shlex

from tests.installed.machine import Machine
from tests.installed.manual import RUNNING, blocks

CRON = "/etc/cron.d/totalplace"
TIMES, ACCOUNT = 5, 1  # Words before the command.


def run_each_once(machine: Machine) -> None:
    """Each line of the file that was installed, as its account; then none is late."""
    lines = machine.path(CRON).read_text().splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    given = " ".join(line for line in said if not line[0].isdigit())
    for line in said:
        if line[0].isdigit():
            *_, account, command = line.split(" ", TIMES + ACCOUNT)
            typed = shlex.quote(command.replace(r"\%", "%"))
            machine.run(f"runuser -u {account} -- env {given} sh -c {typed}", line)
    ready = machine.run(_is_it_ready())
    assert "late:" not in ready, ready


def _is_it_ready() -> str:
    """What the manual types to see whether the site is ready."""
    [block] = [it for it in blocks(RUNNING, "Installing") if "/health/ready" in it.commands]
    return block.commands

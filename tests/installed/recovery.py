"""Does the site come back from a backup when everything else of it is gone?"""

import json
import zipfile
from pathlib import Path

from tests.installed import people
from tests.installed.machine import Machine
from tests.installed.manual import RECOVERY, RUNNING, Block, blocks
from tests.installed.people import InstalledSite

HOME, BACKUPS = "/srv/totalplace", "/var/backups/totalplace"
# Of step 5: a backup brings the one, and the other is asked after it.
NOT_YET = ("load_reference_data", "check --deploy")
SAID = ("tables", "parts", "migrations")  # What two backups of the same say alike.


def lose_and_restore(machine: Machine) -> None:
    """As the manual has it for a machine that is lost. What is kept: the settings and the backup."""
    make_backup(machine)
    before, kept = _held(machine), machine.programs / "kept"
    machine.run(f"mkdir {kept}; cp {HOME}/.env {BACKUPS}/*.zip {kept}/")
    lose(machine)
    steps = blocks(RUNNING, "Installing")
    for number in (2, 3):
        _type(machine, steps, number)
    machine.run(f"install --group=totalplace --mode=640 {kept}/.env .env")
    _type(machine, steps, 5, without=NOT_YET)
    folder, *others = blocks(RECOVERY, "The machine is lost")
    machine.type(folder)
    machine.run(f"install --owner=totalplace --mode=600 {kept}/*.zip {BACKUPS}/")
    for block in others:
        machine.type(block)
    for number in (6, 7, 8):
        _type(machine, steps, number)
    make_backup(machine)
    assert _held(machine) == before, "The restored site does not hold what was lost."
    people.find_the_claim(InstalledSite(machine))  # With a certificate of its own, again.


def make_backup(machine: Machine) -> None:
    """And ask whether it is whole."""
    for block in blocks(RECOVERY, "Making one"):
        machine.type(block)


def lose(machine: Machine) -> None:
    """The site, its code, its settings, its evidence, its database and its backups."""
    machine.run(
        "systemctl stop totalplace nginx\n"
        "runuser -u postgres -- dropdb totalplace\n"
        "runuser -u postgres -- psql --quiet --dbname=postgres --command='DROP ROLE totalplace'\n"
        f"cd /\nrm -r {HOME} {BACKUPS} /etc/totalplace /etc/nginx/nginx.conf\n"
        "rm /etc/cron.d/totalplace /etc/systemd/system/totalplace.service"
    )
    machine.begin_again()


def _type(machine: Machine, steps: list[Block], step: int, without: tuple[str, ...] = ()) -> None:
    """The commands of one step of installing, but those with any of these words."""
    for block in steps:
        if block.step == step:
            machine.type(block.leaving_out(*without))


def _held(machine: Machine) -> dict:
    """What the last backup says of itself: of each table and file its SHA-256."""
    last = max(machine.path(BACKUPS).glob("*.zip"), key=lambda path: path.name)
    with zipfile.ZipFile(Path(last)) as file:
        said = json.loads(file.read("manifest.json"))
    return {name: said[name] for name in SAID}

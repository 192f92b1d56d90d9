"""Does the site come back from a backup when everything else of it is gone?"""

import json
import zipfile
from pathlib import Path

from tests.installed import people
from tests.installed.machine import Machine
from tests.installed.manual import RECOVERY, RUNNING, Block, blocks
from tests.installed.people import InstalledSite

HOME, BACKUPS = "/srv/totalplace", "/var/backups/totalplace"
NOT_YET = (
    "load_reference_data",
    "check --deploy",
)  # A backup brings the one; the other is asked after it.
SAID = ("tables", "parts", "migrations")  # What two backups of the same say alike.


def lose_and_restore(machine: Machine, site: InstalledSite) -> None:
    """As the manual has it for a machine that is lost. What is kept: the settings and the backup."""
    make_backup(machine)
    before, kept = _held(machine), machine.path("/kept")
    machine.run(f"mkdir {kept}; cp {HOME}/.env {BACKUPS}/*.zip {kept}/")
    lose(machine)
    steps = blocks(RUNNING, "Installing")
    for number in (2, 3):
        _type(machine, steps, number)
    machine.run(f"install --group=totalplace --mode=640 {kept}/.env .env")
    _type(machine, steps, 5, without=NOT_YET)
    _type(machine, steps, 8)
    machine.run(f"install --owner=totalplace --mode=600 {kept}/*.zip {BACKUPS}/")
    for block in blocks(RECOVERY, "The machine is lost"):
        machine.type(block)
    _type(machine, steps, 6)
    make_backup(machine)
    assert _held(machine) == before, "The restored site does not hold what was lost."
    people.find_the_claim(site)


def make_backup(machine: Machine) -> None:
    """And ask whether it is whole."""
    for block in blocks(RECOVERY, "Making one"):
        machine.type(block)


def lose(machine: Machine) -> None:
    """The site, its code, its settings, its evidence, its database and its backups."""
    machine.run(
        "systemctl stop totalplace\n"
        "runuser -u postgres -- dropdb totalplace\n"
        "runuser -u postgres -- psql --quiet --dbname=postgres --command='DROP ROLE totalplace'\n"
        f"cd /\nrm -r {HOME} {BACKUPS}"
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

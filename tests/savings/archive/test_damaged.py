"""Is a damaged backup refused by the name of what is wrong, wherever it is damaged, before anything is touched?"""

import hashlib
import zipfile
from pathlib import Path

import pytest

from savings.archive import parts
from savings.archive.contents import FRAME, Damaged, opened
from savings.archive.restored_tables import tables_with_rows
from tests.savings.archive.conftest import command
from tests.savings.archive.remade import in_manifest, manifest_of, remade

TABLE = "tables/savings_figure.jsonl"
FLIPS = 97

pytestmark = pytest.mark.xdist_group("archive")  # They share a site, which takes seconds to fill.


def _faults(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    with pytest.raises(Damaged) as refusal, opened(path):
        pass
    return list(refusal.value.faults)


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _flip_in(name):
    """One bit in the middle of a part, as it lies in the file."""

    def damage(backup):
        with zipfile.ZipFile(backup) as file:
            part = file.getinfo(name(backup) if callable(name) else name)
        begins = part.header_offset + 30 + len(part.filename) + 20
        return _flipped(backup.read_bytes(), begins + part.compress_size // 2)

    return damage


def _file(backup):
    return next(name for name in manifest_of(backup)["parts"] if name.startswith("evidence/"))


def _without(name, **how):
    return lambda backup: remade(
        backup, lambda its: its.pop(name(backup) if callable(name) else name), **how
    )


def _with(name, content, **how):
    return lambda backup: remade(backup, lambda its: its.update({name: content}), **how)


def _one_row_less(its):
    its[TABLE] = its[TABLE].rpartition(b"\n[")[0] + b"\n"


STRANGER = parts.of_file(hashlib.sha256(b"x").hexdigest())
CUT = "its end is missing or damaged"
DAMAGES = {
    "one bit of a table": (_flip_in(TABLE), f"{TABLE}: damaged"),
    "one bit of a file": (_flip_in(_file), "{file}: damaged"),
    "one bit of the manifest": (_flip_in("manifest.json"), "manifest.json: damaged"),
    "one bit of a time in the list of the ZIP": (
        lambda backup: _flipped(backup.read_bytes(), 10),
        FRAME,
    ),
    "the last byte cut off": (lambda backup: backup.read_bytes()[:-1], FRAME),
    "a half": (lambda backup: backup.read_bytes()[: backup.stat().st_size // 2], CUT),
    "nothing in it": (lambda backup: b"", CUT),
    "something behind it": (lambda backup: backup.read_bytes() + b"\n", FRAME),
    "another kind of file": (lambda backup: b"id,name\n1,Kent\n", CUT),
    "a table missing": (_without(TABLE), f"{TABLE}: missing"),
    "a table missing in the manifest too": (
        _without(TABLE, listed=True),
        f"{TABLE}: missing from the manifest",
    ),
    "a file missing": (_without(_file), "{file}: missing"),
    "a file missing in the manifest too": (
        _without(_file, listed=True),
        "{file}: missing, though tables/savings_storedfile.jsonl names it",
    ),
    "the manifest missing": (_without("manifest.json"), "manifest.json: missing"),
    "a file added": (_with(STRANGER, b"x"), f"{STRANGER}: added"),
    "a file added to the manifest too": (
        _with(STRANGER, b"x", listed=True),
        f"{STRANGER}: added, no row names it",
    ),
    "a table replaced": (_with(TABLE, b'["id"]\n'), f"{TABLE}: not as the manifest has it"),
    "a file replaced, and the manifest agrees": (
        lambda backup: remade(
            backup, lambda its: its.update({_file(backup): b"other"}), listed=True
        ),
        "{file}: not the file of this name",
    ),
    "a manifest of something else": (
        _with("manifest.json", b'{"format": 1, "parts": {}}'),
        "manifest.json: not that of a backup",
    ),
    "a row less": (
        lambda backup: remade(backup, _one_row_less, listed=True),
        f"{TABLE}: 17 rows, and the manifest counts 18",
    ),
    "of another format": (
        lambda backup: remade(backup, in_manifest(format=lambda _: 2)),
        "manifest.json: this backup has format 2",
    ),
}


@pytest.mark.parametrize(("damage", "named"), DAMAGES.values(), ids=DAMAGES)
def test_it_is_refused_by_name(sites, tmp_path, damage, named):
    (fault,) = _faults(tmp_path / "damaged.zip", damage(sites.backup))

    assert fault.startswith(named.format(file=_file(sites.backup)))


def test_one_bit_changed_anywhere_is_found(sites, tmp_path):
    content = sites.backup.read_bytes()
    everywhere = range(0, len(content), len(content) // FLIPS)
    # The lists at the end are short, and hold what a ZIP does not check itself.
    in_the_lists = range(len(content) - 6_000, len(content), 6_000 // FLIPS)

    for place in [*everywhere, *in_the_lists]:
        assert _faults(tmp_path / "damaged.zip", _flipped(content, place)), place


def test_whoever_restores_it_is_told_and_the_site_stays_empty(sites, tmp_path):
    path, root = tmp_path / "damaged.zip", tmp_path / "evidence"
    path.write_bytes(_without(TABLE)(sites.backup))
    with sites.empty(root):
        _, failed = command("restore", str(path))
        _, checked = command("restore", "--check", str(path))

        assert failed.splitlines() == [
            f"{path} is damaged, and nothing was touched. Use another backup. What is wrong:",
            f"{TABLE}: missing",
        ]
        assert checked == failed
        assert tables_with_rows() == []
    assert not root.exists()


def test_one_that_is_whole_is_said_to_be(sites):
    assert command("restore", "--check", str(sites.backup))[0].startswith("The backup is whole: ")


def test_a_name_without_a_file_is_said(tmp_path):
    assert (
        command("restore", str(tmp_path / "no.zip"))[1]
        == f"There is no file {tmp_path / 'no.zip'}."
    )

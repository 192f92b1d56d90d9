"""Are stored bytes where they should be, safe from a power cut, and never changed? In a folder and in a bucket."""

import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from savings.evidence import store

CONTENT = b"what was sent"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"


@pytest.fixture
def in_a_folder(root):
    return root


@pytest.fixture(params=["folder", "bucket"])
def _each_storage(request):
    request.getfixturevalue(f"in_a_{request.param}")


def stored_content():
    with store.open_stored(SHA256) as file:
        return file.read()


def at(minutes):
    """So many minutes from now."""
    return timezone.now() + timedelta(minutes=minutes)


@pytest.mark.usefixtures("_each_storage")
def test_what_is_put_is_there_under_its_hash(received):
    assert not store.exists(SHA256)

    store.put(received("a.csv", CONTENT), SHA256)

    assert store.exists(SHA256)
    assert stored_content() == CONTENT
    assert list(store.stored_hashes()) == [SHA256]


@pytest.mark.usefixtures("_each_storage")
def test_the_same_bytes_put_twice_are_there_once(received):
    store.put(received("a.csv", CONTENT), SHA256)
    store.put(received("b.csv", CONTENT), SHA256)

    assert list(store.stored_hashes()) == [SHA256]
    assert stored_content() == CONTENT


@pytest.mark.usefixtures("_each_storage")
def test_bytes_that_are_not_there_cannot_be_opened():
    with pytest.raises(FileNotFoundError), store.open_stored(SHA256) as file:
        file.read()


@pytest.mark.usefixtures("_each_storage")
def test_what_is_deleted_is_gone(received):
    store.put(received("a.csv", CONTENT), SHA256)

    store.delete(SHA256)

    assert not store.exists(SHA256)


@pytest.mark.usefixtures("_each_storage")
def test_only_what_is_old_enough_is_swept(received):
    store.put(received("a.csv", CONTENT), SHA256)

    assert not store.delete_if_older(SHA256, at(-1))
    assert store.exists(SHA256)
    assert store.delete_if_older(SHA256, at(1))
    assert not store.exists(SHA256)


@pytest.mark.usefixtures("_each_storage")
def test_a_stored_file_can_be_handed_to_a_child(received):
    store.put(received("a.csv", CONTENT), SHA256)

    with store.open_stored(SHA256) as file:
        file.seek(0)

        assert os.read(file.fileno(), 100) == CONTENT


def test_files_and_folders_are_for_the_sites_own_account_only(in_a_folder, received):
    store.put(received("a.csv", CONTENT), SHA256)

    assert (in_a_folder / NAME).stat().st_mode & 0o777 == 0o600
    for folder in (in_a_folder / NAME).parents[:3]:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_stored_file_is_never_written_over(in_a_folder, received):
    store.put(received("a.csv", CONTENT), SHA256)
    first = (in_a_folder / NAME).stat()

    store.put(received("a.csv", CONTENT), SHA256)

    assert (in_a_folder / NAME).stat().st_ino == first.st_ino


def test_a_file_is_on_the_disk_before_its_name_and_its_name_before_we_say_so(
    in_a_folder, received, monkeypatch
):
    file = received("a.csv", CONTENT)
    folder = (in_a_folder / NAME).parent
    order, fsync, rename = [], os.fsync, os.rename

    def noted_fsync(opened):
        order.append(os.path.realpath(f"/proc/self/fd/{opened}"))
        fsync(opened)

    def noted_rename(source, target):
        order.append("rename")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "rename", noted_rename)
    sent_to = file.temporary_file_path()
    store.put(file, SHA256)

    assert order == [
        *map(str, [in_a_folder, folder.parent]),  # the two new folders, in those above them
        sent_to,
        "rename",
        str(folder),
    ]


def test_sending_bytes_again_keeps_them_from_the_sweep(in_a_folder, received):
    store.put(received("a.csv", CONTENT), SHA256)
    _grow_old(in_a_folder / NAME)

    store.put(received("a.csv", CONTENT), SHA256)

    assert not store.delete_if_older(SHA256, at(-60))


def test_bytes_sent_again_in_the_very_moment_of_the_sweep_go_back(
    in_a_folder, received, monkeypatch
):
    store.put(received("a.csv", CONTENT), SHA256)
    _grow_old(in_a_folder / NAME)
    rename = os.rename

    def rename_after_somebody_sent_it(source, target):
        if source == in_a_folder / NAME:
            store.put(received("again.csv", CONTENT), SHA256)
        rename(source, target)

    monkeypatch.setattr(os, "rename", rename_after_somebody_sent_it)

    assert not store.delete_if_older(SHA256, at(-60))
    assert stored_content() == CONTENT


def test_other_things_in_the_folder_are_not_taken_for_stored_files(in_a_folder, received):
    store.put(received("a.csv", CONTENT), SHA256)
    (in_a_folder / NAME).with_name("notes.txt").write_text("not ours")

    assert list(store.stored_hashes()) == [SHA256]


def _grow_old(path: Path) -> None:
    long_ago = time.time() - 7200
    os.utime(path, (long_ago, long_ago))


@pytest.mark.usefixtures("_each_storage")
def test_trying_to_write_leaves_nothing(in_a_folder):
    storages["evidence"].try_to_write()

    assert not list(store.stored_hashes())
    assert [path.name for path in in_a_folder.rglob("*")] == ["incoming"]

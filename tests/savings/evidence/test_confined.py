"""Does a file that breaks its reader break nothing else?"""

import io
import subprocess
import sys

import pytest
from django.conf import settings

from savings.evidence import confined
from savings.evidence.checks import files_can_be_read_apart
from savings.evidence.child.limits import BEGUN
from savings.evidence.confined import ChildNotStarted, ChildRefused, read_apart
from tests.savings.evidence.made_files import huge_png, pdf, png

pytestmark = pytest.mark.no_database


@pytest.fixture
def on_disk(tmp_path):
    def _on_disk(content):
        path = tmp_path / "file"
        path.write_bytes(content)
        return path.open("rb")

    return _on_disk


def test_the_child_answers_wherever_the_file_was_read_to(on_disk):
    with on_disk(pdf(pages=3)) as file:
        file.seek(0, io.SEEK_END)

        assert read_apart("count_pages", file=file) == b"3"


@pytest.mark.parametrize(
    ("task", "content", "code"),
    [
        (["check_picture", "png"], huge_png(10_000, 10_000), "image_bomb"),
        (["check_picture", "jpeg"], png(), "corrupt"),
        (["count_pages"], b"%PDF-", "corrupt"),
        (["count_pages"], pdf(encrypted=True), "encrypted"),
        (["draw_page", "no page"], pdf(), ""),
    ],
)
def test_a_refusal_has_a_code_and_a_death_has_none(on_disk, task, content, code):
    with on_disk(content) as file, pytest.raises(ChildRefused) as refusal:
        read_apart(*task, file=file)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("child", "why"),
    [
        (["/no/such/program"], "No such file or directory"),
        ([sys.executable, "-m", "no_such_module"], "No module named no_such_module"),
        ([sys.executable, "-c", "import sys; sys.exit(1)"], "it ended with 1 and said nothing"),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], "it ended with -9"),
        ([sys.executable, "-c", "import time; time.sleep(9)"], "it took more than 1 seconds"),
    ],
    ids=["no program", "no library", "silent", "killed", "too slow"],
)
def test_a_child_that_does_not_start_is_no_fault_of_the_file(
    on_disk, monkeypatch, caplog, child, why
):
    monkeypatch.setattr(confined, "_CHILD", child)
    monkeypatch.setattr(confined, "SECONDS", 1)

    with on_disk(pdf()) as file, pytest.raises(ChildNotStarted):
        read_apart("count_pages", file=file)
    [error] = files_can_be_read_apart()

    assert why in caplog.records[0].getMessage()
    assert why in error.msg
    assert error.id == "savings.E002"


def test_where_the_child_starts_the_check_is_silent():
    assert files_can_be_read_apart() == []


@pytest.mark.parametrize("ends", ["time.sleep(9)", "os.kill(os.getpid(), 9)", "sys.exit(1)"])
def test_what_ends_a_child_that_has_begun_is_the_files_fault_and_nobody_waits_long(
    on_disk, monkeypatch, ends
):
    begun = f"import os, sys, time; os.write(2, {BEGUN!r}); {ends}"
    monkeypatch.setattr(confined, "_CHILD", [sys.executable, "-c", begun])
    monkeypatch.setattr(confined, "SECONDS", 1)

    with on_disk(pdf()) as file, pytest.raises(ChildRefused) as refusal:
        read_apart("count_pages", file=file)

    assert refusal.value.code == ""
    [error] = files_can_be_read_apart()
    assert error.id == "savings.E002"


@pytest.mark.parametrize(
    ("attempt", "fails_with"),
    [
        ("bytearray(1 << 30)", "MemoryError"),
        ("sys.stdout.buffer.write(bytes(30 << 20))", "File too large"),
        ("[x for x in iter(int, 1)]", None),
    ],
    ids=["memory", "output", "time"],
)
def test_the_child_has_little_of(tmp_path, attempt, fails_with):
    code = (
        "import sys; from savings.evidence.child import __main__ as child, limits;"
        f"limits.PROCESSOR_SECONDS = 1; child.give_up_rights(); {attempt}"
    )

    with (tmp_path / "output").open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env={},
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=30,
        )

    assert done.returncode != 0
    assert fails_with is None or fails_with in done.stderr

"""How is a file read by a library that might break over it, without harm to the site?

In a child process: see `savings.evidence.child`. If the child dies over the file, the file was at fault; if it does
not come to the file at all, this machine is.
"""

import errno
import logging
import subprocess
import sys
import tempfile
from typing import IO

from django.conf import settings
from django.core.files import File

from savings.evidence.child.limits import BEGUN, OUTPUT, REFUSED, SECONDS

_CHILD = [sys.executable, "-E", "-s", "-m", "savings.evidence.child"]


_log = logging.getLogger(__name__)


class ChildNotStarted(OSError):
    """No file can be read apart now, whichever it is. An outage: what was sent is not at fault, and not taken."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.ENOMEM, f"The child that reads files did not start: {why}")


class ChildRefused(Exception):
    """The child could not read the file. `code` is one of `refusals`; empty if it died: of memory, time or a fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_apart(task: str, *arguments: str, file: IO[bytes] | File) -> bytes:
    """Have a child do the task on `file`, from its start, and return its answer; ChildRefused, ChildNotStarted.

    The answer goes through a file, for which the child has a limit: a child that is out of hand cannot fill our memory.
    """
    file.seek(0)
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        try:
            status = subprocess.run(  # noqa: S603 our own program; no argument comes from outside
                [*_CHILD, task, *arguments],
                stdin=file.fileno(),
                stdout=answer,
                stderr=complaint,
                cwd=settings.BASE_DIR,
                env={},
                timeout=SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            status = None
        except OSError as error:
            raise _not_started(str(error)) from error
        _check_begun(complaint, status)
        answer.seek(0)
        said = answer.read(OUTPUT)
    if status == REFUSED:
        raise ChildRefused(said.decode())
    if status != 0:
        raise ChildRefused("")
    return said


def _check_begun(complaint: IO[bytes], status: int | None) -> None:
    complaint.seek(0)
    said = complaint.read(OUTPUT)
    if said.startswith(BEGUN):
        return
    if status is None:
        raise _not_started(f"it took more than {SECONDS} seconds")
    lines = said.decode(errors="replace").strip().splitlines()
    raise _not_started(lines[-1] if lines else f"it ended with {status} and said nothing")


def _not_started(why: str) -> ChildNotStarted:
    _log.error("The child that reads PDFs and pictures did not start: %s", why)
    return ChildNotStarted(why)

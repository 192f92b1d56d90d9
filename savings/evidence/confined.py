"""How is a file read by a library that might break over it, without harm to the site?

In a child process: see `savings.evidence.child`. If the child dies, the file was at fault.
"""

import subprocess
import sys
import tempfile
from typing import BinaryIO

from django.conf import settings

from savings.evidence.child.limits import OUTPUT, REFUSED, SECONDS

_CHILD = [sys.executable, "-E", "-s", "-m", "savings.evidence.child"]


class ChildRefused(Exception):
    """The child could not read the file. `code` is one of `refusals`; empty if it died: of memory, time or a fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_apart(task: str, *arguments: str, file: BinaryIO) -> bytes:
    """Have a child do the task on `file`, from its start, and return its answer; ChildRefused.

    The answer goes through a file, for which the child has a limit: a child that is out of hand cannot fill our memory.
    """
    file.seek(0)
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 our own program; no argument comes from outside
                [*_CHILD, task, *arguments],
                stdin=file.fileno(),
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env={},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ChildRefused("") from None
        answer.seek(0)
        said = answer.read(OUTPUT)
    if done.returncode == REFUSED:
        raise ChildRefused(said.decode())
    if done.returncode:
        raise ChildRefused("")
    return said

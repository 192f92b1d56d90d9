"""How does the bootstrap speak to the person, and start other programs?

Everything goes to the standard error stream, because the output of `manage` belongs to the command.
"""

import subprocess
import sys
from typing import Any

LINES_SHOWN = 15


class SetupError(Exception):
    """Something outside the code is missing; the message says what, and what to do."""


def say(sentence: str) -> None:
    """Tell the person, in one line, what is being done."""
    print(sentence, file=sys.stderr, flush=True)


def start(command: list, *, or_else: str, **options: Any) -> None:
    """Run a program in silence; if it fails, stop with its last words and with what to do.

    `options` are those of `subprocess.run`. Raises `SetupError`.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **options,
        )
    except OSError as error:
        raise SetupError(
            f"{command[0]} could not be started: {error.strerror}.\n{or_else}"
        ) from error
    if done.returncode:
        last_words = done.stdout.strip().splitlines()[-LINES_SHOWN:]
        raise SetupError("\n".join([*(f"    {line}" for line in last_words), or_else]))

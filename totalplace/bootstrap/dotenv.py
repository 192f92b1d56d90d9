"""Which secrets does this machine keep? Those in `.env`, made at random on the first start."""

import os
import secrets
from pathlib import Path

from totalplace.bootstrap import ROOT
from totalplace.bootstrap.terminal import say

FILE = ROOT / ".env"
SET_ELSEWHERE = {"SECRET_KEY", "ENV_FILE"}

TEXT = """\
# This machine's settings, made by the first start. Not for sharing: git ignores this file.
# DEMO=1 is for this machine only; docs/running.md says what each setting does.
DEMO=1
SECRET_KEY={secret_key}
DEMO_PASSWORD={password}
"""


def make(file: Path = FILE) -> None:
    """Write `.env` if there is none, so that nobody else can read it, all of it or nothing.

    A machine that has its key or its settings elsewhere is no demonstration, and does not become one by a command.
    """
    if file.exists() or SET_ELSEWHERE & os.environ.keys():
        return
    say(f"Writing {file.name} with a random secret key and password …")
    text = TEXT.format(secret_key=secrets.token_urlsafe(50), password=secrets.token_urlsafe(12))
    draft = file.with_name(".env.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(text)
    draft.rename(file)

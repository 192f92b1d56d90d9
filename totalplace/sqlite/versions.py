"""Which versions of SQLite are sound, and which one stands for `sqlite3` here?

Up to 3.51.2 two connections that write and checkpoint at the same moment can corrupt a database with a write-ahead
log: the WAL-reset fault, https://www.sqlite.org/wal.html#walresetbug. `run` serves from just such a database.
"""

import sqlite3
import sys

MENDED = (
    (3, 44, 6),
    (3, 50, 7),
    (3, 51, 3),
)  # The first two only for what continues 3.44 and 3.50.


def is_sound(version: tuple[int, ...]) -> bool:
    """Whether SQLite of this version is free of the fault."""
    continued = any(version[:2] == mended[:2] and version >= mended for mended in MENDED)
    return continued or version >= MENDED[-1]


def in_words(version: tuple[int, ...]) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


def bring_sound_one() -> None:
    """Let `import sqlite3` find `pysqlite3` from here on, if the system's own is not sound.

    For the whole process: two SQLites that open the same file undo each other's locks. What has imported the
    system's before, as coverage has, goes on with it in its own files.
    """
    if is_sound(sqlite3.sqlite_version_info):
        return
    try:
        import pysqlite3
    except ImportError:  # There is no wheel for this machine. A system check says what that means.
        return
    if pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

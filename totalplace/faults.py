"""What does a fault say of itself without saying what was in the data: which chain of faults, each in which state?

The words of a fault are never looked at here nor passed on: they quote figures, names and addresses.
"""

import errno
import re
from collections.abc import Iterator

NO_STATE = "no SQLSTATE"  # PostgreSQL's client says so itself: there was no server to give one.
_OF_THE_CLIENT = {"OperationalError", "InterfaceError", "DatabaseError"}
# The one thing that SQLite tells in words alone. They name tables and columns, or the constraint.
_CONSTRAINT = re.compile(r"\w+(?: \w+)? constraint failed: (?:index ')?([\w.]+(?:, [\w.]+)*)'?")


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault, what it came from, and so on to the first: as Python tells them, each once."""
    told = set()
    while fault is not None and id(fault) not in told:
        told.add(id(fault))
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def state(fault: BaseException) -> str:
    """The word of whoever met it: `SQLITE_FULL`, `53100` of PostgreSQL, `ENOSPC` of the machine; empty without one."""
    if hasattr(fault, "sqlite_errorname"):
        return fault.sqlite_errorname
    if hasattr(fault, "pgcode"):
        return fault.pgcode or (NO_STATE if type(fault).__name__ in _OF_THE_CLIENT else "")
    if isinstance(fault, OSError):
        return errno.errorcode.get(fault.errno or 0, "")
    return ""


def constraint(fault: BaseException) -> str:
    """The constraint that the database saw broken; empty where it names none."""
    if hasattr(fault, "sqlite_errorname"):
        found = _CONSTRAINT.fullmatch(str(fault))
        return found.group(1) if found else ""
    return getattr(getattr(fault, "diag", None), "constraint_name", None) or ""

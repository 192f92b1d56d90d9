"""How is the site started, tested and managed on a machine that has only Python?

    python3 -m totalplace run         the site, with demonstration data
    python3 -m totalplace test        every test, on both databases and in a browser
    python3 -m totalplace manage …    Django's own commands
    python3 -m totalplace benchmark   the hot paths beside the database's own speed
    python3 -m totalplace install     what production is made of
    python3 -m totalplace lock        newer versions of what the site is built from

This file must be readable by any Python 3, so that an old one can be told that it is too old:
what it needs is imported once the version is known.
"""

import sys

NEEDS = (3, 11)


def refusal(version: tuple) -> str:
    """Return what to tell a person whose Python is too old, or nothing."""
    if version >= NEEDS:
        return ""
    return (
        "totalplace needs Python {}.{} or newer; this is Python {}.{}.\n"
        "Install a newer Python and start totalplace with it, for example:\n"
        "    python3.11 -m totalplace run"
    ).format(*NEEDS, *version[:2])


def main() -> "str | int | None":
    """Check the Python, then hand over to the command line."""
    sentence = refusal(tuple(sys.version_info))
    if sentence:
        return sentence
    from totalplace.bootstrap import command_line

    return command_line.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

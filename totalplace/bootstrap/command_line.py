"""What can be asked for on the command line, and what has to be there first?"""

import argparse
import os
import signal
import sys

from totalplace.bootstrap import ROOT, browser, dotenv, locks, node, python, suite
from totalplace.bootstrap.terminal import SetupError

PROGRAM = "python3 -m totalplace"

# Of somebody's other work: they would lead our programs to other packages and settings, or change how Python runs.
MISLEADING = [
    "DJANGO_SETTINGS_MODULE",
    "PYTHONDEVMODE",
    "PYTHONHOME",
    "PYTHONOPTIMIZE",
    "PYTHONPATH",
    "PYTHONWARNINGS",
]

HELP = """\
  run [--port N]   set everything up, and serve the site on this machine with demonstration data
  test [...]       every test, on both databases and in a browser; what follows is for pytest,
                   for example: test -k figures; with --coverage, which branches they reach;
                   with --only style, sqlite or postgresql, that part of it alone
  manage ...       one of Django's commands, for example: manage migrate
  benchmark [...]  the hot paths as ratios against the database's own speed
  install          what the site is made of, and nothing else: for production
  lock             take up newer versions of what the site is built from

All of them set up first what is missing, and may be repeated.
"""


def main(arguments: list[str]) -> int | str:
    """Do what was asked. Return the exit status, or the words that explain the failure."""
    command = _parser().parse_args(arguments[:1]).command
    forget_other_work()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # What was started is then stopped.
    try:
        return COMMANDS[command](arguments[1:])
    except SetupError as stop:
        return str(stop)
    except KeyboardInterrupt:
        return "\nStopped."


def forget_other_work() -> None:
    """Take out of the environment what was set for it."""
    for name in MISLEADING:
        os.environ.pop(name, None)


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"{PROGRAM} run")
    parser.add_argument("--port", type=_port, default=8000, help="where to serve (default: 8000)")
    port = parser.parse_args(arguments).port
    _set_up()
    return _become("-m", "totalplace.server", "--port", str(port))


def _test(arguments: list[str]) -> int | str:
    if arguments in (["-h"], ["--help"]):
        return main(["--help"])
    asked = suite.asked_for(arguments)
    _set_up(for_tests=True)
    if asked.parts != (suite.STYLE,):
        browser.install()
    return suite.run(asked)


def _manage(arguments: list[str]) -> int:
    _set_up()
    return _become(str(ROOT / "manage.py"), *arguments)


def _benchmark(arguments: list[str]) -> int:
    _set_up(for_tests=True)
    return _become("-m", "tests.benchmarks", *arguments)


def _install(_arguments: list[str]) -> int:
    """What production is made of. No settings: it is no demonstration. Compiled: its account writes nothing here."""
    _set_up_code()
    python.compile_all()
    return 0


def _lock(_arguments: list[str]) -> int:
    python.install()
    locks.refresh()
    return 0


COMMANDS = {
    "run": _run,
    "test": _test,
    "manage": _manage,
    "benchmark": _benchmark,
    "install": _install,
    "lock": _lock,
}


def _set_up(*, for_tests: bool = False) -> None:
    _set_up_code(for_tests=for_tests)
    dotenv.make()


def _set_up_code(*, for_tests: bool = False) -> None:
    python.install(for_tests=for_tests)
    node.install(for_tests=for_tests)
    node.compile_css()


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")
    return int(text)


def _become(*arguments: str) -> int:
    """Hand this process over to the Python of `.venv`; come back only if that fails."""
    command = [str(python.PYTHON), *arguments]
    return os.execv(command[0], command)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Where a saving is stated, evidenced, reviewed, added up and used.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS)
    return parser

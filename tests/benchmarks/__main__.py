"""How fast are the hot paths against the database itself, and the lists of the workspace against their empty pages?

python3 -m totalplace benchmark [--only figures|queue|lists|pages]
"""

import argparse
import os
import sys

import django


def main(arguments: list[str]) -> None:
    """Measure, in databases made for it, what `arguments` ask for; print a line for each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "totalplace.settings")
    django.setup()
    from tests.benchmarks.parts import PARTS
    from tests.benchmarks.throwaway import throwaway

    asked = _parser(PARTS).parse_args(arguments)
    with throwaway() as databases:
        for name, measure in PARTS.items():
            if asked.only in (None, name):
                for line in measure(databases, asked):
                    print(line, flush=True)


def _parser(parts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m totalplace benchmark",
        description="Print the hot paths as ratios against the database's own speed, and the lists of the workspace "
        "against the same pages with no rows, and the pages read most against a plain one, in databases made for it.",
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="figures to export")
    parser.add_argument("--import-rows", type=int, default=100_000, help="figures to import")
    parser.add_argument("--claims", type=int, default=100_000, help="claims to list")
    parser.add_argument("--repeats", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--only", choices=parts, help="this part alone")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])

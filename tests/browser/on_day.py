"""What would a command of the site do so many days ago? `python -m tests.browser.on_day 60 demo --password …`"""

import os
import sys
from datetime import UTC, datetime, timedelta

import time_machine


def main() -> None:
    days, *words = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "totalplace.settings")
    from django.core.management import execute_from_command_line

    with time_machine.travel(datetime.now(UTC) - timedelta(days=int(days))):
        execute_from_command_line(["manage.py", *words])


if __name__ == "__main__":
    main()

#!/usr/bin/env python
"""Django's own command line; `python3 -m totalplace manage …` reaches it with everything set up."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "totalplace.settings")
    execute_from_command_line(sys.argv)

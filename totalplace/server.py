"""How is the site served on this machine, by `run` and for the browser tests?

The port is taken first. Then the database is brought up to date and, if nobody is in it, filled
with the demonstration; whoever opens the page meanwhile waits instead of being turned away.
"""

import argparse
import os
import socket
import sys

import django
import waitress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

ADDRESS = "127.0.0.1"  # This machine only: the demonstration's password is on its screen.
MADE_UP = ".example"  # No real e-mail address ends like this.


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python3 -m totalplace run")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    with claim(port) as taken:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "totalplace.settings")
        django.setup()
        prepare_database()
        announce(port)
        waitress.create_server(get_wsgi_application(), sockets=[taken], threads=8).run()


def claim(port: int) -> socket.socket:
    """Take the port, or exit with words that say why not and what to do."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((ADDRESS, port))
        taken.listen()
    except (OSError, OverflowError) as error:
        taken.close()
        sys.exit(
            f"Port {port} cannot be used: {getattr(error, 'strerror', error)}. If the site is "
            "already running in another window, use that one or stop it there (Ctrl+C);\n"
            "else choose another port, for example:\n"
            f"    python3 -m totalplace run --port {port + 1 if 1024 <= port < 65535 else 8001}"
        )
    return taken


def prepare_database() -> None:
    """Migrate; load the demonstration into a database that nobody is in."""
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", verbosity=0)
    if settings.DEMO and not get_user_model().objects.exists():
        print("Loading the demonstration …", flush=True)
        call_command("demo", password=settings.DEMO_PASSWORD)


def announce(port: int) -> None:
    """Print who can sign in, and where."""
    people = get_user_model().objects.filter(email__endswith=MADE_UP).order_by("pk")
    emails = people.values_list("email", flat=True)
    if settings.DEMO and emails:
        print("\nSign in as one of these, with the password", settings.DEMO_PASSWORD)
        print(*(f"    {email}" for email in emails), sep="\n")
    print(f"\nThe site is at http://{ADDRESS}:{port}/  (Ctrl+C stops it)", flush=True)


if __name__ == "__main__":
    main()

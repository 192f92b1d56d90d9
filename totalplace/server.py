"""How is the site served on this machine, by `run` and for the browser tests?

The port is taken first. Then the database is brought up to date and, if it is new, filled with the
demonstration; whoever opens the page meanwhile waits instead of being turned away. Connections on
which nothing is sent or taken are closed after a while; until then there is room for many of them,
without a proxy: so this is waitress. Production has `production_server`, and the reasons in decision 013.
"""

import argparse
import io
import os
import resource
import socket
import sys
from typing import Any
from wsgiref.types import WSGIApplication

import django
import waitress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

ADDRESS = "127.0.0.1"  # This machine only: the demonstration's password is on its screen.
IDLE_SECONDS = 20  # Nobody's browser is that slow to send or to take the next bytes.
CONNECTIONS = 2_000  # Twice what is tried. Waitress looks at each at every turn, so not many more.
LIMITS = {
    "threads": 8,
    "channel_timeout": IDLE_SECONDS,
    "cleanup_interval": 5,
    # The other way to wait, `select`, breaks at the descriptor 1,024.
    "asyncore_use_poll": True,
    # Bytes of a download that wait for a slow reader. They wait in a file, and no thread with them.
    "outbuf_high_watermark": 1 << 30,
    # That somebody's connection broke is no fault of the site.
    "log_socket_errors": False,
}
PORT_REFUSED = """\
Port {port} cannot be used: {why}.
If the site is running in another window already, go on there, or stop it there with Ctrl+C.
Else choose another port, for example: python3 -m totalplace run --port {other}"""
MADE_UP = ".example"  # No real e-mail address ends like this.


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python3 -m totalplace run")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    with claim(port) as taken:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "totalplace.settings")
        os.environ.setdefault("SITE_URL", f"http://{ADDRESS}:{port}")
        django.setup()
        prepare_database()
        announce(port)
        connections.close_all()  # This thread asks nothing more; its database is to be closed when nobody works on it.
        from totalplace.wsgi import application  # Only now: it reads the settings.

        serving(application, taken).run()


def serving(application: WSGIApplication, taken: socket.socket) -> Any:
    """Give the server, ready to run, with room for many connections that come to nothing."""
    # Waitress waits for ever for a reader who takes nothing; Linux can be told not to.
    if limit := getattr(socket, "TCP_USER_TIMEOUT", None):
        taken.setsockopt(socket.IPPROTO_TCP, limit, IDLE_SECONDS * 1_000)
    return waitress.create_server(application, sockets=[taken], connection_limit=room(), **LIMITS)


def room() -> int:
    """How many connections the machine has files for; as many files as this needs are asked for.

    A connection may need one beside its own, and the site needs some of its own.
    """
    wanted = 2 * CONNECTIONS + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return (most - 200) // 2


def claim(port: int) -> socket.socket:
    """Take the port, or exit with words that say why not and what to do."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((ADDRESS, port))
        taken.listen()
    except OSError as error:
        taken.close()
        sys.exit(PORT_REFUSED.format(port=port, why=error.strerror, other=max(port + 1, 8000)))
    return taken


def prepare_database() -> None:
    """Migrate, and say what is wrong with the database.

    Load the demonstration unless its people are there with the password we print.
    """
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", verbosity=0)
    for problem in run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS]):
        print(problem, file=sys.stderr, flush=True)
    if not settings.DEMO:
        return
    people = demonstration_people()
    if not people or not people[0].check_password(settings.DEMO_PASSWORD):
        print("Loading the demonstration …", flush=True)
        call_command("demo", password=settings.DEMO_PASSWORD, stdout=io.StringIO())


def announce(port: int) -> None:
    """Print who can sign in, and where."""
    if settings.DEMO:
        print("\nSign in as one of these, with the password", settings.DEMO_PASSWORD)
        print(*(f"    {person.email}" for person in demonstration_people()), sep="\n")
    print(f"\nThe site is at http://{ADDRESS}:{port}/  (Ctrl+C stops it)", flush=True)


def demonstration_people() -> list:
    """Return the made-up people who can sign in, in the order in which they were made."""
    people = get_user_model().objects.filter(email__endswith=MADE_UP).order_by("pk")
    return [person for person in people if person.has_usable_password()]


if __name__ == "__main__":
    main()

"""Is the machine set up as the site needs it? Of the database, the database itself is asked, not the settings.

What only `check --deploy` asks may be wrong while a site is being set up, and keeps people out, or the site from them.
"""

import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.checks import ERROR, WARNING, CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from totalplace.govuk.assets import are_collected
from totalplace.sqlite import versions
from totalplace.sqlite.private_file import files, is_open_to_others

if TYPE_CHECKING:
    from totalplace.sqlite.base import DatabaseWrapper

# What each pragma must answer. Synchronous 2 is FULL; the wait is in milliseconds.
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}


@register(Tags.database)
def sqlite_keeps_what_it_acknowledges(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Every SQLite connection must wait its turn to write, and be on the disk when it says so."""
    return [
        Error(
            f"The SQLite database '{connection.alias}' would lose work: {', '.join(wrong)}.",
            hint="Leave the options in totalplace/settings.py as they are, and keep "
            "the file on a local disk: network disks have no write-ahead log.",
            id="totalplace.E001",
        )
        for connection in _of_sqlite(databases)
        if (wrong := wrong_options(connection))
    ]


@register(Tags.database)
def sqlite_is_sound(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An older SQLite can corrupt what is written by several people at once; to try the site out it will do."""
    level, letter = (WARNING, "W") if settings.DEMO else (ERROR, "E")
    wanted = versions.in_words(versions.MENDED[-1])
    return [
        CheckMessage(
            level,
            f"SQLite {versions.in_words(version)} can corrupt the database '{connection.alias}' "
            "when two people save at the same moment.",
            hint=f"Use a Python with SQLite {wanted} or newer, or install pysqlite3, which brings one, where there "
            "is a wheel of it for this machine. Or set DATABASE_URL to a PostgreSQL.",
            id=f"totalplace.{letter}004",
        )
        for connection in _of_sqlite(databases)
        if not versions.is_sound(version := connection.get_database_version())
    ]


@register(Tags.database)
def sqlite_file_is_private(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Opening it makes it so, unless it is another account's or its disk keeps no modes."""
    return [
        CheckMessage(
            WARNING,
            f"Others on this machine can read {file}.",
            hint="Give it to the account that the site runs under, and keep it on a disk that has file modes; "
            "the site then closes it to everybody else.",
            id="totalplace.W005",
        )
        for connection in _of_sqlite(databases)
        if connection.is_in_a_file()
        for file in _opened(connection)
        if is_open_to_others(file)
    ]


@register(Tags.database, deploy=True)
def cache_table_exists(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Sign-in counts its failures in the cache; without the table nobody can sign in.

    For deployment only: `migrate` asks the other checks of the database before it makes the table.
    """
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return []
    alias = router.db_for_read(cache.cache_model_class)
    if alias not in (databases or []):
        return []
    table = cache.cache_model_class._meta.db_table
    if table in connections[alias].introspection.table_names():
        return []
    return [
        Error(
            f"The cache table '{table}' is missing, so nobody can sign in.",
            hint="Run: python manage.py migrate",
            id="totalplace.E002",
        )
    ]


@register
def site_has_an_address(app_configs: object = None, **kwargs: Any) -> list[Error]:
    """Links in mail lead to it, and cannot be made from a pattern of hosts."""
    if re.fullmatch(r"https?://[^\s/*]+", settings.SITE_URL):
        return []
    return [
        Error(
            f"“{settings.SITE_URL}” is no address, so links in emails would lead nowhere.",
            hint="It is made of the first of ALLOWED_HOSTS: set that to the site's name alone, such as "
            "totalplace.example, without https://. If need be, set SITE_URL to the site's own address.",
            id="totalplace.E003",
        )
    ]


@register(Tags.security, deploy=True)
def people_are_told_apart(app_configs: object = None, **kwargs: Any) -> list[Error | Caution]:
    """Wrong passwords are counted by address; behind a proxy that is not believed, all people have the proxy's."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0:
        return []
    if settings.SECURE_PROXY_SSL_HEADER:
        return [
            Error(
                "BEHIND_TLS_PROXY says that there is a proxy, and TRUSTED_PROXY_COUNT says 0: all people have one "
                "address, and wrong passwords of some can lock out all.",
                hint="Set TRUSTED_PROXY_COUNT to how many proxies of yours add to X-Forwarded-For: mostly 1.",
                id="totalplace.E010",
            )
        ]
    return [
        Caution(
            "TRUSTED_PROXY_COUNT is 0. If a proxy is in front of the site, all people have one address, and wrong "
            "passwords of some can lock out all; and if it ends TLS, no page can be opened.",
            hint="Set it to how many proxies of yours add to X-Forwarded-For, and BEHIND_TLS_PROXY=1. If people "
            "reach the app server itself, 0 is right: leave it, and this warning with it.",
            id="totalplace.W011",
        )
    ]


@register(Tags.security, deploy=True)
def https_is_seen(app_configs: object = None, **kwargs: Any) -> list[Error]:
    """Behind a proxy that ends TLS, all comes as HTTP; not told of it, the site would redirect each page to itself."""
    is_told = settings.SECURE_PROXY_SSL_HEADER or not settings.SECURE_SSL_REDIRECT
    if is_told or settings.ALLAUTH_TRUSTED_PROXY_COUNT < 1:
        return []
    return [
        Error(
            "TRUSTED_PROXY_COUNT says that there is a proxy, and the site does not believe it when it says that a "
            "page was asked for over HTTPS: no page can be opened.",
            hint="Set BEHIND_TLS_PROXY=1. If the proxy passes TLS on unopened, set SECURE_SSL_REDIRECT=0.",
            id="totalplace.E013",
        )
    ]


@register(Tags.staticfiles, deploy=True)
def static_files_are_collected(app_configs: object = None, **kwargs: Any) -> list[Error]:
    """Each page asks for its style by the name that it was collected under; without one, no page can be drawn."""
    if are_collected():
        return []
    return [
        Error(
            f"The files that pages are made of are not in {settings.STATIC_ROOT}.",
            hint="Run: python manage.py collectstatic --noinput",
            id="totalplace.E016",
        )
    ]


@register(Tags.database, deploy=True)
def no_migration_waits(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Until the tables are as the code has them, `/health/ready` sends nobody to the site."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not (waiting := executor.migration_plan(executor.loader.graph.leaf_nodes())):
        return []
    return [
        Error(
            f"{len(waiting)} migrations wait, so the tables are not as the site needs them.",
            hint="Run: python manage.py migrate",
            id="totalplace.E017",
        )
    ]


# What becomes of the counting of wrong passwords, by the kind of cache.
NOT_SHARED = {
    "dummy.DummyCache": "counts nothing, so passwords can be guessed without end",
    "locmem.LocMemCache": "counts in each process apart, and begins again with each restart",
    "filebased.FileBasedCache": "counts on each machine apart, and loses count when two write at once",
}


@register(Tags.security, deploy=True)
def guesses_are_counted_once(app_configs: object = None, **kwargs: Any) -> list[Error]:
    """All app servers must count wrong passwords together, whatever serves them."""
    backend = settings.CACHES["default"]["BACKEND"].removeprefix("django.core.cache.backends.")
    if backend not in NOT_SHARED:
        return []
    return [
        Error(
            f"Wrong passwords are counted in the cache, and this one {NOT_SHARED[backend]}.",
            hint="Leave CACHE_URL out, or give the address of a cache that all app servers share, such as "
            "dbcache://cache or redis://cache.example:6379/0.",
            id="totalplace.E012",
        )
    ]


# Where mail goes instead of to people, by the kind of backend.
NOT_SENT = {
    "console": "printed, and whoever reads the log could set the password of whoever asked for a link",
    "dummy": "thrown away",
    "filebased": "written to files",
    "locmem": "kept in memory",
}


@register(Tags.security, deploy=True)
def mail_reaches_people(app_configs: object = None, **kwargs: Any) -> list[Error]:
    """Whoever is added signs in by a link that is mailed; in a log it would be somebody else's to use."""
    kind = settings.EMAIL_BACKEND.removeprefix("django.core.mail.backends.").partition(".")[0]
    if kind not in NOT_SENT:
        return []
    return [
        Error(
            f"Email is not sent but {NOT_SENT[kind]}.",
            hint="Set EMAIL_URL to your email server, such as smtp+tls://user:password@host:587.",
            id="totalplace.E014",
        )
    ]


@register(Tags.security, deploy=True)
def mail_has_a_sender(app_configs: object = None, **kwargs: Any) -> list[Error]:
    """Mail from an address that is nobody's is refused, or taken for somebody else's."""
    try:
        EmailValidator(allowlist=[])(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValidationError:
        return [
            Error(
                f"Emails would come from “{settings.DEFAULT_FROM_EMAIL}”, which is nobody's address, and email servers "
                "would refuse it.",
                hint="Set DEFAULT_FROM_EMAIL to an address of yours that may send email and that somebody reads, such "
                "as totalplace@example.gov.uk.",
                id="totalplace.E015",
            )
        ]
    return []


def _opened(connection: BaseDatabaseWrapper) -> list[Path]:
    """The files of the database, once it has been opened: only then has the site closed them to others."""
    connection.ensure_connection()
    return files(str(connection.settings_dict["NAME"]))


def _of_sqlite(databases: Sequence[str] | None) -> list:
    return [
        connections[alias] for alias in databases or [] if connections[alias].vendor == "sqlite"
    ]


def wrong_options(connection: "DatabaseWrapper") -> list[str]:
    """Return in words each option that does not hold on this connection."""
    with connection.cursor() as cursor:
        held = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    # A database in memory, as tests have it, has no log to write ahead.
    if connection.is_in_memory_db() and held["journal_mode"] == "memory":
        held["journal_mode"] = "wal"
    held["transaction_mode"] = connection.transaction_mode  # type: ignore[attr-defined]  # Not in the stubs.
    wanted = PRAGMAS | {"transaction_mode": "IMMEDIATE"}
    return [
        f"{name} is {held[name]}, not {value}"
        for name, value in wanted.items()
        if held[name] != value
    ]

"""Is each setting documented, and does production start only when it is safe?"""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as in_use
from django.core.exceptions import ImproperlyConfigured

from tests.production import POSTGRES, PRODUCTION, SOURCE
from totalplace.checks import (
    guesses_are_counted_once,
    https_is_seen,
    mail_has_a_sender,
    mail_reaches_people,
    no_migration_waits,
    people_are_told_apart,
    site_has_an_address,
)

MANUAL = Path(in_use.BASE_DIR) / "docs" / "running.md"
MANIFEST = '{"version": "1.1", "hash": "", "paths": {"images/favicon.svg": "images/favicon.1.svg"}}'

OF_SETTINGS = [
    people_are_told_apart,
    guesses_are_counted_once,
    https_is_seen,
    mail_reaches_people,
    mail_has_a_sender,
]
READ_BY_CHECKS = [
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "CACHES",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_SSL_REDIRECT",
]


@pytest.fixture
def read(monkeypatch):
    """Read the settings as a machine with this environment would."""

    def _read(**environment):
        for name, value in (PRODUCTION | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SOURCE))

    return _read


def test_every_setting_is_documented_and_every_documented_setting_exists():
    names = set(re.findall(r'env\.\w+\(\s*"(\w+)"', SOURCE.read_text()))

    documented = set(re.findall(r"^\| `(\w+)` \|", MANUAL.read_text(), re.MULTILINE))

    assert documented == names


def test_production_does_not_start_without_a_secret_key(read):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set.*docs/running\.md"):
        read(SECRET_KEY="")


def test_the_demonstration_makes_a_secret_key_where_there_is_none(read):
    keys = {read(SECRET_KEY="", DEMO="1")["SECRET_KEY"] for _ in range(2)}

    assert len(keys) == 2
    assert min(len(key) for key in keys) >= 50


def test_the_demonstration_answers_this_machine_only(read):
    settings = read(DEMO="1", ALLOWED_HOSTS="*")

    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    ("name", "production", "demonstration"),
    [
        ("SESSION_COOKIE_SECURE", True, False),
        ("CSRF_COOKIE_SECURE", True, False),
        ("SESSION_COOKIE_NAME", "__Host-session", "session"),
        ("SECURE_SSL_REDIRECT", True, False),
        ("SECURE_HSTS_SECONDS", 63_072_000, 0),
        ("WHITENOISE_USE_FINDERS", False, True),
        ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False, True),
    ],
)
def test_what_the_demonstration_relaxes(read, name, production, demonstration):
    assert read()[name] == production
    assert read(DEMO="1")[name] == demonstration


def test_treasury_staff_need_a_second_factor_unless_it_is_the_demonstration(read, monkeypatch):
    monkeypatch.delitem(PRODUCTION, "MFA_REQUIRED")
    monkeypatch.delenv("MFA_REQUIRED", raising=False)

    assert read()["MFA_REQUIRED"] is True
    assert read(DEMO="1")["MFA_REQUIRED"] is False


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "https://totalplace.example"),
        ({"ALLOWED_HOSTS": ".gov.example,other.example"}, "https://gov.example"),
        ({"DEMO": "1"}, "http://127.0.0.1:8000"),
        ({"SITE_URL": "https://savings.example/"}, "https://savings.example"),
    ],
)
def test_links_in_mail_lead_to_the_sites_own_address(read, environment, address):
    assert read(**environment)["SITE_URL"] == address


@pytest.mark.parametrize("hosts", ["*", ""])
def test_an_address_that_cannot_be_made_from_the_hosts_is_asked_for(read, settings, hosts):
    settings.SITE_URL = read(ALLOWED_HOSTS=hosts)["SITE_URL"]

    errors = site_has_an_address()

    assert [error.id for error in errors] == ["totalplace.E003"]
    assert "ALLOWED_HOSTS" in errors[0].hint
    assert "set SITE_URL" in errors[0].hint


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"BEHIND_TLS_PROXY": "1", "TRUSTED_PROXY_COUNT": "0"}, ["totalplace.E010"]),
        ({"BEHIND_TLS_PROXY": "0", "TRUSTED_PROXY_COUNT": "0"}, ["totalplace.W011"]),
        ({"BEHIND_TLS_PROXY": "0", "TRUSTED_PROXY_COUNT": "-1"}, ["totalplace.W011"]),
        ({"CACHE_URL": "locmemcache://"}, ["totalplace.E012"]),
        ({"CACHE_URL": "dummycache://"}, ["totalplace.E012"]),
        ({"CACHE_URL": "filecache:///var/cache"}, ["totalplace.E012"]),
        ({"CACHE_URL": "rediscache://cache.example:6379/0"}, []),
        ({"BEHIND_TLS_PROXY": "0", "TRUSTED_PROXY_COUNT": "2"}, ["totalplace.E013"]),
        ({"BEHIND_TLS_PROXY": "0", "SECURE_SSL_REDIRECT": "0"}, []),
        ({"EMAIL_URL": "consolemail://"}, ["totalplace.E014"]),
        ({"EMAIL_URL": "dummymail://"}, ["totalplace.E014"]),
        ({"DEFAULT_FROM_EMAIL": "Total Place <totalplace@localhost>"}, ["totalplace.E015"]),
        ({}, []),
    ],
)
def test_each_setting_that_would_keep_people_out_is_found(read, settings, environment, found):
    there = read(**environment)
    for name in READ_BY_CHECKS:
        setattr(settings, name, there.get(name))

    problems = [problem for check in OF_SETTINGS for problem in check()]

    assert [problem.id for problem in problems] == found
    assert all("Set" in problem.hint or "CACHE_URL" in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"EMAIL_URL": "consolemail://"}, ["totalplace.E014"]),
        ({"EMAIL_URL": "dummymail://"}, ["totalplace.E014"]),
        ({"EMAIL_URL": "filemail:///var/mail"}, ["totalplace.E014"]),
        ({"EMAIL_URL": "memorymail://"}, ["totalplace.E014"]),
        ({"EMAIL_URL": "smtp://mail.example:25"}, []),
        ({"DEFAULT_FROM_EMAIL": "totalplace@localhost"}, ["totalplace.E015"]),
        ({"DEFAULT_FROM_EMAIL": "Total Place <totalplace@localhost>"}, ["totalplace.E015"]),
        ({"DEFAULT_FROM_EMAIL": "totalplace"}, ["totalplace.E015"]),
        ({"DEFAULT_FROM_EMAIL": ""}, ["totalplace.E015"]),
        ({"DEFAULT_FROM_EMAIL": "totalplace@example.gov.uk"}, []),
        ({}, []),
    ],
)
def test_mail_that_would_not_reach_people_is_found(read, settings, environment, found):
    there = read(**environment)
    for name in ["EMAIL_BACKEND", "DEFAULT_FROM_EMAIL"]:
        setattr(settings, name, there[name])

    problems = mail_reaches_people() + mail_has_a_sender()

    assert [problem.id for problem in problems] == found
    assert all(problem.hint.startswith("Set ") for problem in problems)


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"EMAIL_URL": "consolemail://", "DEFAULT_FROM_EMAIL": "a@localhost"}, "totalplace.E014"),
        ({"TRUSTED_PROXY_COUNT": "0"}, "totalplace.E010"),
        ({"TRUSTED_PROXY_COUNT": "0", "BEHIND_TLS_PROXY": "0"}, "totalplace.W011"),
        ({"CACHE_URL": "locmemcache://"}, "totalplace.E012"),
    ],
)
def test_the_deployment_check_says_so(environment, found):
    assert found in _check_deployment(environment)


def test_evidence_goes_into_a_bucket_when_one_is_named(read):
    folder = read(EVIDENCE_S3_BUCKET="")["STORAGES"]["evidence"]
    bucket = read(EVIDENCE_S3_BUCKET="evidence", EVIDENCE_S3_ENDPOINT="https://s3.example")[
        "STORAGES"
    ]["evidence"]

    assert folder == {"BACKEND": "savings.evidence.disk.EvidenceFolder"}
    assert bucket["BACKEND"] == "savings.evidence.bucket.EvidenceBucket"
    assert bucket["OPTIONS"]["bucket_name"] == "evidence"
    assert bucket["OPTIONS"]["endpoint_url"] == "https://s3.example"
    assert bucket["OPTIONS"]["region_name"] is None


def test_a_bucket_without_boto3_is_refused_with_the_line_that_installs_it(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match=r"--require-hashes -r requirements-s3\.lock"):
        read(EVIDENCE_S3_BUCKET="evidence")
    assert read(EVIDENCE_S3_BUCKET="")["STORAGES"]["evidence"]


def test_the_proxy_is_believed_only_when_told_to(read):
    assert "SECURE_PROXY_SSL_HEADER" not in read(BEHIND_TLS_PROXY="0")
    assert "SECURE_PROXY_SSL_HEADER" in read(BEHIND_TLS_PROXY="1")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_deployment_check_finds_nothing_in_production(tmp_path, database):
    address = f"sqlite:///{tmp_path / 'live.sqlite3'}" if database == "sqlite" else POSTGRES
    (tmp_path / "staticfiles.json").write_text(MANIFEST)

    checked = _check_deployment({"DATABASE_URL": address, "STATIC_ROOT": str(tmp_path)})

    assert checked == "System check identified no issues (0 silenced).\n"


def test_the_deployment_check_finds_each_step_that_was_left_out(tmp_path):
    left_out = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}"}
    left_out |= {
        "BEHIND_TLS_PROXY": "0",
        "STATIC_ROOT": str(tmp_path),
        "EMAIL_URL": "consolemail://",
    }

    checked = _check_deployment(left_out, "--database", "default")

    assert re.findall(r"totalplace\.\w+", checked) == [
        "totalplace.E002",
        "totalplace.E013",
        "totalplace.E014",
        "totalplace.E016",
        "totalplace.E017",
    ]


def test_no_migration_waits_here():
    assert no_migration_waits(databases=["default"]) == []


def _check_deployment(environment: dict, *options: str) -> str:
    """What is said of production with this environment."""
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO", *options],
        cwd=in_use.BASE_DIR,
        env=PRODUCTION | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return checked.stdout + checked.stderr

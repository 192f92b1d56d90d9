"""The export commands: the page's bytes, for a person who may, and a quiet end when nobody reads on."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from savings.exports.command import ExportCommand
from savings.exports.files import CLAIMS, ExportFile
from tests import factories
from totalplace.csv_export import INCOMPLETE, Selection

COMMANDS = [("export_claims", "savings:claims_csv"), ("export_figures", "savings:figures_csv")]
# SQLite and PostgreSQL both refuse the absolute value of the least whole number.
BREAKS = Selection("SELECT CAST(ABS(-9223372036854775807 - 1) AS TEXT)", ())


@pytest.mark.parametrize(("command", "route"), COMMANDS)
def test_a_command_writes_the_bytes_of_the_page(client, capsysbinary, command, route):
    factories.claim_at("submitted", what_changes="Ærø, “shared”")
    reviewer = factories.reviewer()
    client.force_login(reviewer)
    page = client.get(reverse(route), {"purpose": "review"}).getvalue()

    call_command(command, "--as", reviewer.email.upper(), "--purpose", "review")

    written = capsysbinary.readouterr().out
    assert written == page
    assert written.count(b"\r\n") > 1


def test_today_may_be_named(capsysbinary):
    reviewer, today = factories.reviewer(), str(timezone.localdate())

    call_command("export_claims", "--as", reviewer.email, "--purpose=review", "--as-at", today)

    assert capsysbinary.readouterr().out


REFUSED = [
    pytest.param(
        {"purpose": ""}, r"Select what you will use the file for\. Purposes: review, ", id="none"
    ),
    pytest.param(
        {"purpose": "fun"},
        r"one from the list\. Purposes: review, ",
        id="unknown purpose",
    ),
    pytest.param({"purpose": "review", "as_at": "2009-10-31"}, "not available yet", id="other day"),
]


@pytest.mark.parametrize(("asked", "words"), REFUSED)
def test_what_cannot_be_taken_is_refused_in_words(capsysbinary, asked, words):
    reviewer = factories.reviewer()

    with pytest.raises(CommandError, match=words):
        call_command("export_claims", email=reviewer.email, **asked)

    assert capsysbinary.readouterr().out == b""


@pytest.mark.parametrize("is_active", [None, False])
def test_only_a_person_who_may_sign_in_can_take_a_file(is_active):
    if is_active is not None:
        factories.UserFactory(email="left@council.example", is_active=is_active)

    with pytest.raises(CommandError, match=r"Nobody signs in here as left@council\.example"):
        call_command("export_claims", email="left@council.example", purpose="review")


def test_a_file_that_an_error_cuts_short_says_so_and_fails(capsysbinary):
    class Broken(ExportCommand):
        file = ExportFile("claims", "Breaks.", CLAIMS.columns, lambda export: BREAKS)

    incomplete = pytest.raises(CommandError, match="The file is incomplete")
    with incomplete as refused, transaction.atomic():
        call_command(Broken(), email=factories.reviewer().email, purpose="review")

    assert isinstance(refused.value.__cause__, DatabaseError)
    assert INCOMPLETE.encode() in capsysbinary.readouterr().out


def test_a_reader_who_has_enough_is_no_fault():
    program = (
        "import django; django.setup()\n"
        "from savings.exports.command import _write\n"
        "_write([b'x' * 100_000] * 100)\n"
    )
    read, write = os.pipe()
    os.close(read)

    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "totalplace.settings", "DEMO": "1"},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)

    assert (ended.returncode, ended.stderr) == (1, b"")

"""The command that holds totals against their parts, on a site of its own: it sees what is committed, and no more."""

from importlib import import_module

import pytest
from django.db import connection

from savings.archive.snapshot import at_one_moment
from savings.models import AcceptedFigure, Claim
from tests import factories
from tests.savings.archive.conftest import command
from totalplace.models import DailyRun

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")

pytestmark = pytest.mark.xdist_group("archive")  # They share a site, which takes seconds to fill.


def test_it_says_that_all_is_well_or_names_what_was_changed_past_the_site(sites, tmp_path):
    with sites.empty(tmp_path):
        code = factories.claim_at("final", condition="D").claim.reference
        well = command("verify_totals")
        with SHEETS.unfrozen("savings_acceptedfigure", connection.schema_editor()):
            AcceptedFigure.objects.filter(figure__line="saving").update(amount=0)
        named, failed = command("verify_totals")
        runs = list(DailyRun.objects.filter(command="verify_totals").order_by("pk"))

    assert well[0].startswith("All sums are the same wherever they are asked: ")
    assert well[0].count("\n") == 1
    assert (
        f"Savings accepted of one claim, {code}: the database’s sum by claim £0.00, the claims one by one £250,000.00, "
        "differ by £250,000.00\n"
    ) in named
    assert failed.endswith(" sums are not what they are elsewhere.")
    assert [(run.exit_status, run.result) for run in runs] == [(0, well[0].strip()), (1, failed)]


def test_what_people_write_meanwhile_is_not_seen_and_they_do_not_wait(sites, tmp_path):
    with sites.empty(tmp_path):
        factories.claim_at("draft", reference="AB-0001")
        writer = connection.copy()
        with at_one_moment():
            with writer.cursor() as cursor:
                cursor.execute("UPDATE savings_claim SET reference = 'AB-0002'")
            seen = Claim.objects.get().reference
        after = Claim.objects.get().reference
        writer.close()

    assert (seen, after) == ("AB-0001", "AB-0002")

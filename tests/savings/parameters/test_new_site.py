"""From tables that only `migrate` has made: does what one command loads suffice for a claim to go all the way?"""

import csv
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from pilots.models import Theme
from savings import workflow
from savings.claims.questions import NO_SERVICES
from savings.models import Version
from savings.workflow import ActionError
from tests import factories
from tests.savings.views import verdicts
from tests.savings.views.entering import Officer, state

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def place():
    return factories.PlaceFactory()


def _load():
    call_command("load_reference_data", stdout=StringIO())


def _stated(client, place, theme):
    """The officer's pages, to the last: what was stated, and the page that says what is missing."""
    officer = Officer(client, factories.officer_of(place))
    page = state(officer, "60,000", theme)
    page = officer.cite(page, "ledger", ledger_reference="4711")
    last = officer.send(officer.go_on(page))
    return Version.objects.get(), last


def _sign_off(client, draft):
    finance = Officer(client, factories.finance_of(draft.claim.place))
    page = finance.open(f"/claims/{draft.claim.reference}/actions/submit/")
    finance.send(page, has_read="on", signs_as="finance")
    return page


def _review(client, version):
    """By the lead and a reviewer, to the end."""
    lead, reviewer = factories.lead(), factories.reviewer()
    workflow.perform("triage", version, by=lead, is_chosen=True, because="The first.")
    workflow.perform("take", version, by=reviewer)
    client.force_login(reviewer)
    client.post(verdicts.address(version), verdicts.filled(version))
    version.refresh_from_db()
    if version.review.needs_second_reading:
        workflow.perform(
            "second_read", version, by=factories.reviewer(), **factories.reading(version)
        )
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))
    workflow.perform("finalise", version, by=lead)


def _take(client, name):
    taken = client.get(f"/exports/{name}.csv", {"purpose": "service_redesign"}).getvalue()
    return csv.DictReader(StringIO(taken.decode("utf-8-sig")))


def test_a_claim_goes_from_the_first_page_to_a_file_that_an_analyst_takes(client, place):
    _load()
    draft, last = _stated(client, place, Theme.objects.get(name="Back office").pk)

    signing = _sign_off(client, draft)
    draft.refresh_from_db()
    _review(client, draft)
    workflow.perform("set_condition", draft, by=factories.finance_of(place), condition="C")
    client.force_login(factories.analyst())
    [claim], figures = _take(client, "claims"), _take(client, "figures")

    assert "Nothing that sign-off needs is missing." in last.text
    assert "Figures are read to review them, and for nothing else" in signing.text
    assert (claim["status"], claim["theme"]) == ("final", "Back office")
    # That of a ledger. Without the table of evidence grades there is none.
    assert {figure["confidence_grade"] for figure in figures} == {"2"}


def test_without_services_the_officer_goes_on_and_is_told_whom_to_ask(client, place):
    draft, last = _stated(client, place, "")

    first = client.get(f"/claims/{draft.claim.reference}/edit/what-changed/")
    sheet = client.get("/upload/claims/template.xlsx")
    with pytest.raises(ActionError) as refused:
        workflow.perform("submit", draft, by=factories.finance_of(place), signs_as="section_151")

    assert NO_SERVICES in first.text
    assert last.text.count(NO_SERVICES) == 1
    assert "Ask for sign-off" not in last.text
    assert refused.value.problems == [NO_SERVICES]
    assert sheet.status_code == 200


def test_the_deployment_check_names_what_is_missing_until_it_is_loaded(monkeypatch):
    def found(*, deploy=True):
        asked = {"tags": ["database"], "include_deployment_checks": deploy}
        problems = run_checks(databases=["default"], **asked)
        return [problem for problem in problems if problem.id == "savings.E001"]

    assert found(deploy=False) == []  # As `migrate` asks, of a database that has nothing yet.
    [missing] = found()
    _load()

    assert "The site has no themes, no deflators, no discount rates," in missing.msg
    assert missing.hint == "Run: python manage.py load_reference_data"
    assert found() == []
    monkeypatch.setattr(Theme._meta, "db_table", "not_migrated_yet")
    assert found() == []

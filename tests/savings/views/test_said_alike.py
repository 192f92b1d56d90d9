"""Do two pages say one thing alike: what a reviewer looks for, where a draft is, how many pages it has?"""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from savings import workflow
from savings.claims import grid
from tests import factories

LOOKED_FOR = " ".join(strip_tags(render_to_string("savings/_looked_for.html")).split())


@pytest.fixture
def place():
    return factories.PlaceFactory()


def _said(client, draft, page):
    text = client.get(f"/claims/{draft.claim.reference}/{page}/").text
    return " ".join(unescape(strip_tags(text)).split())


def test_evidence_and_check_page_name_what_a_reviewer_looks_for(client, place):
    draft = factories.draft_of(
        place, kind_of_gain="cashable", evidence=[(factories.link(kind="contract"), "page 4")]
    )
    client.force_login(factories.officer_of(place))

    check, evidence = _said(client, draft, "edit/check"), _said(client, draft, "evidence")

    assert "Nothing that sign-off needs is missing." in check
    assert "That the service stayed as good: monitoring or an evaluation" in check
    assert "Not cited yet That the service stayed as good: monitoring or an evaluation" in evidence
    assert LOOKED_FOR in check
    assert LOOKED_FOR in evidence


def test_the_list_and_its_pages_count_the_same_pages(client, place):
    draft = factories.draft_of(place, figures=[], continues=True)
    client.force_login(factories.officer_of(place))

    listed = re.search(r"of (\d+) pages", _said(client, draft, "edit")).group(1)
    page = re.search(r"page \d+ of (\d+)", _said(client, draft, "edit/use")).group(1)

    assert listed == page


def test_whoever_signs_is_told_that_the_draft_is_back_with_its_officers(client, place):
    officer, finance = factories.officer_of(place), factories.finance_of(place)
    draft = factories.draft_of(place)
    workflow.ask_sign_off(draft, by=officer)
    client.force_login(finance)
    asked = _said(client, draft, "actions/submit")
    workflow.send_back(type(draft).objects.get(pk=draft.pk), by=finance, note="Mend it.")

    back = _said(client, draft, "actions/submit")
    workflow.ask_sign_off(type(draft).objects.get(pk=draft.pk), by=officer)

    assert "is back with the officers" in back
    assert "“Mend it.” Sign it only if that is settled." in back
    for page in (asked, _said(client, draft, "actions/submit")):
        assert "is back with the officers" not in page


@pytest.mark.parametrize("harm", [False, True])
def test_the_net_names_harm_to_others_only_where_it_is_stated(place, harm):
    lead = factories.lead_of(place)
    figures = factories.figures_of(lead, "5.00")
    if harm:
        figures.append(factories.figure(lead, "1.00", line="harm_to_others"))
    draft = factories.draft_of(place, figures=figures)
    blocks = grid.blocks(draft.figures.select_related("organisation"))

    said = render_to_string("savings/_net.html", {"blocks": blocks})

    assert ("extra cost to others" in said) is harm

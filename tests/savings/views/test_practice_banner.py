"""Does every page on which somebody of the practice place states savings say that it is for practice?"""

import pytest

from pilots.models import Membership, Place
from tests.factories import OrganisationFactory, PlaceFactory, draft_of, officer_of

BANNER = 'aria-label="Practice place"'
OF_A_DRAFT = ["", "what-changed/", "figures/", "use/", "check/"]
BEGUN_ON = [
    "/claims/new/?form=0b0f6a43-5b59-4f0c-8f0c-0f6a435b594f",
    "/upload/",
    "/upload/claims/",
    "/upload/own/",
]


@pytest.fixture
def practice():
    return PlaceFactory(kind=Place.Kind.PRACTICE)


@pytest.mark.parametrize("address", BEGUN_ON)
def test_where_a_saving_is_begun_it_is_said(client, practice, address):
    client.force_login(officer_of(practice))

    page = client.get(address)

    assert page.status_code == 200
    assert BANNER in page.text


@pytest.mark.parametrize("address", BEGUN_ON)
def test_a_form_that_comes_back_says_it_still(client, practice, address):
    client.force_login(officer_of(practice))

    page = client.post(address, {})

    assert page.status_code == 400
    assert BANNER in page.text


@pytest.mark.parametrize("page", OF_A_DRAFT)
def test_each_page_of_a_draft_says_it(client, practice, page):
    draft = draft_of(practice, reference="PR-0001")
    client.force_login(officer_of(practice))

    assert BANNER in client.get(f"/claims/{draft.claim}/edit/{page}").text


def test_a_table_that_was_opened_for_another_organisation_says_it(client, practice):
    draft = draft_of(practice, reference="PR-0001")
    body = OrganisationFactory(name="Police")
    practice.partnerships.create(organisation=body)
    client.force_login(officer_of(practice))

    page = client.get(f"/claims/{draft.claim}/edit/figures/?organisation={body.pk}")

    assert "Police, cashable" in page.text
    assert BANNER in page.text


@pytest.mark.parametrize("address", BEGUN_ON)
def test_who_states_real_savings_too_is_not_told_so_before_the_place_is_chosen(
    client, practice, address
):
    person = officer_of(practice)
    Membership.objects.create(user=person, place=PlaceFactory(), role="officer")
    client.force_login(person)

    assert BANNER not in client.get(address).text

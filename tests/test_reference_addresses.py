"""Is a reference or a code taken in lower case at every address that has one, and by whoever may see it alone?"""

import pytest
from django.urls import get_resolver

from savings.addresses import CODES, CodeConverter
from tests import factories
from tests.test_routes import GETS, POSTS, _claim, _everybody, _routes, _url

OTHERWISE = {"PL-0001": "pl-0001", "TW-0001": "Tw-0001", "/PL/": "/pl/"}


def _patterns():
    """Each route of claims that has a reference or a code in its address, with the names of these parts."""
    (savings,) = (
        part for part in get_resolver().url_patterns if getattr(part, "app_name", "") == "savings"
    )
    for pattern in savings.url_patterns:
        parts = pattern.pattern.converters.items()
        names = [name for name, part in parts if isinstance(part, CodeConverter)]
        if names:
            yield f"savings:{pattern.name}", names


WITH_A_REFERENCE = dict(_patterns())


def _in_lower_case(address):
    for capitals, lower in OTHERWISE.items():
        address = address.replace(capitals, lower)
    return address


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


def test_every_part_of_an_address_that_is_a_code_is_known():
    assert {name for names in WITH_A_REFERENCE.values() for name in names} == set(CODES)
    assert WITH_A_REFERENCE.keys() <= set(_routes(get_resolver().url_patterns))


def test_each_page_is_led_to_in_lower_case_and_shown_to_whoever_may_see_it(place):
    _claim("submitted", place)

    for column, (who, client) in enumerate(_everybody(place)):
        if who == "anonymous":
            continue
        for name in WITH_A_REFERENCE:
            there, asked = _url(name), {"from": "a/b"}
            response = client.get(_in_lower_case(there), asked)

            # The same for what they see, for what they do not, and for what is not there.
            assert response.status_code == 302, (who, name)
            assert response.headers["Location"] == f"{there}?from=a%2Fb", (who, name)
            assert client.get(there).status_code == GETS[name][column], (who, name)


def test_a_form_sent_to_lower_case_is_answered_there(place):
    _claim("submitted", place)

    for column, (who, client) in enumerate(_everybody(place)):
        for name in WITH_A_REFERENCE.keys() & POSTS.keys():
            response = client.post(_in_lower_case(_url(name)))

            assert response.status_code == POSTS[name][column], (who, name)


def test_what_is_typed_on_a_page_in_lower_case_is_stored(client, place):
    draft = factories.draft_of(place, reference="PL-0001")
    client.force_login(factories.officer_of(place))
    seen = client.get("/claims/PL-0001/edit/service-level/").context["seen"]

    response = client.post(
        "/claims/pl-0001/edit/service-level/", {"seen": seen, "service_evidence": "82%, then 85%"}
    )

    assert response.headers["Location"].startswith("/claims/PL-0001/edit/")
    draft.refresh_from_db()
    assert draft.service_evidence == "82%, then 85%"

"""Where plan, forecast and actual stand by round, it is said whose kind of gain a saving is shown under."""

from datetime import date

import pytest
import time_machine

from savings.models import Round
from tests import factories
from tests.savings.views.round_pages import OPEN, claims_before, words_of

SAYS = (
    "A saving that the review found not to be cash is shown under the kind of gain that the review"
)


@pytest.mark.parametrize("at", ["/round/", "claim", "reading", "place"])
def test_each_page_with_the_tables_says_so(client, at):
    place = factories.PlaceFactory()
    [version] = claims_before(place, 1)
    Round.objects.create(name="Spring", opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31))
    person = factories.lead() if at == "reading" else factories.officer_of(place)
    pages = {
        "claim": version.claim.get_absolute_url(),
        "reading": f"/review/{version.claim.reference}/",
        "place": place.get_absolute_url(),
    }
    with time_machine.travel(OPEN, tick=False):
        client.force_login(person)
        response = client.get(pages.get(at, at))

    assert response.status_code == 200
    assert words_of(response).count(SAYS) == 1
    assert "as stated in each round" not in words_of(response)

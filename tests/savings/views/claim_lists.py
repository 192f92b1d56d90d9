"""How does a test open the list of claims, and read which are on it?"""

from django.urls import reverse

from tests.factories import (
    reviewer,
)

URL = reverse("savings:claim_list")


def list_page(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query)


def found_on_list(client, query=""):
    response = list_page(client, reviewer(), query)
    return [version.claim.reference for version in response.context["page"]]

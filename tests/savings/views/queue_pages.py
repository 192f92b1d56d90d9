"""Opening the reviewers' queue, and what stands on it."""

from django.urls import reverse

URL = reverse("savings:review_queue")


def page(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query)


def rows(client, user, query=""):
    return page(client, user, query).context["rows"]


def found(client, user, query=""):
    return [row.reference for row in rows(client, user, query)]

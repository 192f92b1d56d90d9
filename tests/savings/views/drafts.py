"""How does a test send a page of the journey, as the browser does?"""

from uuid import uuid4

from django.urls import reverse

NEW = reverse("savings:claim_new")


def address_of(draft, slug):
    return reverse("savings:claim_step", args=[draft.claim.reference, slug])


def seen_on(client, address):
    return client.get(address).context["seen"]


def send(client, draft, slug, *, seen=None, **boxes):
    """Send a page as the browser does: with the digest of what it showed, and a key of its own."""
    address = address_of(draft, slug)
    sent = {"seen": seen or seen_on(client, address), "once": str(uuid4())} | boxes
    return client.post(address, sent)

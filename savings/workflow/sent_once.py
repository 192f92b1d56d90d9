"""A form that is sent twice is carried out once: by a double click, a reload, or a connection that broke."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from pilots.models import User
from savings.models import SentForm


def once(key: UUID, act: Callable[[], str], *, by: User) -> str:
    """Do `act`, which returns the address to go on to; under a key that has been used, only return that address.

    All of it or nothing: where `act` raises, the key is free again and the form can be sent once more.
    """
    is_ours = False
    try:
        with transaction.atomic():
            # Of two at once the second waits here until the first is done.
            sent = SentForm.objects.create(key=key, by=by)
            is_ours = True
            sent.led_to = act()
            sent.save(update_fields=["led_to"])
            return sent.led_to
    except IntegrityError:
        before = led_to_before(key, by=by)
        if is_ours or before is None:
            raise
        return before


def led_to_before(key: UUID, *, by: User) -> str | None:
    """Where the form with this key led when it was carried out; None where it has not been."""
    before = SentForm.objects.filter(key=key).first()
    if before and before.by_id != by.pk:
        raise PermissionDenied("This form was made for somebody else. Open the page again.")
    return before.led_to if before else None

"""Whose request is it? That of somebody who has signed in: the middleware sees to it, with few exceptions."""

from typing import cast

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """What a page for those who have signed in is asked with. `has_read_all` is there once a page has asked for it."""

    user: User
    has_read_all: bool


def user_of(request: HttpRequest) -> User:
    """Return who asks, where it is Django that says how a page is called, as in the admin."""
    return cast(User, request.user)

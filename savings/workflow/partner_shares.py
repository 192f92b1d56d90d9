"""Whose shares are in a version? Those organisations' partners agree or dispute them, and are told of it."""

from django.db.models import Q, QuerySet

from pilots.models import Organisation
from savings.models import Version


def named_organisations(version: Version) -> QuerySet[Organisation]:
    """The organisations that a version gives a figure, or names as its lead."""
    return Organisation.objects.filter(
        Q(figures__version=version) | Q(led_versions=version)
    ).distinct()

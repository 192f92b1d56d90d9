"""What may be changed about many organisations at once, and how is it stored: all of it or nothing?"""

from dataclasses import dataclass, field

from django.db import transaction

from totalplace.kept_history import written_by

from .models import Organisation, Partner, User


@dataclass
class Changes:
    """What is to be changed: nothing of it is stored yet. `added` and `partners` have no key so far.

    `leads` are partners that are stored, and whether each leads its place from then on.
    """

    added: list[Organisation] = field(default_factory=list)
    kinds: list[tuple[Organisation, str]] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    leads: list[tuple[Partner, bool]] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to store."""
        return any(vars(self).values())


@transaction.atomic
def store(changes: Changes, *, by: User) -> None:
    """Store all of it or nothing."""
    with written_by(by):
        Organisation.objects.create_with_history(changes.added)
        for body, kind in changes.kinds:
            body.kind = kind
            body.save()
        # Who no longer leads first: a place has one lead at a time.
        for partner, leads in sorted(changes.leads, key=lambda change: change[1]):
            partner.is_lead = leads
            partner.save()
        Partner.objects.create_with_history(changes.partners)

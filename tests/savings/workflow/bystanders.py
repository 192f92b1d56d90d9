"""Who stands by when something happens to a claim? One of every kind, and who of them is told of what."""

from contextlib import nullcontext
from datetime import timedelta

import time_machine
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.models import Round, Version
from tests import factories

OFFICERS, FINANCE = {"officer", "other officer"}, {"finance", "other finance"}
PLACE = OFFICERS | FINANCE
LEADS = {"lead", "other lead"}
READERS = {"reviewer", "second reader"}
# Action → the status it is done in, who does it, who is told; whoever did it is not, though it would concern them.
TOLD = {
    "edit": ("draft", "officer", set()),
    "ask_sign_off": ("draft", "officer", FINANCE | {"partner"}),
    "send_back": ("asked", "finance", PLACE | {"partner"}),
    "submit": ("draft", "finance", PLACE | LEADS | {"partner"}),
    "take": ("submitted", "reviewer", PLACE),
    "ask": ("in_review", "reviewer", PLACE),
    "answer": ("question", "officer", {"reviewer"}),
    "decide": ("in_review", "reviewer", PLACE),
    "reply": ("provisional", "officer", LEADS | {"reviewer"}),
    "reconsider": ("reply", "lead", PLACE | {"reviewer"}),
    "second_read": ("provisional", "other reviewer", LEADS),
    "finalise": ("reply", "lead", PLACE | READERS | {"partner"}),
    "waive_reply": ("provisional", "finance", OFFICERS | LEADS),
    "triage": ("submitted", "lead", set()),
    "hand_over": ("in_review", "reviewer", {"other reviewer"}),
    "lose_reviewer": ("in_review", "administrator", LEADS),
    "pass_on": ("draft", "administrator", PLACE),
    "agree": ("in_review", "partner", PLACE | {"reviewer"}),
    "dispute": ("in_review", "partner", PLACE | {"reviewer"}),
    "set_condition": ("submitted", "finance", PLACE | {"partner"}),
    "confirm": ("submitted", "officer", set()),
    "adopt": ("published", "officer", set()),
    "discard": ("draft", "officer", set()),
    "withdraw": ("provisional", "finance", PLACE | READERS | LEADS | {"partner"}),
    "abandon": ("final", "finance", PLACE | READERS | LEADS | {"partner"}),
    "revise": ("submitted", "officer", set()),
}
# Of those, who is mailed with the digest alone.
IN_DIGEST = {
    "send_back": FINANCE,
    "submit": FINANCE | LEADS,
    "set_condition": FINANCE,
    "withdraw": FINANCE | LEADS,
    "abandon": FINANCE | LEADS,
}
# Whom the columns of the table of notices are about.
BY_PARTY = {
    "officers": OFFICERS,
    "finance officers": FINANCE,
    "partners": {"partner"},
    "the reviewer": {"reviewer"},
    "the second reader": {"second reader"},
    "review leads": LEADS,
}


class Scene:
    """A claim at a status, a partner named in it, and people of every kind, by what they are."""

    def __init__(self, status, **content):
        self.place = content.pop("place", None) or factories.PlaceFactory()
        self.trust = factories.OrganisationFactory()
        lead = factories.lead_of(self.place)
        figures = [*factories.figures_of(lead, "271828.00"), factories.figure(self.trust)]
        second = factories.reviewer()
        self.version = _read_twice(status, second, self.place, figures=figures, **content)
        review = getattr(self.version, "review", None)
        self.people = {
            "officer": factories.officer_of(self.place),
            "other officer": factories.officer_of(self.place),
            "finance": factories.finance_of(self.place),
            "other finance": factories.finance_of(self.place),
            "partner": factories.partner_of(self.place, self.trust),
            "partner not named": factories.partner_of(self.place, factories.OrganisationFactory()),
            "partner elsewhere": factories.partner_of(factories.PlaceFactory(), self.trust),
            "officer elsewhere": factories.officer_of(factories.PlaceFactory()),
            "officer who has left": self._left(factories.officer_of(self.place)),
            "finance officer until today": self._ended(factories.finance_of(self.place)),
            "reviewer": (review and review.reviewer) or factories.reviewer(),
            "second reader": second,
            "other reviewer": factories.reviewer(),
            "lead": factories.lead(),
            "other lead": factories.lead(),
            "lead with a tie": self._tied(factories.lead()),
            "lead who has left": self._left(factories.lead()),
            "analyst": factories.analyst(),
            "administrator": factories.administrator(),
        }

    def _left(self, person):
        person.is_active = False
        person.save()
        return person

    def _ended(self, person):
        factories.end_memberships(person)
        return person

    def _tied(self, person):
        Membership.objects.create(user=person, place=self.place, role="interest")
        return person

    def perform(self, action, who):
        """Do `action` as the person called `who`, with all that it needs."""
        read = Version.objects.select_related("claim__place", "review").get(pk=self.version.pk)
        if action == "lose_reviewer":
            self._left(self.people["reviewer"])
        details = {
            "edit": lambda: {"content": {"notes": "Changed"}},
            "submit": lambda: {"signs_as": "section_151"},
            "ask": lambda: {"text": "Xylophone?"},
            "answer": lambda: {"text": "Xylophone."},
            "decide": lambda: factories.reading(read),
            "second_read": lambda: factories.reading(read),
            "reply": lambda: {"text": "Xylophone!"},
            "triage": lambda: {"is_chosen": True, "because": "Drawn"},
            "hand_over": lambda: {"to": self.people["other reviewer"]},
            "pass_on": lambda: {"permission": "savings.edit_claim"},
            "set_condition": lambda: {"condition": "D"},
            "abandon": lambda: {"given_up_on": timezone.localdate()},
        }.get(action, dict)()
        by = self.people[who]
        with self._when(action):
            return workflow.perform(action, read, by=by, note="Xylophone reason", **details)

    def _when(self, action):
        """The day of it: a claim is confirmed in a round that opened after its submission."""
        if action != "confirm":
            return nullcontext()
        tomorrow = timezone.now() + timedelta(days=1)
        day = timezone.localdate(tomorrow)
        Round.objects.get_or_create(name="Autumn", opens_on=day, closes_on=day)
        return time_machine.travel(tomorrow)

    def ask_of_another_claim(self):
        """The officer asks for sign-off of one more claim of the place."""
        another = factories.claim_at("draft", self.place)
        workflow.perform("ask_sign_off", another, by=self.people["officer"])

    def names(self, people):
        """What each of `people` is in this scene; those who only helped to make it are left out."""
        keys = {person.pk for person in people}
        return {name for name, person in self.people.items() if person.pk in keys}


def _read_twice(status, second, place, **content):
    """A version at `status`, which `second` has read too where it has a verdict; `asked` is of a draft."""
    has_verdict = status in ("provisional", "reply", "final")
    before = {"final": "reply", "asked": "draft"}.get(status, status)
    version = factories.claim_at(before, place, **content)
    if status == "asked":
        workflow.ask_sign_off(version, by=factories.officer_of(place))
    if has_verdict:
        workflow.perform("second_read", version, by=second, **factories.reading(version))
    if status == "final":
        workflow.perform("finalise", version, by=factories.lead())
    return version

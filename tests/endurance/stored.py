"""What is in the database before and after? Imported once a proof knows which database that is."""

from pilots.models import Place, User
from savings import workflow
from savings.models import Claim, Event, SentForm, Version
from tests import factories

OFFICER, FINANCE = "officer@practice.example", "finance@practice.example"


def begin_drafts(count: int) -> list[str]:
    """So many drafts of the practice place with little in them; their references."""
    officer = User.objects.get(email=OFFICER)
    place = Place.objects.get(code="PRA")
    drafts = [
        workflow.create_claim(place, by=officer, content={"what_changes": f"Draft {number}"})
        for number in range(count)
    ]
    return [draft.claim.reference for draft in drafts]


def complete_drafts(count: int) -> list[str]:
    """So many drafts of the practice place that can be signed off; their references."""
    place = Place.objects.get(code="PRA")
    return [factories.draft_of(place).claim.reference for _ in range(count)]


def what_stands(reference: str, box: str) -> str:
    """What the newest version of a claim says in this box."""
    return getattr(_newest(reference), box)


def times_done(reference: str, action: str) -> int:
    """How often the history says that this was done to the claim."""
    return Event.objects.filter(version__claim__reference=reference, action=action).count()


def status(reference: str) -> str:
    return _newest(reference).status


def times_changed(reference: str) -> int:
    """How often the newest version was written since it was made."""
    return _newest(reference).revision - 1


def claims_that_say(words: str) -> list[str]:
    """The references of all claims that say this in a sentence."""
    said = Claim.objects.filter(versions__what_changes=words)
    return list(said.order_by("pk").values_list("reference", flat=True))


def titles_cited(reference: str) -> list[str]:
    """The titles of the evidence that the newest version cites."""
    cited = _newest(reference).citations.order_by("pk")
    return list(cited.values_list("evidence__title", flat=True))


def times_sent(key: str) -> int:
    """How often the form with this key is kept as carried out."""
    return SentForm.objects.filter(key=key).count()


def _newest(reference: str) -> Version:
    return Version.objects.filter(claim__reference=reference).latest("number")

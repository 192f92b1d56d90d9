"""What is in the database before and after? Imported once a proof knows which database that is."""

from django.urls import reverse

from pilots.models import Place, User
from savings import workflow
from savings.claims.digests import version_digest
from savings.models import Claim, Event, Reading, SentForm, SignOff, StoredFile, Version
from tests import factories

OFFICER, FINANCE = "officer@practice.example", "finance@practice.example"
REVIEWER = "reviewer@treasury.example"
# What belongs to the sign-off of one of `complete_drafts`, and what is there without one.
WHOLE = {
    "status": "submitted",
    "frozen": True,
    "signed as it stands": [True],
    "figures": 3,
    "proofs": 1,
}
NONE = WHOLE | {"status": "draft", "frozen": False, "signed as it stands": []}


def begin_drafts(count: int) -> list[str]:
    """So many drafts of the practice place with little in them; their references."""
    officer = User.objects.get(email=OFFICER)
    place = Place.objects.get(code="PRA")
    drafts = [
        workflow.create_claim(place, by=officer, content={"what_changes": f"Draft {number}"})
        for number in range(count)
    ]
    return [draft.claim.reference for draft in drafts]


def long_file(size: int) -> str:
    """Drafts that make the officer's file of claims so many bytes or more; its address."""
    officer, place = User.objects.get(email=OFFICER), Place.objects.get(code="PRA")
    notes = "Words that make the file long. " * 2_000
    for _ in range(size // len(notes) + 1):
        workflow.create_claim(
            place, by=officer, content={"what_changes": "Much is known.", "notes": notes}
        )
    return reverse("savings:claims_csv") + "?purpose=service_redesign"


def complete_drafts(count: int) -> list[str]:
    """So many drafts of the practice place that can be signed off; their references."""
    place = Place.objects.get(code="PRA")
    return [factories.draft_of(place).claim.reference for _ in range(count)]


def under_review(count: int) -> list[str]:
    """So many claims that the reviewer has, each with a newer version that waits to be signed off; their references."""
    place, reviewer = Place.objects.get(code="PRA"), User.objects.get(email=REVIEWER)
    officer = User.objects.get(email=OFFICER)
    references = complete_drafts(count)
    for reference in references:
        draft = _newest(reference)
        workflow.perform("submit", draft, by=factories.finance_of(place))
        workflow.perform("take", draft, by=reviewer)
        newer = workflow.perform("revise", draft, by=officer, note="New figures.")
        workflow.perform("edit", newer, by=officer, content={"notes": "Six months are in."})
    return references


def ask(reference: str) -> None:
    """The reviewer asks the place a question about the version that they have."""
    version = Version.objects.get(claim__reference=reference, number=1)
    workflow.perform("ask", version, by=version.review.reviewer, text="Where is it booked?")


def screens_judged(reference: str) -> list[tuple[int, str]]:
    """The version's number and the fingerprint of the screen, of each verdict that is stored on the claim."""
    readings = Reading.objects.filter(version__claim__reference=reference)
    return list(readings.values_list("version__number", "screen_digest"))


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


def sign_off_of(reference: str) -> dict:
    """What there is of a sign-off of the newest version: see `WHOLE`."""
    version = _newest(reference)
    signed = SignOff.objects.filter(version=version).values_list("digest", flat=True)
    return {
        "status": version.status,
        "frozen": version.frozen_at is not None,
        "signed as it stands": [digest == version_digest(version) for digest in signed],
        "figures": version.figures.count(),
        "proofs": version.citations.count(),
    }


def files_cited(reference: str, sha256: str) -> list[str]:
    """The address of each piece of evidence that the newest version cites and that has these bytes."""
    cited = _newest(reference).citations.filter(evidence__file__sha256=sha256).order_by("pk")
    return [
        reverse("savings:evidence_download", args=[pk])
        for pk in cited.values_list("evidence", flat=True)
    ]


def digests_of_files() -> set[str]:
    """The SHA-256 of every file that a row stands for."""
    return set(StoredFile.objects.values_list("sha256", flat=True))


def files_in_no_evidence() -> int:
    """How many files came in of which the citation did not: whoever sends one again finds it there."""
    return StoredFile.objects.filter(evidence=None).count()


def titles_cited(reference: str) -> list[str]:
    """The titles of the evidence that the newest version cites."""
    cited = _newest(reference).citations.order_by("pk")
    return list(cited.values_list("evidence__title", flat=True))


def forms_kept() -> int:
    """How many forms are on record as carried out, each once; one that leads nowhere is half done, and not counted."""
    return SentForm.objects.exclude(led_to="").count()


def _newest(reference: str) -> Version:
    return Version.objects.filter(claim__reference=reference).latest("number")

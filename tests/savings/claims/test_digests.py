"""What a fingerprint is made of."""

from savings import workflow
from savings.claims.digests import version_digest
from savings.evidence.backing import cites_of
from savings.models import Version
from tests import factories


def _digest(draft, backs):
    cites = [cite._replace(backs=backs) for cite in cites_of(draft)]
    workflow.edit(draft, by=factories.officer_of(draft.claim.place), evidence=cites)
    return version_digest(Version.objects.get(pk=draft.pk))


def test_what_evidence_was_chosen_to_back_is_in_it_and_what_follows_from_its_kind_is_not():
    draft = factories.draft_of(factories.PlaceFactory(), evidence=[(factories.link(), "page 4")])
    before = version_digest(draft)

    found = {backs: _digest(draft, backs) for backs in ("", "saving", "cost")}

    assert found[""] == before
    assert len(set(found.values())) == 3

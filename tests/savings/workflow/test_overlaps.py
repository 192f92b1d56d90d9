"""What may be the same money is kept as a claim is submitted; a person says whether it is, for as long as it is so."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.models import Event, Overlap, OverlapMark
from tests import factories
from tests.factories import claim_at, figures_of, lead_of, mark, submitted_again


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def pair(place):
    return claim_at("submitted", place), claim_at("submitted", place)


def _between(one, other):
    keys = (one.pk, other.pk)
    return Overlap.objects.get(earlier__in=keys, later__in=keys)


def _stands(one, other):
    """What is said of the money of two versions now."""
    key = workflow.latest_mark(_between(one, other))
    return OverlapMark.objects.get(pk=key).answer if key else None


def test_what_is_alike_is_kept_with_the_figures_of_both(pair):
    kept = _between(*pair)

    figures = [one.figure for one in kept.figures.all()]
    lines = sorted((figure.version_id, figure.line) for figure in figures)
    assert lines == [(v.pk, line) for v in pair for line in ("one_off_cost", "saving")]
    assert (kept.earlier, kept.later) == pair


def test_nothing_is_kept_twice(pair):
    assert [workflow.keep_overlaps(version) for version in pair] == [0, 0]
    assert Overlap.objects.count() == 1


def test_what_was_not_looked_for_before_is_found_by_the_command(place, capsys):
    practice = factories.PlaceFactory(kind="practice")
    one = claim_at("submitted", place)
    other = claim_at("submitted", practice, figures=figures_of(one.lead), has_other_bodies=True)
    assert not Overlap.objects.exists()
    practice.kind = "pilot"
    practice.save()

    with time_machine.travel(timezone.now() + timedelta(days=40)):
        call_command("find_overlaps")
        call_command("find_overlaps", "--all")
    call_command("find_overlaps")

    kept = Overlap.objects.get()
    assert (kept.earlier, kept.later) == (one, other)
    said = [line[:7] for line in capsys.readouterr().out.splitlines()]
    assert said == ["0 pairs", "1 pair ", "0 pairs"]


def test_the_command_finds_what_was_submitted_lately(place):
    practice = factories.PlaceFactory(kind="practice")
    one = claim_at("submitted", place)
    claim_at("submitted", practice, figures=figures_of(one.lead), has_other_bodies=True)
    practice.kind = "pilot"
    practice.save()

    call_command("find_overlaps")

    assert Overlap.objects.count() == 1


def test_an_answer_stays_with_its_reason_and_in_both_histories(pair):
    by = factories.lead()

    said = mark(*pair, "unclear", by=by)

    assert (said.answer, said.because, said.by) == ("unclear", "Both ledgers show it: unclear.", by)
    events = Event.objects.filter(action="mark_overlap").order_by("version")
    assert [(event.version, event.by, event.note) for event in events] == [
        (version, by, "") for version in pair
    ]


def test_the_last_answer_stands_and_earlier_ones_stay(pair):
    mark(*pair, "same")
    mark(*pair, "separate")

    assert _stands(*pair) == "separate"
    assert OverlapMark.objects.count() == 2


@pytest.mark.parametrize("which", [0, 1])
def test_it_survives_a_revision_that_leaves_the_amounts_alone(pair, which):
    mark(*pair, "separate")

    later = submitted_again(pair[which])

    assert _stands(later, pair[1 - which]) == "separate"


@pytest.mark.parametrize("which", [0, 1])
def test_it_does_not_hold_for_other_amounts(pair, place, which):
    mark(*pair, "separate")

    figures = figures_of(lead_of(place), "250000.50")
    later = submitted_again(pair[which], figures=figures)

    assert _stands(later, pair[1 - which]) is None


def test_it_holds_again_where_the_amounts_are_what_they_were(pair, place):
    mark(*pair, "same")
    other = submitted_again(pair[0], figures=figures_of(lead_of(place), "250000.50"))

    again = submitted_again(other, figures=figures_of(lead_of(place)))

    assert _stands(again, pair[1]) == "same"


WHO = {
    "officer": (lambda place: factories.officer_of(place), False),
    "finance officer": (lambda place: factories.finance_of(place), False),
    "partner": (lambda place: factories.partner_of(place, lead_of(place)), False),
    "analyst": (lambda place: factories.analyst(), False),
    "administrator": (lambda place: factories.administrator(), False),
    "reviewer": (lambda place: factories.reviewer(), True),
    "review lead": (lambda place: factories.lead(), True),
}


@pytest.mark.parametrize(("person", "may"), WHO.values(), ids=WHO)
def test_who_may_say_it(pair, place, person, may):
    by = person(place)

    assert workflow.may_mark(by, *pair) is may
    if not may:
        with pytest.raises(PermissionDenied, match="Only a reviewer or review lead with no tie"):
            mark(*pair, by=by)
        assert not OverlapMark.objects.exists()


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_says_it_who_has_a_tie_to_either_place(place, which):
    ours = claim_at("submitted", place)
    theirs = claim_at("submitted", figures=figures_of(lead_of(place)), has_other_bodies=True)
    tied = factories.reviewer()
    Membership.objects.create(user=tied, place=(ours, theirs)[which].claim.place, role="interest")

    with pytest.raises(PermissionDenied):
        mark(ours, theirs, by=tied)


def test_an_answer_needs_a_reason(pair):
    with pytest.raises(workflow.ActionError, match="Say why"):
        workflow.mark_overlap(
            _between(*pair), by=factories.lead(), answer="same", because="", seen=None
        )


def test_somebody_who_has_not_read_the_last_answer_gives_none(pair):
    mark(*pair)

    with pytest.raises(workflow.StaleError):
        workflow.mark_overlap(
            _between(*pair), by=factories.lead(), answer="same", because="So.", seen=None
        )


def test_nothing_is_said_of_what_does_not_stand(pair, place):
    workflow.perform("withdraw", pair[0], by=factories.finance_of(place), note="No longer so.")

    with pytest.raises(workflow.ActionError, match="has changed since you read it"):
        mark(*pair)

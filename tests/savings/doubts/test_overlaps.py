"""Which claims may be the same money: flagged by what is alike, and shown to whom they concern."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from pilots.models import Membership
from savings.doubts.overlaps import find
from savings.doubts.shown_overlaps import LOOKED_AT, overlaps_of
from savings.models import Claim, Figure, Overlap, OverlapFigure, Version
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    mark,
    officer_of,
    partner_of,
    reviewer,
)


def _submitted(place, amount="100.00", *, year=2010, body=None, kind="cashable", **content):
    figures = figures_of(body or lead_of(place), amount, year=year, kind_of_gain=kind)
    return claim_at("submitted", place, figures=figures, **content)


def _found(version, user=None):
    """Reference → what is alike, in the order shown."""
    shown = overlaps_of(version, user or reviewer()).shown
    return {overlap.version.claim.reference: overlap.alike for overlap in shown}


def test_what_is_alike_is_said_in_words():
    place = PlaceFactory()
    ours = _submitted(place, "100.00")
    theirs = _submitted(place, "100.50", theme=ThemeFactory(name="Older people"))
    lead = lead_of(place)

    assert _found(ours) == {
        theirs.claim.reference: [f"{lead}: £100 in 2010-11 here, £100.50 in 2010-11 there"]
    }
    assert _found(theirs) == {
        ours.claim.reference: [f"{lead}: £100.50 in 2010-11 here, £100 in 2010-11 there"]
    }


def test_a_theme_and_a_year_in_common_are_no_sign():
    place = PlaceFactory()
    ours = _submitted(place, "100.00")
    _submitted(place, "250000.00")

    assert _found(ours) == {}


def test_the_same_money_one_pound_off_in_another_place():
    police = OrganisationFactory(name="Police")
    shared = {"body": police, "has_other_bodies": True, "baseline_amount": Decimal(90_000_000)}
    ours = _submitted(PlaceFactory(), "777000.00", **shared)
    theirs = _submitted(PlaceFactory(), "777001.00", theme=ThemeFactory(name="Another"), **shared)
    _submitted(PlaceFactory(), "777900.00", **shared)
    _submitted(PlaceFactory(), "777000.00", baseline_amount=Decimal(90_000_000))

    assert _found(ours) == {
        theirs.claim.reference: ["Police: £777,000 in 2010-11 here, £777,001 in 2010-11 there"]
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        pytest.param(
            [("Police", 2010, 30), ("Police", 2011, 60)],
            [("Police", 2010, 90)],
            "Police: £90 in 2010-11 to 2011-12 together here, £90 in 2010-11 there",
            id="years together",
        ),
        pytest.param(
            [("Police", 2010, 90)],
            [("Police", 2011, 30), ("Police", 2012, 60)],
            "Police: £90 in 2010-11 here, £90 in 2011-12 to 2012-13 together there",
            id="years together there",
        ),
        pytest.param(
            [("Police", 2010, 30), ("Police", 2011, 60)],
            [("Police", 2011, 50), ("Police", 2012, 40)],
            "Police: £90 in 2010-11 to 2011-12 together here, £90 in 2011-12 to 2012-13 together there",
            id="years together in both",
        ),
        pytest.param(
            [("Council", 2010, 30), ("Police", 2010, 60)],
            [("Police", 2010, 90)],
            "Council and Police together: £90 in 2010-11 here; Police: £90 in 2010-11 there",
            id="organisations together",
        ),
        pytest.param(
            [("Police", 2010, 90)],
            [("Council", 2010, 30), ("Police", 2010, 60)],
            "Police: £90 in 2010-11 here; Council and Police together: £90 in 2010-11 there",
            id="organisations together there",
        ),
    ],
)
@pytest.mark.parametrize("is_same_place", [True, False])
def test_sums_are_found_here_and_elsewhere(ours, theirs, words, is_same_place):
    bodies = {name: OrganisationFactory(name=name) for name in ("Council", "Police")}
    place = PlaceFactory()

    def claim(place, said):
        figures = [figure(bodies[body], amount, year=year) for body, year, amount in said]
        figures += [
            figure(lead_of(place), "0.00", year=year, line=line)
            for year in {year for _body, year, _amount in said}
            for line in ("one_off_cost", "running_cost")
        ]
        return claim_at("submitted", place, figures=figures, has_other_bodies=True)

    version = claim(place, ours)
    other = claim(place if is_same_place else PlaceFactory(), theirs)

    assert words in _found(version)[other.claim.reference]


def test_a_draft_is_told_before_it_is_submitted():
    place = PlaceFactory()
    standing = _submitted(place, "7.00")
    draft = draft_of(place, theme=None, figures=figures_of(lead_of(place), "7.00"))

    assert _found(draft, officer_of(place)) == {
        standing.claim.reference: [f"{lead_of(place)}: £7 in 2010-11 in both"]
    }
    assert not Overlap.objects.exists()


def test_money_of_the_practice_place_is_held_against_no_other():
    trust = OrganisationFactory()
    shared = {"body": trust, "has_other_bodies": True}
    real = _submitted(PlaceFactory(), **shared)
    practice = _submitted(PlaceFactory(kind="practice"), **shared)
    later = _submitted(PlaceFactory(), **shared)

    assert _found(practice) == {}
    assert list(_found(later)) == [real.claim.reference]


def test_the_strongest_is_first_and_what_is_separate_last():
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, "100.00")
    other_body = _submitted(place, "100.00", body=trust, has_other_bodies=True)
    separate = _submitted(place, "100.00")
    same_body = _submitted(place, "100.00")
    mark(ours, separate, "separate")

    wanted = [same_body, other_body, separate]
    assert list(_found(ours)) == [version.claim.reference for version in wanted]


def test_what_waits_for_an_answer_comes_before_what_has_one():
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, "100.00")
    answered = [_submitted(place, "100.00") for _ in range(2)]
    waits = _submitted(place, "100.00", body=trust, has_other_bodies=True)
    for other, answer in zip(answered, ("separate", "same"), strict=True):
        mark(ours, other, answer)

    wanted = [waits, *reversed(answered)]
    assert list(_found(ours)) == [version.claim.reference for version in wanted]


def test_claims_that_a_place_does_not_see_leave_room_for_its_own():
    place = PlaceFactory()
    ours, other = _submitted(place), _submitted(place)
    hidden = _submitted(PlaceFactory(), body=lead_of(place), has_other_bodies=True, condition="A")
    _keep_as_alike(ours, _copies(hidden, LOOKED_AT))

    found, whole = overlaps_of(ours, officer_of(place)), overlaps_of(ours, reviewer())

    assert [one.version for one in found.shown] == [other]
    assert found.more == 0
    assert len(whole.shown) + whole.more == LOOKED_AT + 2


def _copies(version, number):
    claims = Claim.objects.bulk_create(
        Claim(reference=f"COPY-{n}", place=version.claim.place) for n in range(number)
    )
    facts = {
        field.attname: getattr(version, field.attname)
        for field in Version._meta.concrete_fields
        if field.name not in ("id", "claim")
    }
    return Version.objects.bulk_create(Version(claim=claim, **facts) for claim in claims)


def _keep_as_alike(version, others):
    """As if each of `others` stated the amounts that were found alike in the first one."""
    first = Overlap.objects.filter(Q(earlier=version) | Q(later=version)).first()
    kept = Overlap.objects.bulk_create(
        Overlap(earlier=version, later=other, money=str(other.pk)) for other in others
    )
    OverlapFigure.objects.bulk_create(
        OverlapFigure(overlap=overlap, part=one.part, figure=one.figure)
        for overlap in kept
        for one in first.figures.all()
    )


def test_a_claim_of_very_many_amounts_is_held_against_others_too():
    """More than SQLite takes in one condition, each further from the next than what is alike."""
    place, bodies = PlaceFactory(), OrganisationFactory.create_batch(20)
    many = [figure(body, "0", year=year) for body in bodies for year in range(1990, 2050)]
    for nth, one in enumerate(many):
        one.amount = (1000 * Decimal("1.003") ** nth).quantize(Decimal("0.01"))
    last = many[-1]
    theirs = _submitted(
        PlaceFactory(),
        str(last.amount),
        body=last.organisation,
        year=last.year.start,
        has_other_bodies=True,
    )
    draft = draft_of(place, figures=[])
    for one in many:
        one.version = draft
    Figure.objects.bulk_create(many)

    assert [found.other for found in find(draft)] == [theirs.pk]


def test_ten_are_shown_and_the_others_counted():
    place, trust = PlaceFactory(), OrganisationFactory()
    for _ in range(11):
        _submitted(place, "100.00", body=trust, has_other_bodies=True)
    strongest = _submitted(place, "100.00")
    ours = _submitted(place, "100.00")

    overlaps = overlaps_of(ours, reviewer())

    assert len(overlaps.shown) == 10
    assert overlaps.more == 2
    assert overlaps.shown[0].version == strongest


def test_many_amounts_alike_are_named_in_part():
    place = PlaceFactory()
    figures = [
        f
        for year in range(2010, 2015)
        for f in figures_of(lead_of(place), f"9.5{year % 10}", year=year)
    ]
    ours, theirs = (
        claim_at("submitted", place, figures=[_copy(f) for f in figures]) for _ in range(2)
    )

    alike = _found(ours)[theirs.claim.reference]

    assert len(alike) == 4
    assert alike[-1] == "2 more amounts alike"


def _copy(row):
    return figure(row.organisation, row.amount, year=row.year.start, line=row.line)


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_what_stands_is_flagged(status):
    place = PlaceFactory()
    ours = _submitted(place)
    claim_at(status, place, figures=figures_of(lead_of(place), "100.00"))

    assert _found(ours, officer_of(place)) == {}


def test_only_the_version_that_stands_of_a_claim_is_flagged():
    place = PlaceFactory()
    ours = _submitted(place)
    older = claim_at("superseded", place, figures=figures_of(lead_of(place), "100.00"))

    (overlap,) = overlaps_of(ours, reviewer()).shown

    assert (overlap.version.claim, overlap.version.number) == (older.claim, 2)


def test_an_older_version_of_the_same_claim_is_not_another_claim():
    older = claim_at("superseded")

    assert _found(older) == {}


def test_a_claim_without_savings_is_like_none():
    place = PlaceFactory()
    _submitted(place)

    assert _found(claim_at("published", place)) == {}


@pytest.mark.parametrize(("condition", "sees"), [("A", False), ("D", True)])
def test_a_place_is_not_shown_what_it_may_not_see_elsewhere(condition, sees):
    place, trust = PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, body=trust, has_other_bodies=True)
    theirs = _submitted(PlaceFactory(), body=trust, has_other_bodies=True, condition=condition)

    found = overlaps_of(ours, officer_of(place))

    assert [o.version for o in found.shown] == ([theirs] if sees else [])
    assert found.more == 0


def test_a_reviewer_is_not_shown_claims_of_a_place_they_are_tied_to():
    place, tied_to, trust = PlaceFactory(), PlaceFactory(), OrganisationFactory()
    ours = _submitted(place, body=trust, has_other_bodies=True)
    _submitted(tied_to, body=trust, has_other_bodies=True)
    tied = reviewer()
    Membership.objects.create(user=tied, place=tied_to, role="interest")

    assert _found(ours, tied) == {}


def test_the_claim_page_shows_overlaps_to_its_place_and_to_reviewers_only(client):
    place = PlaceFactory()
    ours = _submitted(place, condition="D")
    other = _submitted(place, condition="D", what_changes="One desk in the market hall")
    shown = set()
    for name, user in {
        "officer": officer_of(place),
        "reviewer": reviewer(),
        "partner": partner_of(place, lead_of(place)),
        "analyst": analyst(),
        "officer elsewhere": officer_of(PlaceFactory()),
    }.items():
        client.force_login(user)
        text = client.get(ours.claim.get_absolute_url()).text
        if "May be the same money" in text and other.claim.get_absolute_url() in text:
            shown.add(name)

    assert shown == {"officer", "reviewer"}


def test_the_page_says_how_many_more_there_are(client):
    place = PlaceFactory()
    ours = _submitted(place)
    for _ in range(12):
        _submitted(place)
    client.force_login(reviewer())

    text = client.get(ours.claim.get_absolute_url()).text

    assert "2 more are not shown: no more alike than these, or answered already." in text


def test_many_overlaps_cost_as_many_queries_as_one(django_assert_num_queries):
    place, trust, user = PlaceFactory(), OrganisationFactory(), reviewer()
    shared = {"body": trust, "has_other_bodies": True}
    ours = _submitted(place, **shared)
    _submitted(place, **shared)
    _submitted(PlaceFactory(), **shared)
    overlaps_of(ours, user)  # The permissions of the person are read once.
    with CaptureQueriesContext(connection) as few:
        overlaps_of(ours, user)
    for _ in range(6):
        _submitted(place, **shared)
        _submitted(PlaceFactory(), **shared)

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(overlaps_of(ours, user).shown) == 10

"""For which round a submission counts is said alike before it is signed, after, beside the version and in the file."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags

from savings import workflow
from savings.claims.counted_for import counts, in_words, name_in_sql, would_count
from savings.claims.rounds import every_round
from savings.models import Round, Version
from tests import factories

SPRING, LONG = "Spring", "Long"
# Signed at: the round that it counts for. The days are those of this country.
SIGNED = {
    "2026-02-28T23:59Z": None,
    "2026-03-01T00:00Z": SPRING,
    "2026-03-31T22:59Z": SPRING,  # British Summer Time: a minute to midnight.
    "2026-03-31T23:00Z": None,
    "2026-06-10T12:00Z": "Short",  # Two are open: it counts for the one that closes first.
    "2026-06-20T12:00Z": LONG,
    "2026-07-01T12:00Z": None,
}


@pytest.fixture
def rounds():
    for name, opens, closes in [
        (LONG, date(2026, 6, 1), date(2026, 6, 30)),
        ("Short", date(2026, 6, 5), date(2026, 6, 15)),
        (SPRING, date(2026, 3, 1), date(2026, 3, 31)),
    ]:
        Round.objects.create(name=name, opens_on=opens, closes_on=closes)


@pytest.mark.parametrize("when", SIGNED)
def test_it_counts_for_the_round_that_is_open_when_it_is_signed(rounds, when):
    expected = SIGNED[when]
    with time_machine.travel(when, tick=False):
        before = would_count(_day(when))
        version = factories.claim_at("submitted")
        after = counts(version, _day(when))

    words = in_words(version, every_round())
    in_file = Version.objects.annotate(round=name_in_sql()).get().round

    if expected:
        assert f"This will count for the round “{expected}”, which closes on " in before
        assert f"It counts for the round “{expected}”, which closes on " in after
        assert words == f"for the round “{expected}”"
        assert in_file == expected
    else:
        assert before.startswith("No round is open: this counts for none until")
        assert after.startswith("No round was open when it was signed, so it counts for none until")
        assert words == "when no round was open"
        assert in_file is None


def _day(when):
    return timezone.localdate(datetime.fromisoformat(when))


def test_between_rounds_the_next_is_named_where_it_is_announced(rounds):
    assert would_count(date(2026, 4, 5)).endswith("The next, “Long”, opens on 1 June 2026.")
    assert would_count(date(2026, 8, 1)).endswith("asks whether it is still true.")


def test_of_a_round_that_is_over_it_is_said_that_it_has_closed(rounds):
    with time_machine.travel("2026-03-31T12:00Z", tick=False):
        version = factories.claim_at("submitted")

    assert "which closes on 31 March 2026." in counts(version, date(2026, 3, 31))
    assert "which closed on 31 March 2026." in counts(version, date(2026, 4, 1))


@pytest.mark.parametrize("when", ["2026-03-10T12:00Z", "2026-04-10T12:00Z"])
def test_a_draft_and_what_was_only_loaded_count_for_none_without_a_word(rounds, when):
    with time_machine.travel(when, tick=False):
        versions = [factories.claim_at("draft"), factories.claim_at("published")]

    assert [in_words(version, every_round()) for version in versions] == ["", ""]
    assert set(Version.objects.annotate(round=name_in_sql()).values_list("round", flat=True)) == {
        None
    }


def test_where_there_never_was_a_round_nothing_is_said():
    version = factories.claim_at("submitted")

    assert in_words(version, []) == ""
    assert Version.objects.annotate(round=name_in_sql()).get().round == ""


def test_in_a_file_what_was_confirmed_counts_for_the_last_round_in_which_it_was(rounds):
    signed = ["2026-02-10T12:00Z", "2026-03-10T12:00Z"]  # Between rounds, and in one.
    versions = []
    for when in signed:
        with time_machine.travel(when, tick=False):
            versions.append(factories.claim_at("submitted"))
            factories.claim_at("submitted")  # Of which nothing more is said.
    assert _in_file() == [None, None, SPRING, SPRING]

    with time_machine.travel("2026-06-20T12:00Z", tick=False):
        _confirm(versions)
    assert _in_file() == [LONG, None, LONG, SPRING]

    Round.objects.create(name="Next", opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 30))
    with time_machine.travel("2026-09-10T12:00Z", tick=False):
        _confirm(versions[:1])
    assert _in_file() == ["Next", None, LONG, SPRING]


def _confirm(versions):
    for version in versions:
        workflow.confirm(version, by=factories.officer_of(version.claim.place))


def _in_file():
    told = Version.objects.annotate(round=name_in_sql()).order_by("pk")
    return list(told.values_list("round", flat=True))


def _text(client, address):
    return " ".join(strip_tags(client.get(address).text).split())


def test_pages_of_the_claim_say_it_where_it_stands_beside_each_version_and_in_its_history(
    rounds, client
):
    with time_machine.travel("2026-03-10T12:00Z", tick=False):
        first = factories.claim_at("submitted")
    with time_machine.travel("2026-04-10T12:00Z", tick=False):
        factories.submitted_again(first)
    client.force_login(factories.officer_of(first.claim.place))

    claim = _text(client, first.claim.get_absolute_url())
    older = _text(client, first.get_absolute_url())

    assert "Version 2, submitted 10 April 2026, when no round was open." in claim
    assert "Version 1, submitted 10 March 2026, for the round “Spring”." in older
    assert "Signed off and submitted, for the round “Spring”, version 1" in claim
    assert "Signed off and submitted, when no round was open, version 2" in claim
    for page in (claim, older):
        assert "Submitted 10 March 2026, for the round “Spring”" in page
        assert "Submitted 10 April 2026, when no round was open" in page


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            "2026-03-10T12:00Z",
            "This will count for the round “Spring”, which closes on 31 March 2026.",
        ),
        ("2026-04-10T12:00Z", "The next, “Long”, opens on 1 June 2026."),
    ],
)
def test_who_signs_reads_for_which_round_it_will_count(rounds, client, when, words):
    draft = factories.claim_at("draft")

    with time_machine.travel(when, tick=False):
        client.force_login(factories.finance_of(draft.claim.place))
        page = _text(client, f"/claims/{draft.claim.reference}/actions/submit/")

    assert words in page

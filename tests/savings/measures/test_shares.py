"""Shares by verdict against published answers, and what published rounding allows."""

from decimal import Decimal

import pytest

from savings.measures.published_reviews import published_reviews, taken_together
from savings.measures.shares import Body, combined, published_intervals, rounded_intervals, shares
from tests.savings.vectors import VECTORS

pytestmark = pytest.mark.no_database
REVIEWS = {review.key: review for review in published_reviews()}


def _body(reviewed, *percents, claimed=None):
    names = ("top", "middle", "bottom")
    shares = [None if percent is None else Decimal(percent) for percent in percents]
    return Body(Decimal(reviewed), dict(zip(names, shares, strict=True)), claimed)


def test_shares_agree_with_the_published_vector_to_the_digit():
    given, wanted = VECTORS["O-SHARE-1"]["in"]["parts"], VECTORS["O-SHARE-1"]["out"]

    found = shares({verdict: Decimal(amount) for verdict, amount in given.items()})

    percents = {verdict: percent.rstrip("%") for verdict, percent in found.percents.items()}
    assert percents | {"total": str(found.reviewed)} == wanted


def test_rounded_shares_are_not_made_to_total_100():
    thirds = shares(dict.fromkeys("abc", Decimal(1)))
    sixths = shares({"a": Decimal(1), "b": Decimal(1), "c": Decimal(4)})

    assert list(thirds.percents.values()) == ["33%", "33%", "33%"]
    assert list(sixths.percents.values()) == ["17%", "17%", "67%"]


def test_half_a_point_is_rounded_up():
    found = shares({"a": Decimal("0.125"), "b": Decimal("0.875")})
    even = shares({"a": Decimal("0.5"), "b": Decimal("99.5")})

    assert [found.percents["a"], even.percents["a"]] == ["13%", "1%"]


def test_what_was_not_reviewed_is_its_own_class_and_changes_no_share():
    alone = shares({"a": Decimal(30), "b": Decimal(10)})
    of_more = shares({"a": Decimal(30), "b": Decimal(10)}, claimed=Decimal(400))

    assert of_more.percents == alone.percents == {"a": "75%", "b": "25%"}
    assert (of_more.not_reviewed, of_more.coverage) == (360, "10%")


def test_without_what_was_claimed_there_is_no_coverage_and_no_rest():
    found = shares({"a": Decimal(30)})

    assert (found.coverage, found.not_reviewed) == (None, None)


def test_where_nothing_was_reviewed_there_is_no_share_and_not_zero():
    found = shares({"a": Decimal(0)}, claimed=Decimal(50))

    assert found.percents == {"a": None}
    assert found.coverage == "0%"


def test_a_verdict_on_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        shares({"a": Decimal(-1)})


def test_more_reviewed_than_claimed_is_refused():
    with pytest.raises(ValueError, match="cannot be reviewed of"):
        shares({"a": Decimal(2)}, claimed=Decimal(1))


def test_published_shares_of_two_departments_are_combined_by_value():
    transport = _body(892, 43, 22, 35, claimed=Decimal(892))
    home_office = _body(338, 59, 24, 17, claimed=Decimal(544))

    found = combined([transport, home_office])

    # (892 x 43 + 338 x 59) / 1,230 and so on.
    assert {at: str(round(share, 2)) for at, share in found.percents.items()} == {
        "top": "47.40",
        "middle": "22.55",
        "bottom": "30.05",
    }
    assert (found.reviewed, found.claimed, found.coverage) == (1230, 1436, "86%")


def test_percentages_that_total_99_are_combined_as_they_are():
    found = combined([_body(100, 33, 33, 33), _body(300, 33, 33, 33)])

    assert sum(found.percents.values()) == 99


def test_the_interval_is_half_a_point_either_way_of_each_published_percentage():
    found = combined([_body(100, 40, 30, 30), _body(300, 60, 20, 20)])

    assert (found.intervals["top"].low, found.intervals["top"].high) == (
        Decimal("54.5"),
        Decimal("55.5"),
    )


def test_what_the_others_leave_narrows_a_share():
    top = published_intervals({"top": Decimal(33), "middle": Decimal(33), "bottom": Decimal(33)})[
        "top"
    ]

    # Together they lack a whole point, and each can lend no more than half of one.
    assert (top.low, top.high) == (Decimal(33), Decimal("33.5"))


def test_a_share_that_was_not_published_lies_in_what_the_others_leave():
    found = combined([_body(712, None, 45, 14)])

    assert found.percents["top"] is None
    assert (found.intervals["top"].low, found.intervals["top"].high) == (40, 42)


def test_coverage_is_not_stated_where_one_body_does_not_say_what_it_claimed():
    found = combined([_body(1, 50, 30, 20, claimed=Decimal(2)), _body(1, 50, 30, 20)])

    assert (found.claimed, found.coverage) == (None, None)


@pytest.mark.parametrize("percents", [(60, 30, 8), (60, 30, 12)])
def test_percentages_of_no_whole_are_refused(percents):
    with pytest.raises(ValueError, match="No whole has parts of"):
        combined([_body(1, *percents)])


def test_bodies_with_different_verdicts_are_not_combined():
    other = Body(Decimal(1), {"green": Decimal(100)})

    with pytest.raises(ValueError, match="same verdicts"):
        combined([_body(1, 50, 30, 20), other])


def test_nothing_is_not_combined():
    with pytest.raises(ValueError, match="same verdicts"):
        combined([])


def test_the_published_pounds_of_2007_allow_the_published_percentages():
    review = REVIEWS["gershon_2007"]

    assert [
        (str(f.interval.outwards.low), str(f.interval.outwards.high)) for f in review.findings
    ] == [("25.8", "26.8"), ("49.8", "51.0"), ("22.8", "23.8")]
    assert all(finding.interval.could_be(finding.percent) for finding in review.findings)
    # From the rounded pounds alone 6.7 of 13.3 would be 50: 51 is right, and is not to be mended.
    pounds = {finding.words: finding.pounds for finding in review.findings}
    assert list(shares(pounds).percents.values()) == ["26%", "50%", "23%"]


def test_an_interval_knows_which_percentages_it_could_be_published_as():
    allowed = rounded_intervals({"a": Decimal(35), "b": Decimal(65)}, Decimal(1))["a"]

    assert [percent for percent in range(100) if allowed.could_be(Decimal(percent))] == [35, 36]


def test_hmrc_comes_out_to_the_digit_from_the_data_file():
    review = REVIEWS["hmrc_2010"]

    found = shares({f.words: f.pounds for f in review.findings}, claimed=review.claimed)

    assert list(found.percents.values()) == ["42%", "45%", "13%"]
    assert [finding.percent for finding in review.findings] == [42, 45, 13]
    assert found.reviewed == review.reviewed


def test_the_home_office_review_covers_338_of_544_million():
    review = REVIEWS["home_office_2009"]

    assert (review.reviewed, review.claimed, review.coverage) == (338_000_000, 544_000_000, "62%")


def test_five_departments_come_out_as_published_together():
    [together] = taken_together(list(REVIEWS.values()))

    # Only Amber was published of all five; it comes out to the digit. The others lie where rounding allows.
    assert [line.published for line in together.lines] == [38, 44, 18]
    assert [line.worked_out for line in together.lines] == [None, Decimal("44.4"), None]
    assert all(line.interval.could_be(line.published) for line in together.lines)
    assert (together.combined.reviewed, together.combined.coverage) == (2_821_000_000, "76%")


def test_every_published_review_names_its_source():
    assert all(review.source_url.startswith("https://") for review in REVIEWS.values())
    assert all(review.source_title for review in REVIEWS.values())


def test_what_was_not_published_is_blank_and_not_zero():
    pfi = REVIEWS["pfi_2013"]

    assert [finding.percent for finding in pfi.findings] == [None, None, None]
    assert (pfi.reviewed, pfi.coverage) == (1_372_000_000, "86%")

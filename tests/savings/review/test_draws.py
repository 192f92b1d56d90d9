"""Draws of claims: repeatable by anybody, fair by value, and exactly as many as were asked for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from savings.review import draws
from savings.review.draws import ABOVE, CERTAIN, DRAWN, chosen, is_too_small

pytestmark = pytest.mark.no_database

READ_ALL, READ_NONE = 100_000_00, 1_000_00
POOL = st.dictionaries(
    st.from_regex(r"[A-Z]{1,3}-[0-9]{1,3}", fullmatch=True), st.integers(0, 200_000_00), max_size=40
).map(lambda pence: [(reference, 1, value) for reference, value in pence.items()])
SEED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)
NUMBER = st.integers(0, 50)


def _choose(pool, seed, number):
    return chosen(pool, seed=seed, read_all=READ_ALL, read_none=READ_NONE, number=number)


def _between(pool):
    return {claim[0]: claim[2] for claim in pool if READ_NONE <= claim[2] < READ_ALL}


def test_an_example_worked_by_hand_comes_out_as_it_stands():
    pool = [("A", 1, 90), ("B", 2, 20), ("C", 1, 60), ("D", 1, 30), ("E", 3, 500), ("F", 1, 300)]

    drawn = chosen(pool, seed="Total Place", read_all=500, read_none=25, number=2)

    # E is above the threshold, B too small. A, C, D and F are 480 long; F is at least 480 / 2 and therefore certain.
    # Of A, C and D, 180 long, one is drawn; the seed's number modulo 180 is 43, and the first 90 are A's.
    assert drawn == [("A", 1, DRAWN), ("E", 3, ABOVE), ("F", 1, CERTAIN)]


def test_the_seed_is_read_as_the_docstring_says():
    # printf 'Total Place' | sha256sum
    digest = "ec0d2f74ce79c1579c2138721c1e1b95771453d5837b7323ab016b489635c137"

    assert draws.start("Total Place", 2**256) == int(digest, 16)


@given(pool=POOL, seed=SEED, number=NUMBER)
def test_a_draw_does_not_depend_on_the_order_of_its_pool(pool, seed, number):
    shuffled = sorted(pool, key=lambda claim: hash((seed, claim)))

    assert _choose(shuffled, seed, number) == _choose(pool, seed, number)


@given(pool=POOL, seed=SEED, number=NUMBER)
def test_all_from_the_threshold_are_chosen_and_none_that_is_too_small(pool, seed, number):
    how = {reference: way for reference, _, way in _choose(pool, seed, number)}

    for reference, _, pence in pool:
        assert (how.get(reference) == ABOVE) == (pence >= READ_ALL)
        if is_too_small(pence, read_all=READ_ALL, read_none=READ_NONE):
            assert reference not in how


@given(pool=POOL, seed=SEED, number=NUMBER)
def test_as_many_are_drawn_as_were_asked_for_and_each_once(pool, seed, number):
    drawn = [code for code, _, way in _choose(pool, seed, number) if way != ABOVE]

    assert len(drawn) == len(set(drawn)) == min(number, len(_between(pool)))


@given(pool=POOL, seed=SEED, number=st.integers(1, 50))
def test_a_claim_as_large_as_the_interval_is_certain(pool, seed, number):
    how = {reference: way for reference, _, way in _choose(pool, seed, number)}
    between = _between(pool)
    total = sum(between.values())

    for reference, pence in between.items():
        if pence * number >= total:
            assert how[reference] == CERTAIN


@given(
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=12),
    number=st.integers(1, 6),
    data=st.data(),
)
def test_over_all_starts_each_claim_is_drawn_as_often_as_its_value_says(lengths, number, data):
    total = sum(lengths)
    assume(all(length * number < total for length in lengths))
    times = dict.fromkeys(range(len(lengths)), 0)

    with pytest.MonkeyPatch.context() as patch:
        for first in range(total):
            patch.setattr(draws, "start", lambda seed, total, first=first: first)
            for index in draws._marked(lengths, "any", number):
                times[index] += 1

    assert list(times.values()) == [length * number for length in lengths]


def test_over_many_seeds_a_claim_of_twice_the_value_is_drawn_twice_as_often():
    pool = [("A", 1, 2_000_00), ("B", 1, 4_000_00), *((f"C{n}", 1, 3_000_00) for n in range(8))]
    seeds = 3_000

    drawn = [code for n in range(seeds) for code, *_ in _choose(pool, f"seed {n}", 2)]

    # Of 30,000 pounds two are drawn, so A's chance is 4 in 30 and B's 8 in 30.
    assert drawn.count("A") / seeds == pytest.approx(4 / 30, abs=0.025)
    assert drawn.count("B") / seeds == pytest.approx(8 / 30, abs=0.025)


def test_another_seed_draws_others():
    pool = [(f"C{number}", 1, 5_000_00) for number in range(200)]

    assert _choose(pool, "one", 10) != _choose(pool, "two", 10)


@pytest.mark.parametrize(
    ("pence", "read_all", "read_none", "too_small"),
    [(0, 100, 0, True), (0, 0, 0, False), (9, 100, 10, True), (10, 100, 10, False)],
)
def test_what_has_no_value_is_too_small_to_be_drawn(pence, read_all, read_none, too_small):
    assert is_too_small(pence, read_all=read_all, read_none=read_none) == too_small
    drawn = chosen([("A", 1, pence)], seed="s", read_all=read_all, read_none=read_none, number=1)
    assert (drawn == []) == too_small

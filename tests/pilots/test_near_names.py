"""Which names are asked about, because they may be one body written in two ways?"""

import pytest

from pilots.near_names import NearNames, near

pytestmark = pytest.mark.no_database

KENT = "Kent County Council"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("kent county council ", KENT),
        ("Kent  County\u00a0Council", KENT),
        ("Kent County Council.", KENT),
        ("Kent County", KENT),
        ("Kent", KENT),
        ("Kent Conty Council", KENT),
        ("Kent Countty Council", KENT),
        ("Kent County Coucnil", KENT),
        ("Kent Caunty Council", KENT),
        ("Council of Kent", KENT),
        ("Croydon Council", "London Borough of Croydon"),
        ("Kent & Medway NHS", "Kent and Medway NHS"),
        ("Café Trust", "Cafe\u0301 trust"),
        ("King’s College", "Kings College"),
        ("Tor Bay", "Torbay"),
        ("The City of London", "City of London"),
        ("city", "City"),
    ],
)
def test_one_body_in_two_ways_is_near_from_either_side(name, other):
    assert near(name, [other]) == [other]
    assert near(other, [name]) == [name]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (KENT, KENT),
        ("Kent Police", "Kent Fire and Rescue"),
        ("East Kent NHS Trust", "West Kent NHS Trust"),
        ("North Yorkshire Police", "South Yorkshire Police"),
        ("Derby City Council", "Derbyshire County Council"),
        ("Hospital A", "Hospital B"),
        ("Practice body 112345", "Practice body 112346"),
        ("Bury Council", "Bute Council"),
        ("", KENT),
    ],
)
def test_two_bodies_are_not_near(name, other):
    assert near(name, [other]) == []


def test_all_that_are_near_are_given_once_in_their_order():
    names = ["Kent Police", "Kent", KENT, "kent", "Kent"]

    assert near("KENT", names) == ["Kent", KENT, "kent"]


def test_a_name_that_is_added_is_compared_with():
    names = NearNames()
    names.add(KENT)

    assert names.near("Kent") == [KENT]

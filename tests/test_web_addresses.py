"""Where an address on the web leads, as a browser reads it."""

import pytest

from totalplace.web_addresses import has_user_part, host_of, may_be_link

pytestmark = pytest.mark.no_database

LEADS = [
    ("https://www.gov.uk/a?b=@c", "www.gov.uk"),
    ("http://WWW.Kent.GOV.UK:8080/", "www.kent.gov.uk"),
    ("https://www.gov.uk@evil.example/", "evil.example"),
    ("https://www.g\u043ev.uk/", "www.xn--gv-fmc.uk"),  # The middle letter is Cyrillic.
    ("Https://www.gov.uk/", "www.gov.uk"),  # As a telephone writes it.
    ("HTTP://www.gov.uk/", "www.gov.uk"),
    ("http://[::1]/", "::1"),
    ("http://192.0.2.1/", "192.0.2.1"),
]
NOWHERE = [
    "", "www.gov.uk", "//www.gov.uk", "javascript:alert(1)", "https://", "https:///evil.example", "http://[::1",
    "https://x.example:port/", "https://x.example:99999/", "https://www.gov.uk%40evil.example/",
    "https://evil.example\\@www.gov.uk/", "https://www.gov\n.uk/", "https://a b/",
    "https://" + "\u0430" * 70 + ".uk/", "https://a<b>/",
]  # fmt: skip


@pytest.mark.parametrize(("address", "host"), LEADS)
def test_the_host_is_the_one_that_a_browser_would_open(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize("address", NOWHERE)
def test_what_no_browser_opens_leads_nowhere(address):
    assert (host_of(address), may_be_link(address)) == ("", False)


def test_what_stands_before_an_at_sign_is_told_from_one_in_the_path():
    assert has_user_part("https://www.gov.uk@evil.example/")
    assert not has_user_part("https://evil.example/@www.gov.uk")
    assert not may_be_link("https://www.gov.uk@evil.example/")

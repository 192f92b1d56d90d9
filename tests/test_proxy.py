"""Does the proxy file that we ship keep its numbers, and what does the site make of what a proxy says?

That nginx takes the file, and what it does with slow connections, is tried by `tests.endurance.slow_connections`;
what the server makes of it by tests/test_production_server.py.
"""

import re
from html.parser import HTMLParser

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from tests.endurance.production import MANUAL, PROXY
from totalplace.endless_redirect import NOT_BELIEVED, NOT_SAID

TEXT = re.sub(r"(^|\s)#.*", "", PROXY.read_text())
UNITS = {"": 1, "s": 1, "m": 60, "k": 1 << 10}
PAGES = sorted((PROXY.parent / "proxy-pages").glob("*.html"))
# The least and the most: seconds, or how many.
NUMBERS = {
    "client_header_timeout": (5, 15),
    "client_body_timeout": (10, 30),
    "send_timeout": (10, 60),
    "keepalive_timeout": (10, 75),
    "proxy_connect_timeout": (1, 10),
    "proxy_read_timeout": (120, 600),
    "limit_conn address": (300, 1_000),
    "large_client_header_buffers 4": (4 << 10, 16 << 10),
    "worker_connections": (2_048, 65_536),
    "worker_rlimit_nofile": (3 * 2_048, 1 << 20),
}
WORDS = {
    "reset_timedout_connection": "on",
    "proxy_request_buffering": "on",
    "proxy_buffering": "on",
    "server_tokens": "off",
    "ssl_protocols": "TLSv1.2 TLSv1.3",
    "limit_conn_status": "429",
    "error_log": "/var/log/nginx/error.log crit",
}
# What the site is told, whatever the browser says.
TOLD = {
    "Host": "$host",
    "X-Forwarded-For": "$remote_addr",
    "X-Forwarded-Proto": "$scheme",
    "X-Forwarded-Host": '""',
    "Forwarded": '""',
    "X-Request-ID": "$request_id",
    "Connection": "close",
}


def values(name):
    """What the file says of it, wherever it does."""
    return [" ".join(said.split()) for said in re.findall(rf"\b{name}\s+([^;]+);", TEXT)]


def number(said):
    amount, unit = re.fullmatch(r"(\d+)(\w?)", said).groups()
    return int(amount) * UNITS[unit]


@pytest.mark.parametrize("name", NUMBERS)
def test_the_proxy_keeps_its_numbers(name):
    least, most = NUMBERS[name]
    [said] = values(name)

    assert least <= number(said) <= most


@pytest.mark.parametrize("name", WORDS)
def test_the_proxy_keeps_its_word(name):
    assert values(name) == [WORDS[name]]


@pytest.mark.parametrize("header", TOLD)
def test_the_proxy_says_itself_what_the_site_believes(header):
    assert values(f"proxy_set_header {header}") == [TOLD[header]]


def test_the_proxy_has_files_enough_for_its_connections():
    [files], [connections] = values("worker_rlimit_nofile"), values("worker_connections")

    assert number(files) >= 3 * number(connections)


def test_the_proxy_lets_the_largest_file_through_and_what_the_manual_says(settings):
    [most] = values("client_max_body_size")

    assert most == "100m"
    assert "a body of more than 100 MB" in MANUAL.read_text()
    assert int(most[:-1]) > settings.EVIDENCE_FILE_MB


def test_no_connection_to_the_site_is_kept_whose_delay_would_tell_of_an_account():
    assert values("keepalive") == []


def test_only_the_sites_own_names_are_answered():
    assert re.search(r'if \(\$own_name = ""\) \{\s*return 444;', TEXT)
    assert values("proxy_pass") == ["http://site"]


def test_the_access_log_holds_no_request_as_it_came():
    [line] = values("log_format site")

    in_full = {"request", "request_uri", "uri", "args", "query_string", "http_referer"}
    assert set(re.findall(r"\$(\w+)", line)) & in_full == set()
    assert "$address_logged" in line


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/claims/?q=Zanzibar", "/claims/"),
        ("/password/reset/3-abc123-def/?next=1", "/password/reset/…"),
    ],
)
def test_the_access_log_holds_no_query_and_no_link_to_a_password(asked, kept):
    rules = re.findall(r'"~(\S+)" "?([^\s";]+)"?;', TEXT)
    found = [(re.match(rule.replace("(?<", "(?P<"), asked), logs) for rule, logs in rules]

    match, logs = next((match, logs) for match, logs in found if match)

    [(name, text)] = match.groupdict().items()
    assert re.sub(rf"\$\{{?{name}\}}?", text, logs) == kept


# What is said where the site does not answer --------------------------------------------------


def test_each_error_page_that_is_named_is_there_and_each_that_is_there_is_named():
    named = {said.rpartition("/")[2] for said in values("error_page")}

    assert named == {page.name for page in PAGES}
    assert {"502", "503", "504"} <= set(" ".join(values("error_page")).split())


class Tags(HTMLParser):
    """The elements of a page, and the addresses in it."""

    def __init__(self, text):
        super().__init__()
        self.found, self.addresses, self.language = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        attributes = dict(attrs)
        self.language = self.language or attributes.get("lang", "")
        self.addresses += [attributes[name] for name in ("src", "href") if name in attributes]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_an_error_page_is_a_whole_page_and_needs_nothing_but_its_style(path):
    text = path.read_text()
    tags = Tags(text)

    assert (tags.language, tags.found.count("h1"), tags.found.count("main")) == ("en-GB", 1, 1)
    assert tags.addresses == ["/proxy-pages/page.css"]
    assert re.search(r"<title>(.+) – Total Place</title>", text)[1] in re.search(r"<h1>.*", text)[0]
    assert re.search(r"\b[Gg]o back\b|[Tt]ry again", text)
    assert {"script", "style"} & set(tags.found) == set()
    assert "url(" not in (path.parent / "page.css").read_text()


# The site behind it ---------------------------------------------------------------------------

TOLD_OF_IT = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("told", "address", "said", "status", "words"),
    [
        (TOLD_OF_IT, "/signin/", "https", 200, "Sign in"),
        (TOLD_OF_IT, "/signin/", "http", 301, ""),
        (TOLD_OF_IT, "/signin/", None, 503, NOT_SAID),
        (TOLD_OF_IT, "/health/live", None, 200, "live"),
        (None, "/signin/", "https", 503, NOT_BELIEVED),
        (None, "/signin/", "HTTPS", 503, NOT_BELIEVED),
        (None, "/signin/", "http", 301, ""),
        (None, "/signin/", None, 301, ""),
        (None, "/health/live", "https", 200, "live"),
    ],
)
def test_the_site_says_what_is_wrong_instead_of_redirecting_for_ever(
    settings, told, address, said, status, words
):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, told
    header = {"HTTP_X_FORWARDED_PROTO": said} if said else {}

    seen = {}
    body = WSGIHandler()(
        RequestFactory().get(address, **header).environ, lambda s, _: seen.update(status=s)
    )

    assert int(seen["status"].split()[0]) == status
    assert words in b"".join(body).decode()


def test_where_nothing_is_redirected_the_proxy_may_say_what_it_likes(client):
    assert client.get("/signin/", HTTP_X_FORWARDED_PROTO="https").status_code == 200

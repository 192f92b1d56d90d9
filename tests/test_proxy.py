"""Does the proxy file that we ship keep its numbers, and does the site believe the proxy as the manual starts it?

That nginx takes the file, and what it does with slow connections, is tried by `tests.endurance.slow_connections`.
"""

import re
from html.parser import HTMLParser

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from waitress.adjustments import Adjustments
from waitress.proxy_headers import proxy_headers_middleware

from tests.endurance.production import MANUAL, PROXY, SITE_AT, server_options

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


# The server behind it -------------------------------------------------------------------------


def documented():
    """The server's settings, as the manual gives them at the command line."""
    options, [application] = Adjustments.parse_args(server_options())
    assert application == "totalplace.wsgi:application"
    assert not options.pop("call")
    options.pop("help")
    return Adjustments(**options)


def behind_a_proxy(address, **headers):
    """The site's answer through the server's own look at who asks."""
    server, sees = documented(), {}

    def site(environ, start_response):
        sees.update(environ)
        return WSGIHandler()(environ, start_response)

    def start_response(status, headers, exc_info=None):
        sees["status"] = int(status.split()[0])

    asked = RequestFactory().get("/signin/", REMOTE_ADDR=address, **headers).environ
    believing = proxy_headers_middleware(
        site,
        trusted_proxy=server.trusted_proxy,
        trusted_proxy_count=server.trusted_proxy_count,
        trusted_proxy_headers=server.trusted_proxy_headers,
        clear_untrusted=server.clear_untrusted_proxy_headers,
    )
    believing(asked, start_response).close()
    return sees


@pytest.fixture
def _production(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


SAID = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}


@pytest.mark.usefixtures("_production")
def test_the_documented_server_believes_the_proxy_and_does_not_redirect_for_ever():
    seen = behind_a_proxy("127.0.0.1", **SAID)

    assert seen["status"] == 200
    assert seen["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"


@pytest.mark.usefixtures("_production")
def test_the_documented_server_believes_nobody_else():
    seen = behind_a_proxy("198.51.100.1", **SAID)

    assert seen["status"] == 301
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_the_documented_server_listens_where_the_proxy_asks_and_to_this_machine_alone():
    assert re.findall(r"\bserver (\S+);", TEXT) == [SITE_AT]
    assert f"--listen={SITE_AT}" in server_options()


def test_the_documented_server_has_room_for_many_and_fewer_than_it_may_have_files():
    server = documented()

    assert 400 <= server.connection_limit <= 1_024 // 2
    assert server.asyncore_use_poll
    assert server.channel_timeout <= 60

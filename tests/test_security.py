"""What does every answer carry, and what input is refused before it reaches the database?"""

import re
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as in_use
from django.contrib.auth.hashers import make_password
from django.core.exceptions import BadRequest
from django.http.request import UnreadablePostError

from tests.factories import UserFactory, administrator
from totalplace.middleware import ReadableInput
from totalplace.wsgi import application

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A page, a redirect, a page that is not there, input that is refused, plain text, a missing file.
ANSWERS = ["/signin/", "/", "/nowhere/", "/?q=%00", "/health/live", "/static/nothing.css"]
FORM = "application/x-www-form-urlencoded"
TEMPLATES = sorted(Path(in_use.BASE_DIR, "templates").rglob("*.html"))


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("header", HEADERS)
def test_every_answer_carries_the_header(client, address, header):
    assert client.get(address)[header] == HEADERS[header]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_the_whole_policy_and_nothing_unsafe(client, address):
    header = client.get(address)["Content-Security-Policy"]

    assert dict(part.strip().split(" ", 1) for part in header.split(";")) == POLICY
    assert "unsafe" not in header


def test_passkeys_are_the_only_power_a_page_may_use(client):
    powers = dict(p.split("=") for p in client.get("/signin/")["Permissions-Policy"].split(", "))

    assert {power for power, allowed in powers.items() if allowed != "()"} == {
        "publickey-credentials-create",
        "publickey-credentials-get",
    }


def test_static_files_may_be_kept_and_are_guarded_too(client):
    with closing(client.get("/static/images/favicon.svg")) as response:
        served = response.status_code

    assert served == 200
    assert "no-store" not in response.get("Cache-Control", "")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response


def test_the_redirect_to_https_is_guarded_but_health_is_not_redirected(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    redirect = client.get("/signin/")

    assert redirect.status_code == 301
    assert redirect["Cache-Control"] == "no-store"
    assert client.get("/health/live").status_code == 200


def test_cookies_are_hidden_from_script_and_from_other_sites(client):
    person = UserFactory(password=make_password("three random words"))
    client.get("/signin/")
    client.post("/signin/", {"login": person.email, "password": "three random words"})

    for name in [in_use.CSRF_COOKIE_NAME, in_use.SESSION_COOKIE_NAME]:
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "address",
    [
        "/claims/%00/",
        "/claims/KEN%00/",
        "/nowhere%00/",
        "/?q=%00",
        "/?q%00=1",
        "/claims/?place=KEN&q=a%00b",
        "/signin/?next=/%00",
        "/admin/pilots/place/?q=%00",
        "/admin/pilots/place/%00/change/",
        "/health/ready?x=%00",
        "/?q=%FF",
        "/?%C3%28=1",
        "/claims/%FF/",
    ],
)
def test_an_address_that_no_person_can_type_is_refused(client, address):
    client.force_login(administrator())

    response = client.get(address)

    assert response.status_code == 400
    assert b"We could not read what you sent" in response.content


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("login=a%00b&password=c", FORM),
        ("login%00=a", FORM),
        ("login=%FF", FORM),
        (b"login=\xff", FORM),
        (b'{"login": "\\u0000"}', "application/json"),
        (b'{"login": "\x00"}', "application/json"),
        (b'{"login": "\xff"}', "application/json"),
        (
            b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\na\x00b\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_body_that_no_person_can_type_is_refused(client, body, content_type):
    response = client.post("/signin/", body, content_type)

    assert response.status_code == 400
    assert b"We could not read what you sent" in response.content


def _multipart(value):
    return b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n' + value + b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    "address", ["/signin/", "/health/live", "/claims/", "/admin/pilots/user/add/"]
)
@pytest.mark.parametrize(
    "charset",
    [
        "punycode",
        "hex",
        "rot13",
        "zlib",
        "idna",
        "undefined",
        "unicode_escape",
        "utf-7",
        "utf-16",
        "latin-1",
        "none",
        "",
    ],
)
def test_a_body_in_other_letters_than_utf_8_is_not_read(client, address, charset):
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    # For some of these tables this much would take a minute.
    body = _multipart(b"a" * 500_000 + b"-" + b"a" * 500_000)
    response = client.generic("POST", address, body, kind)

    assert response.status_code == 400
    assert "is not in UTF-8" in response.text


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
def test_a_body_that_says_that_it_is_utf_8_is_read(client, charset):
    kind = f"multipart/form-data; boundary=x; charset={charset}"

    assert client.generic("POST", "/signin/", _multipart("é".encode()), kind).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain; x*=nope''a%41", "text/plain; x*=idna''%ff", "a; b*=1"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_kind_of_body_that_cannot_be_read_is_no_fault(rf, kind, method):
    environ = rf.generic(method, "/health/live", content_type=kind).environ | {"CONTENT_TYPE": kind}
    told = []

    with closing(application(environ, lambda status, headers: told.append(status))) as answer:
        body = b"".join(answer)

    assert told[0].startswith(("200", "400", "403"))
    assert body


CREDENTIALS = [
    '{"id": 1}', "[" * 19_000, "1" * 5_000, "1", "null", "[]", "{}", '{"id": "\\ud800"}', "x" * 30_000,
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "signature": "AA"}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", CREDENTIALS, ids=range(len(CREDENTIALS)))
@pytest.mark.parametrize("address", ["/signin/passkey/", "/account/passkeys/add/"])
def test_whatever_is_sent_as_a_passkey_is_no_fault(client, address, credential):
    if address != "/signin/passkey/":
        client.force_login(UserFactory(password=make_password("three random words")))
        client.post("/account/confirm/?next=/account/", {"password": "three random words"})
        client.get(address)

    response = client.post(address, {"name": "Key", "credential": credential})

    assert response.status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": 'session="a\\000b"'},
        {"HTTP_AUTHORIZATION": "Bearer a\x00b"},
        {"HTTP_REFERER": "http://localhost/\x00"},
        {"HTTP_USER_AGENT": "\x00"},
    ],
)
def test_a_header_with_nul_is_refused(client, headers):
    assert client.get("/", **headers).status_code == 400


def test_what_a_person_may_type_is_let_through(client):
    address = "/signin/?next=/claims/%3Fq%3D" + "%C3%A9+%25+%E2%82%AC+" * 500

    response = client.post(address, {"login": "é % € + & 💷", "password": "%00"})

    assert response.status_code == 200


def test_a_body_that_does_not_arrive_is_not_our_fault(rf):
    class _CutOff(BytesIO):
        def read(self, *args):
            raise UnreadablePostError("gone")

    request = rf.post("/signin/", "login=x", content_type=FORM)
    request._stream = _CutOff()

    with pytest.raises(BadRequest, match="did not arrive whole"):
        ReadableInput(None).process_view(request, None, (), {})


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_script_or_style_of_its_own(template):
    html = template.read_text()

    scripts = re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>", html)
    assert scripts == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", html) == []

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

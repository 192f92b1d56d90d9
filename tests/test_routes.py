"""Every route, and what each person gets from it. A new route fails until every person's answer is listed here."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from savings.models import Event, Evidence
from tests import factories
from tests.savings.workflow.test_actions import _undone as undone

# What a person with nothing in front of them would never type: it marks a claim that only some may see.
SECRET = "Zanzibar"
TWIN = "TW-0001"  # A claim of another place that may be the same money.
SHEET = "3f0c8a52-5c0e-4d0f-9a43-0d5c2b1f7e11"  # Nobody's.
PEOPLE = ["anonymous", "no_role", "own", "other", "reviewer", "lead", "analyst", "administrator"]
TO_SIGN_IN = 302


def _same(status, anonymous=TO_SIGN_IN):
    return (anonymous, *[status] * 7)


# The claim is submitted for review only: its place and the reviewers see it, nobody else.
CLAIM = (TO_SIGN_IN, 404, 200, 404, 200, 200, 404, 404)
DRAFT = (TO_SIGN_IN, 404, 200, 404, 404, 404, 404, 404)
# A submitted claim has no draft to write: its place is told so, and a reviewer who writes it.
WRITING = (TO_SIGN_IN, 404, 409, 404, 403, 403, 404, 404)
# Officers upload; whoever else comes is told so. A sheet is its sender's alone.
TO_OFFICERS = (TO_SIGN_IN, 403, 200, 200, 403, 403, 403, 403)
# Only who reads for review opens the queue; only a review lead chooses from it.
TO_REVIEWERS = (TO_SIGN_IN, 403, 403, 403, 200, 200, 403, 403)
TO_LEADS = (TO_SIGN_IN, 403, 403, 403, 403, 200, 403, 403)
# Nobody but reviewers without a tie can open it for review, not even its own place.
READING = (TO_SIGN_IN, 404, 404, 404, 200, 200, 404, 404)
# Setting up and changing how one signs in asks for the password again first.
CONFIRM = _same(302)
# A person without a second factor has none to take away or to look at.
NOTHING_SET_UP = _same(404)
OF_A_DRAFT = {
    "savings:review_overlap": (TO_SIGN_IN, *[404] * 7),
    "savings:review_read": (TO_SIGN_IN, *[404] * 7),
    "savings:claim_edit": DRAFT,
    "savings:claim_step": DRAFT,
    "savings:claim_check": DRAFT,
    "savings:cited_evidence": DRAFT,
    # It stands open already: there is nothing to revise.
    "savings:claim_action": (TO_SIGN_IN, 404, 409, 404, 404, 404, 404, 404),
}
GETS = {
    "account_login": _same(302, anonymous=200),
    "account_logout": _same(200, anonymous=302),
    "account_inactive": _same(200, anonymous=200),
    "account_reset_password": _same(200, anonymous=200),
    "account_reset_password_done": _same(200, anonymous=200),
    "account_reset_password_from_key": _same(200, anonymous=200),
    "account_reset_password_from_key_done": _same(200, anonymous=200),
    "mfa_authenticate": _same(302),
    "mfa_login_webauthn": _same(302),
    "mfa_index": _same(200),
    # Another's, or none: whoever has the link needs no sign-in, and this one is made up.
    "account_change": CONFIRM,
    "account_change_by_link": _same(404, anonymous=404),
    "account_change_password": _same(200),
    "account_set_password": _same(302),
    "account_reauthenticate": _same(200),
    "mfa_reauthenticate": _same(302),
    "mfa_reauthenticate_webauthn": _same(302),
    "mfa_activate_totp": CONFIRM,
    "mfa_deactivate_totp": NOTHING_SET_UP,
    "mfa_view_recovery_codes": NOTHING_SET_UP,
    "mfa_generate_recovery_codes": CONFIRM,
    "mfa_download_recovery_codes": NOTHING_SET_UP,
    "mfa_list_webauthn": _same(200),
    "mfa_add_webauthn": CONFIRM,
    "mfa_edit_webauthn": CONFIRM,
    "mfa_remove_webauthn": CONFIRM,
    "accessibility": _same(200, anonymous=200),
    "cookies": _same(200, anonymous=200),
    "privacy": _same(200, anonymous=200),
    "health_live": _same(200, anonymous=200),
    "health_ready": _same(200, anonymous=200),
    "savings:your_place": _same(200),
    # When rounds are open is no secret; of a place’s answers `savings.access.returns` says who sees them.
    "savings:round": _same(200),
    "savings:board": _same(200),
    "savings:place_list": _same(200),
    "savings:place_detail": _same(200),
    "savings:claim_list": _same(200),
    "savings:claim_detail": CLAIM,
    "savings:version_detail": CLAIM,
    "savings:version_compare": CLAIM,
    "savings:guidance": _same(200),
    "savings:guidance_words": _same(200),
    "savings:review_queue": TO_REVIEWERS,
    "savings:review_read": READING,
    "savings:review_overlap": READING,
    "savings:review_measures": _same(200),
    "savings:review_measures_csv": _same(200),
    "savings:upload": TO_OFFICERS,
    "savings:upload_template": TO_OFFICERS,
    "savings:upload_claims": TO_OFFICERS,
    "savings:upload_claims_template": TO_OFFICERS,
    "savings:upload_own": TO_OFFICERS,
    "savings:upload_layout": _same(404),
    "savings:upload_sheet": _same(404),
    "savings:upload_errors": _same(404),
    # Who writes the claims of no place begins none; another place's officer begins one of their own.
    "savings:claim_new": TO_OFFICERS,
    "savings:entry_timing": _same(405),
    "savings:claim_edit": WRITING,
    "savings:claim_step": WRITING,
    "savings:claim_check": WRITING,
    "savings:claim_action": (TO_SIGN_IN, 404, 200, 404, 403, 403, 404, 404),
    # Whoever did it alone: see tests/savings/views/test_claim_done.py.
    "savings:claim_done": _same(404),
    "savings:claim_evidence": CLAIM,
    "savings:cited_evidence": WRITING,
    "savings:evidence_download": CLAIM,
    "savings:evidence_preview": CLAIM,
    "savings:notice_list": _same(200),
    "savings:review_triage": TO_LEADS,
    "savings:draw_detail": (TO_SIGN_IN, 403, 403, 403, 404, 404, 403, 403),
    "savings:export_list": _same(200),
    "savings:claims_csv": _same(200),
    "savings:figures_csv": _same(200),
}
OF_SAVINGS = {name: answers for name, answers in GETS.items() if name.startswith("savings:")}
NEEDS = {
    "savings:place_detail": ["PL"],
    "savings:claim_detail": ["PL-0001"],
    "savings:version_detail": ["PL-0001", 1],
    "savings:version_compare": ["PL-0001", 1, 1],
    "savings:review_read": ["PL-0001"],
    "savings:review_overlap": ["PL-0001", TWIN],
    "savings:claim_edit": ["PL-0001"],
    "savings:claim_step": ["PL-0001", "baseline"],
    "savings:claim_check": ["PL-0001"],
    "savings:claim_action": ["PL-0001", "revise"],
    "savings:claim_done": ["PL-0001", 1],
    "savings:claim_evidence": ["PL-0001"],
    "savings:draw_detail": [1],
    "savings:upload_layout": [SHEET, "titles"],
    "savings:upload_sheet": [SHEET],
    "savings:upload_errors": [SHEET],
    "account_reset_password_from_key": ["1", "some-key"],
    "account_change": [1],
    "account_change_by_link": ["made-up"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
}
TAKE_FORMS = {
    "savings:upload",
    "savings:upload_claims",
    "savings:upload_own",
    "savings:upload_layout",
    "savings:upload_sheet",
}
# What comes of an empty form about a claim that is submitted.
POSTS = {
    "account_change": CONFIRM,
    "account_change_by_link": _same(404, anonymous=404),
    "savings:claim_new": (TO_SIGN_IN, 403, 400, 400, 403, 403, 403, 403),
    "savings:entry_timing": _same(302),
    # Only who writes for a place answers; an empty form says nothing.
    "savings:round": (TO_SIGN_IN, 403, 400, 400, 403, 403, 403, 403),
    "savings:claim_step": WRITING,
    "savings:claim_action": (TO_SIGN_IN, 404, 400, 404, 403, 403, 404, 404),
    "savings:claim_check": WRITING,
    "savings:claim_evidence": WRITING,
    "savings:cited_evidence": WRITING,
    # An empty form names no screen: what the claim says now is shown again.
    "savings:review_read": (TO_SIGN_IN, 404, 404, 404, 409, 409, 404, 404),
    "savings:review_overlap": (TO_SIGN_IN, 404, 404, 404, 409, 409, 404, 404),
    "savings:notice_list": _same(400),
    "savings:review_triage": (TO_SIGN_IN, 403, 403, 403, 403, 400, 403, 403),
}
ASKS = {
    "savings:claims_csv": "?purpose=review",
    "savings:figures_csv": "?purpose=review",
    "savings:claim_new": "?form=3f0c8a52-5c0e-4d0f-9a43-0d5c2b1f7e11",
}


def _routes(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name
        elif pattern.app_name != "admin":
            yield from _routes(
                pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else ""
            )


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


def _sign_in(client, who, place):
    person = {
        "no_role": factories.UserFactory,
        "own": lambda: factories.officer_of(place),
        "other": lambda: factories.officer_of(factories.PlaceFactory()),
        "reviewer": factories.reviewer,
        "lead": factories.lead,
        "analyst": factories.analyst,
        "administrator": factories.administrator,
    }.get(who)
    if person:
        client.force_login(person())


def _everybody(place):
    """A browser for each of PEOPLE in turn. What one of them leaves behind is taken back before the next comes."""
    for who in PEOPLE:
        with undone():
            client = Client()
            _sign_in(client, who, place)
            yield who, client


def _claim(status, place):
    """A claim with a file behind it, and one elsewhere that is like it."""
    evidence = [(factories.sent_file(place), "page 1")]
    claim = factories.claim_at(
        status, place, reference="PL-0001", what_changes=SECRET, evidence=evidence
    )
    twin = {"figures": factories.figures_of(claim.lead), "has_other_bodies": True}
    factories.claim_at("submitted", reference=TWIN, **twin)
    return claim


def _url(name):
    needs = NEEDS.get(name, [])
    if name.startswith("savings:evidence_"):
        needs = [Evidence.objects.earliest("pk").pk]
    elif name == "savings:cited_evidence":
        needs = ["PL-0001", Evidence.objects.earliest("pk").pk]
    elif name == "savings:claim_done":
        done = Event.objects.filter(version__claim__reference="PL-0001")
        needs = ["PL-0001", done.latest("pk").pk]
    return reverse(name, args=needs) + ASKS.get(name, "")


def answers(client, names, send=None):
    """What each route answers to whoever is signed in: its status, and whether the claim shows."""
    found = {}
    for name in names:
        response = (send or client.get)(_url(name))
        found[name] = response.status_code, SECRET.encode() in _body(response)
    return found


def _body(response):
    """The answer to its end, so that a file that is served is closed."""
    return b"".join(response) if response.streaming else response.content


def test_every_route_is_listed():
    assert set(_routes(get_resolver().url_patterns)) == set(GETS)


def test_each_person_gets_what_the_table_says(place):
    _claim("submitted", place)

    for column, (who, client) in enumerate(_everybody(place)):
        for name, expected in GETS.items():
            response = client.get(_url(name))
            body = _body(response)

            assert response.status_code == expected[column], (who, name)
            if who not in ("own", "reviewer", "lead"):
                assert SECRET.encode() not in body, (who, name)


def test_a_draft_is_seen_by_its_place_alone(place):
    _claim("draft", place)

    for column, (who, client) in enumerate(_everybody(place)):
        for name, expected in OF_SAVINGS.items():
            response = client.get(_url(name))
            body = _body(response)

            answer = OF_A_DRAFT.get(name) or (DRAFT if expected is CLAIM else expected)
            assert response.status_code == answer[column], (who, name)
            if who != "own":
                assert SECRET.encode() not in body, (who, name)


def test_pages_that_only_show_refuse_to_be_written_to(place):
    _claim("submitted", place)

    only_show = (
        {name for name in GETS if name.startswith(("savings:", "health"))} - TAKE_FORMS - set(POSTS)
    )
    for who, client in _everybody(place):
        for name in only_show:
            is_open = name.startswith("health")
            expected = TO_SIGN_IN if who == "anonymous" and not is_open else 405
            assert client.post(_url(name)).status_code == expected, (who, name)


def test_an_empty_form_is_answered_as_the_table_says_and_changes_nothing(place):
    version = _claim("submitted", place)

    for column, (who, client) in enumerate(_everybody(place)):
        for name, expected in POSTS.items():
            assert client.post(_url(name)).status_code == expected[column], (who, name)
        assert list(place.claims.all()) == [version.claim]
        assert list(version.claim.versions.all()) == [version]


def test_whoever_is_not_signed_in_comes_back_to_where_they_were_going(client):
    response = client.get("/claims/?q=library")

    assert response.headers["Location"] == "/signin/?next=/claims/%3Fq%3Dlibrary"


@pytest.mark.parametrize(
    "address",
    ["/claims/NO-SUCH/", "/claims/%27/", "/claims/PL-0001/versions/99/", "/places/NOWHERE/",
     "/claims/PL-0001/versions/99999999999999999999/", "/claims/PL-0001/compare/1/99/"],
)  # fmt: skip
def test_what_is_not_there_is_a_404(client, place, address):
    factories.claim_at("submitted", place, reference="PL-0001")
    client.force_login(factories.officer_of(place))

    assert client.get(address).status_code == 404

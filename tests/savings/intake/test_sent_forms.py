"""A form is carried out once, also where it is sent twice at the same moment."""

from uuid import uuid4

import pytest
from django.http import HttpResponse

from savings import workflow
from savings.intake.sent_forms import key_of, sent_once
from tests import factories
from totalplace.views import ConflictError


@pytest.fixture
def request_(rf):
    """A form with a key of its own, as it is sent."""
    request = rf.post("/", {"once": str(uuid4())})
    request.user = factories.UserFactory()
    return request


def _carry_out(request):
    workflow.once(key_of(request), lambda: "/claims/PL-0001/", by=request.user)


def _refused(status):
    def view(request):
        return HttpResponse(status=status)

    return view


def _conflict(request):
    raise ConflictError("It has moved on.")


# What the second of two sees: the claim as the first has left it, so that its own form no longer fits.
REFUSALS = [_conflict, _refused(409), _refused(400)]


@pytest.mark.parametrize("refuse", REFUSALS)
def test_of_two_sent_at_once_the_slower_leads_where_the_faster_led(request_, refuse):
    @sent_once
    def view(request):
        _carry_out(request)  # By the faster one, after we have looked whether it was done before.
        return refuse(request)

    response = view(request_)

    assert (response.status_code, response.headers["Location"]) == (302, "/claims/PL-0001/")


@pytest.mark.parametrize("status", [400, 409])
def test_a_form_that_was_not_carried_out_is_refused(request_, status):
    assert sent_once(_refused(status))(request_).status_code == status


def test_a_conflict_with_somebody_else_stays_one(request_):
    with pytest.raises(ConflictError, match="It has moved on"):
        sent_once(_conflict)(request_)


def test_a_form_that_was_carried_out_is_not_looked_at_again(request_):
    _carry_out(request_)

    assert sent_once(_conflict)(request_).headers["Location"] == "/claims/PL-0001/"


def test_the_key_of_a_form_says_nothing_about_another_page(rf, request_):
    _carry_out(request_)
    elsewhere = rf.post("/elsewhere/", request_.POST.dict())
    elsewhere.user = request_.user

    assert sent_once(_refused(409))(elsewhere).status_code == 409

"""Is what may wait done after the answer, whatever goes wrong with it?"""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from totalplace.after_response import act_after_response, after_response


def _answer(*acts, response=None):
    """What the middleware hands on of a view that leaves these acts for later."""

    def view(request):
        for act in acts:
            after_response(request, act)
        return response or HttpResponse("Done.")

    return act_after_response(view)(RequestFactory().get("/"))


def test_an_act_waits_until_the_answer_is_closed_and_is_done_once():
    done = []

    response = _answer(lambda: done.append("one"), lambda: done.append("two"))

    assert done == []
    response.close()
    assert done == ["one", "two"]
    assert response.content == b"Done."


def test_what_goes_wrong_is_logged_and_keeps_nothing_else_from_being_done(caplog):
    done = []
    response = _answer(lambda: 1 / 0, lambda: done.append("two"))

    response.close()

    assert done == ["two"]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("response", "body"),
    [
        (HttpResponse(status=302), b"Go on.\n"),
        (StreamingHttpResponse(iter([b"long"])), b"long"),
    ],
)
def test_an_answer_without_a_body_gets_one_so_that_no_server_holds_it_back(response, body):
    """waitress sends headers with the first byte of a body, or when the answer has been closed."""
    response = _answer(lambda: None, response=response)

    assert b"".join(response) == body


def test_an_answer_after_which_nothing_is_to_be_done_stays_as_it_is():
    assert _answer(response=HttpResponse(status=302)).content == b""


def test_the_length_that_is_announced_is_that_of_the_body(client):
    answer = client.post("/password/reset/", {"email": "somebody@kent.example"})

    assert answer["Content-Length"] == str(len(answer.content)) == "7"

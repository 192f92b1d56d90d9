"""What becomes of text that somebody sends after their session has ended? It waits for them to sign in again.

It waits in the session that the browser then has, for the same person and the same page, and is shown there once.
Files are not kept: they are chosen again.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase

KEPT = "typed"
MOST = 200_000  # Characters: more than any page of ours asks for.
WHO = "person"  # The box in which a form says whose it is.


class SignInAndComeBack(LoginRequiredMiddleware):
    """Ask for sign-in as Django does, and keep what was typed until then."""

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponseBase | None:
        # Django looks who it is first. What is open to all must not need the session, nor the database that keeps it.
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view: Callable) -> HttpResponseRedirect:
        if request.method == "POST" and WHO in request.POST:
            data = request.POST.copy()
            data.pop("csrfmiddlewaretoken", None)
            typed = data.urlencode()
            if len(typed) <= MOST:
                request.session[KEPT] = {"path": request.path, "typed": typed}
                messages.info(request, "You were signed out. Sign in, and what you typed is there.")
        return super().handle_no_permission(request, view)


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form of this page is to be filled with: what is sent now, else what waited; None for a fresh one."""
    return request.POST if request.method == "POST" else typed_before(request)


def written(request: HttpRequest) -> list[str]:
    """What this person wrote into a form of ours that cannot be carried out, for them to copy.

    Text with a space in it: what is chosen, keys and codes have none.
    """
    if request.method != "POST" or request.POST.get(WHO) != str(request.user.pk):
        return []
    return _texts(request)


def sent(request: HttpRequest) -> list[str]:
    """The same where nobody can be asked who it is: whoever sent it has it on their screen already.

    Once Django has seen that it comes from a page of ours: nobody else is to put their words on one.
    """
    is_ours = request.method == "POST" and getattr(request, "csrf_processing_done", False)
    return _texts(request) if is_ours and WHO in request.POST else []


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this person typed on this page before they had to sign in again; None if nothing. Gone after this."""
    kept = request.session.get(KEPT)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    typed = QueryDict(kept["typed"], mutable=True)
    return typed if typed.get(WHO) == str(request.user.pk) else None


def _texts(request: HttpRequest) -> list[str]:
    return [text for text in request.POST.dict().values() if " " in text.strip()]

"""What does a person see of what is asked about how they sign in, and what may they answer?"""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from totalplace.views import conflict

from . import account_changes
from .models import AccountChange
from .signed_in import SignedInRequest

ANSWERS = {"agree": account_changes.agree, "refuse": account_changes.refuse}
GET_AND_POST = ["GET", "HEAD", "POST"]


def own_account(request: SignedInRequest) -> HttpResponse:
    """allauth's page of how the person signs in, and what is asked about it."""
    waiting = account_changes.open_changes().filter(person=request.user)
    return IndexView.as_view(extra_context={"changes": waiting})(request)


@require_http_methods(GET_AND_POST)
@reauthentication_required
def account_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is asked about the person who is signed in. They first confirm that it is them."""
    change = get_object_or_404(account_changes.open_changes(), pk=pk, person=request.user)
    return _answer(request, change)


@login_not_required
@require_http_methods(GET_AND_POST)
def account_change_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link that was mailed: open to all who have it, as somebody with a lost phone cannot sign in."""
    change = account_changes.by_token(token)
    if change is None:
        told = {"days": account_changes.LINK_LIVES.days}
        return render(request, "pilots/account_change_gone.html", told, status=404)
    return _answer(request, change)


def _answer(request: HttpRequest, change: AccountChange) -> HttpResponse:
    """The page, or what comes of one of its buttons: both doors lead to the person whom it is about."""
    if request.method == "POST":
        return _decide(request, change)
    try:
        account_changes.check_may_agree(change, change.person)
    except PermissionDenied as refusal:
        told = {"change": change, "why_not": str(refusal)}
    else:
        told = {"change": change, "why_not": ""}
    return render(request, "pilots/account_change.html", told)


def _decide(request: HttpRequest, change: AccountChange) -> HttpResponse:
    answer = request.POST.get("answer")
    if answer not in ANSWERS:
        raise BadRequest("Go back and choose one of the two buttons: agree or refuse.")
    try:
        ANSWERS[answer](change, by=change.person)
    except ValidationError as refusal:
        return conflict(
            request,
            " ".join(refusal.messages),
            href=request.path,
            heading="This could not be done",
            link="See what it says now",
        )
    messages.success(request, _done(change))
    return redirect("mfa_index")


def _done(change: AccountChange) -> str:
    if change.refused_at:
        return "You refused. Nothing has been changed, and the administrators have been told."
    if change.kind == AccountChange.Kind.ADDRESS:
        return f"Your email address has been changed. Sign in with {change.new_address}."
    return "Your second factor has been ended. Sign in, and set up a new one."

"""What comes of an action's page that is sent, on the site and in the workspace: shown again, refused, or done once."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.forms.action_form import ActionForm
from savings.models import Version
from savings.workflow import Action
from totalplace.views import conflict

from .sent_forms import carry_out


def answer_to(
    request: SignedInRequest,
    action: Action,
    form: ActionForm,
    *,
    page: Callable[[int], HttpResponse],
    leads_to: Callable[[Version], str],
) -> HttpResponse:
    """The action's page with its status (`page`); or, once it is done, the way to where it leads.

    What the person decided on has changed since the page was drawn: then nothing is done, and it is shown as 409.
    """
    if request.method == "POST":
        # Asked first: else a tick left out would show the new words as if they had been there before.
        if form.has_moved_on() or _is_of_another_version(request, form.version):
            return page(409)
        if form.is_valid() and not form.is_searching:
            return _done(request, action, form, leads_to)
    return page(400 if form.errors else 200)


def _is_of_another_version(request: SignedInRequest, version: Version) -> bool:
    """Whether the page that was sent was about another version of the claim than would now be acted on."""
    return request.POST.get("version", str(version.number)) != str(version.number)


def _done(
    request: SignedInRequest, action: Action, form: ActionForm, leads_to: Callable[[Version], str]
) -> HttpResponse:
    def act() -> str:
        left = workflow.perform(action.name, form.version, by=request.user, **form.details())
        if form.done:
            messages.success(request, form.done)
        return leads_to(left)

    try:
        return redirect(carry_out(request, act, of=form.version))
    except workflow.StaleError as stale:
        return conflict(request, str(stale))

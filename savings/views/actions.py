"""An action of the workflow on a page of its own: what it does and needs, a button that does it, and how it ended."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pilots.people import places_with
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import sight_of
from savings.addresses import in_capitals
from savings.claims import grid
from savings.forms.action_form import ActionForm
from savings.forms.actions import ACTION_FORMS
from savings.intake.actions import answer_to
from savings.intake.sent_files import with_received
from savings.intake.sent_forms import count_time, not_now, sent_once, to_a_script, version_for
from savings.models import Version
from savings.pages.claim_check import check_page
from savings.pages.claim_done import CONFIRMED, done_address, done_page, events_confirmed_to
from savings.pages.own_words import own_words
from savings.pages.sign_off import sign_off_page
from savings.pages.verdict import verdict_of
from savings.review.owing_words import to_the_place
from savings.workflow import ACTIONS, Action
from totalplace.typed_text import typed

# Where a form may ask to be led when it is done, beside the claim's own page.
ONWARD = {
    "your_place": lambda version: reverse("savings:your_place"),
    "queue": lambda version: reverse("savings:review_queue"),
    "reading": lambda version: reverse("savings:review_read", args=[version.claim.reference]),
}
# What the address says of the queue that the person came from goes along.
FROM_THE_QUEUE = ("queue", "reading")
BY_ADDRESS = {action.url_name: action for action in ACTIONS.values() if action.name in ACTION_FORMS}


@require_http_methods(["GET", "HEAD", "POST"])
@to_a_script
@in_capitals
@sent_once
def claim_action(request: SignedInRequest, code: str, action: str) -> HttpResponse:
    if action not in BY_ADDRESS:
        raise Http404
    return _answer(request, code, BY_ADDRESS[action])


@require_safe
@in_capitals
def claim_done(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    event = get_object_or_404(
        events_confirmed_to(request.user), pk=pk, version__claim__reference=code
    )
    return render(request, "savings/claim_done.html", done_page(event))


def _answer(request: SignedInRequest, code: str, action: Action) -> HttpResponse:
    try:
        version = version_for(action.name, request, code)
    except workflow.ActionError as error:
        raise not_now(error, code) from None
    form = _form(request, action, version)
    return answer_to(
        request,
        action,
        form,
        page=lambda status: _page(request, action, version, _shown(form, status), status),
        leads_to=lambda left: _after(request, action, left),
    )


def _form(request: SignedInRequest, action: Action, version: Version) -> ActionForm:
    """The form with what was sent. What is wrong with its files is among its errors."""
    kind = ACTION_FORMS[action.name]
    if not (kind.takes_files and request.method == "POST"):
        return kind(version, typed(request))
    data, refused = with_received(request, version.claim.place)
    form = kind(version, data)
    for words in refused:
        form.add_error("files", words)
    return form


def _shown(form: ActionForm, status: int) -> ActionForm:
    """The form as it is shown: where what is signed has changed, words are kept and ticks are not."""
    is_drawn_anew = status == 409 and form.is_bound_to_screen and form.has_moved_on()
    return type(form)(form.version) if is_drawn_anew else form


def _after(request: SignedInRequest, action: Action, version: Version) -> str:
    """Count the time that it took, and say where to go on."""
    count_time(request, version)
    if action.opens_draft:
        return reverse("savings:claim_edit", args=[version.claim.reference])
    if action.name in CONFIRMED:
        return done_address(version, action.name, request.user)
    then = request.POST.get("then")
    if then not in ONWARD:
        return version.claim.get_absolute_url()
    came_from = request.GET.urlencode() if then in FROM_THE_QUEUE else ""
    return ONWARD[then](version) + (f"?{came_from}" if came_from else "")


def _page(
    request: SignedInRequest, action: Action, version: Version, form: ActionForm, status: int
) -> HttpResponse:
    context = {
        "action": action,
        "means": form.means,
        "form": form,
        "version": version,
        "claim": version.claim,
        "practice": version.claim.place.is_practice,
        "has_moved_on": status == 409,
        "seen": form.on_screen(),
    }
    if action.name in ("submit", "ask_sign_off"):
        context |= check_page(version, request.user, timezone.localdate())
    if action.name in ("submit", "send_back"):
        context |= sign_off_page(version, timezone.localdate())
    if action.name in ("agree", "dispute"):
        context["shares"] = _shares(request, version)
        context["own_words"] = own_words(sight_of(request.user, version))
    if action.name in ("reply", "finalise", "reconsider"):
        context |= verdict_of(sight_of(request.user, version))
    if action.name == "answer":
        open_questions = version.questions.select_related("asked_by").filter(answered_at=None)
        context["question"] = open_questions.first()
        context["owed"] = to_the_place(version, timezone.localdate())
    return render(request, "savings/claim_action.html", context, status=status)


def _shares(request: SignedInRequest, version: Version) -> list:
    """What the version gives the organisations that the person speaks for."""
    mine = places_with(request.user, "savings.respond_to_share").filter(place=version.claim.place)
    figures = version.figures.filter(organisation__in=mine.values("organisation"))
    return grid.blocks(figures.select_related("organisation").order_by("year", "pk"))

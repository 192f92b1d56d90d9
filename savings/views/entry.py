"""Stating a claim: begin it, the list of its pages, each page, and all answers before sign-off."""

from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pilots.people import set_timed
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import all_visible_to
from savings.addresses import in_capitals
from savings.claims import steps
from savings.claims.asked import sent_back
from savings.claims.comparison import nothing_has_changed
from savings.forms.doubt_reasons import DoubtReasons
from savings.forms.first_answers import NewClaim
from savings.intake.begun_claims import (
    Begun,
    begin_once,
    begun_with,
    form_key,
    new_address,
    say_anew,
)
from savings.intake.sent_forms import carry_out, count_time, draft_of, sent_once
from savings.models import Version
from savings.models.choices import STANDING
from savings.pages.claim_check import check_page
from savings.pages.claim_done import done_address
from savings.views.steps import show_step
from totalplace.typed_text import typed


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def claim_new(request: SignedInRequest) -> HttpResponse:
    places = workflow.places_written_by(request.user)
    key = form_key(request) or uuid4()
    begun = begun_with(request, key)
    if request.method != "POST":
        return _led_on(request, begun) or _first_page(request, NewClaim(places, typed(request)))
    form = NewClaim(places, request.POST, begun=begun.draft)
    if form.is_valid():
        form.refuse(begun.spent_for(form.of))
    if form.errors:
        return _first_page(request, form)
    return redirect(_begin(request, key, begun, form))


def _led_on(request: SignedInRequest, begun: Begun) -> HttpResponse | None:
    """Where the page is opened that has begun a claim, to that; where it has no key, or is spent, to a new one."""
    if begun.draft:
        return redirect("savings:claim_step", begun.draft.claim.reference, steps.PAGES[0].slug)
    has_key = "form" in request.GET and form_key(request)
    return None if has_key and not begun.spent else redirect(new_address())


def _first_page(request: SignedInRequest, form: NewClaim) -> HttpResponse:
    status = 409 if form.is_refused else 400 if form.errors else 200
    context = {
        "form": form,
        "practice": workflow.writes_for_practice_alone(request.user),
        "goes_to": new_address() if form.is_refused else "",
    }
    return render(request, "savings/claim_new.html", context, status=status)


@require_safe
@in_capitals
def claim_edit(request: SignedInRequest, code: str) -> HttpResponse:
    draft = draft_of(request, code)
    tasks = steps.tasks(draft, timezone.localdate())
    asked = [task for task in tasks if task.is_asked]
    context = {
        "draft": draft,
        "claim": draft.claim,
        "practice": draft.claim.place.is_practice,
        "tasks": tasks,
        "done": sum(task.is_done for task in asked),
        "left": len(tasks) - len(asked),
        "standing": draft.claim.versions.filter(status__in=STANDING).first(),
        "nothing_has_changed": nothing_has_changed(draft),
        "sent_back": sent_back(draft),
    }
    return render(request, "savings/claim_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_capitals
@sent_once
def claim_step(request: SignedInRequest, code: str, step: str) -> HttpResponse:
    if step not in steps.BY_SLUG:
        raise Http404
    page = steps.BY_SLUG[step]
    if page.slug == "evidence":
        return redirect("savings:claim_evidence", code)
    return show_step(request, draft_of(request, code), page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_capitals
@sent_once
def claim_check(request: SignedInRequest, code: str) -> HttpResponse:
    return _checked(request, draft_of(request, code))


@require_POST
def entry_timing(request: SignedInRequest) -> HttpResponse:
    set_timed(request.user, is_timed="count" in request.POST)
    counted = "is counted from now on" if request.user.is_timed else "is no longer counted"
    messages.success(request, f"The time you take {counted}.")
    code = request.POST.get("claim", "")
    if all_visible_to(request.user).filter(claim__reference=code).exists():
        return redirect("savings:claim_edit", code)
    return redirect("savings:your_place")


def _checked(request: SignedInRequest, draft: Version) -> HttpResponse:
    context = check_page(draft, request.user, timezone.localdate())
    form = DoubtReasons(context["doubts"], typed(request))
    is_valid = request.method == "POST" and form.is_valid()
    differing = form.differing if is_valid else []
    is_stale = bool(form.left_behind or differing)
    if is_valid and not is_stale:
        try:
            act = partial(_give_reasons, request, draft, form)
            return redirect(carry_out(request, act, of=draft))
        except workflow.StaleError:
            # Somebody saved between our reading the draft and writing it: what they saved decides.
            draft.refresh_from_db()
            return _checked(request, draft)
    form.show_what_is_stored(differing)
    context |= {"reasons_form": form, "left_behind": form.left_behind, "differing": differing}
    status = 409 if is_stale else 400 if form.errors else 200
    return render(request, "savings/claim_check.html", context, status=status)


def _give_reasons(request: SignedInRequest, draft: Version, form: DoubtReasons) -> str:
    if reasons := list(form.reasons()):
        workflow.edit(draft, by=request.user, reasons=reasons)
        count_time(request, draft)
        messages.success(request, "The reasons are stored with their figures.")
    return _after_the_reasons(request, draft)


def _after_the_reasons(request: SignedInRequest, draft: Version) -> str:
    """Ask for sign-off, or go to it, where that is the button that was pressed: no reason is lost by it."""
    code, then = draft.claim.reference, request.POST.get("then")
    if then == "ask_sign_off":
        workflow.ask_sign_off(draft, by=request.user)
        return done_address(draft, then, request.user)
    if then == "submit":
        return reverse("savings:claim_action", args=[code, then])
    return f"{reverse('savings:claim_check', args=[code])}#doubts"


def _begin(request: SignedInRequest, key: UUID, begun: Begun, form: NewClaim) -> str:
    """Begin a claim, or say anew what the one begun with this form says; where to go on."""
    if begun.draft:
        say_anew(request, begun.draft, form.content())
        return _after_the_first(request, begun.draft)
    return begin_once(request, key, lambda: _after_the_first(request, _new_draft(request, form)))


def _new_draft(request: SignedInRequest, form: NewClaim) -> Version:
    return workflow.create_claim(form.of, by=request.user, content=form.content())


def _after_the_first(request: SignedInRequest, draft: Version) -> str:
    count_time(request, draft)
    following = steps.page_after(steps.PAGES[0], draft) or steps.PAGES[0]
    return reverse("savings:claim_step", args=[draft.claim.reference, following.slug])

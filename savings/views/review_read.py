"""The reading page: a claim with its evidence beside it, and the verdict of whoever reads it."""

from django.contrib import messages
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import open_to_review_by, sight_of
from savings.addresses import in_capitals
from savings.claims.digests import version_digest
from savings.forms.verdict import (
    KEEP,
    VERDICT_FORMS,
    Verdicts,
    action_of,
    words_sent,
)
from savings.intake.begun_verdict import BegunVerdict, begun_verdict
from savings.intake.sent_forms import carry_out, not_now, sent_once
from savings.models import Version
from savings.models.choices import STANDING
from savings.pages.claim_detail import read_whole
from savings.pages.review_read import place_in_queue, reading_page
from totalplace.typed_text import typed

from .opened import opened

NOTHING_YET = BegunVerdict()
IN_SCRIPT = "X-Keep"  # The header with which the script of the page sends what is marked: it stays on the page.
MARK = "X-Kept"  # The header that tells it the mark of what is kept now.


@require_http_methods(["GET", "HEAD", "POST"])
@in_capitals
@sent_once
def review_read(request: SignedInRequest, code: str) -> HttpResponse:
    version = _opened(request, code)
    opened(request, version.claim)
    action = action_of(version, request.user)
    if action and KEEP in request.POST:
        return _kept(request, version, VERDICT_FORMS[action](version, request.POST))
    if request.method == "POST" and not _is_on_the_screen(request, version):
        return _has_moved_on(request, version)
    if request.method == "POST" and not action:
        raise _refused(request, version)
    sent = typed(request)  # Now, or before they had to sign in again.
    begun = (
        begun_verdict(request.user, version, is_sent=sent is not None) if action else NOTHING_YET
    )
    form = (
        VERDICT_FORMS[action](version, begun.answers() if sent is None else sent)
        if action
        else None
    )
    if form and form.is_worked_out():
        return _page(request, version, form, status=200, begun=begun)
    if request.method == "POST" and form and form.is_valid():
        return _given(request, version, action, form)
    return _page(request, version, form, 400 if form and form.errors else 200, begun=begun)


def _kept(request: SignedInRequest, version: Version, form: Verdicts) -> HttpResponse:
    """Keep what is marked, whatever is missing and whatever has changed since; then to where the button leads."""
    screen, drawn = request.POST.get("seen", ""), request.POST.get("drawn", "")
    try:
        mark = workflow.keep_verdict(
            version, form.answers(), screen=screen, drawn=drawn, by=request.user
        )
    except workflow.ActionError as error:
        raise not_now(error, version.claim.reference) from error
    if IN_SCRIPT in request.headers:
        return HttpResponse(status=204, headers={MARK: mark})
    onward = request.POST[KEEP]
    if onward and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        # Another page of some evidence, on this page, or what else can be done about the claim.
        return redirect(f"{request.path}{onward}" if onward.startswith("?") else onward)
    words = "What you have marked is kept until you give the verdict. Only you see it."
    messages.success(request, f"{version.claim}: {words}")
    return redirect(place_in_queue(version, request.user, request.GET).queue_href)


def _opened(request: SignedInRequest, code: str) -> Version:
    """The version of the claim that stands, else its latest; 404 for whoever may not review it."""
    versions = read_whole(open_to_review_by(request.user).filter(claim__reference=code))
    stands = Case(When(status__in=STANDING, then=True), default=False)
    if version := versions.order_by(stands.desc(), "-number").first():
        return version
    raise Http404


def _given(request: SignedInRequest, version: Version, action: str, form: Verdicts) -> HttpResponse:
    onward = place_in_queue(version, request.user, request.GET)

    def act() -> str:
        workflow.perform(action, version, by=request.user, **form.details())
        messages.success(request, f"{version.claim}: {form.done}")
        return onward.after_href or onward.queue_href

    try:
        return redirect(carry_out(request, act, of=version))
    except workflow.StaleError:
        return _has_moved_on(request, _opened(request, version.claim.reference))


def _is_on_the_screen(request: SignedInRequest, version: Version) -> bool:
    return request.POST.get("seen") == version_digest(version)


def _has_moved_on(request: SignedInRequest, version: Version) -> HttpResponse:
    """Nothing is stored. What the claim says now is shown, with what was sent, to be given again or copied."""
    action = action_of(version, request.user)
    form = VERDICT_FORMS[action](version, request.POST) if action else None
    return _page(request, version, form, status=409)


def _refused(request: SignedInRequest, version: Version) -> Exception:
    """Why this person cannot give a verdict: PermissionDenied where they may never, a conflict where not now."""
    try:
        workflow.check("decide", version, request.user)
    except workflow.ActionError as error:
        return not_now(error, version.claim.reference)
    # What the person may do has changed while they were answered.
    return not_now(workflow.StaleError(), version.claim.reference)


def _page(
    request: SignedInRequest,
    version: Version,
    form: Verdicts | None,
    status: int,
    begun: BegunVerdict = NOTHING_YET,
) -> HttpResponse:
    page = reading_page(sight_of(request.user, version), request.GET)
    half = begun.half
    context = page | {
        "form": form,
        "begun": begun,
        "drawn": half.mark if half else request.POST.get("drawn", ""),
        "half_has_moved_on": half is not None and half.screen_digest != page["seen"],
        "has_moved_on": status == 409,
        "sent": words_sent(request.POST) if status == 409 and not form else [],
    }
    return render(request, "savings/review_read.html", context, status=status)

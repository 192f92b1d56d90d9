"""The round: what is due of the person’s places, and their answers; for the Treasury, what each place has said."""

from collections.abc import Collection, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pilots.models import Place
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.claims.rounds import latest_round
from savings.forms.round_answer import NOTHING_TO_REPORT, RoundAnswer
from savings.intake.sent_forms import key_of, sent_once
from savings.models import Round
from savings.pages.round_page import round_page
from savings.pages.round_words import named
from totalplace.row_keys import is_key
from totalplace.views import conflict


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def round(request: SignedInRequest) -> HttpResponse:  # noqa: A001  # As its route is named.
    if request.method == "POST":
        return _answer(request)
    chosen = request.GET.getlist("chosen")
    return _page(request, _asked_for(request), chosen=chosen)


def _asked_for(request: SignedInRequest) -> Round | None:
    """The round that the address names; else the one to speak of today."""
    asked = request.GET.get("round")
    if asked is None:
        return latest_round(timezone.localdate())
    if not is_key(asked):
        raise Http404
    return get_object_or_404(Round, pk=int(asked))


def _page(
    request: SignedInRequest,
    shown: Round | None,
    *,
    chosen: Collection[int | str] = (),
    problems: Sequence[str] = (),
    unticked: Place | None = None,
    status: int = 200,
) -> HttpResponse:
    page = round_page(request.user, shown, timezone.localdate(), chosen)
    context = {
        "page": page,
        "practice": page.is_made_up,
        "problems": problems,
        "unticked": next(
            (part for part in page.parts if part.place == unticked and part.due), None
        ),
    }
    return render(request, "savings/round.html", context, status=status)


def _answer(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = RoundAnswer(request.POST, request.user, today)
    problems, status = form.problems, 400
    if form.is_valid():
        try:
            return redirect(
                workflow.once(key_of(request), lambda: _do(request, form), by=request.user)
            )
        except workflow.DoneBeforeError as done:
            messages.info(request, str(done))
            return redirect(_next(request, form.cleaned_data["place"]))
        except workflow.StaleError as stale:
            return conflict(request, str(stale))
        except workflow.ActionError as error:
            problems, status = [str(error), *error.problems], 409
    shown = latest_round(today)
    return _page(
        request,
        shown,
        chosen=form.chosen,
        problems=problems,
        unticked=form.unticked,
        status=status,
    )


def _do(request: SignedInRequest, form: RoundAnswer) -> str:
    """Say it, and where to go on."""
    said = form.cleaned_data
    current, place = said["round"], said["place"]
    if said["do"] == NOTHING_TO_REPORT:
        workflow.report_nothing(current, place, by=request.user)
        words = (
            f"You have said that {place} has nothing to report in the round “{current}”."
            " If something has changed after all, revise the claim, or state a new one."
        )
    else:
        versions = list(said["versions"])
        workflow.confirm_many(versions, by=request.user)
        # The link of each claim, the way back after a slip, stands in the list of what was said.
        words = (
            f"You have said that nothing has changed in {named(versions)} of {place}, in the round “{current}”."
            " If something has changed after all, revise the claim: the list of what was said has a link for each."
        )
    messages.success(request, words)
    return _next(request, place)


def _next(request: SignedInRequest, place: Place) -> str:
    if request.POST.get("then") == "your_place":
        return reverse("savings:your_place")
    return f"{reverse('savings:round')}#{place.code}"

"""Choosing claims for review, by size and by draw; and one draw, to be repeated by whoever doubts it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import check_reads_for_review
from savings.forms.draw import DrawForm, random_seed
from savings.intake.sent_forms import key_of, sent_once
from savings.models import Draw
from savings.pages.review_triage import draw_page, draws_made, groups
from savings.review import triage
from totalplace.views import ConflictError

DRAWS_A_PAGE = 25
DRAWN_AT_FIRST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def review_triage(request: SignedInRequest) -> HttpResponse:
    workflow.check_may_triage(request.user)
    if request.method == "POST":
        form = DrawForm(request.POST)
        return _choose(request, form) if form.is_valid() else _page(request, form, status=400)
    if "number" in request.GET or "seed" in request.GET:
        return _page(request, DrawForm(request.GET))
    return _page(request, DrawForm(initial={"number": DRAWN_AT_FIRST, "seed": random_seed()}))


@require_safe
def draw_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    check_reads_for_review(request.user)
    draw = get_object_or_404(Draw.objects.select_related("by"), pk=pk)
    context = draw_page(draw, request.user, request.GET.get("page"))
    context["may_triage"] = workflow.may_triage(request.user)
    return render(request, "savings/draw_detail.html", context)


def _choose(request: SignedInRequest, form: DrawForm) -> HttpResponse:
    def act() -> str:
        seen = request.POST.get("seen", "")
        draw = workflow.choose_for_review(by=request.user, seen=seen, **form.cleaned_data)
        messages.success(
            request, f"{len(draw.chosen):,} of {len(draw.pool):,} claims are chosen for review."
        )
        return reverse("savings:draw_detail", args=[draw.pk])

    try:
        return redirect(workflow.once(key_of(request), act, by=request.user))
    except workflow.ActionError as error:
        raise ConflictError(str(error), href=reverse("savings:review_triage")) from error


def _page(request: SignedInRequest, form: DrawForm, status: int = 200) -> HttpResponse:
    read_all, read_none = triage.thresholds()
    context = {
        "form": form,
        "read_all": read_all,
        "read_none": read_none,
        "draws": Paginator(draws_made(), DRAWS_A_PAGE).get_page(request.GET.get("page")),
    }
    if form.is_valid():
        plan = triage.plan(request.user, **form.cleaned_data)
        context |= {"plan": plan, "groups": groups(plan) if plan.has_a_rule else []}
    else:
        context["waits"] = triage.waiting(request.user).count()
    return render(request, "savings/review_triage.html", context, status=status)

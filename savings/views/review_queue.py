"""The reviewers' queue: what waits, for whom, and for how long."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import check_reads_for_review
from savings.forms.queue_filter import QueueFilter
from savings.pages.review_queue import queue_page


@require_safe
def review_queue(request: SignedInRequest) -> HttpResponse:
    check_reads_for_review(request.user)
    form = QueueFilter(request.GET)
    context = {"form": form, "may_triage": workflow.may_triage(request.user)}
    if form.is_valid():
        context |= queue_page(request.user, form.cleaned_data, request.GET.get("page"))
    return render(request, "savings/review_queue.html", context)

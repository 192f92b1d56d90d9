"""One piece of evidence as a draft cites it: what is said of it is changed, and its file is not touched."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.addresses import in_capitals
from savings.evidence.backing import Cite, cites_of
from savings.evidence.cited import cited_by
from savings.forms.cited_evidence import CitedEvidence
from savings.intake.sent_forms import carry_out, count_time, draft_of, sent_once
from savings.models import Version
from totalplace.refused_value import quoted
from totalplace.typed_text import typed


@require_http_methods(["GET", "HEAD", "POST"])
@in_capitals
@sent_once
def cited_evidence(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    draft = draft_of(request, code)
    form = _form(draft, pk, typed(request))
    if request.method == "POST" and not form.has_moved_on() and form.is_valid():
        act = partial(_change, request, draft, pk, form)
        try:
            return redirect(carry_out(request, act, of=draft))
        except workflow.StaleError:
            # Somebody saved between our reading the draft and writing it: what they saved decides.
            form = _form(draft, pk, request.POST)
    return _page(request, draft, form)


def _form(draft: Version, pk: int, data: Mapping[str, Any] | None) -> CitedEvidence:
    cites = [cite for cite in cites_of(draft) if cite.evidence.pk == pk]
    if not cites:
        raise Http404
    return CitedEvidence(cites, data)


def _change(request: SignedInRequest, draft: Version, pk: int, form: CitedEvidence) -> str:
    # Held: whoever saves at the same moment waits, and then sees what is stored here.
    draft.refresh_from_db(from_queryset=Version.objects.select_for_update())
    if _form(draft, pk, request.POST).has_moved_on():
        raise workflow.StaleError
    now: list[Cite] = cites_of(draft)
    changed = [form.changed(cite) if cite.evidence.pk == pk else cite for cite in now]
    workflow.edit(draft, by=request.user, evidence=changed)
    count_time(request, draft)
    title = quoted(form.evidence.title)
    messages.success(
        request, f"What the draft says of {title} is stored. The evidence itself is unchanged."
    )
    return reverse("savings:claim_evidence", args=[draft.claim.reference])


def _page(request: SignedInRequest, draft: Version, form: CitedEvidence) -> HttpResponse:
    has_moved_on = form.has_moved_on()
    context = {
        "claim": draft.claim,
        "practice": draft.claim.place.is_practice,
        "form": form,
        "evidence": form.evidence,
        "has_moved_on": has_moved_on,
        "stored_now": [c for c in cited_by(draft) if c.evidence.pk == form.evidence.pk],
        "seen": form.on_screen(),
    }
    status = 409 if has_moved_on else 400 if form.errors else 200
    return render(request, "savings/cited_evidence.html", context, status=status)

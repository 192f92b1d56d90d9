"""Evidence of a claim: the list, what is added or taken out in a draft, and the files themselves."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods, require_safe

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import evidence_visible_to, sight_of, visible_to
from savings.addresses import in_capitals
from savings.claims import steps
from savings.evidence import download, scanner, store
from savings.evidence.backing import Cite, cites_of
from savings.evidence.checklist import checklist
from savings.evidence.cited import evidence_list, questions_of, said_with_evidence
from savings.evidence.download import file_of, may_have_file
from savings.evidence.preview import PreviewImpossible, preview_png
from savings.forms.evidence import ENTRIES, Entry, FileEntry, held_by_place
from savings.forms.evidence_entries import are_valid, entries_of, with_refused
from savings.intake.sent_files import with_received
from savings.intake.sent_forms import carry_out, count_time, draft_of, sent_once, to_a_script
from savings.models import Evidence, Version
from savings.models.choices import Scan
from savings.pages.evidence_preview import LOST, Preview, lost, preview_of
from savings.views.steps import page_before
from totalplace.refused_value import quoted
from totalplace.typed_text import typed_before

PAGE = steps.BY_SLUG["evidence"]

# From what a draft cites to what it is to cite.
Change = Callable[[list[Cite]], list[Cite]]


@require_http_methods(["GET", "HEAD", "POST"])
@to_a_script
@in_capitals
@sent_once
def claim_evidence(request: SignedInRequest, code: str) -> HttpResponse:
    if request.method == "POST":
        return _change(request, draft_of(request, code))
    version = get_object_or_404(
        visible_to(request.user).select_related("claim__place"), claim__reference=code
    )
    return _page(request, version, _waiting(request, version), status=200)


def _waiting(request: SignedInRequest, version: Version) -> dict[str, Entry]:
    """The entries, filled as they were when the person had to sign in again; files are chosen anew."""
    return entries_of(version, typed_before(request))


@require_safe
def evidence_download(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    evidence = _served(request, pk)
    try:
        return download.download(evidence)
    except store.BytesGone:
        return _preview(request, evidence, lost(file_of(evidence)))


@require_safe
def evidence_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    evidence = _served(request, pk)
    page = request.GET.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 5 else 1
    preview = preview_of(file_of(evidence), number)
    if "image" in request.GET and preview is not LOST:
        return _picture(evidence, number)
    return _preview(request, evidence, preview)


def _preview(request: SignedInRequest, evidence: Evidence, preview: Preview) -> HttpResponse:
    """The page of one file: 410 where the file is gone, since a row and no bytes is all there is."""
    context = {
        "evidence": evidence,
        "practice": evidence.place.is_practice,
        "preview": preview,
        "is_lost": preview is LOST,
    }
    status = 410 if preview is LOST else 200
    return render(request, "savings/evidence_preview.html", context, status=status)


def _picture(evidence: Evidence, page: int) -> HttpResponse:
    try:
        drawn = preview_png(file_of(evidence), page)
    except (PreviewImpossible, store.BytesGone):
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/png")


def _change(request: SignedInRequest, draft: Version) -> HttpResponse:
    """Add all that is typed or chosen, whichever button was pressed; nothing while any of it is wrong."""
    if request.POST.get("entry", "") not in ("", *ENTRIES):
        raise Http404
    data, refused = with_received(request, draft.claim.place)
    entries = entries_of(draft, data, refused)
    if not are_valid(entries):
        return _page(request, draft, entries)
    given = [form for form in entries.values() if form.is_given()]
    new = [cite for form in given for cite in form.evidence()]
    is_changed = bool(new or "remove" in request.POST)
    onward = "" if refused else _onward(request, draft)
    _say_what_is_not_added(request, entries["file"], is_changed=is_changed)
    if is_changed:
        out = request.POST.get("remove", "")
        onward = _cite(request, draft, lambda now: [*_without(out, now), *new], onward)
    if refused:  # One bad file does not cost the others.
        status = 200 if is_changed else 400
        return _page(request, draft, with_refused(draft, refused), status)
    return redirect(onward or _list_of(draft))


def _say_what_is_not_added(request: SignedInRequest, form: Entry, *, is_changed: bool) -> None:
    if not (isinstance(form, FileEntry) and form.is_given()):
        return
    for words in form.already():
        messages.info(request, words)
    if form.taken_out() and not is_changed:
        messages.info(request, _nothing_added(form.taken_out()))


def _nothing_added(taken_out: list[str]) -> str:
    names = get_text_list([quoted(name) for name in taken_out], "and")
    are = "is" if len(taken_out) == 1 else "are"
    return f"{names} {are} taken out. Nothing was added."


def _cite(request: SignedInRequest, draft: Version, change: Change, onward: str = "") -> str:
    """Change the list of what the draft cites, as it is at that moment, and return where to go on."""

    def act() -> str:
        # Held: whoever adds at the same moment waits, and then adds to what is left here.
        draft.refresh_from_db(from_queryset=Version.objects.select_for_update())
        workflow.edit(draft, by=request.user, evidence=change(cites_of(draft)))
        count_time(request, draft)
        below = "" if onward else " as you see it below"
        messages.success(request, f"The evidence of the draft is stored{below}.")
        return onward or _list_of(draft)

    return carry_out(request, act, of=draft)


def _without(number: str, cites: list[Cite]) -> list[Cite]:
    return [cite for cite in cites if str(cite.evidence.pk) != number]


def _list_of(draft: Version) -> str:
    return reverse("savings:claim_evidence", args=[draft.claim.reference])


def _onward(request: SignedInRequest, draft: Version) -> str:
    """Where the button leads that was pressed; empty where it stays here."""
    if "then" not in request.POST:
        return ""
    code = draft.claim.reference
    if request.POST["then"] == "list":
        return reverse("savings:claim_edit", args=[code])
    onward = cast(steps.Page, steps.page_after(PAGE, draft))  # Evidence is not the last.
    return reverse("savings:claim_step", args=[code, onward.slug])


def _page(
    request: SignedInRequest, version: Version, entries: dict[str, Entry], status: int = 400
) -> HttpResponse:
    """The list of evidence, and the ways to give more with what is typed into them."""
    may_edit = not workflow.refusal("edit", version, request.user)
    sight = sight_of(request.user, version)
    context = {
        "version": version,
        "claim": version.claim,
        "practice": version.claim.place.is_practice,
        "cited": evidence_list(version, questions_of(sight), said_with_evidence(sight)),
        "may_edit": may_edit,
        "may_revise": not workflow.refusal("revise", version, request.user),
    }
    if may_edit:
        context |= {
            "entries": entries,
            "form": next((form for form in entries.values() if form.errors), None),
            "has_held": held_by_place(version).exists(),
            "checklist": checklist(version),
            "problems": _problems(version),
            "file_mb": settings.EVIDENCE_FILE_MB,
            "place_mb": settings.EVIDENCE_PLACE_MB,
            "has_scanner": scanner.is_configured(),
            "is_scanned": scanner.answers(),
            "number": steps.pages_of(version).index(PAGE) + 1,
            "pages": len(steps.pages_of(version)),
            "back": page_before(version, PAGE),
            "guidance": PAGE.guidance,
        }
    return render(request, "savings/claim_evidence.html", context, status=status)


def _problems(draft: Version) -> list:
    """What is missing here before sign-off, once there is any evidence."""
    tasks = steps.tasks(draft, timezone.localdate())
    found = next(task.problems for task in tasks if task.page == PAGE)
    return found if draft.citations.exists() else []


def _served(request: SignedInRequest, pk: int) -> Evidence:
    seen = evidence_visible_to(request.user).filter(file__isnull=False)
    evidence = get_object_or_404(seen.select_related("file", "place"), pk=pk)
    if not may_have_file(request.user, evidence):
        raise PermissionDenied(_not_served(evidence))
    return evidence


def _not_served(evidence: Evidence) -> str:
    if file_of(evidence).scan == Scan.INFECTED:
        return (
            "A virus was found in this file after it was stored, so nobody gets it. Its place can give the "
            "evidence again in a clean file."
        )
    return "This file has not been scanned for viruses yet, so only its own place gets it. Try again later."

"""One page of the journey: shown, saved, and refused where somebody has changed the same answers meanwhile."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pilots.models import Organisation
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.claims import grid, steps
from savings.claims.statements import Statement, statements
from savings.claims.submission import Problem, contradictions
from savings.forms.box_units import in_another_unit, keep_unit, unit_kept, unit_sent
from savings.forms.figure_grid import FigureGrid
from savings.forms.first_answers import WhatChanged
from savings.forms.headline import HeadlineStep
from savings.forms.lost_tables import lost_tables
from savings.forms.others import OthersStep
from savings.forms.pasted_boxes import cursor_of, tables_pasted_into, with_pasted
from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import read_pasted
from savings.forms.sent_rows import has_room, with_one_more
from savings.forms.steps import FORMS, SizeStep, StepForm
from savings.forms.unit_doubts import asked_about
from savings.forms.year_amounts import YearAmountsStep
from savings.intake.sent_forms import carry_out, count_time
from savings.models import Figure, Version
from savings.models.choices import KindOfGain
from totalplace.typed_text import typed_before

# The buttons of the page of years that store nothing. Where several tables are to be opened, one is at a time.
_BUTTONS = {"add", "open", "in"}
ZERO_COSTS = {"value": "yes", "text": "Put 0 into the cost boxes that I left empty"}


def show_step(request: SignedInRequest, draft: Version, page: steps.Page) -> HttpResponse:
    if page.slug == "figures" and draft.kind_of_gain != KindOfGain.NOT_IN_MONEY:
        return _figures(request, draft, page)
    form_class = FORMS | {
        "what-changed": WhatChanged,
        "figures": SizeStep,
        "headline": HeadlineStep,
        "others": OthersStep,
        "years": YearAmountsStep,
    }
    waited = typed_before(request)
    sent = request.POST if request.method == "POST" else waited
    if sent is None and page.only_if and not page.only_if(draft):
        return redirect(_page_after(draft, page))
    form = form_class[page.slug](draft, sent)
    if request.method == "POST" and form.is_valid():
        changes = {"content": form.content(), "figures": form.figures()}
        return _save(request, draft, page, form, changes)
    return _draw(request, draft, page, {"form": form, "was_signed_out": waited is not None})


def _figures(request: SignedInRequest, draft: Version, page: steps.Page) -> HttpResponse:
    today, typed = timezone.localdate(), typed_before(request)
    also, reference = _also(request, draft, typed or request.POST), draft.claim.reference
    if request.method != "POST":
        unit = unit_kept(request.session, reference)
        form = FigureGrid(draft, today, typed, also, unit)
        return _draw(request, draft, page, {"form": form, "was_signed_out": typed is not None})
    # Into tables that somebody has changed meanwhile nothing is put: both are looked at first.
    if (form := FigureGrid(draft, today, request.POST, also)).has_moved_on:
        return _conflict(request, draft, page, form)
    keep_unit(request.session, reference, form.unit)
    if not _BUTTONS.isdisjoint(request.POST):
        return _draw(request, draft, page, {"form": _arranged(request, draft, form)})
    # What was left in a box for pasting is not let go: it is put into the boxes, and the page comes again.
    if tables := tables_pasted_into(request.POST):
        return _pasted(request, draft, page, form, tables)
    if form.is_valid():
        figures = form.figures()
        if not form.ask(asked_about(draft, form.figures_now, figures, form.unit)):
            return _save(request, draft, page, form, {"figures": figures})
    return _draw(request, draft, page, {"form": form})


def _arranged(request: SignedInRequest, draft: Version, form: FigureGrid) -> FigureGrid:
    """The page as a button of it asks: with a year more, another table, or in another unit. Nothing is stored."""
    data: QueryDict = request.POST
    if "in" in data:
        if form.refuses_unit(data.get("in", "")):
            return form
        data = in_another_unit(data, data.get("in", ""))
        keep_unit(request.session, draft.claim.reference, unit_sent(data))
    elif table := data.get("add"):
        if not has_room(data, table):
            form.say_no_room(table)
            return form
        data = with_one_more(data, table, form.first_year)
    arranged = FigureGrid(draft, form.today, data, form.also)
    arranged.say_opened(data.get("open", ""))
    return arranged


def _pasted(
    request: SignedInRequest,
    draft: Version,
    page: steps.Page,
    form: FigureGrid,
    tables: list[str],
) -> HttpResponse:
    data: QueryDict = request.POST
    refused: dict[str, str] = {}
    filled: dict[str, list[str]] = {}
    for prefix in tables:
        text, cursor = data.get(f"pasted-{prefix}", ""), cursor_of(data, prefix)
        try:
            pasted = read_pasted(text, form.lines, cursor, form.unit)
            data, filled[prefix] = with_pasted(data, prefix, pasted)
        except PasteRefused as problem:
            refused[prefix] = str(problem)
    form = FigureGrid(draft, form.today, data, form.also)
    form.say_of_paste(refused, filled)
    return _draw(request, draft, page, {"form": form})


def _save(
    request: SignedInRequest,
    draft: Version,
    page: steps.Page,
    form: StepForm | FigureGrid,
    changes: dict[str, Any],
) -> HttpResponse:
    if form.has_moved_on:
        return _conflict(request, draft, page, form)
    try:
        return redirect(
            carry_out(request, lambda: _stored(request, draft, page, form, changes), of=draft)
        )
    except workflow.StaleError:
        # Somebody saved between our reading the draft and writing it: what they saved decides.
        draft.refresh_from_db()
        return show_step(request, draft, page)


def _stored(
    request: SignedInRequest,
    draft: Version,
    page: steps.Page,
    form: StepForm | FigureGrid,
    changes: dict[str, Any],
) -> str:
    today = timezone.localdate()
    before = contradictions(draft, today)
    workflow.edit(draft, by=request.user, **changes)
    count_time(request, draft)
    new = [problem for problem in contradictions(draft, today) if problem not in before]
    return _at_its_box(request, draft, page, form, new) or _next(request, draft, page, form)


def _at_its_box(
    request: SignedInRequest,
    draft: Version,
    page: steps.Page,
    form: StepForm | FigureGrid,
    contradicted: list[Problem],
) -> str:
    """The box of this page at which it is said what contradicts others now; where there is none, the next page says it.

    It is stored all the same, and said once: whoever goes on from there goes on.
    """
    here = [problem for problem in contradicted if problem.field in form.names]
    if here and isinstance(form, StepForm) and "then" not in request.POST:
        address = reverse("savings:claim_step", args=[draft.claim.reference, page.slug])
        return f"{address}#{form[here[0].field].auto_id}"
    for problem in contradicted:
        messages.warning(request, f"What you typed is stored. Before sign-off: {problem}")
    return ""


def _next(
    request: SignedInRequest, draft: Version, page: steps.Page, form: StepForm | FigureGrid
) -> str:
    code = draft.claim.reference
    match request.POST.get("then"):
        case "list":
            return reverse("savings:claim_edit", args=[code])
        case "others":
            return reverse("savings:claim_step", args=[code, "others"])
    if isinstance(form, StepForm) and form.asks_more_of(draft):
        return reverse("savings:claim_step", args=[code, page.slug])
    return _page_after(draft, page)


def _page_after(draft: Version, page: steps.Page) -> str:
    code, after = draft.claim.reference, steps.page_after(page, draft)
    if after is None:
        return reverse("savings:claim_check", args=[code])
    return reverse("savings:claim_step", args=[code, after.slug])


def page_before(draft: Version, page: steps.Page) -> str:
    """The address of the page from which one goes on to `page`; before the first, that of the list of pages."""
    code, before = draft.claim.reference, steps.page_before(page, draft)
    if before is None:
        return reverse("savings:claim_edit", args=[code])
    return reverse("savings:claim_step", args=[code, before.slug])


def _conflict(
    request: SignedInRequest, draft: Version, page: steps.Page, form: StepForm | FigureGrid
) -> HttpResponse:
    """Both texts on one page: what is stored now above, what was typed in the boxes, to be saved or changed."""
    last = draft.events.select_related("by").latest("pk")
    has_figures = page.slug in ("figures", "others", "years")
    figures = list(draft.figures.select_related("organisation").order_by("year", "pk"))
    context: dict[str, Any] = {
        "form": form,
        "changed_by": last.by,
        "changed_at": last.at,
        "stored_now": _stored_now(draft, form, figures),
        "stored_figures": grid.blocks(figures) if has_figures else [],
        "stored_notes": [figure for figure in figures if figure.note] if has_figures else [],
        "lost": lost_tables(request.POST, {table.prefix for table in getattr(form, "tables", ())}),
    }
    # Sent again, it is sent by somebody who has seen what is stored now.
    context["seen"] = form.stored
    return _draw(request, draft, page, context, status=409)


def _stored_now(
    draft: Version, form: StepForm | FigureGrid, figures: list[Figure]
) -> list[Statement]:
    """What is stored of the page's answers; not that nobody said of others what the figures beside it say."""
    shown = list(form.shown)
    if draft.has_other_bodies is None and any(f.organisation_id != draft.lead_id for f in figures):
        shown = [name for name in shown if name != "has_other_bodies"]
    return statements(draft, (*shown, *form.names))


def _draw(
    request: SignedInRequest,
    draft: Version,
    page: steps.Page,
    context: dict[str, Any],
    status: int | None = None,
) -> HttpResponse:
    form = context["form"]
    sent = form.data or {}
    # A page that the draft no longer has may still be open somewhere.
    pages = steps.pages_of(draft, besides=page)
    tasks = steps.tasks(draft, timezone.localdate())
    missing = next((task.problems for task in tasks if task.page == page), [])
    context = {"seen": sent.get("seen", form.stored)} | context
    context |= {
        "draft": draft,
        "claim": draft.claim,
        "practice": draft.claim.place.is_practice,
        "page": page,
        "number": pages.index(page) + 1,
        "pages": len(pages),
        "back": page_before(draft, page),
        "problems": missing if form.has_begun else [],
        "zero_costs": [ZERO_COSTS | {"checked": "zero_costs" in sent}],
    }
    if isinstance(form, StepForm):
        form.say_at_the_boxes(missing)
    is_grid = isinstance(form, FigureGrid)
    template = "savings/figures_step.html" if is_grid else "savings/claim_step.html"
    return render(request, template, context, status=status or (400 if form.errors else 200))


def _also(request: SignedInRequest, draft: Version, sent: QueryDict) -> list[Organisation]:
    """The bodies of the place for which a table was opened, in the order in which it was."""
    wanted = [*sent.getlist("also"), sent.get("open", ""), request.GET.get("organisation", "")]
    keys = [int(key) for key in wanted if key.isdecimal() and len(key) < 10]
    found = draft.claim.place.partners.in_bulk(keys) if keys else {}
    return [found[key] for key in dict.fromkeys(keys) if key in found]

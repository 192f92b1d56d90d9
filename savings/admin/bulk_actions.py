"""Actions of the review on many claims of a list at once: each by the workflow, and told claim by claim."""

from collections import defaultdict
from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from pilots.signed_in import user_of
from savings import workflow
from savings.forms.action_form import ActionForm
from savings.forms.bulk_review import FORMS_FOR_MANY
from savings.intake.sent_forms import key_of
from savings.models import Version
from savings.workflow import ACTIONS
from totalplace.govuk.forms import error_list

MOST = 100  # Claims at once: each is an action of its own, with its own event and notices.
AT_ONCE = {"take"}  # Asks nothing, and is undone by handing over.
LABELS = {
    "take": "Take for review",
    "hand_over": "Hand over…",
    "triage": "Choose for review or not…",
    "finalise": "Make the verdict final…",
}


def _of_the_workflow(name: str) -> Callable:
    def action(page: "ManyAtOnce", request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return _do(page, request, rows, name)

    action.__name__ = name
    return admin.action(action, description=LABELS[name])


class ManyAtOnce(admin.ModelAdmin):
    """For pages whose rows are claims or their reviews: `versions_of(request, rows)` names the versions."""

    actions = [_of_the_workflow(name) for name in FORMS_FOR_MANY]

    def versions_of(self, request: HttpRequest, rows: QuerySet) -> QuerySet[Version]:
        raise NotImplementedError  # Each page says it: no page is of this class itself.

    def get_actions(self, request: HttpRequest) -> dict:
        """Offer an action to whoever could ever do it; on which claim they may is asked of the workflow."""
        return {
            name: offered
            for name, offered in super().get_actions(request).items()
            if name not in FORMS_FOR_MANY or workflow.is_ever_for(name, user_of(request))
        }


def _do(page: "ManyAtOnce", request: HttpRequest, rows: QuerySet, name: str) -> HttpResponse | None:
    # Sent twice, the rows may have left the list since: what was done is not refused for that.
    before = workflow.led_to_before(key_of(request), by=user_of(request))
    if before:
        return redirect(before)
    versions = list(page.versions_of(request, rows)[: MOST + 1])
    if not 1 <= len(versions) <= MOST:
        too_many = f"Choose at most {MOST} at once, and the rest after that."
        words = too_many if versions else "They are in this list no more."
        page.message_user(request, f"{words} Nothing has been changed.", messages.WARNING)
        return None
    is_sent = name in AT_ONCE or "confirmed" in request.POST
    form = FORMS_FOR_MANY[name](versions[0], request.POST if is_sent else None)
    if not form.is_valid():
        return _ask(page, request, list(rows[:MOST]), versions, name, form)

    def act() -> str:
        _perform_each(page, request, versions, name, form.details())
        return _back(request)

    return redirect(workflow.once(key_of(request), act, by=user_of(request)))


def _perform_each(
    page: admin.ModelAdmin, request: HttpRequest, versions: list[Version], name: str, details: dict
) -> None:
    """Do what can be done; of the rest say why not, each reason once with its claims."""
    done, refused = [], defaultdict(list)
    for version in versions:
        try:
            workflow.perform(name, version, by=user_of(request), **details)
        except (PermissionDenied, workflow.ActionError) as refusal:
            refused[str(refusal)].append(version.claim.reference)
        else:
            done.append(version.claim.reference)
    label = ACTIONS[name].label
    if done:
        page.message_user(request, f"{label}, done: {', '.join(done)}.", messages.SUCCESS)
    for words, references in refused.items():
        told = f"{label}, not done: {', '.join(references)}. {words}"
        page.message_user(request, told, messages.ERROR)


def _ask(
    page: admin.ModelAdmin,
    request: HttpRequest,
    rows: list,
    versions: list[Version],
    name: str,
    form: ActionForm,
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": ACTIONS[name].label,
        "opts": page.opts,
        "form": form,
        "errors": error_list(form),
        "versions": versions,
        "name": name,
        "checkbox": ACTION_CHECKBOX_NAME,
        "keys": [row.pk for row in rows],
        "back": _back(request),
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "admin/savings/many.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The list as it was filtered, where that can be kept."""
    address = request.get_full_path()
    return address if len(address) <= 2000 else request.path

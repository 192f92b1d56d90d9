"""One action of the review on a page of the workspace: what it means, what it asks, and a button that does it.

It is carried out as on the site's own page: by the workflow, once, with conflicts as 409.
"""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from pilots.models import User
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import sight_of
from savings.forms.action_form import ActionForm
from savings.forms.review_actions import REVIEW_ACTION_FORMS
from savings.forms.verdict import VERDICT_FORMS
from savings.intake.actions import answer_to
from savings.intake.sent_forms import not_now, sent_once
from savings.models import Version
from savings.pages.verdict import verdict_of
from savings.pages.workspace_links import reading_href, workspace_href
from savings.workflow import ACTIONS, Action
from totalplace.admin_pages import ReadOnlyPage
from totalplace.govuk.forms import error_list
from totalplace.typed_text import typed

# Of a place's own actions each needs what the site shows beside it: what is signed, and the statement of use.
FORMS = REVIEW_ACTION_FORMS | VERDICT_FORMS
BY_ADDRESS = {ACTIONS[name].url_name: ACTIONS[name] for name in FORMS}


def page_of(version: Version, user: User) -> str:
    """Where the workspace shows the version to this person: at its review, where they may open that."""
    by_itself = reverse("admin:savings_version_change", args=[version.pk])
    return workspace_href(sight_of(user, version)) or by_itself


def buttons(version: Version, user: User) -> list[tuple[str, str]]:
    """What the person can do now, as the workflow says: each with its label and the page that does it."""
    return [(action.label, _href(action, version)) for action in workflow.available(version, user)]


def _href(action: Action, version: Version) -> str:
    if action.name in FORMS:
        return reverse("admin:savings_version_action", args=[version.pk, action.url_name])
    if action.name == "edit":
        return reverse("savings:claim_edit", args=[version.claim.reference])
    return reverse("savings:claim_action", args=[version.claim.reference, action.url_name])


class Acting(ReadOnlyPage):
    """For the page of versions: gives each action of the review an address below the version's own."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(sent_once(self.action_view))
        address = "<path:object_id>/actions/<slug:action>/"
        return [path(address, view, name="savings_version_action"), *super().get_urls()]

    def action_view(self, request: HttpRequest, object_id: str, action: str) -> HttpResponse:
        return self._answer(cast(SignedInRequest, request), object_id, action)

    def _answer(self, request: SignedInRequest, object_id: str, address: str) -> HttpResponse:
        found = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if found is None or address not in BY_ADDRESS or request.method not in ("GET", "POST"):
            raise Http404
        version, action = cast(Version, found), BY_ADDRESS[address]
        try:
            workflow.check(action.name, version, request.user)
        except workflow.ActionError as error:
            raise not_now(error, version.claim.reference) from None
        form = FORMS[action.name](version, typed(request))
        return answer_to(
            request,
            action,
            form,
            page=lambda status: self._page(request, action, form, status=status),
            leads_to=lambda left: page_of(left, request.user),
        )

    def _page(
        self, request: SignedInRequest, action: Action, form: ActionForm, *, status: int
    ) -> HttpResponse:
        version = form.version
        context = {
            **self.admin_site.each_context(request),
            "title": action.label,
            "opts": self.opts,
            "action": action,
            "form": form,
            "errors": error_list(form),
            "has_moved_on": status == 409,
            "version": version,
            "back": page_of(version, request.user),
            "reading_href": reading_href(version),
            "seen": form.on_screen(),
        }
        if action.name in ("finalise", "reconsider"):
            context |= verdict_of(sight_of(request.user, version))
        return TemplateResponse(request, "admin/savings/action.html", context, status=status)

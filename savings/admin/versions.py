"""What each claim says at one time, with the figures, evidence and history that belong to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from pilots.models import User
from pilots.signed_in import user_of
from savings import access
from savings.claims import statements
from savings.claims.hardness import LABELS, HasHardness, with_hardness
from savings.claims.questions import BY_FIELD
from savings.evidence.cited import evidence_list, questions_of, said_with_evidence
from savings.models import (
    Citation,
    Event,
    Figure,
    PartnerResponse,
    Question,
    Reading,
    Reply,
    Review,
    Version,
)
from savings.pages.shown_evidence import shown
from savings.pages.workspace_links import reading_href, workspace_href
from savings.review.figure_verdicts import verdict_words
from savings.review.triage import why
from totalplace.admin_columns import beginning, link, outward_link, person
from totalplace.admin_pages import KindOfPlace, Rows

from .action_page import Acting, buttons
from .figures import FIGURE_COLUMNS
from .filters import HardnessOfVersion, VerdictOfVersion
from .history import EVENT_COLUMNS

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NOT_STATED = "Not stated"
CHOICES = {True: "Chosen", False: "Not in this round", None: "Not yet said"}


@admin.display(description="hardness", ordering="hardness")
def hardness(version: "WithAnnotations[Version, HasHardness]") -> str:
    return LABELS[version.hardness]


@admin.display(description="choice for review")
def choice(review: Review) -> str:
    said = CHOICES[review.is_chosen]
    return f"{said}: {why(review)}" if review.chosen_because else said


@admin.display(description="address of the source")
def source(version: Version) -> str:
    return outward_link(version.source_url, nothing=NOT_STATED)


def _stated(name: str) -> str | Callable[[Version], str]:
    """A field in the words in which the site's own page states it; theme and lead stay links."""
    if name in ("theme", "lead"):
        return name

    @admin.display(description=BY_FIELD[name].label)
    def column(version: Version) -> str:
        return statements.statement(version, name).words or NOT_STATED

    column.__name__ = name
    return column


VERSION_COLUMNS = [
    "number",
    beginning("what_changes", "what changed"),
    hardness,
    "status",
    "verdict",
    "frozen_at",
]


class Figures(Rows):
    model = Figure
    fields = FIGURE_COLUMNS


class Citations(Rows):
    model = Citation
    verbose_name_plural = "evidence cited"
    fields = [link("evidence", "evidence"), "page_or_cell", "backs"]


class Events(Rows):
    model = Event
    verbose_name_plural = "history"
    fields = EVENT_COLUMNS


class Reviews(Rows):
    model = Review
    fields = [person("reviewer", "reviewer"), choice, "reply_due_on"]


class Questions(Rows):
    model = Question
    fields = [beginning("text", "question"), "due_on", beginning("answer", "answer")]


class Readings(Rows):
    model = Reading
    fields = [person("reader", "reader"), "is_second", "at"]


class Replies(Rows):
    model = Reply
    fields = [beginning("text", "reply"), person("by", "by"), "at"]


class PartnerResponses(Rows):
    model = PartnerResponse
    verbose_name_plural = "what partners say of their share"
    fields = ["organisation", "is_agreed", "words", "at"]


@admin.register(Version)
class VersionPage(Acting):
    """Every version that the person may see, older ones included. Blank is shown as what it is: not stated."""

    section = "Claims"
    change_form_template = "admin/savings/version/read.html"
    empty_value_display = NOT_STATED
    list_display = [
        "__str__",
        "place",
        beginning("what_changes", "what changed"),
        hardness,
        "status",
        "final_verdict",
    ]
    list_filter = [
        HardnessOfVersion,
        "status",
        VerdictOfVersion,
        "kind_of_gain",
        "cashability",
        "stage",
        "is_published",
        "theme",
        ("claim__place__kind", KindOfPlace),
    ]
    list_select_related = ["claim__place", "frozen_by", "theme", "lead"]
    search_fields = [
        "claim__reference",
        "claim__place__name",
        "claim__place__code",
        "what_changes",
        "as_published",
    ]
    search_help_text = "Reference, place, or words of the claim"
    date_hierarchy = "frozen_at"
    ordering = ["claim__reference", "-number"]
    inlines = [
        Figures,
        Citations,
        PartnerResponses,
        Reviews,
        Questions,
        Readings,
        Replies,
        Events,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "claim",
                    "number",
                    "status",
                    hardness,
                    "verdict",
                    "counted_verdict",
                    "as_published",
                ]
            },
        ),
        ("The figure as stated", {"fields": ["what_changes", *map(_stated, statements.FIGURE)]}),
        ("The grounds", {"fields": [_stated(name) for name in statements.GROUNDS]}),
        ("In the place’s own words", {"fields": statements.IN_THE_PLACES_WORDS}),
        ("Source", {"fields": ["source_title", source, "source_date"]}),
        (
            "When",
            {
                "fields": [
                    "is_published",
                    "created_at",
                    "frozen_at",
                    person("frozen_by", "submitted or published by"),
                ]
            },
        ),
    ]

    def rows_for(self, user: User) -> QuerySet[Version]:
        return with_hardness(access.all_visible_to(user))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj, user = kwargs["obj"], user_of(request)
        sight = access.sight_of(user, obj)
        review_href, questions = workspace_href(sight), questions_of(sight)
        context |= {
            "buttons": buttons(obj, user),
            "evidence": [
                shown(item, user, {})
                for item in evidence_list(obj, questions, said_with_evidence(sight))
            ],
            "review_href": review_href,
            "reading_href": reading_href(obj) if review_href else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="place", ordering="claim__place__name")
    def place(self, version: Version) -> str:
        return version.claim.place.name

    @admin.display(description="final verdict", ordering="verdict")
    def final_verdict(self, version: Version) -> str:
        return (
            verdict_words(version.verdict, version.counted_verdict or "")
            if version.verdict
            else "–"
        )

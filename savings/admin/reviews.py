"""What the Treasury makes of the claims: who reads each, questions, verdicts, and what places and partners say."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.html import format_html_join

from savings import access
from savings.models import (
    AcceptedFigure,
    Draw,
    Outcome,
    PartnerResponse,
    Question,
    Reading,
    Reply,
    Review,
    TestResult,
)
from savings.models.choices import Reason
from totalplace.admin_columns import NOTHING, beginning, link, page_link, person, pounds
from totalplace.admin_pages import ReadOnlyPage, Rows


class OnVersions(ReadOnlyPage):
    """What hangs on a version under review: found by the claim's reference or place."""

    section = "Reviews"
    search_fields = ["version__claim__reference", "version__claim__place__name"]
    search_help_text = "Reference or place"
    ordering = ["version__claim__reference", "-version__number", "pk"]

    def rows_for(self, user):
        return self.model.objects.filter(
            access.among(access.under_review_for(user), "pk", "version")
        )


class OnReadings(ReadOnlyPage):
    """What belongs to a reading: shown with the reading, or not at all."""

    section = "Reviews"
    search_fields = ["reading__version__claim__reference", "reading__version__claim__place__name"]
    search_help_text = "Reference or place"

    def rows_for(self, user):
        return self.model.objects.filter(
            access.among(access.read_openly_to(user), "readings", "reading")
        )


@admin.display(description="reasons")
def reasons(outcome):
    codes = outcome.reason_codes.split()
    return ", ".join(Reason(code).label for code in codes) or NOTHING


class Results(Rows):
    model = TestResult
    verbose_name_plural = "the nine tests"
    fields = ["test", "result", "note"]


class Outcomes(Rows):
    model = Outcome
    verbose_name_plural = "verdicts"
    fields = ["state", "verdict", reasons, "words"]


class AcceptedFigures(Rows):
    model = AcceptedFigure
    verbose_name_plural = "figures accepted"
    fields = [pounds("figure__amount", "claimed"), pounds("amount", "accepted"), "reason"]


@admin.register(Review)
class ReviewPage(OnVersions):
    list_display = [
        "version",
        "place",
        "status",
        person("reviewer", "reviewer"),
        "is_chosen",
        "reply_due_on",
        "needs_second_reading",
    ]
    list_filter = ["version__status", "is_chosen", "needs_second_reading", "is_reply_waived"]
    list_select_related = ["version__claim__place", "reviewer"]
    date_hierarchy = "reply_due_on"
    fields = [
        "version",
        "place",
        "status",
        person("reviewer", "reviewer"),
        "is_chosen",
        "chosen_because",
        "reply_due_on",
        "is_reply_waived",
        "needs_second_reading",
    ]

    @admin.display(description="place", ordering="version__claim__place__name")
    def place(self, review):
        return review.version.claim.place.name

    @admin.display(description="status", ordering="version__status")
    def status(self, review):
        return review.version.get_status_display()


@admin.register(Draw)
class DrawPage(ReadOnlyPage):
    """The pool itself is shown on the site's own page, as far as the person may review what is in it."""

    section = "Reviews"
    list_display = [
        "__str__",
        person("by", "by"),
        pounds("read_all", "every claim from"),
        pounds("read_none", "no claim below"),
        "number",
        "seed",
    ]
    list_select_related = ["by"]
    search_fields = ["seed", "by__name"]
    search_help_text = "Seed, or the name of who drew"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = [
        person("by", "by"),
        "at",
        "seed",
        pounds("read_all", "every claim from"),
        pounds("read_none", "no claim below"),
        "number",
    ]


@admin.register(Question)
class QuestionPage(OnVersions):
    list_display = [
        "version",
        beginning("text", "question"),
        person("asked_by", "asked by"),
        "asked_at",
        "due_on",
        "answered_at",
    ]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["version__claim", "asked_by", "answered_by"]
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]
    fields = [
        "version",
        "text",
        person("asked_by", "asked by"),
        "asked_at",
        "due_on",
        "answer",
        person("answered_by", "answered by"),
        "answered_at",
        "evidence_given",
    ]

    def rows_for(self, user):
        seen = Prefetch("evidence", access.evidence_visible_to(user), to_attr="evidence_seen")
        return super().rows_for(user).prefetch_related(seen)

    @admin.display(description="evidence given")
    def evidence_given(self, question):
        links = ((page_link(evidence),) for evidence in question.evidence_seen)
        return format_html_join(", ", "{}", links) or NOTHING


@admin.register(Reading)
class ReadingPage(ReadOnlyPage):
    section = "Reviews"
    list_display = ["version", "place", person("reader", "reader"), "is_second", "at"]
    list_filter = ["is_second", "version__status"]
    list_select_related = ["version__claim__place", "reader"]
    search_fields = ["version__claim__reference", "version__claim__place__name", "reader__name"]
    search_help_text = "Reference, place, or the reader's name"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", person("reader", "reader"), "is_second", "at", "screen_digest"]
    inlines = [Outcomes, Results, AcceptedFigures]

    def rows_for(self, user):
        return access.all_readings_visible_to(user)

    @admin.display(description="place", ordering="version__claim__place__name")
    def place(self, reading):
        return reading.version.claim.place.name


@admin.register(Outcome)
class OutcomePage(OnReadings):
    list_display = ["reading", "state", "verdict", reasons]
    list_filter = ["state", "verdict"]
    list_select_related = ["reading__version__claim"]
    ordering = ["-reading", "pk"]
    fields = ["reading", "state", "verdict", reasons, "words"]


@admin.register(TestResult)
class TestResultPage(OnReadings):
    list_display = ["reading", "test", "result", beginning("note", "note")]
    list_filter = ["test", "result"]
    list_select_related = ["reading__version__claim"]
    ordering = ["-reading", "test"]
    fields = ["reading", "test", "result", "note"]


@admin.register(AcceptedFigure)
class AcceptedFigurePage(OnReadings):
    list_display = [
        "reading",
        link("figure", "figure"),
        pounds("figure__amount", "claimed"),
        pounds("amount", "accepted"),
        "reason",
    ]
    list_filter = ["reason", "figure__state"]
    list_select_related = ["reading__version__claim", "figure"]
    ordering = ["-reading", "pk"]
    fields = [
        "reading",
        "figure",
        pounds("figure__amount", "claimed"),
        pounds("amount", "accepted"),
        "reason",
    ]


@admin.register(Reply)
class ReplyPage(OnVersions):
    list_display = ["version", beginning("text", "reply"), person("by", "by"), "at"]
    list_filter = ["version__status"]
    list_select_related = ["version__claim", "by"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", "text", person("by", "by"), "at"]


@admin.register(PartnerResponse)
class PartnerResponsePage(OnVersions):
    list_display = ["version", "organisation", "is_agreed", beginning("words", "words"), "at"]
    list_filter = ["is_agreed"]
    list_select_related = ["version__claim", "organisation", "by"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", "organisation", "is_agreed", "words", person("by", "by"), "at"]

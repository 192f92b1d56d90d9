"""What readers of the claims found: nine tests, verdicts and the figures accepted. Shown with the reading, or not."""

from django.contrib import admin
from django.db.models import QuerySet

from pilots.models import User
from savings import access
from savings.models import AcceptedFigure, Outcome, Reading, TestResult
from savings.models.choices import Reason
from totalplace.admin_columns import NOTHING, beginning, link, person, pounds
from totalplace.admin_pages import ReadOnlyPage, Rows


class OnReadings(ReadOnlyPage):
    """What belongs to a reading: shown with the reading, or not at all."""

    section = "Reviews"
    search_fields = ["reading__version__claim__reference", "reading__version__claim__place__name"]
    search_help_text = "Reference or place"

    def rows_for(self, user: User) -> QuerySet:
        openly = access.among(access.read_openly_to(user), "readings", "reading")
        return self.model.objects.filter(openly)


@admin.display(description="reasons")
def reasons(outcome: Outcome) -> str:
    codes = outcome.reason_codes.split()
    return ", ".join(Reason(code).label for code in codes) or NOTHING


class Results(Rows):
    model = TestResult
    verbose_name_plural = "the nine tests"
    fields = ["test", "result", "note"]


class Outcomes(Rows):
    model = Outcome
    verbose_name_plural = "verdicts"
    fields = ["state", "verdict", "counted_verdict", "becomes", reasons, "words"]


class AcceptedFigures(Rows):
    model = AcceptedFigure
    verbose_name_plural = "figures accepted"
    fields = [
        pounds("figure__amount", "claimed"),
        pounds("amount", "accepted"),
        "kind_of_gain",
        "counted_verdict",
        "reason",
    ]


@admin.register(Reading)
class ReadingPage(ReadOnlyPage):
    section = "Reviews"
    list_display = ["version", "place", person("reader", "reader"), "is_second", "at"]
    list_filter = ["is_second", "version__status"]
    list_select_related = ["version__claim__place", "reader"]
    search_fields = ["version__claim__reference", "version__claim__place__name", "reader__name"]
    search_help_text = "Reference, place, or the reader’s name"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["version", person("reader", "reader"), "is_second", "at", "screen_digest"]
    inlines = [Outcomes, Results, AcceptedFigures]

    def rows_for(self, user: User) -> QuerySet[Reading]:
        return access.all_readings_visible_to(user)

    @admin.display(description="place", ordering="version__claim__place__name")
    def place(self, reading: Reading) -> str:
        return reading.version.claim.place.name


@admin.register(Outcome)
class OutcomePage(OnReadings):
    list_display = ["reading", "state", "verdict", "counted_verdict", "becomes", reasons]
    list_filter = ["state", "verdict"]
    list_select_related = ["reading__version__claim"]
    ordering = ["-reading", "pk"]
    fields = ["reading", "state", "verdict", "counted_verdict", "becomes", reasons, "words"]


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
        "kind_of_gain",
        "reason",
    ]
    list_filter = ["reason", "figure__state"]
    list_select_related = ["reading__version__claim", "figure"]
    ordering = ["-reading", "pk"]
    fields = [
        "reading",
        "figure",
        pounds("figure__amount", "claimed"),
        pounds("given", "as the reader gave it"),
        pounds("amount", "accepted"),
        "kind_of_gain",
        "counted_verdict",
        "reason",
    ]

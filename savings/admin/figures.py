"""The numbers that can be added, with the version that states each."""

from django.contrib import admin
from django.db.models import QuerySet

from pilots.models import User
from savings import access
from savings.delivery.outturn import in_words
from savings.models import Figure
from totalplace.admin_columns import link, pounds, text
from totalplace.admin_pages import ReadOnlyPage

from .filters import AnyYear

AMOUNT = pounds("amount", "amount")
NOTE = text("full_note", "note")


@admin.display(description="state", ordering="state")
def state(figure: Figure) -> str:
    """What is actual so far says so."""
    return in_words(figure)


FIGURE_COLUMNS = ["year", "line", state, "kind_of_gain", "organisation", AMOUNT, NOTE]


@admin.register(Figure)
class FigurePage(ReadOnlyPage):
    section = "Claims"
    list_display = ["__str__", "version", *FIGURE_COLUMNS[:-1]]
    list_filter = ["line", "state", "kind_of_gain", AnyYear]
    list_select_related = ["version__claim", "organisation"]
    search_fields = [
        "version__claim__reference",
        "version__claim__place__name",
        "organisation__name",
    ]
    search_help_text = "Reference, place or organisation"
    ordering = ["version__claim__reference", "-version__number", "year", "line", "state"]
    fields = [link("version", "version"), *FIGURE_COLUMNS]

    def rows_for(self, user: User) -> QuerySet[Figure]:
        # Of older versions too: the page of each version leads here.
        return Figure.objects.filter(access.hangs_on_visible(user, "version"))

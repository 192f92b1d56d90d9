"""How claims were chosen for review at one time: the rule, the seed, and how many came of it."""

from django.contrib import admin
from django.db.models import QuerySet

from pilots.models import User
from savings.models import Draw
from totalplace.admin_columns import person, pounds
from totalplace.admin_pages import ReadOnlyPage

READ_ALL = pounds("read_all", "every claim from")
READ_NONE = pounds("read_none", "no claim below")


@admin.register(Draw)
class DrawPage(ReadOnlyPage):
    """The pool itself is shown on the site's own page, as far as the person may review what is in it."""

    section = "Reviews"
    list_display = ["__str__", person("by", "by"), READ_ALL, READ_NONE, "number", "seed"]
    list_select_related = ["by"]
    search_fields = ["seed", "by__name"]
    search_help_text = "Seed, or the name of who drew"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = [
        person("by", "by"),
        "at",
        "seed",
        READ_ALL,
        READ_NONE,
        "number",
        "chosen_from",
        "were_chosen",
    ]

    def rows_for(self, user: User) -> QuerySet[Draw]:
        # A pool of 100,000 claims is longer than the page that lists it: read only where it is counted.
        return Draw.objects.defer("pool", "chosen")

    @admin.display(description="chosen from")
    def chosen_from(self, draw: Draw) -> str:
        return _claims(draw.pool)

    @admin.display(description="chosen")
    def were_chosen(self, draw: Draw) -> str:
        return _claims(draw.chosen)


def _claims(rows: list) -> str:
    return f"{len(rows):,} claim{'' if len(rows) == 1 else 's'}"

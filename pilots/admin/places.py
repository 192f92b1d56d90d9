"""Places, their partners, themes and burdens: read by all Treasury staff, kept by administrators."""

from django.contrib import admin

from pilots.models import Burden, Organisation, Partner, Place, Theme
from totalplace.admin_columns import beginning, list_link, pounds
from totalplace.admin_pages import KindOfPlace, ReferencePage, Rows, StatedWords, Whether


class PartnersOfPlace(Rows):
    model = Partner
    fields = ["organisation", "is_lead"]


class PlacesOfOrganisation(Rows):
    model = Partner
    verbose_name_plural = "works in"
    fields = ["place", "is_lead"]


@admin.register(Place)
class PlacePage(ReferencePage):
    section = "Places"
    list_display = ["name", "code", "kind", "region", pounds("mapped_spend", "mapped spend")]
    list_filter = ["kind", ("region", StatedWords)]
    search_fields = ["name", "code", "councils"]
    search_help_text = "Name, code or council"
    ordering = ["name"]
    inlines = [PartnersOfPlace]
    readonly_fields = ["claims"]
    fieldsets = [
        (None, {"fields": ["name", "code", "kind", "region", "claims"]}),
        (
            "As published",
            {
                "fields": [
                    "kind_as_published",
                    "councils",
                    "other_partners",
                    "themes",
                    "mapped_spend",
                    "mapped_spend_year",
                    "mapped_spend_as_published",
                    "population_as_published",
                    "funding_as_published",
                    "what_the_source_says",
                    "source_urls",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """A code is in references and addresses, and a practice place made real would put made-up numbers in totals."""
        fixed = ["code", "kind"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    @admin.display(description="claims")
    def claims(self, place):
        return list_link("savings_claim", "Claims of this place", place.code) if place.pk else "–"


@admin.register(Organisation)
class OrganisationPage(ReferencePage):
    section = "Places"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]
    search_help_text = "Name"
    ordering = ["name"]
    inlines = [PlacesOfOrganisation]


@admin.register(Partner)
class PartnerPage(ReferencePage):
    section = "Places"
    list_display = ["organisation", "place", "is_lead"]
    list_filter = ["is_lead", "organisation__kind", ("place__kind", KindOfPlace)]
    list_select_related = ["organisation", "place"]
    search_fields = ["organisation__name", "place__name", "place__code"]
    search_help_text = "Organisation or place"
    autocomplete_fields = ["organisation", "place"]
    ordering = ["place__name", "organisation__name"]


@admin.register(Theme)
class ThemePage(ReferencePage):
    section = "Places"
    list_display = ["name"]
    search_fields = ["name"]
    search_help_text = "Name"
    ordering = ["name"]


class IsOfAPlace(Whether):
    about, without, having = "place", "Of a body that is no place here", "Of a place"


@admin.register(Burden)
class BurdenPage(ReferencePage):
    section = "Places"
    list_display = [
        "place_or_body",
        beginning("what", "what"),
        "count",
        pounds("cost_low", "cost from"),
        pounds("cost_high", "cost to"),
        "period",
    ]
    list_filter = [("place", IsOfAPlace), ("place__kind", KindOfPlace)]
    list_select_related = ["place"]
    search_fields = ["place_or_body", "what", "place__name", "place__code", "source_title"]
    search_help_text = "Place or body, what is required, or its source"
    autocomplete_fields = ["place"]
    ordering = ["place_or_body", "pk"]

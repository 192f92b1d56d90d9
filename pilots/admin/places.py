"""Places, their partners, themes and burdens: read by all Treasury staff, kept by administrators."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from pilots import vacancies
from pilots.models import Burden, Organisation, Partner, Place, Theme, User
from pilots.near_names import plain
from totalplace.admin_columns import beginning, list_link, pounds
from totalplace.admin_pages import BoxOfRows, KindOfPlace, ReferencePage, Rows, StatedWords, Whether
from totalplace.admin_site import NEEDED
from totalplace.missing_marks import refuse_missing_mark

from .names import CONFIRM, AsksAboutNames, AsksAboutNamesPage

LEAD = "lead"
NEW_LEAD = "new_lead"
ONE_LEAD = (
    "Choose the organisation that leads the place’s claims, or name a new one: one of the two."
)


class PlaceForm(AsksAboutNames):
    """A place; a new one with the organisation that leads its claims, as an import gives it one."""

    lead = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Lead organisation",
        required=False,
        help_text="A claim of the place is led by it unless its people say otherwise.",
        widget=BoxOfRows(Partner._meta.get_field("organisation"), admin.site),
    )
    new_lead = forms.CharField(
        label="Or a new organisation",
        max_length=200,
        required=False,
        validators=[refuse_missing_mark],
        help_text="Its name, where it is not in the list. Say afterwards on its own page of what kind it is.",
    )

    class Meta:
        model = Place
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields[LEAD], self.fields[NEW_LEAD]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            return cleaned
        cleaned[NEW_LEAD] = name = plain(cleaned.get(NEW_LEAD) or "")
        if bool(name) == bool(cleaned.get(LEAD)) and LEAD not in self.errors:
            self.add_error(LEAD, ONE_LEAD)
        elif name:
            self.ask_about(NEW_LEAD, name, Organisation.objects.all())
        return cleaned

    def give_lead(self) -> None:
        """Once the place is stored: its lead is a partner of it."""
        name = self.cleaned_data[NEW_LEAD]
        lead = Organisation.objects.create(name=name) if name else self.cleaned_data[LEAD]
        Partner.objects.create(place=self.instance, organisation=lead, is_lead=True)


class OrganisationForm(AsksAboutNames):
    class Meta:
        model = Organisation
        fields = ["name", "kind"]


class ThemeForm(AsksAboutNames):
    class Meta:
        model = Theme
        fields = ["name"]


class Lacks(admin.SimpleListFilter):
    """Places where nobody can do what has to be done."""

    title = "what is missing"
    parameter_name = "lacks"
    missing = {
        "finance": ("Nobody who can sign off", vacancies.without_finance_officer),
        "anybody": ("Nobody at all", vacancies.without_anybody),
        "lead": ("No lead organisation", vacancies.without_lead),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(name, words) for name, (words, _) in self.missing.items()]

    def queryset(self, request: HttpRequest, places: QuerySet[Place]) -> QuerySet[Place]:
        if (asked := self.value()) not in self.missing:
            return places
        _, lacking = self.missing[asked]
        return places.filter(pk__in=lacking().values("pk"))


class PartnersOfPlace(Rows):
    model = Partner
    fields = ["organisation", "is_lead"]


class PlacesOfOrganisation(Rows):
    model = Partner
    verbose_name_plural = "works in"
    fields = ["place", "is_lead"]


@admin.register(Place)
class PlacePage(AsksAboutNamesPage, ReferencePage):
    section = "Places"
    form = PlaceForm
    list_display = ["name", "code", "kind", "region", pounds("mapped_spend", "mapped spend")]
    list_filter = ["kind", ("region", StatedWords), Lacks]
    search_fields = ["name", "code", "councils"]
    search_help_text = "Name, code or council"
    ordering = ["name"]
    inlines = [PartnersOfPlace]
    readonly_fields = ["claims"]
    fieldsets = [
        (None, {"fields": ["name", CONFIRM, "code", "kind", "region", "claims"]}),
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

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list:
        """A code is in references and addresses, and a practice place made real would put made-up numbers in totals."""
        fixed = ["code", "kind"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """A new place is asked for its lead; of one that is there the partners stand below."""
        (title, first), *others = super().get_fieldsets(request, obj)
        if obj or not self.has_add_permission(request):
            return [(title, first), *others]
        return [(title, first | {"fields": [*first["fields"], LEAD, NEW_LEAD]}), *others]

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            form.give_lead()

    @admin.display(description="claims")
    def claims(self, place: Place) -> str:
        return list_link("savings_claim", "Claims of this place", place.code) if place.pk else "–"


@admin.register(Organisation)
class OrganisationPage(AsksAboutNamesPage, ReferencePage):
    section = "Places"
    form = OrganisationForm
    fields = ["name", CONFIRM, "kind"]
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
class ThemePage(AsksAboutNamesPage, ReferencePage):
    section = "Places"
    form = ThemeForm
    fields = ["name", CONFIRM]
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


def needed(user: User) -> Iterator[tuple[str, str]]:
    """For the home of the workspace: how many places lack what, for whoever can give it to them."""
    if not user.has_perm("pilots.change_membership"):
        return
    for name, (words, lacking) in Lacks.missing.items():
        number = lacking().count()
        if number:
            address = reverse("admin:pilots_place_changelist", query={"lacks": name})
            yield (
                f"{number:,} place{'' if number == 1 else 's'}: {words[:1].lower()}{words[1:]}",
                address,
            )


NEEDED.append(needed)

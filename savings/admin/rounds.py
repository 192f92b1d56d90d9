"""Rounds, opened by administrators with their dates; and which places had nothing to report in them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone

from pilots.models import User
from savings import access
from savings.claims.rounds import refused_days, set_one_at_a_time
from savings.models import NothingToReport, Round
from totalplace.admin_columns import person
from totalplace.admin_pages import ReadOnlyPage, ReferencePage


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ["name", "opens_on", "closes_on"]
        error_messages = {
            "name": {
                "unique": (
                    "There is a round of that name already. Give it another name, such as Autumn 2026."
                )
            }
        }
        help_texts = {
            "name": "As places read it on their pages: “Autumn 2026”.",
            "opens_on": (
                "On this day the officers and finance officers of each place are told. Claims that were submitted"
                " before it are due; what is submitted from this day on counts for the round."
            ),
            "closes_on": (
                "The last day on which places can answer. They are told again five working days before it. On the"
                " day after it, places that are late are told, and so are the review leads. If you change it, nobody is"
                " told at once: reminders that have not gone out follow the new date. A round is never deleted. If you"
                " do not want one, give it other days before it opens."
            ),
        }

    def clean(self) -> dict[str, Any]:
        days = super().clean() or self.cleaned_data
        opens_on, closes_on = days.get("opens_on"), days.get("closes_on")
        # Days that are the wrong way round are refused by the model, in its own words.
        if opens_on and closes_on and opens_on <= closes_on:
            set_one_at_a_time()
            # The row is as it was stored: what was typed is put into it afterwards.
            refused = refused_days(self.instance, opens_on, closes_on, timezone.localdate())
            for field, words in refused.items():
                self.add_error(field, words)
        return days


@admin.register(Round)
class RoundPage(ReferencePage):
    section = "Rounds and sign-off"
    form = RoundForm
    list_display = ["name", "opens_on", "closes_on"]
    date_hierarchy = "opens_on"
    search_fields = ["name"]
    search_help_text = "Name"
    ordering = ["-opens_on"]


@admin.register(NothingToReport)
class NothingToReportPage(ReadOnlyPage):
    section = "Rounds and sign-off"
    list_display = ["place", "round", person("by", "by"), "at"]
    list_filter = ["round"]
    list_select_related = ["place", "round", "by"]
    search_fields = ["place__name", "place__code"]
    search_help_text = "Place"
    ordering = ["-pk"]
    date_hierarchy = "at"
    fields = ["place", "round", person("by", "by"), "at"]

    def rows_for(self, user: User) -> QuerySet[NothingToReport]:
        return access.nothing_to_report_visible_to(user)

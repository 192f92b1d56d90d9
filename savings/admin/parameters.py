"""The dated, sourced tables that calculations use. Administrators keep them; every edit is kept."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    StageWeight,
    Threshold,
)
from savings.parameters.deflator_gaps import gap_of
from totalplace.admin_pages import ReferencePage


class ParameterPage(ReferencePage):
    section = "Tables for calculations"
    date_hierarchy = "valid_from"
    search_fields = ["source"]
    search_help_text = "Words of the source"


@admin.register(Deflator)
class DeflatorPage(ParameterPage):
    list_display = ["financial_year", "index", "base_year", "vintage_date", "is_forecast"]
    list_filter = ["is_forecast", "vintage_date"]
    date_hierarchy = "vintage_date"
    ordering = ["-vintage_date", "financial_year"]

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        gaps = [gap_of(obj.vintage_date)]
        if "vintage_date" in form.changed_data and change:
            gaps.append(gap_of(form.initial["vintage_date"], had=[form.initial["financial_year"]]))
        for words in filter(None, gaps):
            self.message_user(request, words, messages.WARNING)


@admin.register(DiscountRate)
class DiscountRatePage(ParameterPage):
    list_display = ["__str__", "from_year", "to_year", "rate_percent", "valid_from"]
    ordering = ["-valid_from", "from_year"]


@admin.register(ConfidenceGrade)
class ConfidenceGradePage(ParameterPage):
    list_display = [
        "__str__",
        "cost_uplift_percent",
        "benefit_reduction_percent",
        "valid_from",
        "is_checked_at_source",
    ]
    list_filter = ["is_checked_at_source"]
    ordering = ["-valid_from", "grade"]


@admin.register(EvidenceGrade)
class EvidenceGradePage(ParameterPage):
    list_display = ["kind", "grade", "valid_from"]
    list_filter = ["grade"]
    ordering = ["-valid_from", "grade", "kind"]


@admin.register(StageWeight)
class StageWeightPage(ParameterPage):
    list_display = ["stage", "weight_percent", "valid_from"]
    ordering = ["-valid_from", "weight_percent"]


@admin.register(Threshold)
class ThresholdPage(ParameterPage):
    list_display = ["name", "value", "valid_from"]
    list_filter = ["name"]
    ordering = ["-valid_from", "name"]

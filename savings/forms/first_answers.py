"""What does a claim begin with, and is it another saving than one in the same words or of the same reference?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html

from pilots.models import Organisation, Place, Theme
from savings.claims.questions import NO_SERVICES
from savings.claims.same_words import referred_to_already, said_already, same_words
from savings.models import Claim, Version
from totalplace.refused_value import quoted
from totalplace.seen_text import folded

from .answers import asked, picked, written
from .boxes import row_box
from .steps import StepForm, as_stored


class FirstAnswers(forms.Form):
    """What a claim begins with."""

    what_changes = written(
        "what_changes",
        300,
        "For example: One payroll team for the council and the NHS trust. Up to 300 characters.",
        rows=3,
    )
    what_changes.required = True  # The one answer that no claim can be stored without.
    what_changes.error_messages["required"] = "Say what changed, in a sentence."
    theme = forms.ModelChoiceField(
        Theme.objects.order_by("name"),
        label=asked("theme"),
        required=False,
        empty_label="Choose a service",
        error_messages={"invalid_choice": "Choose a service from the list."},
    )
    kind_of_gain = picked("kind_of_gain")
    as_published = written(
        "as_published",
        2000,
        "Shown as you write it and never added to anything. For example: about £240,000 a year.",
        rows=2,
    )
    own_reference = written(
        "own_reference", 40, "As in your own list of savings, such as ASC-01. Up to 40 characters."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Theme.objects.exists():
            self.fields["theme"].help_text = NO_SERVICES

    def ask_if_said_already(self, place: Place | None, *, besides: Claim | None = None) -> None:
        """Ask whether it is another saving, where a claim of `place` says what changed in the same words."""
        words = self.cleaned_data.get("what_changes")
        if place and words and (claim := said_already(place, words, besides=besides)):
            self._ask_if_another(claim, f"{claim.reference} says what changed in the same words.")

    def ask_if_referred_to_already(
        self, place: Place | None, *, besides: Claim | None = None
    ) -> None:
        """The same where a claim of `place` has the own reference that is given here: asked once, if of one claim."""
        given = self.cleaned_data.get("own_reference")
        if place and given and (claim := referred_to_already(place, given, besides=besides)):
            self._ask_if_another(claim, f"{claim.reference} has your reference {quoted(given)}.")

    def _ask_if_another(self, claim: Claim, why: str) -> None:
        name = f"is_another_{claim.pk}"  # What was ticked of one claim says nothing of another.
        if name in self.fields:
            return
        self.fields[name] = forms.BooleanField(
            label=f"This is not the same saving as {claim.reference}",
            help_text=format_html(
                'The same saving must not be counted twice. <a class="govuk-link" href="{}">Look at {}</a>.',
                claim.get_absolute_url(),
                claim.reference,
            ),
            required=False,
        )
        if not self.data.get(name):
            self.add_error(
                name,
                f"{why} Tick that this is not the same saving, or go on with {claim.reference} instead.",
            )


class NewClaim(FirstAnswers):
    """The first page of a new claim, in one of the places that the person writes for."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label="For which place?",
        empty_label="Choose a place",
        error_messages={
            "required": "Choose the place that the claim is for.",
            "invalid_choice": "Choose a place from the list.",
        },
    )
    field_order = ["place"]

    def __init__(
        self,
        places: QuerySet[Place],
        data: Mapping[str, Any] | None = None,
        *,
        begun: Version | None = None,
    ) -> None:
        """`begun`: the draft that was begun with this form before."""
        super().__init__(data)
        self.begun = begun
        self.is_refused = False
        row_box(self, "place").queryset = places
        self.only_place = places[0] if len(places) == 1 else None
        if self.only_place:
            del self.fields["place"]

    @property
    def of(self) -> Place:
        """The place that the claim is made for."""
        return self.only_place or self.cleaned_data["place"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        place = self.only_place or self.cleaned_data.get("place")
        besides = self.begun.claim if self.begun else None
        self.ask_if_said_already(place, besides=besides)
        self.ask_if_referred_to_already(place, besides=besides)
        return self.cleaned_data

    def refuse(self, words: str) -> None:
        """Say, where there are any words, why what is typed here is not stored."""
        self.is_refused = bool(words)
        if words:
            self.add_error("what_changes", words)

    def content(self) -> dict:
        return {
            name: as_stored(name, answer)
            for name, answer in self.cleaned_data.items()
            if name != "place"
        }


class WhatChanged(FirstAnswers, StepForm):
    lead = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=asked("lead"),
        help_text="The figures are this organisation’s, unless you enter another’s beside them.",
        required=False,
        empty_label="Choose an organisation",
        error_messages={"invalid_choice": "Choose an organisation from the list."},
    )

    def adapt(self) -> None:
        place = Q(partnerships__place=self.draft.claim.place)
        leads = Organisation.objects.filter(place | Q(pk=self.draft.lead_id)).distinct()
        row_box(self, "lead").queryset = leads.order_by("name")

    def clean(self) -> dict[str, Any]:
        super().clean()
        said, claim = self.cleaned_data, self.draft.claim
        if same_words(said.get("what_changes", "")) != same_words(self.draft.what_changes):
            self.ask_if_said_already(claim.place, besides=claim)
        if folded(said.get("own_reference", "")) != folded(self.draft.own_reference):
            self.ask_if_referred_to_already(claim.place, besides=claim)
        return self.cleaned_data

"""Does each page of the workspace say what it is, and each form what is missing, in words of ours?"""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst

from tests import factories

# Read when the tests are gathered, as the site itself does.
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
DJANGOS_OWN = ["This field is required", "Select a valid choice", "Ensure this value"]
NONSENSE = "zzz £12,34.5 @@" * 30


def _page(model, name):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


@pytest.fixture
def administrator(client):
    client.force_login(factories.administrator())


def test_a_list_is_headed_by_what_it_lists(client):
    headed = 0
    for person in (factories.administrator(), factories.lead()):
        client.force_login(person)
        for model in MODELS:
            answer = client.get(_page(model, "changelist"))
            if answer.status_code == 200:
                headed += 1
                assert f"<h1>{capfirst(model._meta.verbose_name_plural)}</h1>" in answer.text

    assert headed > len(MODELS)


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("sent", ["", NONSENSE], ids=["empty", "nonsense"])
def test_what_is_missing_or_cannot_be_read_is_said_in_our_words(client, sent):
    answered = 0
    for model in MODELS:
        shown = client.get(_page(model, "add"))
        if shown.status_code == 200 and "adminform" in shown.context:
            answered += 1
            boxes = shown.context["adminform"].form.fields
            answer = client.post(_page(model, "add"), dict.fromkeys(boxes, sent))
            assert [words for words in DJANGOS_OWN if words in answer.text] == [], model

    assert answered > 10

"""How do I write a page that looks and behaves like the rest?

Start from the layout. `practice=True` in the context shows the practice-place banner; messages
sent with `django.contrib.messages` show by themselves, as does "Error:" in the title of a page
whose `form` has errors. The title below becomes "Kent - Total Place".

    {% extends "base.html" %}
    {% block title %}Kent{% endblock title %}
    {% block breadcrumbs %}
      {% url "savings:place_list" as places %}{% breadcrumbs "Places" places "Kent" %}
    {% endblock breadcrumbs %}
    {% block content %}<h1 class="govuk-heading-l">Kent</h1>{% endblock content %}

A page without breadcrumbs may have `{% block before_content %}{% back_link "Places" places %}`.

Every tag is a builtin: no `{% load %}`. Each component takes the options it has in the GOV.UK
design system (govuk-frontend 6), in snake_case; `a__b=` sets option b of option a.

    any component       {% govuk "inset-text" text="No figure yet." %}
                        {% govuk "details" summary_text="What is this?" text="…" %}
                        {% govuk "warning-text" text="…" icon_fallback_text="Warning" %}
    with markup inside  {% govuk_block "inset-text" %}<p>…</p>{% endgovuk_block %}
                        (`html=` given text that is not marked safe is escaped, never trusted)
    a button            {% govuk "button" text="Save" prevent_double_click=True %} in a POST form
    a link as button    {% button_link "Add a claim" url classes="govuk-button--secondary" %}
    hardness            {% hardness_tag 3 "By year" %}      0 to 5, and its label
    status              {% status_tag version.status version.get_status_display %}
    a plain tag         {% govuk "tag" text="Due" classes="govuk-tag--orange" %}
    summary list        {% govuk "summary-list" rows=rows %}
                        rows = [{"key": {"text": "Place"}, "value": {"text": "Kent"}}]
    wide tables         {% scroll_region "Figures by year" %}
                          <table class="govuk-table app-table">…</table>
                        {% endscroll_region %}
                        Always a <caption class="govuk-table__caption">; numbers in
                        govuk-table__cell--numeric; grids of years: app-table--compact
    pages               {% pagination page %}     a django.core.paginator.Page; keeps the filters
    query string        <a href="{% query sort="year" page=None %}">       changes or removes
    money               {{ amount|pounds }}       £1,234 or £1,234.50
    filters             {% include "components/filters.html" with form=form heading="Filter" only %}
                        a plain GET form, with Apply and Clear; folds away on narrow screens
    empty state         {% include "components/empty.html" with heading="…" text="…" only %}
                        also href= and link_text=
    filters beside      <div class="app-with-filters"><div>filters</div><div>results</div></div>

Forms are ordinary Django forms; each field is drawn in one place (`govuk/controls.py`).

    {% error_summary form %}                 before the h1; nothing when all is well
    <form method="post" novalidate>{% csrf_token %}
      {{ form }}{% govuk "button" text="Save" %}
    </form>
    {{ form.year.as_field_group }}           one field
    {% field form.amount prefix__text="£" classes="govuk-input--width-10" %}
    {% field form.kind heading=True %}       the label is the page's heading

    dates               totalplace.govuk.dates.DateField: day, month, year
    hints per choice    widget.hints = {"cashable": "Money we no longer spend"}
    required fields     say "Enter …" or "Select …" from the label, unless given words of their own

Refusals, with words that are shown on the page: `Http404` (cannot see it),
`PermissionDenied("why, and who can")` (403), `django.core.exceptions.BadRequest("why")` (400),
`totalplace.views.ConflictError("why")` (409).
"""

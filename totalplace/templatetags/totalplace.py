"""Which words may every template use? (Loaded as builtins: no `{% load %}` is needed.)

The guide with an example of each stands in `totalplace/govuk/__init__.py`.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import qrcode
from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markupsafe import Markup

from totalplace.govuk.components import options, render
from totalplace.govuk.forms import GovukBoundField, error_list
from totalplace.money import format_pounds, format_pounds_short
from totalplace.navigation import START

register = template.Library()

STATUS_COLOURS = {
    "draft": "grey",
    "submitted": "blue",
    "in_review": "teal",
    "question": "orange",
    "provisional": "purple",
    "reply": "orange",
    "final": "green",
    "withdrawn": "red",
    "superseded": "grey",
    "published": "magenta",
}


@register.simple_tag
def govuk(component: str, **named: Any) -> Markup:
    """Draw any GOV.UK component: `{% govuk "inset-text" text="…" %}`."""
    return render(component, options(**named))


@register.simple_block_tag
def govuk_block(content: SafeString, component: str, **named: Any) -> Markup:
    """Draw a GOV.UK component around a piece of template, which becomes its `html`."""
    return render(component, options(**named) | {"html": content})


@register.simple_tag
def field(bound_field: GovukBoundField, **named: Any) -> Markup | SafeString:
    """Draw one field, with more options than `{{ field.as_field_group }}` can give."""
    return bound_field.as_field_group(**options(**named))


@register.simple_tag
def error_summary(*forms: Any) -> Markup | str:
    """Say at the top of the page what is wrong in the forms; nothing when all is well."""
    errors = [error for form in forms for error in error_list(form)]
    if not errors:
        return ""
    return render("error-summary", {"titleText": "There is a problem", "errorList": errors})


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, *trail: str) -> Markup:
    """Draw `{% breadcrumbs "Places" places_url "Kent" %}`: words and addresses by turns.

    The start is put in front, by the name that the person's menu has for it. The last item has words
    only: it is the page itself.
    """
    pairs = [trail[start : start + 2] for start in range(0, len(trail), 2)]
    menu = context.get("menu") or [{"text": "Start"}]
    items = [{"text": menu[0]["text"], "href": START}]
    items += [dict(zip(("text", "href"), pair, strict=False)) for pair in pairs]
    return render("breadcrumbs", {"items": items, "collapseOnMobile": True})


@register.simple_tag
def back_link(text: str, href: str) -> SafeString:
    """Draw the way back, for pages without breadcrumbs, as a landmark of its own."""
    return format_html(
        '<nav aria-label="Back">{}</nav>', render("back-link", {"text": text, "href": href})
    )


@register.simple_tag
def button_link(text: str, href: str, classes: str = "") -> Markup:
    """Draw a link that looks like a button, to go somewhere. To change something, use a form."""
    return render("button", {"text": text, "href": href, "classes": classes})


@register.simple_tag
def hardness_tag(value: int, label: str) -> Markup:
    """Draw a hardness, 0 to 5, in the colours of the bars. The number and the words carry it."""
    classes = f"app-tag app-tag--h{value}"
    return render("tag", {"text": f"{value} {label}", "classes": classes})


@register.simple_tag
def status_tag(value: str, label: str) -> Markup:
    """Draw a version's status. A status without a colour of its own is grey."""
    colour = STATUS_COLOURS.get(value, "grey")
    return render("tag", {"text": label, "classes": f"govuk-tag--{colour} app-tag"})


@register.simple_block_tag
def scroll_region(content: SafeString, label: str) -> SafeString:
    """Wrap a table wider than a telephone: it scrolls by itself, by keyboard too."""
    opening = '<div class="app-scroll" role="region" tabindex="0" aria-label="{}">{}</div>'
    return format_html(opening, label, content)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return this page's query string with some parameters changed, or removed by None."""
    return "?" + _changed(context["request"].GET, changes).urlencode()


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page) -> Markup | str:
    """Draw the numbers of the pages, each keeping the filters; nothing for a single page."""
    if page.paginator.num_pages == 1:
        return ""
    parameters = context["request"].GET

    def link(number: int) -> str:
        return "?" + _changed(parameters, {"page": number}).urlencode()

    params: dict = {"items": [_page(number, page, link) for number in _numbers(page)]}
    if page.has_previous():
        params["previous"] = {"href": link(page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": link(page.next_page_number())}
    return render("pagination", params)


@register.inclusion_tag("components/qr_code.html")
def qr_code(text: str, label: str) -> dict:
    """Draw text as a code for a phone to scan."""
    code = qrcode.QRCode()
    code.add_data(text)
    rows = code.get_matrix()
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    path = "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
    return {"path": path, "size": len(rows), "label": label}


@register.filter
def pounds(value: Decimal | None) -> str:
    """Write an amount as `£1,234` or `£1,234.50`."""
    return "" if value is None else format_pounds(value)


@register.filter
def pounds_short(value: Decimal | None) -> str:
    """Write an amount as `£13.3 billion` or `£288 million` where that is exact, else in full."""
    return "" if value is None else format_pounds_short(value)


def _changed(parameters: QueryDict, changes: dict) -> QueryDict:
    changed = parameters.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return changed


def _numbers(page: Page) -> Iterator[str | int]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def _page(number: Any, page: Page, link: Callable[[int], str]) -> dict:
    if number == page.paginator.ELLIPSIS:
        return {"ellipsis": True}
    return {"number": number, "href": link(number), "current": number == page.number}

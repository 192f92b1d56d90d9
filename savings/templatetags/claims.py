"""Words about claims that a template needs for a value in hand: `{% load claims %}`."""

from django import template

from savings import hardness, statements

register = template.Library()


@register.filter
def hardness_label(level: int) -> str:
    """The label of a hardness, 0 to 5."""
    return hardness.LABELS[level]


@register.filter
def web_address(text: str) -> str:
    """The text where it may be a link, else nothing."""
    return statements.web_address(text)

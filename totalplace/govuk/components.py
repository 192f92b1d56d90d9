"""How is a GOV.UK component drawn from Django?

The markup is the official one, kept for Python in govuk-frontend-jinja; nothing of it is copied
here. Django and Jinja agree on what is safe (`__html__`), so text that Django would escape is
escaped inside a component too.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, cast

from django.utils.html import conditional_escape
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro
from markupsafe import Markup

# The components ask for parts of parameters nobody gave (`params.label.classes`), as Nunjucks
# allows; a chainable undefined is Jinja's word for the same.
ENVIRONMENT = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

# In long lists and as filters, with the same few options again and again; none but an error has words that were typed.
_DRAWN_OFTEN = ("select", "tag")


def render(component: str, params: dict) -> Markup:
    """Draw the component named as in the GOV.UK design system ("error-summary").

    `params` are that component's options by their documented names, nested as documented. Every
    `html` option, and `attributes` given as text, is escaped unless it is marked safe. Raises
    `jinja2.TemplateNotFound` for a name the design system does not have.
    """
    if component in _DRAWN_OFTEN and "errorMessage" not in params:
        return _drawn_before(component, _Options(_by_content(params), params))
    return _drawn(component, params)


def options(**named: Any) -> dict:
    """Turn a tag's arguments into a component's options.

    Template tags cannot nest, so `label__text="Year"` means `{"label": {"text": "Year"}}`; and
    `is_page_heading` means `isPageHeading`. Arguments that are None were not given.
    """
    params: dict = {}
    for name, value in named.items():
        *parents, leaf = (_camel_case(part) for part in name.split("__"))
        level = params
        for parent in parents:
            level = level.setdefault(parent, {})
        if value is not None:
            level[leaf] = value
    return params


@dataclass(frozen=True)
class _Options:
    """The options of a component, alike where their content is."""

    content: Hashable
    params: dict = field(compare=False)


@lru_cache(maxsize=512)
def _drawn_before(component: str, options: _Options) -> Markup:
    return _drawn(component, options.params)


def _drawn(component: str, params: dict) -> Markup:
    return cast(Markup, _macro(component)(_with_safe_html(params)).strip())


def _by_content(value: Any) -> Hashable:
    """With the type of each part: text that is safe equals text that is not, and is drawn otherwise."""
    if isinstance(value, dict):
        return tuple((name, _by_content(item)) for name, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_by_content, value))
    return type(value), value


@cache
def _macro(component: str) -> Macro:
    template = ENVIRONMENT.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    words = component.split("-")
    return getattr(template.module, "govuk" + "".join(word.capitalize() for word in words))


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _with_safe_html(value: Any, name: str = "") -> Any:
    """Return options in which whatever a component prints as it is has been escaped or is safe."""
    if isinstance(value, dict):
        return {key: _with_safe_html(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_safe_html(item) for item in value]
    if value and (name == "attributes" or name.lower().endswith("html")):
        return conditional_escape(value)
    return value

"""How the questions of the fourteen steps stand on a page; their words and choices are in `claims.questions`."""

from django import forms

from savings.claims.options import Options
from savings.claims.questions import BY_FIELD
from totalplace.visible_text import WordsField


def asked(name: str) -> str:
    """The words in which a question is asked."""
    return BY_FIELD[name].asked


def picked(name: str, help_text: str = "") -> forms.ChoiceField:
    """A question of the table as radio buttons."""
    question = BY_FIELD[name]
    return pick(question.asked, question.choices, help_text)


def listed(name: str, help_text: str = "") -> forms.ChoiceField:
    """A question of the table as a list to choose from, where radio buttons would make a page long."""
    question = BY_FIELD[name]
    choices = [(str(code), words) for code, (words, _hint) in question.choices.items()]
    blank = [] if question.blank in dict(choices) else [("", "Not stated")]
    return forms.ChoiceField(
        label=question.asked,
        help_text=help_text,
        required=False,
        choices=[*blank, *choices],
        error_messages={"invalid_choice": "Choose one of the answers in the list."},
    )


def written(name: str, limit: int, help_text: str = "", *, rows: int = 0) -> forms.CharField:
    """A question of the table as a line of text, or a box of `rows`."""
    return text(asked(name), limit, help_text, rows=rows)


def pick(label: str, options: Options, help_text: str = "") -> forms.ChoiceField:
    """One of a closed list as radio buttons; `options` maps a code to its words and a hint."""
    field = forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(code, words) for code, (words, _hint) in options.items()],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers on the page."},
    )
    field.widget.hints = {str(code): hint for code, (_words, hint) in options.items()}
    return field


def text(label: str, limit: int, help_text: str = "", *, rows: int = 0) -> forms.CharField:
    """A line of text, or a box of `rows`, of at most `limit` characters."""
    field = WordsField(
        label=label,
        help_text=help_text,
        max_length=limit,
        required=False,
        error_messages={
            "max_length": f"{label}: write at most %(limit_value)d characters. There are %(show_value)d."
        },
    )
    if rows:
        field.widget = forms.Textarea(attrs={"rows": rows})
    return field

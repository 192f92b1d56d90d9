"""Which names would a program that reads our files take for a missing value?

Somebody who adds up by organisation would lose all money of one called NA, and nothing would say so. Such names are
refused where they are given. The words are those of pandas (read_csv, na_values) and of R, in any capitals.
"""

from django.core.exceptions import ValidationError

from .refused_value import quoted

_MARKS = {
    "#n/a", "#n/a n/a", "#na", "-1.#ind", "-1.#qnan", "-nan", "1.#ind", "1.#qnan", "<na>", "n/a", "na", "nan",
    "none", "null",
}  # fmt: skip


def is_missing_mark(name: str) -> bool:
    """Whether the name is such a word."""
    return " ".join(name.split()).casefold() in _MARKS


def why_not(name: str) -> str:
    """What is said of such a name, and what to do."""
    return (
        f"Programs that read the files of this site, such as pandas and R, take {quoted(name)} for a missing value. "
        "Write the name in full, or choose another code."
    )


def refuse_missing_mark(name: str) -> None:
    """The validator of names and codes that stand in files."""
    if is_missing_mark(name):
        raise ValidationError(why_not(name), code="missing_mark")

"""Is what was sent the key of a row? Asked before the database is, which breaks on numbers that it cannot hold."""

LONGEST = 18  # Digits: no database counts further.


def is_key(sent: object) -> bool:
    """Whether it is a whole number that a database can hold, as a form or an address writes it."""
    text = str(sent)
    return text.isdecimal() and len(text) <= LONGEST

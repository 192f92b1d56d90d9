"""How does the child say that a file is not what it should be?"""


class Unreadable(Exception):
    """The text is a code of `savings.evidence.refusals`."""

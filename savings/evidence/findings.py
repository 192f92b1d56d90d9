"""What was found in a file that may be kept?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Findings:
    """`caution`: what to beware of when it is opened; `hidden`: what it holds that does not show. Empty for most."""

    caution: str = ""
    hidden: str = ""

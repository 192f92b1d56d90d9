"""What does the table of actions say of one: from which statuses to which, by whom, and what stands in its way?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from savings.models import Version

from .actors import Doer


@dataclass(frozen=True, kw_only=True)
class Action:
    """`end` is empty where the status stays; `who` says in words who may; `also` narrows it to certain persons.

    `effect` has the name of the action and the arguments of its verb (see `verbs`). It checks what the action needs,
    writes what belongs to it, and returns the version's own fields that change with the status; under IN_HISTORY, what
    the history is to say beside the person's own note. `opens_draft`: it makes a new version; this one stays.
    `is_due`: whether there is reason to offer it today. `obstacle`: what in the version stands in its way, in words;
    `said_already`: that it would only say again what was said for this person; asked of nobody but who may do it.
    `done_before`: that this person has done it already, in words; empty where they have not.
    """

    name: str
    label: str
    start: tuple[str, ...]
    end: str = ""
    permission: str = ""
    who: str
    effect: Callable[..., Any]
    also: Callable[[Doer, Version], bool] = lambda doer, version: True
    opens_draft: bool = False
    is_due: Callable[[Version], bool] = lambda version: True
    obstacle: Callable[[Version], str] = lambda version: ""
    said_already: Callable[[Doer, Version], str] = lambda doer, version: ""
    done_before: Callable[[Doer, Version], str] = lambda doer, version: ""

    @property
    def url_name(self) -> str:
        return self.name.replace("_", "-")

"""Which step leads on from a status in which an action cannot be done, and who takes it?"""

from collections import deque
from functools import cache

from savings.models.choices import Status

from .action import Action
from .actions import ACTIONS

# They end a claim, or are part of letting somebody go: no way to anything else.
_NO_WAY = ("discard", "withdraw", "lose_reviewer", "pass_on")


def way_out(name: str, status: str) -> str:
    """In words: the first step from `status` towards one in which the action `name` can be done, and who takes it.

    Empty where no step leads there.
    """
    step = _first_step(name, status)
    return f"Next, {step.who} can choose “{step.label}”." if step else ""


@cache
def _first_step(name: str, status: str) -> Action | None:
    """By the fewest steps; of two, the one that stands first in the table."""
    wanted = ACTIONS[name].start
    reached = {status}
    waiting = deque((step, _end(step)) for step in _steps_from(status))
    while waiting:
        first, here = waiting.popleft()
        if here in wanted:
            return first
        if here not in reached:
            reached.add(here)
            waiting.extend((first, _end(step)) for step in _steps_from(here))
    return None


def _steps_from(status: str) -> list[Action]:
    leads_on = (step for step in ACTIONS.values() if step.name not in _NO_WAY)
    return [step for step in leads_on if status in step.start and _end(step) not in ("", status)]


def _end(step: Action) -> str:
    return Status.DRAFT if step.opens_draft else step.end

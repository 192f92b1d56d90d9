"""The action table as a page for people: a state diagram and a table of who may do what."""

from savings.models.choices import Status

from .action import Action
from .actions import ACTIONS

_HEAD = """# The life of a version

Made from the table in `savings/workflow/actions.py` by `python3 -m totalplace manage draw_workflow`; a test
fails when it is stale. A draft begins with `create`; published words begin with `publish`, by an administrator.
Submitting a version supersedes the one before it. What else is in an action's way, besides status and
person, the action says itself: a claim that is open to all is not asked what it may be used for,
a draft beside a submitted version is thrown away, not withdrawn, and one that says the same as it
is not signed off.

```mermaid
stateDiagram-v2
    [*] --> draft: create
    [*] --> published: publish
"""


def workflow_page() -> str:
    """The whole of docs/workflow.md."""
    lines = [_HEAD.rstrip("\n")]
    for action in ACTIONS.values():
        lines += [f"    {start} --> {end}: {action.name}" for start, end in _arrows(action)]
    lines += ["    submitted --> superseded: a later version is submitted", "```", ""]
    lines += ["| action | from | to | who |", "|---|---|---|---|"]
    return "\n".join([*lines, *map(_row, ACTIONS.values()), ""])


def _arrows(action: Action) -> list[tuple[str, str]]:
    if action.opens_draft or not action.end:
        return []
    return [(start, action.end) for start in action.start]


def _row(action: Action) -> str:
    every = set(action.start) == set(Status)
    start = "any" if every else ", ".join(action.start)
    end = "(a new draft, its copy)" if action.opens_draft else action.end or "unchanged"
    return f"| {action.label} (`{action.name}`) | {start} | {end} | {action.who} |"

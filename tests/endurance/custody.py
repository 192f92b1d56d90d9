"""Has every edit that was acknowledged been seen by whoever wrote over it?

Each acknowledged edit is a link: the text that the person had read, and the text that they wrote in its place.
Nothing is lost if the links make one chain, from what stood at the beginning to what stands at the end.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """An edit that was acknowledged: what was read, and what was written."""

    read: str
    wrote: str


def lost(edits: list[Edit], began: str, ended: str) -> list[str]:
    """What was written and acknowledged, and is not in the chain of custody; texts are all different."""
    by_read = {edit.read: edit.wrote for edit in edits}
    chain = [began]
    while chain[-1] in by_read and len(chain) <= len(edits):
        chain.append(by_read[chain[-1]])
    unseen = {edit.wrote for edit in edits} - set(chain)
    if chain[-1] != ended:
        unseen.add(chain[-1])
    return sorted(unseen)

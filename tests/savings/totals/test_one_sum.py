"""The same question has the same answer at every door, to the penny: board, places, measures, claims and file.

Beside the demonstration too: `tests/savings/test_demo.py`, which has it loaded.
"""

import pytest

from tests import factories

from .random_states import IN_A_ROW, STATES, hold_at_each_step


@pytest.mark.parametrize("seed", range(STATES // IN_A_ROW))
def test_every_door_gives_the_same_sums(seed):
    hold_at_each_step(seed, [factories.PlaceFactory() for _ in range(3)])

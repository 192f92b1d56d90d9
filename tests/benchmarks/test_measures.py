"""The benchmark's measures: the same is measured at several depths of the stack, and the best counts."""

import inspect

import pytest

from tests.benchmarks.measures import deeper

pytestmark = pytest.mark.no_database


def test_what_is_called_deeper_is_so_many_frames_deeper_and_answers_the_same():
    def depth():
        return len(inspect.stack(context=0))

    assert deeper(depth, 50) - deeper(depth, 0) == 50

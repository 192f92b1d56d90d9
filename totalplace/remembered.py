"""How is something slow asked no more than once in some seconds, by all threads of a process together?"""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The answer of `ask`, at most `seconds` old.

    While one thread asks, the others have the answer before: what does not answer must not hold up all of them.
    """

    def __init__(self, ask: Callable[[], Answer], *, seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._asking = Lock()
        self.forget()

    def forget(self) -> None:
        """Ask anew next time."""
        self._answer: Answer
        self._asked_at = float("-inf")

    def __call__(self) -> Answer:
        is_first = self._asked_at == float("-inf")
        if self._is_old() and self._asking.acquire(blocking=is_first):
            try:
                if self._is_old():
                    self._answer = self._ask()
                    self._asked_at = time.monotonic()
            finally:
                self._asking.release()
        return self._answer

    def _is_old(self) -> bool:
        return time.monotonic() - self._asked_at >= self._seconds

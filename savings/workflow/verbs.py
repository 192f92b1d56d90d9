"""A verb for each action of the table: `submit(version, by=…, signs_as=…)` does it, and returns the version it leaves.

A verb takes what its effect takes. Whatever is misspelt or left out is seen where it is written, by a checker of
types, and else at the call (TypeError), before anything is done.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from savings.models import Version

from . import drafts, reviews, round_answers, sign_off
from .record import Changes
from .transitions import perform

P = ParamSpec("P")
_do: Callable[..., Version] = perform  # It takes whatever the effect takes.


def _verb(
    effect: Callable[Concatenate[Version, P], Changes | Version | None],
) -> Callable[Concatenate[Version, P], Version]:
    """The action that has the name of `effect`, done by `perform`."""

    @wraps(effect)
    def verb(version: Version, /, *args: P.args, **details: P.kwargs) -> Version:
        return _do(effect.__name__, version, *args, **details)

    return verb


edit = _verb(drafts.edit)
ask_sign_off = _verb(sign_off.ask_sign_off)
send_back = _verb(sign_off.send_back)
submit = _verb(sign_off.submit)
confirm = _verb(round_answers.confirm)
discard = _verb(drafts.discard)
withdraw = _verb(drafts.withdraw)
abandon = _verb(drafts.abandon)
revise = _verb(drafts.revise)
adopt = _verb(drafts.adopt)
set_condition = _verb(drafts.set_condition)
pass_on = _verb(drafts.pass_on)

triage = _verb(reviews.triage)
take = _verb(reviews.take)
hand_over = _verb(reviews.hand_over)
lose_reviewer = _verb(reviews.lose_reviewer)
ask = _verb(reviews.ask)
answer = _verb(reviews.answer)
decide = _verb(reviews.decide)
second_read = _verb(reviews.second_read)
reply = _verb(reviews.reply)
waive_reply = _verb(reviews.waive_reply)
reconsider = _verb(reviews.reconsider)
finalise = _verb(reviews.finalise)
agree = _verb(reviews.agree)
dispute = _verb(reviews.dispute)

"""Callbacks that come to their end although the next press is waiting already."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from streamlit.runtime.scriptrunner import RerunException

P = ParamSpec("P")
# The press that is waiting breaks it off once; more than a few in a row no finger can do.
_TRIES = 5


def whole(step: Callable[P, None]) -> Callable[P, None]:
    """Take the step to its end, then let the next press have its turn.

    Streamlit breaks a callback off where it looks at the session, as soon as another press has
    come, and what was pressed first would be lost. The step is then begun again, so it has to be
    one that may be taken twice, such as storing a value.
    """

    @wraps(step)
    def to_its_end(*given: P.args, **named: P.kwargs) -> None:
        waiting: RerunException | None = None
        for _try in range(_TRIES):
            try:
                step(*given, **named)
                break
            except RerunException as next_press:
                waiting = next_press
        if waiting is not None:
            raise waiting

    return to_its_end

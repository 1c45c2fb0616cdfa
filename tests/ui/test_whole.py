"""A callback that the next press breaks off is taken to its end, and the press is not lost."""

from __future__ import annotations

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException

from green.ui.whole import whole


class Step:
    """Stores in three moves; `broken` says before which of them the next presses come."""

    def __init__(self, *broken: int) -> None:
        self.broken = list(broken)
        self.stored: set[int] = set()

    def __call__(self) -> None:
        for move in range(3):
            if self.broken and self.broken[0] == move:
                self.broken.pop(0)
                raise RerunException(RerunData(query_string=f"press {move}"))
            self.stored.add(move)


@pytest.mark.parametrize("broken", [(0,), (1,), (2,), (0, 1), (2, 2, 2)])
def test_a_step_broken_off_anywhere_is_taken_whole_and_the_last_press_has_its_turn(
    broken: tuple[int, ...],
) -> None:
    step = Step(*broken)
    with pytest.raises(RerunException) as waiting:
        whole(step.__call__)()
    assert step.stored == {0, 1, 2}
    assert waiting.value.rerun_data.query_string == f"press {broken[-1]}"


def test_a_step_nobody_disturbs_raises_nothing_and_runs_once() -> None:
    step = Step()
    assert whole(step.__call__)() is None
    assert step.stored == {0, 1, 2}


def test_an_error_is_not_taken_for_a_press() -> None:
    def fails() -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        whole(fails)()

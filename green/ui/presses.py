"""Every press has its turn, however quickly the next one comes."""

from __future__ import annotations

from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState


def no_press_is_lost() -> None:
    """Let every run of a page begin with its own presses, whole, for this whole process.

    Streamlit breaks off what it does for one press as soon as another is waiting: before its
    callback has been called, or in the middle of it, wherever that looks at the session. The
    next message carries the fields again, but not that a button was pressed, and what was done
    by half stays so. Here the callbacks of a press come to their end; the drawing of the page
    that follows may be broken off as before.

    It takes `runner.fastReruns = false`, by which presses wait for the run before them.
    """
    SafeSessionState.on_script_will_rerun = _begin  # type: ignore[method-assign]


def _begin(self: SafeSessionState, fresh_widget_states: Any, **replayed: Any) -> None:
    is_another_waiting = self._yield_callback
    object.__setattr__(self, "_yield_callback", lambda: None)
    try:
        with self._lock:
            self._state.on_script_will_rerun(fresh_widget_states, **replayed)
    finally:
        object.__setattr__(self, "_yield_callback", is_another_waiting)

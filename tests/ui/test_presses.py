"""A press whose turn has come is taken to its end although the next one is waiting."""

from __future__ import annotations

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata

from green.ui.presses import no_press_is_lost


@pytest.fixture
def pressed() -> WidgetStates:
    states = WidgetStates()
    states.widgets.add(id="button", trigger_value=True)
    return states


@pytest.fixture
def state() -> SafeSessionState:
    """A session with another press waiting at every look at it."""

    def another_press() -> None:
        raise RerunException(RerunData())

    return SafeSessionState(SessionState(), another_press)


def test_a_callback_comes_to_its_end_although_the_next_press_is_waiting(
    state: SafeSessionState, pressed: WidgetStates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        SafeSessionState, "on_script_will_rerun", SafeSessionState.on_script_will_rerun
    )
    no_press_is_lost()
    ThreadState.initialize()
    state._state._new_widget_state.set_widget_metadata(
        WidgetMetadata(
            id="button",
            deserializer=bool,
            serializer=bool,
            value_type="trigger_value",
            callback=lambda: state.__setitem__("stored", "stored" not in state),
        )
    )
    state.on_script_will_rerun(pressed)
    assert state.filtered_state["stored"] is True
    # Drawing the page is broken off as ever.
    with pytest.raises(RerunException):
        state["stored"]

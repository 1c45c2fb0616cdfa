"""An error nobody foresaw shows its number, and nothing of itself."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from green.errors import NotPossible, Problem
    from green.texts import lazy
    from green.ui import show

    show.unforeseen(RuntimeError("select secret from credential"))
    show.unforeseen(NotPossible(Problem(lazy("This role has ended already."))))


def test_the_screen_has_the_number_and_the_log_the_rest(caplog):
    app = AppTest.from_function(_page).run()
    unforeseen, foreseen = (one.value for one in app.error)
    number = re.search(r"\d{8}-[0-9A-F]{6}", unforeseen)
    assert number
    assert "secret" not in unforeseen
    assert f"Incident {number[0]}" in caplog.text
    assert "select secret from credential" in caplog.text
    assert not re.search(r"\d{8}-", foreseen)

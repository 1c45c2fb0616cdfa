"""The application's server on another day: `python -m tests.e2e.later 8 run app.py …`.

Everything that asks for the time asks `green.clock`, so it is moved on there, once, for all.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from streamlit.web import cli

from green import clock


def move_on(days: int) -> None:
    now, today, ahead = clock.now, clock.today, timedelta(days=days)
    clock.now = lambda: now() + ahead
    clock.today = lambda: today() + ahead


if __name__ == "__main__":
    move_on(int(sys.argv.pop(1)))
    cli.main(prog_name="streamlit")

"""The one-time code of the first administrator: who reads the console owns the machine."""

from __future__ import annotations

from functools import cache

from green.people import tokens


@cache
def code() -> str:
    """This process's code; another start has another."""
    return tokens.new_code()

"""Errors nobody foresaw: a number for the screen, and the same number with the traceback in the
log of the server."""

from __future__ import annotations

import logging
import secrets

from green import clock

_log = logging.getLogger("green.incidents")


def record(error: BaseException) -> str:
    """Write the error into the server's log; returns the number under which it is found there.

    The number begins with the day in China, as a caller would say it on the telephone.
    """
    number = f"{clock.today():%Y%m%d}-{secrets.token_hex(3).upper()}"
    _log.error("Incident %s", number, exc_info=error)
    return number

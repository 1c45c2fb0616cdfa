"""Two times: dates that count are China's, moments of recording are UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from green.errors import Problem, Refused
from green.texts import lazy

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The moment in UTC, naive, as the database stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """Today's date in China, wherever the server stands."""
    return datetime.now(CHINA).date()


def in_china(moment: datetime) -> datetime:
    """A stored UTC moment as China's local time, for the screen."""
    return moment.replace(tzinfo=UTC).astimezone(CHINA)


def read_date(text: str, where: str) -> date:
    """A calendar day as YYYY-MM-DD; raises `Refused`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            Problem(
                lazy("“{text}” is not a date.", text=text),
                where,
                lazy("Write it as year-month-day, for example 2022-12-31."),
            )
        ) from None


def read_moment(text: str, where: str) -> datetime:
    """A moment as naive UTC; raises `Refused`.

    A bare date means the end of that day in China; a time without an offset is UTC, as the
    figures print it.
    """
    try:
        if len(text) == len("2022-12-31"):
            last = datetime.combine(read_date(text, where), time.max, CHINA)
            return last.astimezone(UTC).replace(tzinfo=None)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise Refused(
            Problem(
                lazy("“{text}” is not a moment.", text=text),
                where,
                lazy("Write a date, or a date and time such as 2022-12-31T08:00:00Z."),
            )
        ) from None


def write_moment(moment: datetime) -> str:
    """A stored moment as ISO 8601 with Z, to the microsecond."""
    return moment.isoformat(timespec="microseconds") + "Z"

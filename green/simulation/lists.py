"""The lists of a simulated history: when they are on public notice, whom they hold, what they
bring. One list of an office holds all that it agreed to in the days before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

import pandas as pd

from green.registry.model import CODE_LENGTH
from green.review.calendar import last_day
from green.review.model import KINDS
from green.simulation.pace import ENDS
from green.simulation.people import reviewer
from green.simulation.records import agreements
from green.standard.chain import Step
from green.standard.programme import Programme
from green.store import Query

# The province's first list was on notice from this day on; later ones are invented.
_NAMING = (date(2022, 2, 8), date(2022, 7, 11), date(2022, 12, 5))
# What takes effect on a list every month begins its notice on this day.
_EVERY_MONTH = tuple(date(year, month, 8) for year in (2020, 2021, 2022) for month in range(1, 13))[
    9:
]
# So many days before the notice a list is closed and put together.
_CLOSED = 8
_NUMERALS = "一二三四五六七八九十"
_CONTACT = "模拟数据，不受理异议"


@dataclass(frozen=True)
class Dates:
    """When a list is on notice, and when it is published."""

    starts_on: date
    ends_on: date
    published_on: date

    def takes_after(self, day: date) -> bool:
        """Whether somebody whose turn comes on that day can still be on this list."""
        return day + timedelta(days=_CLOSED) <= self.starts_on

    def holds(self, agreed_on: date) -> bool:
        return self.starts_on - timedelta(days=_CLOSED) < agreed_on < self.starts_on

    def agreed_on(self, chance: Random) -> date:
        """A day on which somebody may be agreed to for this list."""
        return self.starts_on - timedelta(days=chance.randint(1, _CLOSED - 1))


@cache
def of(step: Step) -> tuple[Dates, ...]:
    """All lists of a step with a notice that are published before the history's end."""
    assert step.notice is not None, "asked for steps with a notice"
    found = []
    for first in _NAMING if step.makes == "named" else _EVERY_MONTH:
        last = last_day(step.notice, first)
        published = last + timedelta(days=7 if step.makes == "named" else 1)
        if published <= ENDS:
            found.append(Dates(first, last, published))
    return tuple(found)


def last_agreement(step: Step, day: date, chance: Random) -> tuple[date, date]:
    """When a step takes effect by the day, and when it was agreed to; without a notice both are
    the day itself, else those of the last list before it, or of the first one of all."""
    if step.notice is None:
        return day, day
    lists = of(step)
    last = next((one for one in reversed(lists) if one.published_on <= day), lists[0])
    return last.published_on, last.agreed_on(chance)


def publish_all(query: Query, programme: Programme) -> None:
    """Notices, publications and recognitions of every list, from what was agreed to."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for step in programme.chain:
        if step.notice is None:
            continue
        found = agreements(query, programme.id, step.id)
        offices = sorted({code[: CODE_LENGTH[step.level]] for _id, _community, code, _day in found})
        for office in offices:
            ours = [row for row in found if row[2].startswith(office)]
            held = [(dates, [row for row in ours if dates.holds(row[3])]) for dates in of(step)]
            full = [(dates, rows) for dates, rows in held if rows]
            for number, (dates, rows) in enumerate(full):
                _publish(tables, programme, step, office, number, dates, rows)
    _load(query, tables)


def _publish(
    tables: dict[str, list[dict[str, Any]]],
    programme: Programme,
    step: Step,
    office: str,
    number: int,
    dates: Dates,
    rows: list[tuple[int, int, str, date]],
) -> None:
    assert step.makes is not None, "only a step that makes something has a notice"
    batch = f"第{_NUMERALS[number] if number < len(_NUMERALS) else number + 1}批"
    person = reviewer(step, office)
    at = _morning(dates.starts_on)
    notices = tables.setdefault("notice", [])
    # Numbered from 0 here, and moved behind everything else once all are known.
    notice = sum(len(tables.get(table, ())) for table in ("notice", "notice_event",
                                                          "recognition_event"))  # fmt: skip
    notices.append(
        {
            "id": notice,
            "programme": programme.id,
            "step": step.id,
            "scope": office,
            "title": f"{programme.title.zh}公示名单（{batch}，模拟）",
            "contact": _CONTACT,
            "starts_on": dates.starts_on,
            "ends_on": dates.ends_on,
            "recorded_at": at,
            "person": person,
        }
    )
    for submission, _community, _code, _day in rows:
        listed = {"notice": notice, "submission": submission}
        tables.setdefault("notice_submission", []).append(listed)
    published = {
        "document": document(dates.published_on),
        "batch": batch,
        "effective_on": dates.published_on,
        "recorded_at": _morning(dates.published_on),
        "person": person,
    }
    for place, (submission, community, _code, _day) in enumerate(rows, start=1):
        tables.setdefault("recognition_event", []).append(
            {
                "id": notice + place,
                "programme": programme.id,
                "community": community,
                "kind": KINDS[step.makes],
                "submission": submission,
                **published,
            }
        )
    event = {"id": notice + len(rows) + 1, "notice": notice, "kind": "publish"}
    tables.setdefault("notice_event", []).append(event | published)


def _load(query: Query, tables: dict[str, list[dict[str, Any]]]) -> None:
    numbered = sum(len(rows) for table, rows in tables.items() if table != "notice_submission")
    if not numbered:
        return
    first = query.reserve("event_id", numbered)
    for table, rows in tables.items():
        frame = pd.DataFrame(rows)
        for column in {"id", "notice"} & set(frame.columns):
            frame[column] = frame[column] + first
        query.load(table, frame)


def document(day: date) -> str:
    """The number of a paper that does not exist, and says so."""
    return f"模拟文号〔{day.year}〕{day.month}号"


def _morning(day: date) -> datetime:
    """Half past nine of that day in China, as UTC."""
    return datetime.combine(day, time(1, 30))

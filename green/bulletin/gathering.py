"""Which bulletins there can be, and what stands in one: everything known at the same moment."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from green import clock
from green.bulletin.model import PARTS, Bulletin, Change, Changes, Period
from green.errors import Problem, Refused
from green.progress import holding_records
from green.progress.figures import progress
from green.progress.funnel import funnels
from green.progress.pace_records import movements
from green.registry.model import Division
from green.registry.records import division
from green.standard import loader
from green.standard.programme import METRICS, Metric, Programme
from green.standard.validator import read_line
from green.store import Query
from green.texts import lazy


def quarter(last: date, programme: Programme) -> Period:
    """The quarter up to a day, begun no earlier than the programme."""
    first = last.replace(month=last.month - (last.month - 1) % 3, day=1)
    return Period(min(max(first, programme.opens), last), last)


def check(programme: Programme, place: Division, period: Period) -> None:
    """Raises `Refused` with all that keeps a bulletin from being made."""
    problems = []
    if place.level not in PARTS:
        problems.append(
            Problem(
                lazy("{name} has no bulletin of its own.", name=place.name),
                lazy("Place"),
                lazy("Choose a province, a city or a district."),
            )
        )
    if not place.code.startswith(programme.region):
        problems.append(
            Problem(
                lazy("{name} is outside the programme's region.", name=place.name),
                lazy("Place"),
                lazy("Choose a code that begins with {region}.", region=programme.region),
            )
        )
    if period.last < period.first:
        problems.append(
            Problem(
                lazy(
                    "The period ends on {last}, before it begins on {first}.",
                    first=period.first.isoformat(),
                    last=period.last.isoformat(),
                ),
                lazy("Period"),
                lazy("Choose a first day that is not after the last."),
            )
        )
    if period.first < programme.opens:
        problems.append(
            Problem(
                lazy("The programme began on {day}.", day=programme.opens.isoformat()),
                lazy("Period"),
                lazy("Choose a first day from then on."),
            )
        )
    if period.last > clock.today():
        problems.append(
            Problem(
                lazy("{day} has not come yet.", day=period.last.isoformat()),
                lazy("Period"),
                lazy("Choose a last day up to today."),
            )
        )
    if problems:
        raise Refused(*problems)


def gather(
    query: Query,
    programme: Programme,
    scope: str,
    period: Period,
    *,
    known_at: datetime | None = None,
    office: str = "",
) -> Bulletin:
    """The bulletin of a division for a period, as known at a moment (default: now).

    `office`: who gives it out; empty leaves room for a pen. Raises `NotFound`, and `Refused` for
    what `check` refuses and for an office that is no name.
    """
    place = division(query, scope)
    check(programme, place, period)
    if office:
        office = read_line(office, lazy("Issued by"))
    by, day, known_at = PARTS[place.level], period.last, known_at or query.at
    found = progress(
        query,
        programme,
        scope=scope,
        by=by,
        as_of=day,
        known_at=known_at,
        monthly=True,
        pace=True,
    )
    return Bulletin(
        programme,
        loader.standard(programme.standard),
        period,
        office,
        found,
        by,
        _changes(query, programme, scope, period, known_at, found.total.code),
        funnels(query, programme, scope=scope, by=by, as_of=day, known_at=known_at),
        tuple(holding_records.held(query, programme, scope, by, day, known_at)),
        len(holding_records.near_misses(query, programme, scope, day, known_at)),
    )


def _changes(
    query: Query,
    programme: Programme,
    scope: str,
    period: Period,
    known_at: datetime,
    whole: str,
) -> dict[str, Changes]:
    """Of every part and of the whole what each state gained and lost in the period."""
    by = PARTS[division(query, scope).level]
    moved = movements(query, programme, scope, by, period.first, period.last, known_at)
    gained: dict[tuple[str, Metric], int] = defaultdict(int)
    lost: dict[tuple[str, Metric], int] = defaultdict(int)
    for code, of_part in moved.items():
        for metric, days in of_part.items():
            for one in days:
                for where in (code, whole):
                    gained[where, metric] += one.gained
                    lost[where, metric] += one.lost
    return {
        code: {metric: Change(gained[code, metric], lost[code, metric]) for metric in METRICS}
        for code in {*moved, whole}
    }

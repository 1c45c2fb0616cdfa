"""The 汇总表, the 公示名单 and the empty checklist as values: pure, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from green.paper.model import Blank, ItemRow, NoticeRow, Place, PublicNotice, Summary, SummaryRow
from green.paper.standing_records import Standing
from green.review.notice_records import Notice
from green.standard.model import Standard
from green.standard.programme import Programme


def blank(programme: Programme, standard: Standard, place: Place, today: date, mark: str) -> Blank:
    """The checklist: every item and no answer."""
    return Blank(
        mark,
        place,
        str(programme.title),
        str(standard.title),
        standard.source.document,
        today.isoformat(),
        tuple(
            ItemRow(
                item.ref,
                str(area.title),
                str(item.title),
                str(item.requirement),
                str(item.counts),
            )
            for area in standard.areas
            for item in area.items
        ),
    )


def summary(
    programme: Programme,
    scope: str,
    day: date,
    today: date,
    found: Sequence[Standing],
    places: Mapping[int, Place],
    mark: str,
) -> Summary:
    """The 汇总表: who takes part on a day, since when, and how many items they met."""
    part = [one for one in found if one.participating]
    return Summary(
        mark,
        scope,
        str(programme.title),
        day.isoformat(),
        today.isoformat(),
        len(part),
        sum(one.submitted for one in part),
        sum(one.attained for one in part),
        str(sum(bool(one.named) for one in part)) if programme.chain else "–",
        tuple(
            SummaryRow(
                *_four(places[one.id]),
                one.code,
                _day(one.since),
                one.met,
                one.applicable,
                _day(one.reviewed_on),
                _day(one.accepted_on),
                " – ".join(_day(day) for day in one.on_notice or ()),
                one.batch or "",
            )
            for one in part
        ),
    )


def public_notice(
    programme: Programme,
    scope: str,
    day: date,
    today: date,
    found: Sequence[Standing],
    places: Mapping[int, Place],
    mark: str,
    **said: str,
) -> PublicNotice:
    """The 公示名单 of who attained on a day; `said`: starts, ends, contact, else left to a pen."""
    attained = [one for one in found if one.attained]
    words = {"starts": "", "ends": "", "contact": ""} | said
    return PublicNotice(
        mark,
        scope,
        str(programme.title),
        day.isoformat(),
        today.isoformat(),
        len(attained),
        rows=tuple(
            NoticeRow(number, *_four(places[one.id]), one.code)
            for number, one in enumerate(attained, 1)
        ),
        **words,
    )


def on_notice(
    programme: Programme,
    scope: str,
    listed: Notice,
    today: date,
    places: Sequence[Place],
    mark: str,
) -> PublicNotice:
    """The 公示名单 of a list that is or was on public notice, or of a part of it."""
    return PublicNotice(
        mark,
        scope,
        str(programme.title),
        listed.starts_on.isoformat(),
        today.isoformat(),
        len(places),
        listed.starts_on.isoformat(),
        listed.ends_on.isoformat(),
        listed.contact,
        tuple(
            NoticeRow(number, *_four(place), place.code) for number, place in enumerate(places, 1)
        ),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _four(place: Place) -> tuple[str, str, str, str]:
    return place.city, place.district, place.street, place.name

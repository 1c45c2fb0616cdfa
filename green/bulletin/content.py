"""All that a bulletin's Word file says: the names are the fields that its template may use."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, get_args, get_type_hints

from green import clock
from green.bulletin import lines
from green.bulletin.lines import ChangeLine, ItemLine, PartLine, StageLine, TargetLine
from green.bulletin.model import Bulletin
from green.bulletin.pictures import Picture, Pictures
from green.paper.filling import mark
from green.progress import figure_words, pace_words
from green.registry.model import Level
from green.texts import Language, Text, _, join, language, lazy, n_, written

_PART: dict[Level, Text] = {
    "city": lazy("City"),
    "district": lazy("District"),
    "street": lazy("Street"),
}


@dataclass(frozen=True)
class Content:
    """The bulletin in words. `mark` is “模拟数据” on simulated data, else empty.

    `office` is empty where it is left to a pen. `map` and `panels` are pictures, none where
    `no_pictures` says why.
    """

    mark: str
    place: str
    office: str
    first: str
    last: str
    as_of: str
    known_at: str
    printed_on: str
    programme: str
    document: str
    part: str
    rate_of: str
    summary: str
    near: str
    no_pictures: str
    map: Picture | None
    whole: PartLine
    targets: tuple[TargetLine, ...]
    changes: tuple[ChangeLine, ...]
    parts: tuple[PartLine, ...]
    stages: tuple[StageLine, ...]
    items: tuple[ItemLine, ...]
    bases: tuple[str, ...]
    paces: tuple[str, ...]
    notes: tuple[str, ...]
    panels: tuple[Picture, ...]


_BETWEEN: dict[Language, str] = {"zh_CN": "；", "en": "; "}
# What a template names a line of each list.
LINES = {
    "targets": "target",
    "changes": "change",
    "parts": "row",
    "stages": "stage",
    "items": "item",
    "bases": "base",
    "paces": "pace",
    "notes": "note",
    "panels": "panel",
}
# Without these it would pass simulated data off as real, or not say what it is about.
NEEDED = frozenset({"mark", "last", "known_at", "row.name", "row.rate"})


def fields_of() -> frozenset[str]:
    """The fields that a template may use, as they are written: `place`, `row.rate`."""
    hints, found = get_type_hints(Content), set()
    for one in fields(Content):
        inner: Any = hints[one.name]
        line = LINES.get(one.name)
        if line is not None:
            found |= {one.name, line}
            inner = get_args(inner)[0]
        if isinstance(inner, type) and inner.__module__ == lines.__name__:
            names = {f"{line or one.name}.{field.name}" for field in fields(inner)}
            found |= names
        elif line is None:
            found.add(one.name)
    return frozenset(found)


def content(bulletin: Bulletin, drawn: Pictures) -> Content:
    """A bulletin's values, written in the language spoken now."""
    found, programme = bulletin.found, bulletin.programme
    return Content(
        mark=mark(simulated=found.simulated),
        place=found.total.name,
        office=bulletin.office,
        first=written.day(bulletin.period.first),
        last=written.day(bulletin.period.last),
        as_of=written.day(found.as_of),
        known_at=moment(bulletin),
        printed_on=written.day(clock.today()),
        programme=str(programme.title),
        document=programme.source.document,
        part=part_name(bulletin),
        rate_of=figure_words.metric_name(bulletin.metric),
        summary=_summary(bulletin),
        near=n_(
            "{n} community lacks only one or two items.",
            "{n} communities lack only one or two items.",
            bulletin.near,
        ),
        no_pictures=drawn.missing,
        map=drawn.map,
        whole=lines.part(bulletin, found.total),
        targets=tuple(lines.targets(bulletin)),
        changes=tuple(lines.changes(bulletin)),
        parts=tuple(lines.parts(bulletin)),
        stages=tuple(lines.stages(bulletin)),
        items=tuple(lines.items(bulletin)),
        bases=tuple(lines.bases(bulletin)),
        paces=tuple(paces(bulletin)),
        notes=tuple(lines.rules(bulletin)),
        panels=drawn.panels,
    )


def part_name(bulletin: Bulletin) -> str:
    """What a part is: a city, a district, a street."""
    return str(_PART[bulletin.by])


def moment(bulletin: Bulletin) -> str:
    """The moment by which everything in it was recorded, in China's time."""
    local = clock.in_china(bulletin.found.known_at)
    return f"{written.day(local.date())} {local:%H:%M:%S}"


def paces(bulletin: Bulletin) -> list[str]:
    """For every target not reached the pace, the one needed, and where it leads."""
    return [
        _(
            "{target} by {day}: {words}.",
            target=figure_words.target_name(figure),
            day=written.day(figure.target.deadline),
            words=_BETWEEN[language()].join(
                one.rstrip("。.") for one in pace_words.sentences(outlook, figure.target.deadline)
            ),
        )
        for figure in bulletin.found.total.targets
        if (outlook := figure.outlook) is not None and figure.missing
    ]


def _summary(bulletin: Bulletin) -> str:
    """The whole in two sentences: where it stands, and what the period brought."""
    total = bulletin.found.total
    counts, standing = total.standing.counts, total.standing
    stands = _(
        "On {day} {place} had {all} urban communities: {participating} took part, {submitted} had "
        "handed in and {attained} had attained the requirements, a rate of {rate}.",
        day=written.day(bulletin.found.as_of),
        place=total.name,
        all=written.number(standing.denominator.count),
        participating=written.number(counts.participating),
        submitted=written.number(counts.submitted),
        attained=written.number(counts.attained),
        rate=written.percent(standing.rate("attained")),
    )
    attained = bulletin.change(total, "attained")
    brought = _(
        "In the period {gained} attained them and {lost} lost them.",
        gained=written.number(attained.gained),
        lost=written.number(attained.lost),
    )
    if counts.named is None:
        return join(stands, brought)
    named = _(
        "{named} had been named, {newly} newly in the period.",
        named=written.number(counts.named),
        newly=written.number(bulletin.change(total, "named").gained),
    )
    return join(stands, brought, named)

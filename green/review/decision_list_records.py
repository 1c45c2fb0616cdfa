"""The rows that lists of decisions are compared with and become: one function a statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from green.assessment.model import State
from green.assessment.recognition_records import NewRecognition, RecognitionKind
from green.assessment.states import timeline
from green.registry.records import inside_any
from green.review.matching import Known
from green.standard.programme import Programme
from green.store import Query


def known(query: Query, region: str, codes: Sequence[str]) -> list[Known]:
    """All communities of a region, those that are gone too, and whoever else has these codes;
    with the names they had before: a list of earlier years calls them so."""
    rows = query.rows(
        """
        select community.id, community.code, community.name,
            coalesce(province.name, ''), coalesce(city.name, ''),
            coalesce(district.name, ''), coalesce(street.name, ''),
            community.valid_from, community.valid_to, community.merged_into, before.names
        from community
        left join (
            select community as renamed, array_agg(old_name) as names
            from community_change
            where kind = 'rename'
            group by community
        ) as before on before.renamed = community.id
        left join division as province on province.code = substr(community.code, 1, 2)
        left join division as city on city.code = substr(community.code, 1, 4)
        left join division as district on district.code = substr(community.code, 1, 6)
        left join division as street on street.code = substr(community.code, 1, 9)
        where community.code like $region
            or community.code in (select unnest(cast($codes as varchar[])))
        order by community.code, community.valid_to nulls last, community.id
        """,
        region=region + "%",
        codes=list(codes),
    )
    return [
        Known(row[0], row[1], row[2], tuple(row[3:7]), row[7], row[8], row[9], tuple(row[10] or ()))
        for row in rows
    ]


def states_at(
    query: Query, programme: Programme, wanted: Sequence[tuple[int, date]]
) -> dict[tuple[int, date], State]:
    """The states of communities, each at its day; who never had one is left out."""
    pairs = sorted(set(wanted))
    only = "community in (select unnest(cast($communities as bigint[])))"
    rows = query.rows(
        f"""
        with {timeline(programme.rule, only)}
        select asked.community, asked.day, timeline.participating, timeline.submitted,
            timeline.attained, timeline.named
        from (
            select unnest(cast($communities as bigint[])) as community,
                unnest(cast($days as date[])) as day
        ) as asked
        join timeline
            on timeline.community = asked.community
            and timeline.day <= asked.day
            and (timeline.until is null or timeline.until > asked.day)
        """,
        programme=programme.id,
        known_at=query.at,
        communities=[community for community, _day in pairs],
        days=[day for _community, day in pairs],
    )
    return {(row[0], row[1]): State(*row[2:]) for row in rows}


def add_recognitions(
    query: Query, programme: str, new: Sequence[NewRecognition], person: str
) -> None:
    """Many at once, in the order given."""
    first = query.reserve("event_id", len(new))
    frame = pd.DataFrame(
        {
            "id": [first + place for place in range(len(new))],
            "programme": programme,
            "community": [one.community for one in new],
            "kind": [one.kind for one in new],
            "document": [one.document for one in new],
            "batch": [one.batch for one in new],
            "reason": [one.reason for one in new],
            "effective_on": [one.effective_on for one in new],
            "recorded_at": query.at,
            "person": person,
        }
    )
    query.load("recognition_event", frame)


@dataclass(frozen=True)
class RecordedList:
    """What was recorded from one document in one unit of work; `recorded_at` is UTC."""

    document: str
    kind: RecognitionKind
    effective_on: date
    batch: str | None
    communities: int
    recorded_at: datetime
    person: str


def recorded_lists(query: Query, programme: str, scopes: Sequence[str]) -> list[RecordedList]:
    """The lists decided outside, with what of them lies inside the scopes, the latest day first."""
    inside, within = inside_any("community.code", scopes)
    rows = query.rows(
        f"""
        select event.document, event.kind, event.effective_on, event.batch, count(*),
            event.recorded_at, event.person
        from recognition_event as event
        join community on community.id = event.community
        where event.programme = $programme and event.submission is null and {inside}
        group by all
        order by event.effective_on desc, event.recorded_at desc, event.document, event.kind
        """,
        programme=programme,
        **within,
    )
    return [RecordedList(*row) for row in rows]

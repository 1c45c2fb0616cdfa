"""Provinces with a simulated history, built once and read into plain rows.

`build` keeps what it made for as long as the tests go on: a path for who copies it. A `World` is
a copy of its own, open for reading, with every row as the event that it tells of.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from green.assessment.programmes import programme_here
from green.simulation.build import Simulated, simulate
from green.standard import loader
from green.standard.model import Standard
from green.standard.programme import Programme
from green.store import Query, Store
from tests.once import once

TIBET, QINGHAI, NINGXIA, HAINAN = "54", "63", "64", "46"
SHANDONG, SHANGHAI = "37", "31"
# Where a chain decides: the city at once, or the municipality when its list is published.
DECIDED = ((SHANDONG, 8), (SHANGHAI, 8))
# Small provinces, and seeds that somebody might type, a negative one and the largest among them.
WORLDS = (
    (TIBET, 8),
    (TIBET, 2**63 - 1),
    (QINGHAI, -1),
    (NINGXIA, 8),
    (HAINAN, 3),
)

STEPS = ("enrol", "withdraw", "hand_in", "recall", "return", "attain", "name", "revoke")
_EVENTS = """
    select id, community, kind, effective_on, recorded_at, person, programme,
        null, null, null, null, null
    from enrolment_event
    union all
    select id, community, 'profile', effective_on, recorded_at, person, null,
        null, null, null, null, null
    from profile_event
    union all
    select id, community, 'answer', effective_on, recorded_at, person, programme,
        cycle, item, field, value, based_on
    from answer_event
    union all
    select id, community, kind, effective_on, recorded_at, person, programme,
        cycle, item, null, null, evidence
    from evidence_link_event
    union all
    select id, community, 'hand_in', effective_on, recorded_at, person, programme,
        cycle, null, null, null, null
    from submission
    union all
    select event.id, submission.community, event.kind, event.effective_on, event.recorded_at,
        event.person, submission.programme, submission.cycle, null, null, null, submission.id
    from submission_event as event
    join submission on submission.id = event.submission
    union all
    select decision.id, submission.community,
        case when decision.kind = 'return' then 'send_back' else decision.kind end,
        decision.effective_on, decision.recorded_at, decision.person, submission.programme,
        null, null, decision.step, decision.office, submission.id
    from decision
    join submission on submission.id = decision.submission
    union all
    select mark.id, submission.community, 'mark',
        cast(mark.recorded_at + interval 8 hour as date), mark.recorded_at, mark.person,
        submission.programme, null, mark.item, mark.step,
        to_json([mark.outcome, mark.reason]), submission.id
    from review_mark as mark
    join submission on submission.id = mark.submission
    union all
    select id, community, kind, effective_on, recorded_at, person, programme,
        null, null, null, null, submission
    from recognition_event
    union all
    select notice.id, submission.community, 'notice', notice.starts_on, notice.recorded_at,
        notice.person, notice.programme, null, null, notice.step, notice.scope, submission.id
    from notice
    join notice_submission on notice_submission.notice = notice.id
    join submission on submission.id = notice_submission.submission
    union all
    select event.id, submission.community, event.kind, event.effective_on, event.recorded_at,
        event.person, notice.programme, null, null, notice.step, null, submission.id
    from notice_event as event
    join notice on notice.id = event.notice
    join notice_submission on notice_submission.notice = notice.id
    join submission on submission.id = notice_submission.submission
    order by 2, 1
"""


class Event(NamedTuple):
    """One row, whatever its table: `about` is the row that it is based on, links to or recalls.

    Of what a level of the chain does, `field` is the step and `about` the submission; `value` of a
    mark is its outcome and reason, of a decision and a notice the office's scope.
    """

    id: int
    community: int
    kind: str
    day: date
    at: datetime
    person: str
    programme: str | None = None
    cycle: str | None = None
    item: str | None = None
    field: str | None = None
    value: str | None = None
    about: int | None = None

    @property
    def content(self) -> Any:
        return None if self.value is None else json.loads(self.value)


class Handed(NamedTuple):
    """A submission's own columns."""

    id: int
    community: int
    outcome: str
    standard_sha256: str
    snapshot: str
    sha256: str


@dataclass(frozen=True)
class World:
    """One simulated province: what was made, and its rows."""

    made: Simulated
    store: Store
    programme: Programme

    @property
    def standard(self) -> Standard:
        return loader.standard(self.programme.standard)

    @cached_property
    def lives(self) -> dict[int, list[Event]]:
        """By community, its events in the order of their ids."""
        found: dict[int, list[Event]] = defaultdict(list)
        for event in map(Event._make, self.rows(_EVENTS)):
            found[event.community].append(event)
        return dict(found)

    @cached_property
    def steps(self) -> dict[int, list[Event]]:
        """Of every life only what a state can depend on."""
        return {
            community: [event for event in life if event.kind in STEPS]
            for community, life in self.lives.items()
        }

    @cached_property
    def returned(self) -> dict[int, dict[str, str]]:
        """By submission that came back, its items and the reasons."""
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for submission, item, reason in self.rows("select * from returned_item"):
            found[submission][item] = reason
        return dict(found)

    @cached_property
    def submissions(self) -> dict[int, Handed]:
        rows = self.rows(
            "select id, community, outcome, standard_sha256, snapshot, sha256 from submission"
        )
        return {row[0]: Handed._make(row) for row in rows}

    @cached_property
    def codes(self) -> dict[int, str]:
        return dict(self.rows("select id, code from community"))

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        with self.read() as query:
            return query.rows(sql, **params)

    @contextmanager
    def read(self) -> Iterator[Query]:
        with self.store.read() as query:
            yield query


def build(folders: pytest.TempPathFactory, province: str, seed: int) -> Simulated:
    """The simulated province, made at the first call; copy its file, never open it."""
    folder, made = once(
        folders,
        f"simulated-{province}-{seed}",
        lambda folder: simulate(folder / "green-simulated.duckdb", province, seed),
    )
    return replace(made, path=folder / made.path.name)


def open_world(folders: pytest.TempPathFactory, province: str, seed: int) -> World:
    """A copy of the simulated province, open until its store is closed."""
    made = build(folders, province, seed)
    store = Store.open(Path(shutil.copy(made.path, folders.mktemp("world") / made.path.name)))
    with store.read() as query:
        return World(made, store, programme_here(query))

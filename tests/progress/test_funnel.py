"""Who waits where since when, against folding every community's rows one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from green.assessment.model import State, Submission
from green.progress.figures import progress
from green.progress.funnel import Funnels, funnels
from green.progress.funnel_records import waits
from green.progress.target_records import states_of
from green.registry.model import CODE_LENGTH, Level
from green.review.model import Decision, OnNotice, position
from green.review.queue_records import queue
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query, Store
from tests.database import SHANDONG, morning

Attain = Callable[..., None]
Where = tuple[str, str | None, str, date]
FIRST = date(2021, 6, 1)
LAST = FIRST + timedelta(days=40)
LATER = morning(date(2030, 1, 1))


@pytest.fixture
def decided() -> Programme:
    return loader.programme(SHANDONG)


class Town:
    """Makes rows of communities that walk the chain at random."""

    def __init__(self, query: Query, programme: Programme, seed: int) -> None:
        self.query, self.programme = query, programme
        self.chance = Random(seed)  # noqa: S311 - chance that repeats with its seed

    def add(self, table: str, day: date, **values: Any) -> int:
        late = 15 if self.chance.random() < 0.1 else 0
        given = values | {"recorded_at": morning(day + timedelta(days=late)), "person": "local"}
        if table != "notice":
            given["effective_on"] = day
        columns = ", ".join(given)
        return self.query.insert(
            f"insert into {table} ({columns}) values ({', '.join('$' + key for key in given)}) "
            f"returning id",
            **given,
        )

    def live(self, community: int) -> None:
        chance, programme = self.chance, self.programme.id
        day = FIRST + timedelta(days=chance.randint(0, 5))
        if chance.random() < 0.9:
            given = {"programme": programme, "community": community, "kind": "enrol"}
            self.add("enrolment_event", day, **given)
            if chance.random() < 0.3:
                # Written down twice: who waits does not begin to wait anew.
                self.add("enrolment_event", day + timedelta(days=2), **given)
        elif chance.random() < 0.5:
            self.recognise(community, day, "attain")
        for _try in range(chance.randint(0, 3)):
            day += timedelta(days=chance.randint(0, 4))
            submission = self.add(
                "submission",
                day,
                programme=programme,
                cycle="2021",
                community=community,
                outcome="meets",
                standard_sha256="",
                snapshot="",
                sha256="",
            )
            day = self.walk(community, submission, day)
        if chance.random() < 0.15:
            self.recognise(community, day + timedelta(days=1), "attain")
        if chance.random() < 0.15:
            self.add(
                "enrolment_event",
                day + timedelta(days=2),
                programme=programme,
                community=community,
                kind="withdraw",
            )

    def walk(self, community: int, submission: int, day: date) -> date:
        """Through the steps until it comes back, is recalled, or stops somewhere."""
        chance = self.chance
        for step in self.programme.chain:
            day += timedelta(days=chance.randint(0, 4))
            deed = chance.choices(("agree", "return", "recall", "begin", "wait"), (6, 2, 1, 1, 1))[
                0
            ]
            if deed in ("return", "recall"):
                self.add("submission_event", day, submission=submission, kind=deed)
                return day
            if deed == "wait":
                return day
            self.decide(submission, step.id, "begin", day)
            if deed == "begin":
                return day
            self.decide(submission, step.id, "agree", day)
            if step.makes == "attained":
                self.recognise(community, day, "attain", submission)
            if chance.random() < 0.1:
                self.decide(submission, step.id, "reopen", day)
                return day
            if step.notice is not None:
                day = self.show(submission, step.id, day)
        return day

    def show(self, submission: int, step: str, day: date) -> date:
        if self.chance.random() < 0.4:
            return day
        day += timedelta(days=self.chance.randint(0, 3))
        notice = self.add(
            "notice",
            day,
            programme=self.programme.id,
            step=step,
            scope="37",
            title="",
            contact="",
            starts_on=day,
            ends_on=day + timedelta(days=6),
        )
        self.query.run(
            "insert into notice_submission values ($notice, $submission)",
            notice=notice,
            submission=submission,
        )
        if self.chance.random() < 0.6:
            kind = self.chance.choice(("publish", "publish", "withdraw"))
            day += timedelta(days=7)
            self.add("notice_event", day, notice=notice, kind=kind)
        return day

    def decide(self, submission: int, step: str, kind: str, day: date) -> None:
        self.add(
            "decision",
            day,
            submission=submission,
            step=step,
            kind=kind,
            snapshot_sha256="",
            office="",
        )

    def recognise(
        self, community: int, day: date, kind: str, submission: int | None = None
    ) -> None:
        self.add(
            "recognition_event",
            day,
            programme=self.programme.id,
            community=community,
            kind=kind,
            submission=submission,
        )


@pytest.fixture
def chosen(store: Store, decided: Programme) -> list[tuple[int, str]]:
    """Ninety communities of two cities and several districts, each with a walk of its own."""
    with store.write() as query:
        town = Town(query, decided, 11)
        found = [
            row
            for city in ("3701", "3702")
            for row in query.rows(
                """
                select id, code from community
                where code like $city and (id % 7) = 0 order by code limit 45
                """,
                city=city + "%",
            )
        ]
        for community, _code in found:
            town.live(community)
        for community, _code in found[::17]:
            query.run(
                "update community set valid_to = $day where id = $id",
                day=FIRST + timedelta(days=12),
                id=community,
            )
    return found


def by_hand(
    query: Query,
    programme: Programme,
    community: int,
    days: Mapping[date, State],
    known_at: datetime,
) -> tuple[str | None, str, date] | None:
    """Where a community waits on the last of the days, by folding its rows as the review room
    does for one of them."""
    day = max(days)
    state = days[day]
    if not state.participating:
        return None
    told = {"day": day, "at": known_at, "community": community, "programme": programme.id}
    handed_in = query.rows(
        """
        select id, effective_on, recorded_at from submission
        where community = $community and programme = $programme
            and effective_on <= $day and recorded_at <= $at
        order by id
        """,
        **told,
    )
    standing, sent_back = None, None
    for number, effective_on, recorded_at in handed_in:
        ended = query.rows(
            """
            select kind, effective_on from submission_event
            where submission = $number and effective_on <= $day and recorded_at <= $at
            """,
            number=number,
            day=day,
            at=known_at,
        )
        sent_back = next((since for kind, since in ended if kind == "return"), None)
        if not ended:
            standing = Submission(
                number, "", "meets", "", "", "", effective_on, recorded_at, "", None
            )
    recognised = [
        row[0]
        for row in query.rows(
            """
            select effective_on from recognition_event
            where community = $community and programme = $programme and kind <> 'revoke'
                and effective_on <= $day and recorded_at <= $at
            """,
            **told,
        )
    ]
    if standing is not None:
        place = position(
            programme,
            standing,
            decisions(query, standing.id, day, known_at),
            notices(query, standing.id, day, known_at),
        )
        if place.step is not None:
            return place.step.id, place.phase, place.since
    if sent_back and not [one for one in recognised if one > sent_back]:
        return None, "returned", sent_back
    if state.submitted:
        return None
    since = day
    while (before := days.get(since - timedelta(days=1))) is not None:
        if not before.participating or before.submitted:
            break
        since -= timedelta(days=1)
    return None, "answering", since


def decisions(query: Query, submission: int, day: date, known_at: datetime) -> list[Decision]:
    rows = query.rows(
        """
        select id, step, kind, snapshot_sha256, note, office, effective_on, recorded_at, person
        from decision
        where submission = $submission and effective_on <= $day and recorded_at <= $at
        order by id
        """,
        submission=submission,
        day=day,
        at=known_at,
    )
    return [Decision(*row) for row in rows]


def notices(query: Query, submission: int, day: date, known_at: datetime) -> list[OnNotice]:
    rows = query.rows(
        """
        select id, step, starts_on, ends_on from notice
        join notice_submission on notice_submission.notice = notice.id
        where submission = $submission and starts_on <= $day and recorded_at <= $at
        order by id
        """,
        submission=submission,
        day=day,
        at=known_at,
    )
    found = []
    for number, *told in rows:
        events = dict(
            query.rows(
                """
                select kind, effective_on from notice_event
                where notice = $number and effective_on <= $day and recorded_at <= $at
                """,
                number=number,
                day=day,
                at=known_at,
            )
        )
        found.append(OnNotice(number, *told, events.get("publish"), events.get("withdraw")))
    return found


@pytest.mark.parametrize(
    ("days", "level", "known"),
    [(40, "city", 400), (9, "district", 400), (20, "street", 20)],
)
def test_it_is_what_folding_every_communitys_rows_gives(
    store: Store,
    decided: Programme,
    chosen: list[tuple[int, str]],
    days: int,
    level: Level,
    known: int,
) -> None:
    day = FIRST + timedelta(days=days)
    known_at = morning(FIRST + timedelta(days=known))
    expected: Counter[Where] = Counter()
    with store.read() as query:
        gone = {
            row[0] for row in query.rows("select id from community where valid_to <= $day", day=day)
        }
        before = [FIRST + timedelta(days=number) for number in range(-1, days + 1)]
        states = states_of(query, decided, [code for _id, code in chosen], before, known_at)
        for community, code in chosen:
            if community not in gone:
                own = {one: states[one].get(code, State()) for one in before}
                place = by_hand(query, decided, community, own, known_at)
                if place is not None:
                    expected[(code[: CODE_LENGTH[level]], *place)] += 1
        found = waits(query, decided, "37", level, day, known_at)
    told = Counter(
        {
            (division, one.step, one.phase, one.since): one.number
            for division, ones in found.items()
            for one in ones
        }
    )
    assert told == expected
    phases = {phase for _division, _step, phase, _since in told}
    assert {"answering", "returned", "waiting", "begun"} <= phases
    if days == 40:
        assert {"noticeable", "on_notice"} <= phases


def funnel(store: Store, programme: Programme, **asked: Any) -> Funnels:
    with store.read() as query:
        return funnels(query, programme, **({"known_at": LATER} | asked))


def numbers(found: Funnels) -> dict[tuple[str | None, str], int]:
    return {(one.step, one.phase): one.number for one in found.total.stages}


def test_the_whole_counts_all_parts_and_its_oldest_is_the_oldest_of_them(
    store: Store, decided: Programme, chosen: list[tuple[int, str]]
) -> None:
    found = funnel(store, decided, as_of=LAST, by="district")
    for place, stage in enumerate(found.total.stages):
        parts = [row.stages[place] for row in found.rows]
        assert sum(part.number for part in parts) == stage.number
        ages = [part.oldest_days for part in parts if part.oldest_days is not None]
        assert max(ages, default=None) == stage.oldest_days
        assert {(part.step, part.phase) for part in parts} == {(stage.step, stage.phase)}
    assert [row.code for row in found.rows] == sorted(row.code for row in found.rows)


def test_who_is_answering_or_came_back_is_participating_and_has_nothing_handed_in(
    store: Store, decided: Programme, chosen: list[tuple[int, str]]
) -> None:
    with store.read() as query:
        counts = progress(query, decided, as_of=LAST, known_at=LATER).total.standing.counts
    found = numbers(funnel(store, decided, as_of=LAST))
    waiting = sum(found.values())
    assert found[None, "answering"] > 0
    assert found[None, "answering"] <= counts.participating - counts.submitted
    assert waiting <= counts.participating


def test_today_it_is_the_queue_of_all_offices(
    store: Store, decided: Programme, chosen: list[tuple[int, str]]
) -> None:
    """But for who withdrew or left the registry since: they wait for nothing."""
    found = numbers(funnel(store, decided, as_of=date(2024, 3, 1)))
    steps = [step.id for step in decided.chain]
    with store.read() as query:
        queued = queue(
            query, decided, ["37"], steps, ("waiting", "begun", "noticeable", "on_notice")
        )
        day = date(2024, 3, 1)
        states = states_of(query, decided, [one.code for one in queued], [day], LATER)[day]
    taking_part = [one for one in queued if states.get(one.code, State()).participating]
    assert len(taking_part) > 20
    assert Counter((one.step, one.phase) for one in taking_part) == {
        place: number for place, number in found.items() if place[0] and number
    }


def test_where_communities_declare_themselves_only_they_are_waited_for(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(3, "3701")
    with store.write() as query:
        query.run(
            """
            insert into enrolment_event
                (programme, community, kind, effective_on, recorded_at, person)
            select $programme, max(id), 'enrol', $day, $at, 'local' from community
            """,
            programme=programme.id,
            day=FIRST,
            at=morning(FIRST),
        )
    found = funnel(store, programme, as_of=FIRST + timedelta(days=4))
    assert numbers(found) == {(None, "answering"): 1, (None, "returned"): 0}
    assert found.total.stages[0].oldest_days == 4
    before = funnel(store, programme, as_of=FIRST - timedelta(days=1))
    assert set(numbers(before).values()) == {0}

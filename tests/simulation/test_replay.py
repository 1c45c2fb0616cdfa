"""A simulated life lived again through the functions that real people's presses call."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from green import clock
from green.assessment import answer_records, answering
from green.assessment.answering import NewEvidence
from green.assessment.enrolment import enrol, withdraw
from green.assessment.model import Case, open_case
from green.assessment.programmes import programme_here
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.people.model import Actor
from green.registry import records
from green.setup import set_up
from green.simulation.pace import ENDS
from green.store import Store
from tests.database import let_in
from tests.simulation.worlds import QINGHAI, TIBET, Event, World

Find = Callable[[str, int], World]
SIMULATED = Actor("simulated")


class Clock:
    """Stands where the event stands: its day, and the moment it was recorded at."""

    day: date
    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.day


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A province's database marked as simulated, in which nothing has happened."""
    folder = tmp_path_factory.mktemp("empty")

    def find(province: str) -> Path:
        path = folder / f"{province}.duckdb"
        if not path.exists():
            set_up(path, province)
            store = Store.open(path)
            with store.write() as query:
                query.run("insert into simulation values (0, $ends)", ends=ENDS)
            let_in(store, SIMULATED)
            store.close()
        return path

    return find


@contextmanager
def standing_still() -> Iterator[Clock]:
    found = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", found.now)
        patch.setattr(clock, "today", found.today)
        yield found


def live_again(world: World, store: Store, life: list[Event], turned: Clock) -> None:
    """Every event as the press that a person would have made."""
    handed_in: dict[int, int] = {}
    for event in life:
        turned.day = event.day
        # Whoever looks does so before: what is written then has exactly the event's moment.
        with store.read() as query:
            community = records.community_by_id(query, event.community)
            case = open_case(programme_here(query), community, event.day)
            seen = answer_records.draft(query, case).event(str(event.item), str(event.field))
        turned.at = event.at
        match event.kind:
            case "enrol":
                enrol(store, case, SIMULATED)
            case "withdraw":
                withdraw(store, case, SIMULATED)
            case "profile":
                copy_profile(world, store, event)
            case "answer":
                field = (str(event.item), str(event.field))
                answering.save(store, case, *field, event.content, seen, SIMULATED)
            case "attach":
                attach(world, store, case, event)
            case "hand_in":
                handed_in[event.id] = hand_in(store, case, SIMULATED).id
            case "recall":
                recall(store, case, handed_in[event.about or 0], SIMULATED)


def copy_profile(world: World, store: Store, event: Event) -> None:
    """As it is: whether it could be entered that day is another test's question."""
    with world.read() as query:
        profile = records.profile(query, event.community)
    with store.write() as query:
        records.add_profile(query, event.community, profile, event.day, query.at, SIMULATED.person)


def attach(world: World, store: Store, case: Case, event: Event) -> None:
    ((what, true_as_of, kept_at),) = world.rows(
        "select what, true_as_of, kept_at from evidence where id = $id", id=event.about
    )
    new = NewEvidence(what, true_as_of, kept_at)
    answering.attach_evidence(store, case, str(event.item), new, SIMULATED)


@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    one=st.sampled_from([(TIBET, 8), (TIBET, 0), (QINGHAI, 1)]),
    kind=st.sampled_from(["withdraw", "attach", "hand_in", "recall"]),
    which=st.data(),
)
def test_a_simulated_life_lived_by_hand_leaves_the_same_snapshots_and_states(
    world: Find,
    empty: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    one: tuple[str, int],
    kind: str,
    which: st.DataObject,
) -> None:
    found = world(*one)
    alike = [
        community
        for community, life in found.lives.items()
        if any(event.kind == kind for event in life)
    ]
    community = which.draw(st.sampled_from(alike), label="community")
    life = found.lives[community]
    path = tmp_path_factory.mktemp("again") / "green.duckdb"
    shutil.copy(empty(one[0]), path)
    with standing_still() as turned:
        turned.at = life[0].at - timedelta(days=1)
        store = Store.open(path)
        try:
            live_again(found, store, life, turned)
            assert what_is_left(store) == what_is_left(found.store, community)
            assert states(store, found, life) == states(found.store, found, life)
        finally:
            store.close()


def what_is_left(store: Store, community: int | None = None) -> list[tuple]:
    """The rows of steps and snapshots, without their ids."""
    with store.read() as query:
        return query.rows(
            """
            select kind, effective_on, recorded_at, person, '' from enrolment_event
            where $community is null or community = $community
            union all
            select outcome, effective_on, recorded_at, person, snapshot || sha256 from submission
            where $community is null or community = $community
            union all
            select event.kind, event.effective_on, event.recorded_at, event.person, ''
            from submission_event as event join submission on submission.id = event.submission
            where $community is null or submission.community = $community
            order by all
            """,
            community=community,
        )


def states(store: Store, world: World, life: list[Event]) -> list[object]:
    """The state on every day on which something happened."""
    community, programme = life[0].community, world.programme.id
    with store.read() as query:
        return [
            state_of(query, programme, community, day, life[-1].at)
            for day in sorted({event.day for event in life})
        ]

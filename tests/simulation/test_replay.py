"""A simulated life lived again through the functions that real people's presses call."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from green import clock
from green.assessment import answer_records, answering, attaching
from green.assessment.attaching import NewEvidence
from green.assessment.enrolment import enrol, withdraw
from green.assessment.model import Case, open_case
from green.assessment.programmes import programme_here
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.people.model import Actor
from green.registry import records
from green.registry.model import CODE_LENGTH
from green.review import deciding
from green.review.noticing import NewNotice, open_notice, publish
from green.setup import set_up
from green.simulation.pace import ENDS
from green.simulation.people import reviewer
from green.store import Store
from tests.database import let_in
from tests.simulation.worlds import DECIDED, QINGHAI, SHANGHAI, TIBET, Event, World

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
            let_in_reviewers(store)
            store.close()
        return path

    return find


def let_in_reviewers(store: Store) -> None:
    """One for every office of the chain, as in the simulation."""
    with store.read() as query:
        programme = programme_here(query)
        codes = [one.code for one in records.communities_within(query, programme.region)]
    for step in programme.chain:
        for office in {code[: CODE_LENGTH[step.level]] for code in codes}:
            let_in(store, Actor(reviewer(step, office)), role="reviewer", scope=office)


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
    notices: dict[str | None, int] = {}
    for event in life:
        if event.kind in ("return", "attain", "name"):
            # What comes of a decision or a publication; nobody does it.
            continue
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
            case "begin" | "mark" | "agree" | "send_back":
                decide(world, store, case, handed_in[event.about or 0], event)
            case "notice":
                notices[event.field] = show(world, store, case, handed_in[event.about or 0], event)
            case "publish":
                # It reads before it writes, and nothing is written at a moment that was read at.
                turned.at -= timedelta(microseconds=1)
                publish_again(world, store, case, notices[event.field], event)


def decide(world: World, store: Store, case: Case, submission: int, event: Event) -> None:
    """What a level of the chain does, by whoever did it."""
    step, actor = str(event.field), Actor(event.person)
    if event.kind == "begin":
        deciding.begin(store, actor, case, submission, step)
    elif event.kind == "mark":
        outcome, reason = event.content
        deciding.mark(store, actor, case, submission, step, str(event.item), outcome, reason)
    elif event.kind == "send_back":
        deciding.send_back(store, actor, case, submission, step)
    else:
        papers = world.rows(
            """
            select document from recognition_event
            where submission = $about and effective_on = $day and kind = 'attain'
            """,
            about=event.about,
            day=event.day,
        )
        paper = papers[0][0] if papers else ""
        deciding.agree(store, actor, case, submission, step, document=paper)


def show(world: World, store: Store, case: Case, submission: int, event: Event) -> int:
    """The list with this community alone."""
    ((title, contact),) = world.rows(
        "select title, contact from notice where id = $id", id=event.id
    )
    new = NewNotice(title, contact, event.day)
    step, scope = str(event.field), str(event.value)
    return open_notice(store, Actor(event.person), case.programme, step, scope, [submission], new)


def publish_again(world: World, store: Store, case: Case, notice: int, event: Event) -> None:
    ((document, batch),) = world.rows(
        "select document, batch from notice_event where id = $id", id=event.id
    )
    publish(store, Actor(event.person), case.programme, notice, document, batch)


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
    attaching.attach_evidence(store, case, str(event.item), new, SIMULATED)


few = settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
# What a community may have met with where a chain decides.
MET_WITH = ("withdraw", "recall", "begin", "send_back", "attain", "name")


@few
@given(
    one=st.sampled_from([(TIBET, 8), (QINGHAI, -1)]),
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
    path = tmp_path_factory.mktemp("again") / "green.duckdb"
    live_and_compare(world(*one), empty(one[0]), path, kind, which)


@settings(few, max_examples=2)  # an office's whole chain is lived through each time
@given(one=st.sampled_from(DECIDED), kind=st.sampled_from(MET_WITH), which=st.data())
def test_a_life_under_a_chain_lived_by_hand_leaves_the_same_decisions_and_states(
    world: Find,
    empty: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    one: tuple[str, int],
    kind: str,
    which: st.DataObject,
) -> None:
    assume(not (kind == "name" and one[0] == SHANGHAI))
    path = tmp_path_factory.mktemp("again") / "green.duckdb"
    live_and_compare(world(*one), empty(one[0]), path, kind, which)


def live_and_compare(
    found: World, empty: Path, path: Path, kind: str, which: st.DataObject
) -> None:
    alike = [
        community
        for community, life in found.lives.items()
        if any(event.kind == kind for event in life)
    ]
    community = which.draw(st.sampled_from(alike), label="community")
    life = found.lives[community]
    shutil.copy(empty, path)
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
            union all
            select kind, decision.effective_on, decision.recorded_at, decision.person,
                concat_ws(' ', step, snapshot_sha256, note, office)
            from decision join submission on submission.id = decision.submission
            where $community is null or submission.community = $community
            union all
            select mark.outcome, null, mark.recorded_at, mark.person,
                concat_ws(' ', step, item, reason, bulk)
            from review_mark as mark join submission on submission.id = mark.submission
            where $community is null or submission.community = $community
            union all
            select item, null, null, '', reason
            from returned_item join submission on submission.id = returned_item.submission
            where $community is null or submission.community = $community
            union all
            select kind, effective_on, recorded_at, person, concat_ws(' ', document, batch)
            from recognition_event
            where $community is null or community = $community
            order by all
            """,
            community=community,
        )


def states(store: Store, world: World, life: list[Event]) -> list[object]:
    """The state on every day on which something happened."""
    community, programme = life[0].community, world.programme
    with store.read() as query:
        return [
            state_of(query, programme, community, day, life[-1].at)
            for day in sorted({event.day for event in life})
        ]

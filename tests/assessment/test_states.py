"""The states of communities at any day, against the rules of `figures.md` written out plainly."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from green.assessment import answer_records
from green.assessment.answering import save
from green.assessment.enrolment import enrol, withdraw
from green.assessment.model import Case, State
from green.assessment.states import participates, state_of
from green.assessment.submission import hand_in, recall
from green.errors import NotPossible
from green.progress import records as progress_records
from green.progress.model import Counts
from green.registry.model import Level
from green.standard.programme import Programme
from green.store import Query, Store
from tests.database import LOCAL, Days, all_met, case_of, morning

START = date(2024, 2, 1)
DAYS = [START + timedelta(days=n) for n in range(-1, 40)]
FOREVER = morning(date(2090, 1, 1))
# Two streets of Jinan and one of Qingdao, so that every state can be read from the counts.
CODES = ("370102001002", "370105001008", "370202001001")
LEVELS: tuple[Level, ...] = ("city", "district", "street")

by_hypothesis = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class Row:
    """One row of what happened, of whatever kind; `about` is the submission of a recall."""

    kind: Literal["enrol", "withdraw", "hand_in", "recall"]
    day: date
    at: datetime
    number: int = 0
    outcome: Literal["meets", "does_not_meet"] = "meets"
    about: int = 0


def expected(rows: Sequence[Row], day: date, known_at: datetime) -> State:
    """`figures.md`: States of a community in a programme at D, known at T, self-declared."""
    known = [row for row in rows if row.at <= known_at and row.day <= day]
    known.sort(key=lambda row: (row.day, row.at))
    moves = [row.kind for row in known if row.kind in ("enrol", "withdraw")]
    recalled = {row.about for row in known if row.kind == "recall"}
    standing = [row for row in known if row.kind == "hand_in" and row.number not in recalled]
    participating = moves[-1:] == ["enrol"]
    return State(
        participating,
        submitted=participating and bool(standing),
        attained=participating and bool(standing) and standing[-1].outcome == "meets",
    )


def counted(states: Sequence[State]) -> Counts:
    return Counts(
        sum(state.participating for state in states),
        sum(state.submitted for state in states),
        sum(state.attained for state in states),
    )


def is_nested(state: State) -> bool:
    return state.attained <= state.submitted <= state.participating


trials = count(1)


def another(programme: Programme) -> Programme:
    """The programme under an id that nothing was recorded for yet, one for each example."""
    return programme.model_copy(update={"id": f"trial-{next(trials)}"})


# Steps through the application, one community after the other


@dataclass
class Community:
    """What the rules say of one community, as far as it got."""

    case: Case
    rows: list[Row] = field(default_factory=list)
    noise: str | None = None

    def state(self, day: date) -> State:
        return expected(self.rows, day, FOREVER)

    def may(self, step: str, day: date) -> bool:
        """Whether the rules allow a step for that day."""
        if step != "answer" and self.rows and day < max(row.day for row in self.rows):
            return False
        # An answer is given today, whatever day a step may be dated back to.
        state = self.state(DAYS[-1] if step == "answer" else day)
        match step:
            case "enrol":
                return not state.participating
            case "withdraw":
                return state.participating and not state.attained
            case "hand_in":
                return state.participating and not state.submitted and self.noise is not None
            case "recall":
                return self.standing is not None
        return state.participating and not state.submitted

    @property
    def standing(self) -> Row | None:
        recalled = {row.about for row in self.rows if row.kind == "recall"}
        return next(
            (r for r in reversed(self.rows) if r.kind == "hand_in" and r.number not in recalled),
            None,
        )


def answer_the_rest(store: Store, case: Case) -> None:
    """Everything but the item on noise is answered as met."""
    at, day = morning(START), START
    with store.write() as query:
        for (item, name), value in all_met(case.standard).items():
            if item != "noise":
                answer_records.add_answer(query, case, item, name, value, None, day, at, LOCAL)


def take(store: Store, days: Days, community: Community, step: str, day: date, value: str) -> None:
    """Take a step through the application and note what it has to have recorded."""
    case, rows = community.case, community.rows
    if step == "answer":
        with store.read() as query:
            seen = answer_records.draft(query, case).event("noise", "status")
        save(store, case, "noise", "status", value, seen, LOCAL)
        community.noise = value
        return
    standing = community.standing
    number, outcome = 0, "meets"
    if step == "enrol":
        enrol(store, case, LOCAL, day)
    elif step == "withdraw":
        withdraw(store, case, LOCAL, day)
        if standing is not None:
            rows.append(Row("recall", day, days.now(), about=standing.number))
    elif step == "hand_in":
        submission = hand_in(store, case, LOCAL, day)
        number, outcome = submission.id, submission.outcome
        assert outcome == ("meets" if community.noise == "met" else "does_not_meet")
    else:
        recall(store, case, standing.number if standing else 0, LOCAL, day)
    about = standing.number if standing else 0
    rows.append(Row(step, day, days.now(), number, outcome, about))  # type: ignore[arg-type]


# The way on comes first and is wished for most, so that most examples get somewhere.
STEPS = ("enrol", "hand_in", "recall", "answer", "withdraw")
WISHES = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 1, 2]),  # which community
        st.integers(0, 3),  # days since the last step
        st.sampled_from([0, 0, 0, 1, 2]),  # days that the step is dated back
        st.sampled_from([0, 0, 0, 1, 2, 3, 4]),  # which of the steps
        st.sampled_from([True, True, True, False]),  # whether of those that are possible
        st.sampled_from(["met", "met", "unmet"]),
    ),
    min_size=12,
    max_size=24,
)


@settings(by_hypothesis, max_examples=6, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(wishes=WISHES)
def test_any_steps_in_any_order_give_the_states_of_the_rules_on_every_day(
    shandong: Path,
    tmp_path: Path,
    days: Days,
    programme: Programme,
    wishes: list[tuple[int, int, int, int, bool, str]],
) -> None:
    days.go_to(START)
    with closing(Store.open(Path(shutil.copy(shandong, tmp_path / "green.duckdb")))) as store:
        walk(store, days, programme, wishes)


def walk(
    store: Store,
    days: Days,
    programme: Programme,
    wishes: list[tuple[int, int, int, int, bool, str]],
) -> None:
    """Take the steps, and compare with the rules what was possible and what came of it."""
    communities = [Community(case_of(store, code, programme)) for code in CODES]
    for community in communities:
        answer_the_rest(store, community.case)
    asked: list[tuple[datetime, dict[date, dict[str, Counts]]]] = []
    for which, later, back, number, possible, value in wishes:
        if later and days.today() + timedelta(days=later) < DAYS[-1]:
            days.go_to(days.today() + timedelta(days=later))
        community, day = communities[which], days.today() - timedelta(days=back)
        open_steps = [step for step in STEPS if community.may(step, day)]
        choice = open_steps if possible and open_steps else STEPS
        step = choice[number % len(choice)]
        if step in open_steps:
            take(store, days, community, step, day, value)
        else:
            with pytest.raises(NotPossible):
                take(store, days, community, step, day, value)
        known_at = days.now()
        with store.read() as query:
            asked.append((known_at, figures(query, programme, known_at, "street")))

    with store.read() as query:
        for level in LEVELS:
            found = figures(query, programme, FOREVER, level)
            for day in DAYS:
                states = [community.state(day) for community in communities]
                assert all(is_nested(state) for state in states)
                assert sum_up(found[day]) == counted(states)
        # What was known at a moment is the same for ever.
        for known_at, then in asked:
            assert figures(query, programme, known_at, "street") == then
        for community in communities:
            number = community.case.community.id
            for day in DAYS[::5]:
                found_now = state_of(query, programme, number, day, FOREVER)
                now = participates(query, programme, number, day, FOREVER)
                assert now == found_now.participating
                assert found_now == community.state(day)


def figures(
    query: Query, programme: Programme, known_at: datetime, level: Level
) -> dict[date, dict[str, Counts]]:
    return progress_records.counts(query, programme, "37", level, DAYS, known_at)


def sum_up(parts: dict[str, Counts]) -> Counts:
    found = parts.values()
    return Counts(
        sum(part.participating for part in found),
        sum(part.submitted for part in found),
        sum(part.attained for part in found),
    )


# Rows as they may arrive from anywhere, late and in any order


def put(query: Query, programme: str, community: int, rows: Sequence[Row]) -> None:
    """Add rows as they are; a recall may come before the submission it is about."""
    ids = {row.number: query.value("select nextval('event_id')") for row in rows if row.number}
    for row in rows:
        common = {"day": row.day, "at": row.at, "person": "local"}
        if row.kind in ("enrol", "withdraw"):
            query.run(
                """
                insert into enrolment_event
                    (programme, community, kind, effective_on, recorded_at, person)
                values ($programme, $community, $kind, $day, $at, $person)
                """,
                programme=programme,
                community=community,
                kind=row.kind,
                **common,
            )
        elif row.kind == "hand_in":
            query.run(
                """
                insert into submission
                    (id, programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
                     effective_on, recorded_at, person)
                values ($id, $programme, '2022', $community, $outcome, '', '', '',
                        $day, $at, $person)
                """,
                id=ids[row.number],
                programme=programme,
                community=community,
                outcome=row.outcome,
                **common,
            )
        else:
            query.run(
                """
                insert into submission_event
                    (submission, kind, effective_on, recorded_at, person)
                values ($submission, 'recall', $day, $at, $person)
                """,
                submission=ids[row.about],
                **common,
            )


@st.composite
def any_rows(draw: st.DrawFn) -> list[Row]:
    """Rows of one community with times of recording of their own, in the order of arrival."""
    offsets = st.integers(0, 35)
    size = draw(st.integers(0, 9))
    submissions = draw(st.integers(0, size))
    kinds = [
        draw(st.sampled_from(["enrol", "enrol", "withdraw", "recall"]))
        for _row in range(size - submissions)
    ]
    rows = [
        Row(
            "hand_in",
            START + timedelta(days=draw(offsets)),
            FOREVER,
            number,
            draw(st.sampled_from(["meets", "does_not_meet"])),  # type: ignore[arg-type]
        )
        for number in range(1, submissions + 1)
    ]
    for kind in kinds:
        about = draw(st.integers(1, submissions)) if kind == "recall" and submissions else 0
        if kind == "recall" and not about:
            continue
        day = START + timedelta(days=draw(offsets))
        rows.append(Row(kind, day, FOREVER, about=about))  # type: ignore[arg-type]
    times = draw(st.lists(offsets, min_size=len(rows), max_size=len(rows), unique=True))
    return draw(
        st.permutations(
            [
                Row(r.kind, r.day, morning(START + timedelta(days=t)), r.number, r.outcome, r.about)
                for r, t in zip(rows, times, strict=True)
            ]
        )
    )


@by_hypothesis
@given(rows=any_rows(), data=st.data())
def test_rows_give_the_same_states_in_whatever_order_they_arrive(
    store: Store, programme: Programme, rows: list[Row], data: st.DataObject
) -> None:
    community = 1
    first, second = another(programme), another(programme)
    with store.write() as query:
        put(query, first.id, community, rows)
        put(query, second.id, community, data.draw(st.permutations(rows)))
    moments = [morning(START + timedelta(days=n)) for n in range(-1, 37, 6)]
    with store.read() as query:
        for known_at in moments:
            one = progress_records.counts(query, first, "37", "street", DAYS, known_at)
            other = progress_records.counts(query, second, "37", "street", DAYS, known_at)
            assert one == other
            for day in DAYS:
                state = expected(rows, day, known_at)
                assert is_nested(state)
                assert sum_up(one[day]) == counted([state])


@by_hypothesis
@given(rows=any_rows(), known=st.integers(-1, 36))
def test_rows_recorded_later_never_change_what_was_known(
    store: Store, programme: Programme, rows: list[Row], known: int
) -> None:
    programme = another(programme)
    known_at = morning(START + timedelta(days=known))
    early = [row for row in rows if row.at <= known_at]
    numbers = {row.number for row in early}
    early = [row for row in early if row.kind != "recall" or row.about in numbers]
    late = [row for row in rows if row.at > known_at and row.kind != "recall"]
    with store.write() as query:
        put(query, programme.id, 1, early)
    with store.read() as query:
        before = figures(query, programme, known_at, "city")
    with store.write() as query:
        put(query, programme.id, 1, late)
    with store.read() as query:
        assert figures(query, programme, known_at, "city") == before


def test_one_programmes_rows_are_not_anothers(store: Store, programme: Programme) -> None:
    one, other = another(programme), another(programme)
    with store.write() as query:
        put(query, one.id, 1, [Row("enrol", START, morning(START))])
    with store.read() as query:
        assert state_of(query, one, 1, START, FOREVER) == State(participating=True)
        assert state_of(query, other, 1, START, FOREVER) == State()
        assert state_of(query, one, 2, START, FOREVER) == State()


def test_a_row_counts_from_the_very_moment_it_is_recorded(
    store: Store, programme: Programme
) -> None:
    programme, at = another(programme), morning(START)
    with store.write() as query:
        put(query, programme.id, 1, [Row("enrol", START, at)])
    with store.read() as query:
        assert state_of(query, programme, 1, START, at).participating
        before = at - timedelta(microseconds=1)
        assert not state_of(query, programme, 1, START, before).participating


def test_a_submission_recalled_twice_is_gone_from_the_first_day_on(
    store: Store, programme: Programme
) -> None:
    programme = another(programme)
    days = [START + timedelta(days=n) for n in range(4)]
    with store.write() as query:
        put(
            query,
            programme.id,
            1,
            [
                Row("enrol", days[0], morning(days[0])),
                Row("hand_in", days[0], morning(days[1]), 1),
                Row("recall", days[3], morning(days[2]), about=1),
                Row("recall", days[1], morning(days[3]), about=1),
            ],
        )
    with store.read() as query:
        found = [state_of(query, programme, 1, day, FOREVER).submitted for day in days]
    assert found == [True, False, False, False]


def test_the_latest_submission_that_stands_decides(store: Store, programme: Programme) -> None:
    """Handed in twice: met, then not; the recall of the second brings the first to bear."""
    programme = another(programme)
    days = [START + timedelta(days=n) for n in range(4)]
    with store.write() as query:
        put(
            query,
            programme.id,
            1,
            [
                Row("enrol", days[0], morning(days[0])),
                Row("hand_in", days[1], morning(days[1]), 1, "meets"),
                Row("hand_in", days[2], morning(days[2]), 2, "does_not_meet"),
                Row("recall", days[3], morning(days[3]), about=2),
            ],
        )
    with store.read() as query:
        found = [state_of(query, programme, 1, day, FOREVER).attained for day in days]
    assert found == [False, True, False, True]

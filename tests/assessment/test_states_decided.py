"""States where a review chain decides, against the rules of `figures.md` written out plainly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Literal, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.assessment.model import State
from green.assessment.states import participates, state_of
from green.progress import records as progress_records
from green.progress.model import Counts
from green.registry.model import CODE_LENGTH, Level
from green.registry.records import community_by_code
from green.standard import loader
from green.standard.programme import Programme
from green.store import Query, Store
from tests.database import SHANDONG, morning

Kind = Literal["enrol", "withdraw", "hand_in", "recall", "return", "attain", "name", "revoke"]
RECOGNISING = ("attain", "name", "revoke")
START = date(2024, 2, 1)
DAYS = [START + timedelta(days=n) for n in range(-1, 27)]
FOREVER = morning(date(2090, 1, 1))
# Two streets of Jinan and one of Qingdao, so that every state can be read from the counts.
CODES = ("370102001002", "370105001008", "370202001001")
LEVELS: tuple[Level, ...] = ("province", "city", "district", "street")
NOBODY = Counts(named=0)
trials = count(1)

by_hypothesis = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class Row:
    """One row about a community; `about` is the number of the submission that a row ends."""

    kind: Kind
    day: date
    at: datetime
    code: str = CODES[0]
    number: int = 0
    outcome: Literal["meets", "does_not_meet"] = "meets"
    about: int = 0


def expected(rows: Sequence[Row], day: date, known_at: datetime) -> State:
    """`figures.md`: States of a community in a programme at D, known at T, by a chain."""
    known = [row for row in rows if row.at <= known_at and row.day <= day]
    known.sort(key=lambda row: (row.day, row.at))
    # A decision implies the states below it: it takes part, and something stands, from then on.
    moves = [row for row in known if row.kind in ("enrol", "withdraw", "attain", "name")]
    participating = bool(moves) and moves[-1].kind != "withdraw"
    ended = {row.about for row in known if row.kind in ("recall", "return")}
    stands = any(row.kind == "hand_in" and row.number not in ended for row in known)
    since = max((n for n, row in enumerate(known) if row.kind == "withdraw"), default=-1)
    implied = any(row.kind in ("attain", "name") for row in known[since + 1 :])
    submitted = participating and (stands or implied)
    decisions = [row.kind for row in known if row.kind in RECOGNISING]
    attained = submitted and bool(decisions) and decisions[-1] != "revoke"
    naming = [kind for kind in decisions if kind != "attain"]
    return State(participating, submitted, attained, attained and naming[-1:] == ["name"])


def counted(states: Sequence[State]) -> Counts:
    return Counts(
        sum(state.participating for state in states),
        sum(state.submitted for state in states),
        sum(state.attained for state in states),
        sum(bool(state.named) for state in states),
    )


def added(parts: Sequence[Counts]) -> Counts:
    return Counts(
        sum(part.participating for part in parts),
        sum(part.submitted for part in parts),
        sum(part.attained for part in parts),
        sum(part.named or 0 for part in parts),
    )


def is_nested(state: State) -> bool:
    return bool(state.named) <= state.attained <= state.submitted <= state.participating


def another() -> Programme:
    """Shandong's programme with a chain, under an id that nothing was recorded for yet."""
    chain = loader.programme("4418-green-community").chain
    update = {"id": f"decided-{next(trials)}", "rule": "decided", "chain": chain}
    return loader.programme(SHANDONG).model_copy(update=update)


def put(query: Query, programme: str, rows: Sequence[Row]) -> None:
    """Add rows as they are and in this order; a recall may come before what it is about."""
    ids = {row.number: query.value("select nextval('event_id')") for row in rows if row.number}
    for row in rows:
        about = {"programme": programme, "kind": row.kind}
        about["community"] = community_by_code(query, row.code, START).id
        dated = {"day": row.day, "at": row.at}
        if row.kind in ("enrol", "withdraw"):
            query.run(
                """
                insert into enrolment_event
                    (programme, community, kind, effective_on, recorded_at, person)
                values ($programme, $community, $kind, $day, $at, 'local')
                """,
                **about,
                **dated,
            )
        elif row.kind in RECOGNISING:
            query.run(
                """
                insert into recognition_event
                    (programme, community, kind, document, effective_on, recorded_at, person)
                values ($programme, $community, $kind, '文号', $day, $at, 'local')
                """,
                **about,
                **dated,
            )
        elif row.kind == "hand_in":
            query.run(
                """
                insert into submission
                    (id, programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
                     effective_on, recorded_at, person)
                values ($id, $programme, '2022', $community, $outcome, '', '', '',
                        $day, $at, 'local')
                """,
                id=ids[row.number],
                programme=programme,
                community=about["community"],
                outcome=row.outcome,
                **dated,
            )
        elif row.about in ids:
            query.run(
                """
                insert into submission_event (submission, kind, effective_on, recorded_at, person)
                values ($submission, $kind, $day, $at, 'local')
                """,
                submission=ids[row.about],
                kind=row.kind,
                **dated,
            )


@st.composite
def any_rows(draw: st.DrawFn) -> list[Row]:
    """Rows of three communities, late and dated back as they like, in the order of arrival."""
    offsets = st.integers(0, 24)
    wished = draw(
        st.lists(
            st.tuples(
                st.sampled_from(CODES),
                st.sampled_from((*get_args(Kind), *RECOGNISING, "enrol", "hand_in")),
                offsets,
                st.sampled_from(["meets", "meets", "does_not_meet"]),
                st.integers(0, 9),
            ),
            max_size=22,
        )
    )
    moments = st.lists(offsets, min_size=len(wished), max_size=len(wished), unique=True)
    rows: list[Row] = []
    handed_in: dict[str, list[int]] = {code: [] for code in CODES}
    for number, ((code, kind, after, outcome, which), moment) in enumerate(
        zip(wished, draw(moments), strict=True), start=1
    ):
        row = Row(
            kind, START + timedelta(days=after), morning(START + timedelta(days=moment)), code
        )
        if kind == "hand_in":
            handed_in[code].append(number)
            row = replace(row, number=number, outcome=outcome)
        elif kind in ("recall", "return"):
            if not handed_in[code]:
                continue
            row = replace(row, about=handed_in[code][which % len(handed_in[code])])
        rows.append(row)
    return rows


def figures(
    query: Query, programme: Programme, known_at: datetime, level: Level
) -> dict[date, dict[str, Counts]]:
    return progress_records.counts(query, programme, "37", level, DAYS, known_at)


def of(rows: Sequence[Row], code: str) -> list[Row]:
    return [row for row in rows if row.code == code]


@by_hypothesis
@given(rows=any_rows(), known=st.integers(-1, 26))
def test_any_rows_give_the_states_of_the_rules_on_every_day(
    store: Store, rows: list[Row], known: int
) -> None:
    programme = another()
    with store.write() as query:
        put(query, programme.id, rows)
    with store.read() as query:
        for known_at in (morning(START + timedelta(days=known)), FOREVER):
            found = figures(query, programme, known_at, "street")
            for day in DAYS:
                for code in CODES:
                    state = expected(of(rows, code), day, known_at)
                    assert is_nested(state)
                    got = found[day].get(code[: CODE_LENGTH["street"]], NOBODY)
                    assert got == counted([state]), (day, code)
        for code in CODES:
            number = community_by_code(query, code, START).id
            for day in DAYS[::6]:
                state = state_of(query, programme, number, day, FOREVER)
                now = participates(query, programme, number, day, FOREVER)
                assert now == state.participating
                assert state == expected(of(rows, code), day, FOREVER)


@by_hypothesis
@given(rows=any_rows())
def test_numerators_of_every_level_are_the_sums_of_the_level_below(
    store: Store, rows: list[Row]
) -> None:
    programme = another()
    with store.write() as query:
        put(query, programme.id, rows)
    with store.read() as query:
        by_level = {level: figures(query, programme, FOREVER, level) for level in LEVELS}
    for day in DAYS:
        whole = counted([expected(of(rows, code), day, FOREVER) for code in CODES])
        for level in LEVELS:
            assert added(list(by_level[level][day].values())) == whole
        for city, counts in by_level["city"][day].items():
            districts = by_level["district"][day].items()
            assert counts == added([part for code, part in districts if code.startswith(city)])


@by_hypothesis
@given(rows=any_rows(), data=st.data())
def test_rows_give_the_same_states_in_whatever_order_they_arrive(
    store: Store, rows: list[Row], data: st.DataObject
) -> None:
    first, second = another(), another()
    with store.write() as query:
        put(query, first.id, rows)
        put(query, second.id, data.draw(st.permutations(rows)))
    with store.read() as query:
        for known_at in (morning(START + timedelta(days=12)), FOREVER):
            one = figures(query, first, known_at, "street")
            assert figures(query, second, known_at, "street") == one


@by_hypothesis
@given(rows=any_rows(), known=st.integers(-1, 26))
def test_rows_recorded_later_never_change_what_was_known(
    store: Store, rows: list[Row], known: int
) -> None:
    programme = another()
    known_at = morning(START + timedelta(days=known))
    late = [row for row in rows if row.at > known_at and row.kind not in ("recall", "return")]
    with store.write() as query:
        put(query, programme.id, [row for row in rows if row.at <= known_at])
    with store.read() as query:
        before = figures(query, programme, known_at, "street")
    with store.write() as query:
        put(query, programme.id, late)
    with store.read() as query:
        assert figures(query, programme, known_at, "street") == before


def told(store: Store, *steps: tuple[Kind, int]) -> list[State]:
    """The states of one community on the first nine days, after these kinds on these days."""
    programme = another()
    rows = [
        Row(
            kind,
            START + timedelta(days=day),
            morning(START) + timedelta(minutes=place),
            number=int(kind == "hand_in"),
            about=int(kind in ("recall", "return")),
        )
        for place, (kind, day) in enumerate(steps)
    ]
    with store.write() as query:
        put(query, programme.id, rows)
    with store.read() as query:
        number = community_by_code(query, CODES[0], START).id
        days = [START + timedelta(days=n) for n in range(9)]
        return [state_of(query, programme, number, day, FOREVER) for day in days]


NAMED, ATTAINED = State(True, True, True, True), State(True, True, True, False)
SUBMITTED, PART = State(True, True, False, False), State(True, False, False, False)


def test_a_hand_in_that_meets_is_not_attained_before_a_level_has_recognised_it(
    store: Store,
) -> None:
    found = told(store, ("enrol", 0), ("hand_in", 1), ("attain", 4), ("name", 6))
    assert found == [PART, *3 * [SUBMITTED], *2 * [ATTAINED], *3 * [NAMED]]


def test_a_later_recognition_restores_attained_but_not_the_name(store: Store) -> None:
    found = told(store, ("name", 1), ("revoke", 3), ("attain", 5))
    assert found[0] == State(named=False)
    assert found[1:] == [*2 * [NAMED], *2 * [SUBMITTED], *4 * [ATTAINED]]


def test_a_new_name_after_a_revocation_counts(store: Store) -> None:
    found = told(store, ("name", 1), ("revoke", 3), ("attain", 4), ("name", 6))
    assert found[1:] == [*2 * [NAMED], SUBMITTED, *2 * [ATTAINED], *3 * [NAMED]]


@pytest.mark.parametrize("kind", ["recall", "return"])
def test_what_ends_a_submission_after_its_recognition_unsets_nothing(
    store: Store, kind: Kind
) -> None:
    found = told(store, ("enrol", 0), ("hand_in", 0), ("attain", 2), (kind, 4))
    assert found == [*2 * [SUBMITTED], *7 * [ATTAINED]]


@pytest.mark.parametrize("kind", ["recall", "return"])
def test_what_ends_a_submission_before_its_recognition_unsets_submitted(
    store: Store, kind: Kind
) -> None:
    found = told(store, ("enrol", 0), ("hand_in", 1), (kind, 3))
    assert found == [PART, *2 * [SUBMITTED], *6 * [PART]]


def test_a_decision_outside_the_system_implies_the_states_below_it(store: Store) -> None:
    found = told(store, ("name", 2))
    assert found == [*2 * [State(named=False)], *7 * [NAMED]]


def test_self_declared_rows_never_turn_into_recognised_ones(store: Store) -> None:
    found = told(store, ("enrol", 0), ("hand_in", 0))
    assert found == 9 * [SUBMITTED]

"""What is planned is checked where it is stored, logged, and read back as known at a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green import clock
from green.assessment.model import Case
from green.errors import NotFound, NotPossible, Refused
from green.log import records as log
from green.people.guard import NotAllowed
from green.people.log_sentences import sentence
from green.people.model import Actor
from green.planning import plan_records, works_file
from green.planning.keeping import Overtaken, keep, keep_all, keep_point
from green.planning.plan import MOST_YUAN, Planned, Point, read_changes
from green.planning.works import works_for
from green.registry.model import Profile
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, Days, case_of, let_in, morning, rows
from tests.database import SELF_DECLARED as PROGRAMME

LANES = "parking-lifelines"
TODAY = date(2024, 3, 1)
OFFICER, NEIGHBOUR, VIEWER, REVIEWER = map(Actor, ("amtlich", "nachbarin", "leser", "pruefer"))
HERE = Point(117.03, 36.66, "read from Tianditu")
FULL: dict[str, Any] = {
    "quantity": 3,
    "cost": 45_000,
    "who": "王红",
    "by": date(2024, 6, 30),
    "state": "under_way",
    "phase": 2,
    "planner": "李工",
    "note": "two lanes first",
}


@pytest.fixture
def store(store: Store) -> Store:
    """With somebody of each role there."""
    let_in(store, OFFICER, scope=JIEFANGQIAO)
    let_in(store, NEIGHBOUR, scope=LISHANLU)
    let_in(store, VIEWER, role="viewer", scope="37")
    let_in(store, REVIEWER, role="reviewer", scope="370102")
    return store


@pytest.fixture(scope="module")
def work() -> str:
    return works_for(works_file.load(), [LANES], Profile())[0].work.id


def put(store: Store, case: Case, work: str, actor: Actor = OFFICER, **changes: object) -> None:
    keep(store, actor, case.programme, case.community, LANES, work, changes)


def plan(
    store: Store, scope: str = "37", day: date | None = None, known_at: datetime | None = None
) -> dict[plan_records.Key, Planned]:
    with store.read() as query:
        return plan_records.planned(
            query, PROGRAMME, scope, day or clock.today(), known_at or query.at
        )


def refusals(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "select person, subject from log where action = 'refuse' order by id")


def test_everything_that_was_planned_is_read_back(store: Store, case: Case, work: str) -> None:
    put(store, case, work, **FULL)
    key = case.community.id, LANES, work
    assert plan(store) == {key: Planned(**FULL, state_since=TODAY)}
    assert plan(store, "3702") == {}
    with store.read() as query:
        own = plan_records.planned_for(query, PROGRAMME, [case.community.id], TODAY, query.at)
    assert own == plan(store)


def test_what_was_planned_earlier_is_kept_as_it_was_known(
    store: Store, case: Case, work: str, days: Days
) -> None:
    put(store, case, work, cost=1000)
    with store.read() as query:
        known = query.at
    days.go_to(TODAY + timedelta(days=9))
    put(store, case, work, cost=2000, state="done")
    key = case.community.id, LANES, work
    assert plan(store)[key] == Planned(
        cost=2000, state="done", state_since=TODAY + timedelta(days=9)
    )
    assert plan(store, known_at=known)[key] == Planned(cost=1000)
    assert plan(store, day=TODAY)[key] == Planned(cost=1000)


def test_who_saw_an_older_value_is_told_and_overwrites_nothing(
    store: Store, case: Case, work: str
) -> None:
    where = case.programme, case.community, LANES, work
    put(store, case, work, REVIEWER, who="李娜", state="done")
    for field, mine, seen in (("who", "王红", None), ("state", "under_way", "open")):
        with pytest.raises(Overtaken) as overtaken:
            keep(store, OFFICER, *where, {field: mine}, {field: seen})
        assert overtaken.value.theirs == {"who": "李娜", "state": "done"}[field]
    assert plan(store)[case.community.id, LANES, work].who == "李娜"
    keep(store, OFFICER, *where, {"who": "李娜"}, {"who": None})
    keep(store, OFFICER, *where, {"who": "王红"}, {"who": "李娜"})
    assert plan(store)[case.community.id, LANES, work].who == "王红"


def test_a_blank_takes_back_what_was_there(store: Store, case: Case, work: str) -> None:
    put(store, case, work, who="王红", note="hm")
    put(store, case, work, who="  ", note=None)
    assert plan(store) == {}
    assert rows(store, "select count(*) from work_event") == [(4,)]


def test_the_same_again_adds_nothing_and_says_nothing(store: Store, case: Case, work: str) -> None:
    put(store, case, work, **FULL)
    before = rows(store, "select count(*) from work_event"), rows(store, "select * from log")
    put(store, case, work, **FULL)
    assert before == (rows(store, "select count(*) from work_event"), rows(store, "table log"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quantity": -1}, "“-1” is not a whole number from 0"),
        ({"cost": MOST_YUAN + 1}, "is not a whole number"),
        ({"cost": 1.5}, "is not a whole number"),
        ({"quantity": True}, "is not a whole number"),
        ({"phase": 0}, "“0” is not a whole number from 1 to 9"),
        ({"phase": 10}, "“10” is not a whole number from 1 to 9"),
        ({"by": date(1924, 6, 1)}, "cannot be the day by which a work is done"),
        ({"by": date(2124, 6, 1)}, "cannot be the day by which a work is done"),
        ({"by": "2024-06-01"}, "cannot be the day by which a work is done"),
        ({"by": morning(date(2024, 6, 1))}, "cannot be the day by which a work is done"),
        ({"state": "ready"}, "is not one of the choices"),
        ({"who": "王" * 61}, "The text has 61 characters; 60 fit."),
        ({"note": "字" * 501}, "The text has 501 characters; 500 fit."),
        ({"who": 7}, "is not text"),
        ({"colour": "red"}, "There is no field “colour”."),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_changes({"note": "fine"} | changes, TODAY)


def test_of_what_is_partly_refused_nothing_is_stored(store: Store, case: Case, work: str) -> None:
    with pytest.raises(Refused, match="is not a whole number"):
        put(store, case, work, note="fine", cost=-1)
    assert rows(store, "select * from work_event") == []


def test_all_that_is_wrong_is_said_at_once_each_at_its_field() -> None:
    with pytest.raises(Refused) as refused:
        read_changes({"quantity": -1, "cost": -1, "by": None, "phase": 99}, TODAY)
    assert [str(one.where) for one in refused.value.problems] == [
        *("Quantity", "Cost (yuan)", "Phase"),
    ]


def test_hidden_characters_are_not_kept(store: Store, case: Case, work: str) -> None:
    put(store, case, work, who="王\x00红\n of the street", note="one\x07\ntwo")
    found = plan(store)[case.community.id, LANES, work]
    assert (found.who, found.note) == ("王红 of the street", "one\ntwo")


def test_a_work_that_is_not_in_the_file_or_not_for_the_item_is_refused(
    store: Store, case: Case, work: str
) -> None:
    with pytest.raises(NotFound, match="There is no work “dream” for item 8"):
        put(store, case, "dream", cost=1)
    with pytest.raises(NotFound, match=f"There is no work “{work}” for item 15"):
        keep(store, OFFICER, case.programme, case.community, "green-pledge", work, {"cost": 1})
    with pytest.raises(NotFound, match="The standard has no item “17”"):
        keep(store, OFFICER, case.programme, case.community, "17", work, {"cost": 1})
    assert rows(store, "select * from work_event") == []


@pytest.mark.parametrize("actor", [NEIGHBOUR, VIEWER, Actor("nobody-known")])
def test_who_may_not_plan_is_refused_and_that_is_logged(
    store: Store, case: Case, work: str, actor: Actor
) -> None:
    with pytest.raises(NotAllowed):
        put(store, case, work, actor, cost=1)
    with pytest.raises(NotAllowed):
        keep_point(store, actor, case.community, HERE)
    assert refusals(store) == [(actor.person, JIEFANGQIAO)]
    assert rows(store, "select * from work_event") == []
    assert rows(store, "select * from point_event") == []


def test_a_reviewer_of_the_district_plans_and_the_log_says_so(
    store: Store, case: Case, work: str
) -> None:
    put(store, case, work, REVIEWER, planner="李工")
    keep_point(store, REVIEWER, case.community, HERE)
    with store.read() as query:
        said = [sentence(one, {}) for one in log.entries(query, ["37"])]
    assert said == [
        "pruefer recorded where the community lies.",
        "pruefer planned works for item 8.",
    ]
    details = json.loads(rows(store, "select details from log order by id")[0][0])
    assert details == {"item": "8", "work": work, "fields": ["planner"]}


def test_many_works_are_planned_together_or_not_at_all(store: Store, case: Case, work: str) -> None:
    neighbour = case_of(store, LISHANLU).community
    lines = [(one, LANES, work) for one in (case.community, neighbour)]
    with pytest.raises(NotAllowed):
        keep_all(store, OFFICER, case.programme, lines, {"phase": 1})
    unknown = (neighbour, LANES, "no-such-work")
    with pytest.raises(NotFound):
        keep_all(store, REVIEWER, case.programme, [*lines, unknown], {"phase": 1})
    assert plan(store) == {}
    assert refusals(store) == [(OFFICER.person, LISHANLU)]
    keep_all(store, REVIEWER, case.programme, lines, {"phase": 1, "planner": "李工"})
    expected = Planned(phase=1, planner="李工")
    assert plan(store) == {(one.id, LANES, work): expected for one, _item, _work in lines}
    logged = rows(store, "select person, subject from log where action = 'plan_works' order by id")
    assert logged == [(REVIEWER.person, JIEFANGQIAO), (REVIEWER.person, LISHANLU)]


def test_a_community_that_is_gone_gets_no_plan(store: Store, case: Case, work: str) -> None:
    with store.write() as query:
        query.run("update community set code = '370102001999' where id = $id", id=case.community.id)
    with pytest.raises(NotPossible, match="exchanged or removed"):
        put(store, case, work, cost=1)


def test_the_point_of_a_community_is_kept_replaced_and_taken_back(
    store: Store, case: Case, days: Days
) -> None:
    def found(day: date) -> dict[int, Point]:
        with store.read() as query:
            return plan_records.points(query, "3701", day, query.at)

    keep_point(store, OFFICER, case.community, HERE)
    keep_point(store, OFFICER, case.community, HERE)
    assert found(TODAY) == {case.community.id: HERE}
    assert rows(store, "select count(*) from point_event") == [(1,)]
    days.go_to(TODAY + timedelta(days=1))
    keep_point(store, OFFICER, case.community, None)
    assert found(clock.today()) == {}
    assert found(TODAY) == {case.community.id: HERE}
    with store.read() as query:
        assert plan_records.point_of(query, case.community.id) is None
        assert plan_records.points(query, "3702", TODAY, query.at) == {}


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (Point(36.66, 117.03, "map"), "Longitude and latitude are swapped"),
        (Point(2.35, 48.85, "map"), "This point is not in China"),
        (Point(117.03, 54.01, "map"), "This point is not in China"),
        (Point(float("nan"), 36.66, "map"), "This point is not in China"),
    ],
)
def test_a_point_that_cannot_be_is_refused(point: Point, said: str) -> None:
    with pytest.raises(Refused, match=said):
        point.check()


def test_a_point_that_does_not_say_how_it_is_known_is_not_stored(store: Store, case: Case) -> None:
    with pytest.raises(Refused, match="This is blank"):
        keep_point(store, OFFICER, case.community, Point(117.03, 36.66, " "))
    assert rows(store, "select * from point_event") == []


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database of one community, for many examples."""
    opened = Store.open(tmp_path_factory.mktemp("bare") / "bare.duckdb", create=True)
    with opened.write() as query:
        query.run("insert into community (id, code, name) values (1, $code, 'a')", code=JIEFANGQIAO)
    yield opened
    opened.close()


changes = st.lists(
    st.tuples(
        st.sampled_from(["quantity", "cost", "phase"]),
        st.none() | st.integers(1, 9),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(given_rows=changes, day=st.integers(0, 6), known=st.integers(0, 6))
def test_the_latest_row_known_at_a_moment_wins(
    bare: Store, given_rows: list[tuple[str, int | None, int, int]], day: int, known: int
) -> None:
    """Against a plain reading of all rows, in any order of days and moments."""
    start = morning(date(2024, 1, 1))
    with bare.write() as query:
        query.run("delete from work_event")
        for field, value, on, at in given_rows:
            query.run(
                """
                insert into work_event (
                    programme, community, item, work, field, value, effective_on, recorded_at,
                    person
                )
                values ('p', 1, 'i', 'w', $field, $value, $day, $at, 'x')
                """,
                field=field,
                value=None if value is None else str(value),
                day=(start + timedelta(days=on)).date(),
                at=start + timedelta(days=at),
            )
    expected: dict[str, int] = {}
    order = [(on, at, place) for place, (_f, _v, on, at) in enumerate(given_rows)]
    for on, at, place in sorted(order):
        field, value, _on, _at = given_rows[place]
        if on <= day and at <= known:
            expected.pop(field, None)
            if value is not None:
                expected[field] = value
    with bare.read() as query:
        found = plan_records.planned(
            query, "p", "37", (start + timedelta(days=day)).date(), start + timedelta(days=known)
        )
        assert (
            plan_records.planned(query, "q", "37", date(2025, 1, 1), morning(date(2025, 1, 1)))
            == {}
        )
    assert found == ({(1, "i", "w"): Planned(**expected)} if expected else {})

"""A successor inherits no recognition by itself: it is listed until somebody decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from green.assessment.states import state_of
from green.errors import NotPossible, Refused
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.progress import changing
from green.progress.figures import progress
from green.registry.changes import ChangeKind, Part, Wanted
from green.review import succession
from green.review.matching import Row
from green.review.paper import Paper
from green.review.recording import apply, check
from green.review.succession import Pending, pending
from green.standard.programme import Programme
from green.store import Store
from tests.database import let_in, rows
from tests.review.conftest import CITY, CITY_REVIEWER, DISTRICT_REVIEWER, OFFICER, STREET

KEEPER = Actor("keeper")
ATTAINED, CHANGED, DECIDED = date(2023, 6, 1), date(2023, 9, 1), date(2023, 10, 8)
NEW = (Part(f"{STREET}198", "新一社区居委会"), Part(f"{STREET}199", "新二社区居委会"))


@pytest.fixture
def ids(store: Store) -> list[int]:
    let_in(store, KEEPER, role="administrator", scope=CITY)
    found = rows(
        store, "select id from community where code like $street order by code", street=STREET + "%"
    )
    return [row[0] for row in found]


def code_of(store: Store, community: int) -> str:
    ((code,),) = rows(store, "select code from community where id = $id", id=community)
    return str(code)


def recognised(store: Store, programme: Programme, community: int, *, named: bool = False) -> None:
    code = code_of(store, community)
    lines = [Row(1, code, kind="attain"), *([Row(2, code, kind="name")] if named else [])]
    apply(
        store, CITY_REVIEWER, programme, CITY, Paper("清创〔2023〕1号", ATTAINED, "attain"), lines
    )


def change(store: Store, kind: ChangeKind, community: int, **other: object) -> None:
    day = other.pop("day", CHANGED)
    changing.record(
        store,
        KEEPER,
        Wanted(kind, day, "清民字〔2023〕7号", community, **other),  # type: ignore[arg-type]
    )


def listed(store: Store, programme: Programme, scope: str = CITY) -> list[Pending]:
    with store.read() as query:
        return pending(query, programme, [scope])


def attained(store: Store, programme: Programme, day: date) -> int:
    with store.read() as query:
        return progress(query, programme, by="city", as_of=day).total.standing.counts.attained


def test_a_recognition_leaves_the_count_with_its_community_and_waits_to_be_confirmed(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    change(store, "merge", ids[0], successor=ids[1])
    assert attained(store, programme, CHANGED - timedelta(days=1)) == 1
    assert attained(store, programme, CHANGED) == 0
    (one,) = listed(store, programme)
    assert (one.change.community.id, one.heir.id, one.kinds) == (ids[0], ids[1], ("attain",))
    assert listed(store, programme, "4401") == []
    with store.read() as query:
        assert succession.mine(query, programme, [CITY]) == 1
        assert succession.mine(query, programme, [STREET]) == 0
        assert not state_of(query, programme, ids[1], DECIDED, query.at).submitted


def test_it_passes_on_by_a_document_from_its_day_on(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0], named=True)
    change(store, "merge", ids[0], successor=ids[1])
    (one,) = listed(store, programme)
    assert one.kinds == ("attain", "name")
    succession.pass_on(store, CITY_REVIEWER, programme, one, "清创〔2023〕9号", DECIDED)
    with store.read() as query:
        before = state_of(query, programme, ids[1], DECIDED - timedelta(days=1), query.at)
        after = state_of(query, programme, ids[1], DECIDED, query.at)
    assert (before.attained, after.attained, after.named) == (False, True, False)
    (left,) = listed(store, programme)
    assert left.kinds == ("name",)
    succession.pass_on(store, CITY_REVIEWER, programme, left, "清创〔2023〕9号", DECIDED)
    assert listed(store, programme) == []
    with pytest.raises(NotPossible, match="decided meanwhile"):
        succession.pass_on(store, CITY_REVIEWER, programme, left, "清创〔2023〕9号", DECIDED)


def test_it_does_not_pass_on_for_a_reason(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    change(store, "merge", ids[0], successor=ids[1])
    (one,) = listed(store, programme)
    with pytest.raises(Refused, match="Reason: This is blank"):
        succession.end(store, CITY_REVIEWER, programme, one, " ")
    assert listed(store, programme) == [one]
    succession.end(store, CITY_REVIEWER, programme, one, "合并后未达到创建要求")
    assert listed(store, programme) == []
    assert attained(store, programme, date(2024, 3, 1)) == 0
    assert rows(store, "select person, subject from log where action = 'end_succession'") == [
        (CITY_REVIEWER.person, one.heir.code)
    ]


@pytest.mark.parametrize("actor", [DISTRICT_REVIEWER, OFFICER, KEEPER])
def test_only_the_level_that_recognises_decides(
    store: Store, programme: Programme, ids: list[int], actor: Actor
) -> None:
    recognised(store, programme, ids[0])
    change(store, "merge", ids[0], successor=ids[1])
    (one,) = listed(store, programme)
    with pytest.raises((NotAllowed, NotPossible)):
        succession.end(store, actor, programme, one, "不再符合")
    with pytest.raises((NotAllowed, NotPossible)):
        succession.pass_on(store, actor, programme, one, "清创〔2023〕9号", DECIDED)
    assert listed(store, programme) == [one]


def test_a_decision_before_the_change_itself_is_refused(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    change(store, "merge", ids[0], successor=ids[1])
    (one,) = listed(store, programme)
    with pytest.raises(Refused, match="before the change itself"):
        succession.pass_on(
            store, CITY_REVIEWER, programme, one, "清创〔2023〕9号", CHANGED - timedelta(days=1)
        )
    assert listed(store, programme) == [one]


def test_every_part_of_a_split_waits_for_itself(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    change(store, "split", ids[0], parts=NEW, stays=False)
    first, second = listed(store, programme)
    assert [first.heir.name, second.heir.name] == [part.name for part in NEW]
    succession.pass_on(store, CITY_REVIEWER, programme, first, "清创〔2023〕9号", DECIDED)
    assert listed(store, programme) == [second]
    assert attained(store, programme, DECIDED) == 1


def test_where_the_successor_merged_on_its_own_heir_is_asked(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    change(store, "merge", ids[0], successor=ids[1])
    change(store, "merge", ids[1], successor=ids[2], day=date(2023, 11, 1))
    (one,) = listed(store, programme)
    assert (one.change.community.id, one.heir.id) == (ids[0], ids[2])
    change(store, "dissolve", ids[2], day=date(2023, 12, 1))
    assert listed(store, programme) == []


def test_nothing_waits_where_nothing_was_recognised_or_the_heir_has_it_of_its_own(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    change(store, "merge", ids[0], successor=ids[1])
    recognised(store, programme, ids[2])
    recognised(store, programme, ids[3])
    change(store, "merge", ids[2], successor=ids[3])
    change(store, "dissolve", ids[4])
    assert listed(store, programme) == []
    assert attained(store, programme, DECIDED) == 1


def test_a_list_recorded_the_usual_way_confirms_as_well(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    change(store, "merge", ids[0], successor=ids[1])
    code = code_of(store, ids[1])
    apply(
        store, CITY_REVIEWER, programme, CITY, Paper("清创〔2023〕9号", DECIDED, "attain"),
        [Row(1, code)],
    )  # fmt: skip
    assert listed(store, programme) == []
    assert attained(store, programme, DECIDED) == 1


def test_a_late_end_cannot_undo_a_decision(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    recognised(store, programme, ids[0])
    with pytest.raises(Refused, match="Something of 2023-06-01 is recorded"):
        change(store, "merge", ids[0], successor=ids[1], day=date(2023, 5, 1))
    assert attained(store, programme, ATTAINED) == 1


def test_a_list_of_earlier_years_may_call_a_renamed_community_by_its_old_name(
    store: Store, programme: Programme, ids: list[int]
) -> None:
    code = code_of(store, ids[0])
    ((old,),) = rows(store, "select name from community where id = $id", id=ids[0])
    change(store, "rename", ids[0], name="改名后社区居委会")
    paper = Paper("清创〔2023〕1号", ATTAINED, "attain")
    with store.read() as query:
        lines = [Row(1, name=old), Row(2, code, name=old), Row(3, name="改名后社区")]
        for line in lines:
            (found,) = check(query, CITY_REVIEWER, programme, STREET, paper, [line]).lines
            assert found.outcome == "new"
            assert found.match.community is not None
            assert found.match.community.id == ids[0]
        (other,) = check(
            query, CITY_REVIEWER, programme, STREET, paper, [Row(1, code, name="别的社区")]
        ).lines
    assert other.outcome == "doubtful"

"""New, renamed, merged, split and dissolved communities: what is recorded, and what cannot be."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from green.errors import NotFound, Refused
from green.log import records as log
from green.people.guard import NotAllowed
from green.people.log_sentences import sentence
from green.people.model import Actor
from green.progress import changing, denominating
from green.progress.denominating import record as record_official
from green.registry import records, search
from green.registry.changes import CHANGE_KINDS, ChangeKind, Part, is_committee_code, read_parts
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, QINGDAO, Days, let_in, rows
from tests.registry.changed import (
    DAY,
    DISTRICT,
    DOCUMENT,
    FREE,
    KEEPER,
    STREET,
    change,
    id_of,
    wanted,
)

BEFORE = DAY - timedelta(days=1)
REVIEWER, ELSEWHERE = Actor("pruefer"), Actor("anderswo")


@pytest.fixture(autouse=True)
def keeper(store: Store, days: Days) -> None:
    let_in(store, KEEPER, role="administrator", scope="3701")


def listed(store: Store, day: date, scope: str = STREET) -> int:
    with store.read() as query:
        return sum(records.community_counts(query, scope, "street", [day])[day].values())


def found(store: Store, text: str, day: date = DAY) -> list[str]:
    with store.read() as query:
        return [one.name for one in search.find(query, text, [STREET], day, 9)]


def nothing_changed(store: Store) -> bool:
    return (
        rows(store, "select count(*) from community_change") == [(0,)]
        and rows(store, "select count(*) from community") == [(6977,)]
        and rows(store, "select count(*) from community where valid_to is not null") == [(0,)]
    )


@pytest.mark.parametrize(
    ("kind", "more", "other"),
    [
        ("new", 1, {}),
        ("rename", 0, {}),
        ("merge", -1, {}),
        ("split", 1, {}),
        ("split", 1, {"stays": False, "parts": (FREE, Part(JIEFANGQIAO, "旧桥社区居委会"))}),
        ("dissolve", -1, {}),
    ],
)
def test_a_change_counts_from_its_day_on_and_not_before(
    store: Store, kind: ChangeKind, more: int, other: dict[str, Any]
) -> None:
    was = listed(store, BEFORE)
    change(store, kind, **other)
    assert listed(store, DAY) == was + more
    assert listed(store, BEFORE) == was


def test_a_merged_community_leaves_the_list_and_names_its_successor(store: Store) -> None:
    one, other = id_of(store, JIEFANGQIAO), id_of(store, LISHANLU)
    change(store, "merge")
    assert rows(store, "select valid_to, merged_into from community where id = $id", id=one) == [
        (DAY, other)
    ]
    assert found(store, JIEFANGQIAO) == []
    assert found(store, JIEFANGQIAO, BEFORE) != []
    with store.read() as query:
        (recorded,) = changing.history(query, [DISTRICT])
        assert changing.history(query, ["3702"]) == []
    assert (recorded.kind, recorded.document, recorded.effective_on) == ("merge", DOCUMENT, DAY)
    assert (recorded.community.id, recorded.successor and recorded.successor.id) == (one, other)
    assert (recorded.is_ended, recorded.person) == (True, "keeper")


def test_whoever_asks_for_a_merged_community_reads_where_it_went(store: Store) -> None:
    change(store, "merge")
    with store.read() as query:
        with pytest.raises(NotFound, match=f"2024-02-01. It was merged into .*, {LISHANLU}"):
            records.community_by_code(query, JIEFANGQIAO, DAY)
        with pytest.raises(NotFound, match="No community has the code"):
            records.community_by_code(query, FREE.code, DAY)
        assert records.community_by_code(query, JIEFANGQIAO, BEFORE).valid_to == DAY


def test_a_renamed_community_is_found_by_both_names_once(store: Store) -> None:
    (old,) = found(store, "解放桥")
    change(store, "rename")
    for text in ("解放桥", "解放阁", "jfq", "jfg", JIEFANGQIAO):
        assert found(store, text).count("解放阁社区居委会") == 1
    assert old not in found(store, "解放")
    assert rows(store, "select old_name, new_name from community_change") == [
        (old, "解放阁社区居委会")
    ]


def test_a_new_community_is_found_by_its_name_and_its_reading(store: Store) -> None:
    change(store, "new")
    assert found(store, "新桥") == found(store, "xinqiao") == [FREE.name]
    assert found(store, "新桥", BEFORE) == []


def test_a_code_is_free_again_for_another_once_its_community_has_ended(store: Store) -> None:
    change(store, "dissolve")
    change(store, "new", parts=(Part(JIEFANGQIAO, "新生社区居委会"),))
    assert found(store, JIEFANGQIAO) == ["新生社区居委会"]
    assert found(store, JIEFANGQIAO, BEFORE) != ["新生社区居委会"]


def test_a_code_that_is_no_committees_is_refused(store: Store) -> None:
    for code in ("37010200119", "370102001000", "370102001200", "3701020010a1", ""):
        assert not is_committee_code(code)
        with pytest.raises(Refused, match="cannot be a community's code"):
            change(store, "new", parts=(Part(code, "新桥社区居委会"),))
    assert is_committee_code("370102001001")
    assert is_committee_code("370102001199")
    assert nothing_changed(store)


@pytest.mark.parametrize(
    ("kind", "other", "why"),
    [
        ("new", {"parts": (Part(LISHANLU, "甲社区"),)}, "belongs to another community"),
        ("new", {"parts": (Part("370102999001", "甲社区"),)}, "There is no street"),
        ("new", {"parts": (Part(FREE.code, "解放桥社区居委会"),)}, "in this street already"),
        ("new", {"parts": (Part(FREE.code, " "),)}, "Name of 370102001190: This is blank"),
        ("new", {"document": ""}, "Document: This is blank"),
        ("new", {"parts": (FREE, Part("370102001191", "乙社区"))}, "From 1 to 1 new"),
        ("rename", {"name": " "}, "Name: This is blank"),
        ("rename", {"name": "历山路社区"}, "in this street already"),
        ("split", {"parts": ()}, "From 1 to 20 new"),
        ("split", {"stays": False}, "From 2 to 20 new"),
        ("split", {"parts": (FREE, FREE)}, "belongs to another community"),
        ("split", {"parts": (Part(JIEFANGQIAO, "丙社区"),)}, "belongs to another community"),
        ("dissolve", {"day": date(2024, 3, 2)}, "2024-03-02 cannot be the day of a change"),
        ("dissolve", {"day": date(1999, 12, 31)}, "Choose a day from 2000-01-01 to today"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason_and_nothing_is_stored(
    store: Store, kind: ChangeKind, other: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        change(store, kind, **other)
    assert nothing_changed(store)


def test_all_that_is_wrong_is_said_at_once(store: Store) -> None:
    asked = wanted(store, "rename", date(2024, 3, 2), name="", document="")
    with pytest.raises(Refused) as refused:
        changing.record(store, KEEPER, asked)
    assert len(refused.value.problems) == 3
    assert nothing_changed(store)


def test_a_community_merges_neither_into_itself_nor_into_one_that_is_gone(store: Store) -> None:
    with pytest.raises(Refused, match="into itself"):
        change(store, "merge", successor=id_of(store, JIEFANGQIAO))
    asked = wanted(store, "merge")
    change(store, "dissolve", community=id_of(store, LISHANLU))
    with pytest.raises(Refused, match="has not existed since 2024-02-01"):
        changing.record(store, KEEPER, asked)
    assert found(store, JIEFANGQIAO) != []


def test_a_successor_has_to_be_there_on_the_day(store: Store) -> None:
    change(store, "new", date(2024, 2, 20))
    with pytest.raises(Refused, match="was not on the list on 2024-02-01"):
        change(store, "merge", successor=id_of(store, FREE.code, date(2024, 2, 20)))
    assert found(store, JIEFANGQIAO) != []


def test_nothing_is_recorded_before_what_was_recorded_about_it(store: Store) -> None:
    change(store, "rename", date(2024, 2, 10))
    for day in (DAY, date(2024, 2, 10)):
        with pytest.raises(Refused, match="Something of 2024-02-10 is recorded"):
            change(store, "dissolve", day)
    assert found(store, JIEFANGQIAO) != []
    change(store, "dissolve", date(2024, 2, 11))


def test_what_has_ended_cannot_end_again(store: Store) -> None:
    asked = wanted(store, "dissolve")
    changing.record(store, KEEPER, asked)
    with pytest.raises(Refused, match="has not existed since"):
        changing.record(store, KEEPER, asked)
    assert rows(store, "select count(*) from community_change") == [(1,)]


def test_a_community_that_never_was_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        changing.record(store, Actor("local"), wanted(store, "dissolve", community=0))
    assert nothing_changed(store)


@pytest.mark.parametrize("kind", ["new", "merge"])
@pytest.mark.parametrize("actor", [REVIEWER, ELSEWHERE])
def test_reviewers_and_administrators_of_elsewhere_are_refused_and_that_is_logged(
    store: Store, kind: ChangeKind, actor: Actor
) -> None:
    let_in(store, REVIEWER, role="reviewer", scope="37")
    let_in(store, ELSEWHERE, role="administrator", scope="3702")
    for step in (changing.record, changing.preview):
        with pytest.raises(NotAllowed):
            step(store, actor, wanted(store, kind))
    assert nothing_changed(store)
    assert rows(store, "select distinct person from log where action = 'refuse'") == [
        (actor.person,)
    ]


def test_a_successor_outside_of_ones_scope_is_refused(store: Store) -> None:
    with pytest.raises(NotAllowed):
        change(store, "merge", successor=id_of(store, QINGDAO))
    assert nothing_changed(store)


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_the_log_says_who_changed_what_by_which_document(
    store: Store, kind: ChangeKind, english: None
) -> None:
    change(store, kind)
    with store.read() as query:
        (entry,) = [one for one in log.entries(query, [""]) if one.action == "change_registry"]
    said = sentence(entry, {"keeper": "王敏"})
    assert "王敏 (keeper)" in said
    assert DOCUMENT in said
    assert ("新桥" if kind == "new" else "解放桥") in said
    assert json.loads(entry.details)["kind"] == kind
    assert "change_registry" not in said


def test_a_preview_says_what_becomes_of_each_place_and_stores_nothing(store: Store) -> None:
    record_official(store, Actor("local"), DISTRICT, 138, date(2024, 1, 1), "区民政局名录")
    found = changing.preview(store, KEEPER, wanted(store, "new"))
    assert [one.place.code for one in found] == ["37", "3701", DISTRICT, STREET]
    assert [(one.listed_before, one.listed_after) for one in found[:2]] == [
        (6977, 6978),
        (1061, 1062),
    ]
    district, street = found[2:]
    assert (district.before.denominator.count, district.after.denominator.count) == (138, 138)
    assert (district.is_official, district.is_too_small) == (True, True)
    assert (street.is_official, street.is_too_small) == (False, False)
    assert nothing_changed(store)
    assert rows(store, "select count(*) from log where action = 'change_registry'") == [(0,)]


def test_official_figures_say_by_how_many_the_list_changed_since(store: Store) -> None:
    record_official(store, Actor("local"), DISTRICT, 130, date(2024, 1, 15), "区民政局名录")
    with store.read() as query:
        (whole, *_parts) = denominating.compared(query, DISTRICT, DAY)
    assert (whole.difference, whole.changed_since) == (-8, 0)
    change(store, "new")
    change(store, "dissolve", date(2024, 1, 10))
    with store.read() as query:
        (whole, *parts) = denominating.compared(query, DISTRICT, DAY)
    assert (whole.listed, whole.listed_then) == (138, 137)
    assert (whole.difference, whole.changed_since) == (-8, 1)
    assert {one.changed_since for one in parts} == {None}


def test_a_preview_refuses_what_recording_refuses(store: Store) -> None:
    with pytest.raises(Refused, match="Document: This is blank"):
        changing.preview(store, KEEPER, wanted(store, "new", document=" "))
    assert nothing_changed(store)


def test_lines_of_new_communities_are_read_as_they_are_pasted() -> None:
    assert read_parts("370102001190 新桥社区\n\n370102001191\t旧 桥\n370102001192") == (
        Part("370102001190", "新桥社区"),
        Part("370102001191", "旧 桥"),
        Part("370102001192", ""),
    )

"""Questions to ask of the data: what each rule takes, and what it leaves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from green.progress import question_records as records
from green.progress.asking import questions
from green.progress.questions import (
    KINDS,
    HandedIn,
    Noted,
    Window,
    bursts,
    by_one_hand,
    last_window,
    normalised,
    same_notes,
    usual_sentences,
)
from green.simulation.pace import ENDS
from green.standard import loader
from green.standard.phrases import phrases
from tests.database import GREEN, SHANDONG
from tests.simulation.worlds import NINGXIA, TIBET, World, open_world

DEADLINE = date(2021, 12, 31)
WINDOW = Window(DEADLINE)
DAY = date(2021, 6, 1)
DISTRICT = "370102"


def noted(code: int, note: str) -> Noted:
    return Noted(f"37010200{code:04}", str(code), DAY, note)


def handed(n: int, day: date, *, first: int = 0, person: str | None = None) -> list[HandedIn]:
    """That many communities of one district on one day."""
    return [
        HandedIn(f"{DISTRICT}{place:06}", str(place), day, person)
        for place in range(first, first + n)
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("有会议记录。", " 有会 议记录。\n", True),
        ("有记录,共12次", "有记录，共１２次", True),
        ("有会议记录。", "有会议记录", False),
        ("Minutes", "minutes", False),
    ],
)
def test_white_space_and_width_make_no_difference_and_all_else_does(
    one: str, other: str, same: bool
) -> None:
    assert (normalised(one) == normalised(other)) is same


def test_a_note_is_asked_about_when_three_communities_have_it_and_never_two() -> None:
    rows = [noted(1, "已按要求完成。"), noted(2, "已按要求 完成。"), noted(3, "另有说明一二三。")]
    assert same_notes(rows, frozenset()) == []
    found = same_notes([*rows, noted(4, "已按要求完成。 ")], frozenset())
    assert [(one.name, one.number) for one in found] == [("1", 3), ("2", 3), ("4", 3)]


def test_a_community_that_writes_one_note_thrice_asks_nothing_of_others() -> None:
    rows = [noted(1, "已按要求完成。"), noted(1, "已按要求 完成。"), noted(1, "已 按要求完成。")]
    assert same_notes(rows, frozenset()) == []


def test_short_notes_and_sentences_that_are_offered_are_left_out() -> None:
    standard = loader.standard(GREEN)
    usual = usual_sentences(standard, phrases())
    offered = phrases().returns[0].zh
    when = next(item.not_applicable.when.zh for item in standard.items if item.not_applicable)
    rows = [
        noted(n, note) for n in range(5) for note in (offered, when, "已完成了。", "已经完成了。")
    ]
    assert {one.text for one in same_notes(rows, usual)} == {"已经完成了。"}


def test_the_window_is_the_last_seven_days_of_the_deadline_that_began_last() -> None:
    programme = loader.programme(SHANDONG)
    assert WINDOW.first == date(2021, 12, 25)
    assert last_window(programme, date(2020, 12, 24)) is None
    assert last_window(programme, date(2020, 12, 25)) == Window(date(2020, 12, 31))
    assert last_window(programme, date(2021, 12, 24)) == Window(date(2020, 12, 31))
    assert last_window(programme, date(2022, 8, 1)) == WINDOW


@pytest.mark.parametrize(
    ("before", "number", "asked"), [(0, 5, 5), (0, 4, 0), (3, 6, 0), (3, 7, 7), (20, 40, 0)]
)
def test_a_burst_is_more_than_twice_as_many_as_on_any_day_before(
    before: int, number: int, asked: int
) -> None:
    rows = [
        *handed(before, WINDOW.usual_from),
        *handed(9, WINDOW.usual_from - timedelta(days=1)),
        *handed(number, DEADLINE, first=100),
    ]
    assert len(bursts(rows, WINDOW)) == asked


def test_what_is_handed_in_before_the_window_after_it_or_over_many_days_is_no_burst() -> None:
    assert bursts(handed(50, WINDOW.first - timedelta(days=1)), WINDOW) == []
    assert bursts(handed(50, DEADLINE + timedelta(days=1)), WINDOW) == []
    spread = [row for n in range(7) for row in handed(4, DEADLINE - timedelta(days=n), first=9 * n)]
    assert bursts(spread, WINDOW) == []


def test_one_account_for_five_communities_is_asked_about_and_rows_without_one_are_not() -> None:
    rows = [*handed(5, DEADLINE, person="li"), *handed(4, DEADLINE, first=10, person="wang")]
    assert len(by_one_hand(rows, WINDOW)) == 5
    assert by_one_hand(handed(50, DEADLINE), WINDOW) == []
    twice = [*handed(4, DEADLINE, person="li"), *handed(4, DEADLINE, person="li")]
    assert by_one_hand(twice, WINDOW) == []


@pytest.fixture(scope="module", params=[(TIBET, 8), (NINGXIA, 8)], ids=["54", "64"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    found = open_world(tmp_path_factory, *request.param)
    yield found
    found.store.close()


def snapshots(world: World, day: date) -> dict[str, dict]:
    """By code what stands handed in, as it was frozen."""
    found = {}
    for community, life in world.lives.items():
        gone = {one.about for one in life if one.kind in ("recall", "return") and one.day <= day}
        left = any(one.kind == "withdraw" and one.day <= day for one in life)
        mine = [
            one
            for one in life
            if one.kind == "hand_in" and one.day <= day and one.id not in gone and not left
        ]
        if mine:
            last = max(mine, key=lambda one: (one.day, one.at, one.id))
            found[world.codes[community]] = json.loads(world.submissions[last.id].snapshot)
    return found


@pytest.mark.parametrize("day", [ENDS, ENDS - timedelta(days=300)])
def test_notes_and_bare_hand_ins_are_those_of_the_snapshots(world: World, day: date) -> None:
    frozen = snapshots(world, day)
    expected: dict[str, set[str]] = defaultdict(set)
    plain = set()
    for code, snapshot in frozen.items():
        said = {one["note"] for one in snapshot["answers"].values() if "note" in one}
        expected[code] |= {note for note in said if len(note) >= 6}
        if snapshot["outcome"] == "meets" and not said and not snapshot["evidence"]:
            plain.add(code)
    region = world.programme.region
    with world.read() as query:
        notes = records.notes(query, world.programme, region, 6, day, query.at)
        bare = records.bare(query, world.programme, region, day, query.at)
    found: dict[str, set[str]] = defaultdict(set)
    for one in notes:
        found[one.code].add(one.note)
    assert found == {code: said for code, said in expected.items() if said}
    assert {one.code for one in bare} == plain
    assert len(frozen) > len(plain)


def test_drafts_are_idle_from_the_ninetieth_day_on(world: World) -> None:
    region = world.programme.region
    with world.read() as query:
        (asked,) = questions(query, world.programme, region, ENDS, query.at, ["idle"])
        same = records.idle(query, world.programme, region, ENDS, ENDS, query.at)
    assert asked.findings
    assert all(
        one.number >= 90 and one.day + timedelta(one.number) == ENDS for one in asked.findings
    )
    assert [one for one in same if one.number >= 90] == list(asked.findings)
    codes = {code: community for community, code in world.codes.items()}
    for one in asked.findings:
        life = world.lives[codes[one.code]]
        last = max(
            event.day for event in life if event.kind in ("answer", "attach", "detach", "recall")
        )
        assert one.day == last


def test_every_question_is_answered_on_every_day_and_before_the_beginning_by_nobody(
    world: World,
) -> None:
    region = world.programme.region
    with world.read() as query:
        for day in (date(2020, 7, 1), DEADLINE, ENDS):
            asked = questions(query, world.programme, region, day, query.at)
            assert tuple(one.kind for one in asked) == KINDS
            for one in asked:
                codes = [finding.code for finding in one.findings]
                assert codes == sorted(set(codes))
                assert day > date(2020, 8, 1) or not codes
            # Nobody waits at an office where there is none.
            assert asked[-1].findings == ()

"""Every simulated step is one that a real community could have taken that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from green.errors import Refused
from green.registry.records import profile
from green.simulation.pace import ENDS
from green.standard import loader
from tests.database import GREEN, SHANDONG
from tests.simulation import rules
from tests.simulation.rules import RULES, Rule
from tests.simulation.worlds import TIBET, WORLDS, Event, World, open_world

Find = Callable[[str, int], World]
worlds = st.sampled_from(WORLDS)
once_each = settings(max_examples=len(WORLDS))


def broken(world: World, rule: Rule) -> list[str]:
    return [
        sentence
        for life in world.lives.values()
        for sentence in rule(world.programme, world.standard, life)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@once_each
@given(one=worlds)
def test_no_community_breaks_a_rule_of_real_steps(world: Find, rule: Rule, one: tuple) -> None:
    found = broken(world(*one), rule)
    assert not found, f"{len(found)}, the first: {found[0]}"


@settings(max_examples=5, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(seed=st.integers(-(2**63), 2**63 - 1))
def test_no_seed_at_all_breaks_a_rule_of_real_steps(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    found = open_world(tmp_path_factory, TIBET, seed)
    try:
        assert found.lives
        for rule in RULES:
            assert broken(found, rule) == []
    finally:
        found.store.close()


@once_each
@given(one=worlds)
def test_a_profile_is_one_that_could_be_entered_on_its_day(world: Find, one: tuple) -> None:
    found = world(*one)
    days = found.rows("select community, effective_on from profile_event")
    assert days
    wrong = []
    with found.read() as query:
        for community, day in days:
            try:
                profile(query, community).check(day)
            except Refused as refused:
                wrong.append(f"{day}: {refused}")
    assert not wrong, f"{len(wrong)} of {len(days)}, the first: {wrong[0]}"


@once_each
@given(one=worlds)
def test_everybody_who_takes_part_enrols_and_fills_the_profile_first(
    world: Find, one: tuple
) -> None:
    for life in world(*one).lives.values():
        assert [event.kind for event in life[:2]] == ["enrol", "profile"]
        assert sum(event.kind == "enrol" for event in life) == 1


@once_each
@given(one=worlds)
def test_no_paper_is_dated_after_the_day_it_was_attached_on(world: Find, one: tuple) -> None:
    rows = world(*one).rows(
        """
        select evidence.true_as_of, link.effective_on
        from evidence_link_event as link join evidence on evidence.id = link.evidence
        """
    )
    assert rows
    assert all(true_as_of <= day <= ENDS for true_as_of, day in rows)


@once_each
@given(one=worlds)
def test_nothing_happens_to_a_community_that_is_not_on_the_list(world: Find, one: tuple) -> None:
    found = world(*one)
    assert set(found.lives) <= set(found.codes)
    assert len(found.codes) == found.made.communities
    assert all(code.startswith(found.made.province) for code in found.codes.values())


@once_each
@given(one=worlds)
def test_every_kind_of_life_is_there_in_a_small_province_too(world: Find, one: tuple) -> None:
    found = world(*one)
    last = [life[-1].kind for life in found.lives.values()]
    assert {"hand_in", "withdraw"} <= set(last)
    assert any(kind not in rules.STEPS for kind in last), "some are still at it"
    assert len(found.lives) < len(found.codes), "some never take part"


# The rules themselves: none may be blind.

DAY, NEXT = date(2021, 3, 1), date(2021, 3, 2)


def event(number: int, kind: str, day: date = DAY, **more: object) -> Event:
    at = datetime(day.year, day.month, day.day, 2, number)  # noqa: DTZ001 - as it is stored
    about = {"community": 1, "person": "simulated", "cycle": "2021", "day": day, "at": at}
    return Event(**{"id": number, "kind": kind, **about, **more})  # type: ignore[arg-type]


ENROL = event(1, "enrol")
MET = {"item": "noise", "field": "status", "value": '{"status": "met"}'}
HAND_IN, RECALL = event(3, "hand_in"), event(4, "recall", about=3)
BROKEN: dict[str, tuple[Rule, list[Event]]] = {
    "a day after the end": (RULES[0], [event(1, "enrol", date(2023, 1, 1))]),
    "a day before the opening": (RULES[0], [event(1, "enrol", date(2020, 7, 21))]),
    "another cycle's answer": (RULES[0], [event(1, "answer", **MET, cycle="2020")]),
    "a moment that runs back": (RULES[1], [event(2, "enrol"), event(1, "answer")]),
    "a moment before its day": (RULES[1], [ENROL._replace(day=NEXT)]),
    "a step before the last": (RULES[2], [event(1, "enrol", NEXT), event(2, "withdraw")]),
    "an answer before taking part": (RULES[3], [event(1, "answer", **MET)]),
    "taking part twice": (RULES[3], [ENROL, event(2, "enrol")]),
    "an answer after leaving": (RULES[3], [ENROL, event(2, "withdraw"), event(3, "answer")]),
    "an answer after handing in": (RULES[4], [HAND_IN, event(5, "answer", **MET)]),
    "handing in twice": (RULES[4], [HAND_IN, event(5, "hand_in")]),
    "recalling twice": (RULES[4], [HAND_IN, RECALL, event(5, "recall", about=3)]),
    "leaving with something standing": (RULES[4], [HAND_IN, event(5, "withdraw")]),
    "no such item": (RULES[5], [event(1, "answer", item="x", field="status", value="1")]),
    "no such status": (RULES[5], [event(1, "answer", **MET | {"value": '{"status": "x"}'})]),
    "based on nothing": (RULES[6], [event(1, "answer", **MET), event(2, "answer", **MET)]),
    "the same again": (RULES[7], [event(1, "answer", **MET), event(2, "answer", **MET)]),
}


@pytest.mark.parametrize(("rule", "life"), BROKEN.values(), ids=BROKEN)
def test_a_rule_sees_what_breaks_it(rule: Rule, life: list[Event], english: None) -> None:
    assert len(list(rule(loader.programme(SHANDONG), loader.standard(GREEN), life))) == 1


def test_a_life_by_the_rules_breaks_none() -> None:
    answer = event(2, "answer", **MET)
    life = [ENROL, answer, HAND_IN, RECALL, event(5, "answer", **MET | {"about": 2}), event(6, "x")]
    life[4] = life[4]._replace(value='{"status": "unmet"}')
    for rule in RULES:
        assert list(rule(loader.programme(SHANDONG), loader.standard(GREEN), life)) == []

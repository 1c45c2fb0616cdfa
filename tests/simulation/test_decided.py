"""Simulated provinces where a chain decides: the same rules, figures by recognitions, hashes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from green.progress.figures import month_ends, progress
from green.progress.model import Row
from green.registry.model import CODE_LENGTH
from green.simulation.build import digest, simulate
from green.simulation.pace import ENDS
from green.store import Store
from tests.simulation.rules import RULES, Rule
from tests.simulation.states import counted, state
from tests.simulation.worlds import DECIDED, SHANGHAI, World

Find = Callable[[str, int], World]
LATER = datetime(2030, 1, 1)  # noqa: DTZ001 - naive UTC, as it is stored
NOBODY = (0, 0, 0, 0)
both = pytest.mark.parametrize("one", DECIDED, ids=lambda one: one[0])


def numbers(row: Row) -> tuple[int, ...]:
    counts = row.standing.counts
    assert counts.named is not None
    return counts.participating, counts.submitted, counts.attained, counts.named


@both
def test_at_every_quarters_end_the_figures_are_those_of_the_rows(
    world: Find, one: tuple[str, int]
) -> None:
    found = world(*one)
    with found.read() as query:
        series = progress(query, found.programme, as_of=ENDS, monthly=True).series
    assert series is not None
    # Of Shandong every half year: it has many communities.
    for month in series[5::6] if one[0] == "37" else series[2::3]:
        expected = counted(found, CODE_LENGTH["city"], month.day, LATER)
        for row in month.rows:
            assert numbers(row) == expected.get(row.code, NOBODY)
        parts = [numbers(row) for row in month.rows]
        assert tuple(map(sum, zip(*parts, strict=True))) == numbers(month.total)


@both
def test_at_every_quarter_who_is_named_has_attained_submitted_and_takes_part(
    world: Find, one: tuple[str, int]
) -> None:
    found = world(*one)
    for life in found.steps.values():
        for end in month_ends(found.programme.opens, ENDS)[2::3]:
            now = state(found, life, end, LATER)
            assert bool(now.named) <= now.attained <= now.submitted <= now.participating


@both
def test_what_was_known_earlier_is_what_was_recorded_by_then(
    world: Find, one: tuple[str, int]
) -> None:
    found = world(*one)
    known_at, day = datetime(2022, 2, 20, 12), date(2022, 3, 1)  # noqa: DTZ001 - naive UTC
    expected = counted(found, CODE_LENGTH["district"], day, known_at)
    with found.read() as query:
        answer = progress(query, found.programme, by="district", as_of=day, known_at=known_at)
    for row in answer.rows:
        assert numbers(row) == expected.get(row.code, NOBODY)
    # Published the day after: not known yet.
    assert answer.total.standing.counts.named == 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_community_of_shanghai_breaks_a_rule_of_real_steps(world: Find, rule: Rule) -> None:
    found = world(SHANGHAI, 8)
    for life in found.lives.values():
        assert list(rule(found.programme, found.standard, life)) == []


def test_in_shanghai_nobody_attains_but_by_a_list_and_nobody_is_named(world: Find) -> None:
    found = world(SHANGHAI, 8)
    kinds = found.rows("select kind, count(*), count(batch) from recognition_event group by kind")
    assert [(kind, number == lists) for kind, number, lists in kinds] == [("attain", True)]
    with found.read() as query:
        total = progress(query, found.programme, as_of=ENDS).total
    assert numbers(total)[3] == 0
    assert 0.3 < float(total.standing.rate("attained") or 0) < 0.7


def test_equal_seeds_give_equal_hashes_over_decisions_and_lists_too(
    world: Find, tmp_path: Path
) -> None:
    first = world(SHANGHAI, 8).made
    again = simulate(tmp_path / "again.duckdb", SHANGHAI, 8)
    assert (again.sha256, again.rows) == (first.sha256, first.rows)


def test_a_decision_less_gives_another_hash(world: Find, tmp_path: Path) -> None:
    path = Path(shutil.copy(world(SHANGHAI, 8).made.path, tmp_path / "green.duckdb"))
    store = Store.open(path)
    with store.write() as query:
        # Most rows are answers, which are looked at elsewhere; every look goes over all rows.
        for table in ("answer_event", "evidence_link_event", "evidence", "submission_item"):
            query.run(f"delete from {table}")
        before, unseen = digest(query), []
        for table in (
            *("decision", "review_mark", "returned_item", "recognition_event"),
            *("notice", "notice_submission", "notice_event"),
        ):
            query.run(f"delete from {table} where rowid = (select max(rowid) from {table})")
            after = digest(query)
            if after == before:
                unseen.append(table)
            before = after
    store.close()
    assert unseen == []

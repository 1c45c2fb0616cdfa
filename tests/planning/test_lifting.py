"""Figures with measures applied are those that progress shows once the rows are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from green.planning.lifting import lifted
from green.planning.standing_rows_records import standings
from green.planning.whatif import Measure, what_if
from green.progress.figures import progress
from green.progress.model import Progress, Row
from green.standard import loader
from green.standard.model import Source
from green.standard.programme import ListedCommunity, Programme, Target
from green.store import Store
from tests.database import GREEN, JIEFANGQIAO, Days, self_declared
from tests.planning.handed import hand_in

STANDARD = loader.standard(GREEN)
FIRST = date(2021, 6, 1)
SOURCE = Source(document="a paper", verified=True)


@pytest.fixture(autouse=True)
def _as_it_is_here(days: Days, english: None) -> None:
    """The clock is turned before the store is opened."""


@pytest.fixture
def programme() -> Programme:
    """Every kind of target, due before and after today."""

    def target(**given: Any) -> Target:
        return Target(**({"scope": "whole", "metric": "attained", "source": SOURCE} | given))

    later = date(2099, 12, 31)
    return self_declared().model_copy(
        update={
            "targets": (
                target(share_percent=30, deadline=date(2021, 12, 31)),
                target(share_percent=60, deadline=later),
                target(scope="each-city", count=3, deadline=later),
                target(share_percent=1, denominator="subdistricts", deadline=later),
                target(list=(ListedCommunity(code=JIEFANGQIAO, name="x"),), deadline=later),
                target(metric="participating", share_percent=50, deadline=later),
            )
        }
    )


def some_codes(store: Store, scope: str, n: int) -> list[str]:
    with store.read() as query:
        return [
            row[0]
            for row in query.rows(
                "select code from community where code like $scope order by code limit $n",
                scope=scope + "%",
                n=n,
            )
        ]


def told(rows: Sequence[Row], total: Row) -> list[dict[str, Any]]:
    return [row.as_json() for row in (*rows, total)]


def test_the_figures_after_are_those_of_progress_when_it_has_come_true(
    store: Store, programme: Programme
) -> None:
    near, far = some_codes(store, "3701", 6), some_codes(store, "3702", 3)
    hand_in(store, near, FIRST, noise="unmet")
    hand_in(store, far, FIRST, noise="partly", training="unmet")

    def look() -> tuple[Progress, Any]:
        with store.read() as query:
            return (
                progress(query, programme, scope="37"),
                standings(query, programme, STANDARD, "37", query.at.date(), query.at),
            )

    before, here = look()
    asked = [Measure("noise", 5), Measure("training", None, ("3702",)), Measure("noise", 1)]
    found = what_if(here, asked)
    rows, total = lifted(before, found.newly)
    assert [one.before for one in rows] == list(before.rows)
    assert total.before == before.total
    assert total.newly == len(found.newly) == 6

    hand_in(store, found.newly, before.as_of)
    after, _here = look()
    assert told([one.after for one in rows], total.after) == told(after.rows, after.total)
    assert told(before.rows, before.total) != told(after.rows, after.total)
    assert {one.newly for one in rows} == {0, 6}


def test_without_anybody_newly_nothing_moves(store: Store, programme: Programme) -> None:
    hand_in(store, some_codes(store, "3701", 2), FIRST, noise="unmet")
    with store.read() as query:
        before = progress(query, programme, scope="37", pace=True)
    rows, total = lifted(before, ())
    still = [replace(figure, outlook=None) for figure in before.total.targets]
    assert [replace(figure, outlook=None) for figure in total.after.targets] == still
    assert all(one.newly == 0 and one.after.standing == one.before.standing for one in rows)

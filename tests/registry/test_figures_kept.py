"""No change of the registry alters a figure of days before it, or as known before it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.errors import Refused
from green.progress import changing
from green.progress.figures import progress
from green.progress.funnel_records import waits
from green.progress.pace_records import movements
from green.progress.records import listed
from green.registry.changes import CHANGE_KINDS, ChangeKind, Part, Wanted
from green.standard.programme import Programme
from green.store import Store
from tests.database import SELF_DECLARED, Days, let_in, morning, self_declared
from tests.registry.changed import DISTRICT, DOCUMENT, KEEPER

FIRST, TODAY = date(2022, 1, 1), date(2024, 3, 1)


@pytest.fixture
def history(shandong: Path, tmp_path: Path, days: Days) -> Iterator[Store]:
    """A district of which every third community takes part and has handed in."""
    opened = Store.open(Path(shutil.copy(shandong, tmp_path / "green.duckdb")))
    let_in(opened, KEEPER, role="administrator", scope=DISTRICT)
    with opened.write() as query:
        given = {"programme": SELF_DECLARED, "scope": DISTRICT + "%", "at": morning(FIRST)}
        query.run(
            """
            insert into enrolment_event
                (programme, community, kind, effective_on, recorded_at, person)
            select $programme, id, 'enrol', cast($day as date), $at, 'local'
            from community where code like $scope and id % 3 = 0
            """,
            day=FIRST,
            **given,
        )
        query.run(
            """
            insert into submission
                (programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
                 effective_on, recorded_at, person)
            select $programme, '2022', id, case when id % 2 = 0 then 'meets' else 'does_not_meet'
                end, '', '', '', cast($day as date), $at, 'local'
            from community where code like $scope and id % 3 = 0
            """,
            day=date(2022, 6, 1),
            **given,
        )
    yield opened
    opened.close()


def figures(store: Store, programme: Programme, day: date, known: Any) -> list[object]:
    """All that is counted in the district by a day, as known at a moment."""
    with store.read() as query:
        found = progress(query, programme, scope=DISTRICT, by="street", as_of=day, known_at=known)
        return [
            found.rows,
            found.total,
            listed(query, programme, DISTRICT, day, known),
            waits(query, programme, DISTRICT, "street", day, known),
            movements(query, programme, DISTRICT, "street", FIRST, day, known),
        ]


def a_change(store: Store, kind: ChangeKind, day: date, dice: random.Random) -> Wanted:
    with store.read() as query:
        there = query.rows(
            """
            select id, code from community where code like $scope and valid_to is null
            order by id
            """,
            scope=DISTRICT + "%",
        )
    (one, code), (other, _code) = dice.sample(there, 2)
    number = dice.randrange(150, 190)
    parts = [Part(f"{code[:9]}{number + n}", f"第{number + n}社区") for n in range(2)]
    return Wanted(
        kind,
        day,
        DOCUMENT,
        one,
        name=f"改名{number}社区",
        successor=other,
        parts=tuple(parts[: 1 if kind == "new" else 2]) if kind in ("new", "split") else (),
        stays=dice.random() < 0.5,
    )


@settings(
    max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    kind=st.sampled_from(CHANGE_KINDS),
    ago=st.integers(1, 700),
    seed=st.integers(0, 10_000),
)
def test_a_change_alters_no_figure_of_days_before_it_nor_as_known_before_it(
    history: Store, kind: ChangeKind, ago: int, seed: int
) -> None:
    programme, dice = self_declared(), random.Random(seed)  # noqa: S311 - a test's dice
    day = TODAY - timedelta(days=ago)
    with history.read() as query:
        known = query.at
    later = known + timedelta(days=9)
    before_it = [day - timedelta(days=n) for n in (1, dice.randrange(2, 400))]
    after_it = [TODAY]
    asked = a_change(history, kind, day, dice)
    was = [figures(history, programme, one, known) for one in before_it + after_it]
    try:
        changing.record(history, KEEPER, asked)
    except Refused:
        return
    now = [figures(history, programme, one, known) for one in before_it + after_it]
    if kind != "rename":
        assert now == was
        assert [figures(history, programme, one, later) for one in before_it] == was[:2]
    else:
        # A list calls a community what it is called now; every figure stays.
        assert [one[:2] + one[3:] for one in now] == [one[:2] + one[3:] for one in was]


def test_an_end_that_is_recorded_late_takes_what_it_counted_from_its_day_on(
    history: Store, days: Days
) -> None:
    programme, day = self_declared(), date(2023, 1, 1)
    with history.read() as query:
        known = query.at
        attained = query.value(
            "select min(id) from community where code like $scope and id % 6 = 0",
            scope=DISTRICT + "%",
        )
    was = figures(history, programme, TODAY, known)[1].standing  # type: ignore[attr-defined]
    changing.record(history, KEEPER, Wanted("dissolve", day, DOCUMENT, attained))
    now = figures(history, programme, TODAY, known + timedelta(days=1))[1].standing  # type: ignore[attr-defined]
    assert now.counts.attained == was.counts.attained - 1
    assert now.denominator.count == was.denominator.count - 1
    kept = figures(history, programme, TODAY, known)[1].standing  # type: ignore[attr-defined]
    assert kept == was

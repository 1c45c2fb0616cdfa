"""Which programme a database is about: its province's own, else the national one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from green.assessment.programmes import NATIONAL, programme_here, programme_named
from green.errors import NotFound
from green.progress.figures import progress
from green.registry.records import communities_within
from green.setup import set_up
from green.standard import loader
from green.store import Store
from tests.database import SHANDONG
from tests.simulation.worlds import HAINAN, NINGXIA, QINGHAI, TIBET, World

Find = Callable[[str, int], World]
SEEDS = {TIBET: 8, QINGHAI: -1, NINGXIA: 8, HAINAN: 3}


@pytest.mark.parametrize("province", SEEDS)
def test_a_province_without_a_programme_of_its_own_takes_part_in_the_national_one(
    world: Find, province: str
) -> None:
    found = world(province, SEEDS[province])
    with found.read() as query:
        programme = programme_here(query)
    assert programme.id == NATIONAL == "cn-green-community"
    assert programme.region == province
    national = loader.programme(NATIONAL)
    assert national.region == ""
    assert programme == national.model_copy(update={"region": province})


def test_shandong_takes_part_in_its_own(tmp_path: Path) -> None:
    path = tmp_path / "green.duckdb"
    set_up(path, "37")
    store = Store.open(path)
    with store.read() as query:
        assert programme_here(query) == loader.programme(SHANDONG)
    store.close()


def test_a_database_keeps_the_programme_of_its_rows_when_its_province_gets_a_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "green.duckdb"
    set_up(path, "11")
    store = Store.open(path)
    with store.read() as query:
        assert programme_here(query).id == "11-green-community"
    with store.write() as query:
        query.run(
            """
            insert into enrolment_event
                (programme, community, kind, effective_on, recorded_at, person)
            select $programme, min(id), 'enrol', $day, $at, 'local' from community
            """,
            programme=NATIONAL,
            day=date(2021, 6, 1),
            at=query.at,
        )
    with store.read() as query:
        here = programme_here(query)
        assert (here.id, here.region) == (NATIONAL, "11")
        assert progress(query, here, as_of=date(2021, 6, 1)).total.standing.counts.participating
    store.close()


@pytest.mark.parametrize("province", SEEDS)
def test_the_national_figures_of_a_province_are_about_the_province(
    world: Find, province: str
) -> None:
    found = world(province, SEEDS[province])
    with found.read() as query:
        answer = progress(query, programme_here(query), as_of=date(2022, 12, 31))
        named = progress(query, programme_named(query, NATIONAL), as_of=date(2022, 12, 31))
        communities = len(communities_within(query, province))
    assert (answer.rows, answer.total) == (named.rows, named.total)
    assert answer.total.code == province
    assert answer.total.standing.denominator.count == communities
    assert all(row.code.startswith(province) for row in answer.rows)
    (target,) = answer.total.targets
    assert target.binding
    assert target.needed == -(-communities * 60 // 100)


def test_everything_in_a_simulated_province_belongs_to_its_programme(world: Find) -> None:
    for province, seed in SEEDS.items():
        found = world(province, seed)
        for table in ("enrolment_event", "answer_event", "submission", "evidence_link_event"):
            assert found.rows(f"select distinct programme from {table}") == [(NATIONAL,)]


def test_a_programme_that_does_not_exist_is_refused(world: Find) -> None:
    with world(TIBET, 8).read() as query, pytest.raises(NotFound):
        programme_named(query, "no-such-programme")


def test_another_provinces_programme_is_not_taken_for_this_one(world: Find) -> None:
    """Asked for by name it keeps its own region; nothing of this province counts in it."""
    with world(TIBET, 8).read() as query:
        assert programme_named(query, SHANDONG).region == "37"

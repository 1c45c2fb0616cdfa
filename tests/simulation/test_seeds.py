"""The same seed gives the same province, everywhere and every time; another gives another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from green.errors import NotFound
from green.simulation.build import digest, simulate
from green.simulation.pace import ENDS, FIRST, Fate, fates, paces
from green.store import Store
from tests.database import green
from tests.simulation.worlds import TIBET, WORLDS, World

Find = Callable[[str, int], World]
# What a digest need not cover: the record of migrations, and what is made from names for search.
# Whose passwords are random, and on whom no figure depends.
PEOPLE = {"person", "credential", "role_grant", "simulated_password"}
DERIVED = {"migration", "community_text", "community_reading", *PEOPLE}


def test_equal_seeds_give_equal_hashes_and_rows(world: Find, tmp_path: Path) -> None:
    first = world(TIBET, 8).made
    again = simulate(tmp_path / "again.duckdb", TIBET, 8)
    assert again.sha256 == first.sha256
    assert again.rows == first.rows > 10_000


def test_every_other_seed_and_province_gives_another_hash(world: Find) -> None:
    hashes = [world(*one).made.sha256 for one in WORLDS]
    assert len(set(hashes)) == len(WORLDS)


@pytest.mark.parametrize(
    "surroundings",
    [
        ("PYTHONHASHSEED=1", "TZ=America/New_York", "GREEN_LANG=en"),
        ("PYTHONHASHSEED=77", "TZ=Asia/Shanghai", "LC_ALL=C"),
    ],
    ids=" ".join,
)
def test_the_hash_is_the_same_in_another_process_zone_and_language(
    world: Find, tmp_path: Path, surroundings: tuple[str, ...]
) -> None:
    done = green(
        *("demo", "--province", TIBET, "--seed", "8", "--json"),
        *("--db", tmp_path / "other.duckdb"),
        before=("env", *surroundings),
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    made = world(TIBET, 8).made
    assert (told["sha256"], told["rows"]) == (made.sha256, made.rows)


def test_the_hash_is_over_the_rows_as_they_are_stored(world: Find) -> None:
    found = world(TIBET, 8)
    with found.read() as query:
        assert digest(query) == (found.made.rows, found.made.sha256)


def tables(store: Store) -> list[str]:
    """Every table with rows that a simulation decides or takes from the list."""
    with store.read() as query:
        names = query.rows("select table_name from information_schema.tables order by 1")
        return [
            name
            for (name,) in names
            if name not in DERIVED and query.value(f"select count(*) from {name}")
        ]


def test_a_row_less_in_any_table_gives_another_hash(world: Find, tmp_path: Path) -> None:
    path = Path(shutil.copy(world(TIBET, 8).made.path, tmp_path / "green.duckdb"))
    store = Store.open(path)
    unseen = []
    with store.read() as query:
        before = digest(query)
    for table in tables(store):
        with store.write() as query:
            query.run(f"delete from {table} where rowid = (select max(rowid) from {table})")
            after = digest(query)
        if after == before:
            unseen.append(table)
        before = after
    store.close()
    assert unseen == []


@pytest.mark.parametrize("seed", [2**63, -(2**63) - 1, 10**30])
def test_a_seed_that_is_too_large_is_refused_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "green.duckdb"
    done = green("demo", "--province", TIBET, f"--seed={seed}", "--json", "--db", path)
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("province", ["99", "3701", "", "Tibet"])
def test_a_province_that_is_not_on_the_list_is_refused_and_leaves_nothing(
    tmp_path: Path, province: str
) -> None:
    with pytest.raises(NotFound):
        simulate(tmp_path / "green.duckdb", province, 8)
    assert list(tmp_path.iterdir()) == []


# What a seed decides about cities, for any seed: sixteen cities as Shandong has, or others.

SIXTEEN = st.lists(st.integers(60, 500), min_size=16, max_size=16)
SIZES = st.lists(st.integers(60, 500), min_size=10, max_size=21)
SEEDS = st.integers(-(2**63), 2**63 - 1)
few = settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def lives(sizes: list[int], seed: int) -> list[dict[str, Fate]]:
    cities = [f"37{place:02d}" for place in range(1, len(sizes) + 1)]
    found = paces(cities, seed)
    return [
        fates([f"{city}{number:08d}" for number in range(size)], found[city], seed)
        for city, size in zip(cities, sizes, strict=True)
    ]


def attained(cities: list[dict[str, Fate]], deadline: date) -> list[float]:
    """Each city's rate at a deadline."""
    return [
        sum(fate.end == "attained" and fate.day <= deadline for fate in city.values()) / len(city)
        for city in cities
    ]


@few
@given(sizes=SIXTEEN, seed=SEEDS)
def test_any_seed_puts_four_of_sixteen_cities_above_and_four_below_each_line(
    sizes: list[int], seed: int
) -> None:
    for deadline, line in ((FIRST, 0.3), (ENDS, 0.6)):
        rates = attained(lives(sizes, seed), deadline)
        assert sum(rate >= line + 0.01 for rate in rates) >= 4
        assert sum(rate <= line - 0.01 for rate in rates) >= 4


@pytest.mark.parametrize("number", [10, 11, 12, 13, 21])
def test_ten_cities_or_more_have_four_above_and_four_below_each_line(number: int) -> None:
    """As the docstring of `paces` promises."""
    for deadline, line in ((FIRST, 0.3), (ENDS, 0.6)):
        rates = attained(lives([200] * number, 8), deadline)
        assert sum(rate > line for rate in rates) >= 4
        assert sum(rate < line for rate in rates) >= 4


@few
@given(sizes=SIZES, seed=SEEDS)
def test_any_seed_lets_one_in_a_hundred_of_those_who_enrol_leave(
    sizes: list[int], seed: int
) -> None:
    ends = [fate.end for city in lives(sizes, seed) for fate in city.values()]
    enrolled = [end for end in ends if end != "never"]
    assert enrolled.count("withdrawn") >= len(enrolled) / 100
    assert set(ends) == {"attained", "not_met", "draft", "withdrawn", "never"}


@few
@given(sizes=SIZES, seed=SEEDS)
def test_no_fate_lies_after_the_end(sizes: list[int], seed: int) -> None:
    assert all(fate.day <= ENDS for city in lives(sizes, seed) for fate in city.values())

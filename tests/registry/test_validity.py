"""Communities that begin and end: on the list from `valid_from`, off it on their `valid_to`."""

from __future__ import annotations

from datetime import date

import pytest

from green.errors import NotFound
from green.registry import records, search
from green.registry.loading import index_names
from green.store import Store
from tests.database import JIEFANGQIAO

BEFORE, FIRST, INSIDE = date(2021, 5, 31), date(2021, 6, 1), date(2021, 9, 1)
LAST, GONE = date(2022, 5, 31), date(2022, 6, 1)
DAYS = [BEFORE, FIRST, INSIDE, LAST, GONE]
NEW = "370102001199"


@pytest.fixture
def dated(store: Store) -> Store:
    """A community that existed from 1 June 2021 until 31 May 2022, its last day."""
    with store.write() as query:
        query.run(
            """
            insert into community (code, name, valid_from, valid_to)
            values ($code, '新社区居委会', $first, $gone)
            """,
            code=NEW,
            first=FIRST,
            gone=GONE,
        )
        index_names(query)
    return store


@pytest.mark.parametrize("level", ["province", "city", "district", "street"])
def test_a_community_counts_from_its_first_day_and_no_longer_on_its_valid_to(
    dated: Store, level: str
) -> None:
    with dated.read() as query:
        counts = records.community_counts(query, "37", level, DAYS)  # type: ignore[arg-type]
    there = [sum(counts[day].values()) - 6977 for day in DAYS]
    assert there == [0, 1, 1, 1, 0]


def test_a_community_is_found_on_the_days_it_exists_only(dated: Store) -> None:
    with dated.read() as query:
        found = [len(search.find(query, "新社区居委会", ["370102001"], day, 5)) for day in DAYS]
        assert found == [0, 1, 1, 1, 0]
        assert records.community_by_code(query, NEW, LAST).valid_to == GONE
        for day in (BEFORE, GONE):
            with pytest.raises(NotFound):
                records.community_by_code(query, NEW, day)


def test_a_community_of_the_published_list_exists_at_every_earlier_date(store: Store) -> None:
    with store.read() as query:
        assert records.community_by_code(query, JIEFANGQIAO, date(1950, 1, 1)).valid_to is None
        counts = records.community_counts(query, "37", "province", [date(1950, 1, 1)])
    assert counts == {date(1950, 1, 1): {"37": 6977}}


def test_a_code_given_to_another_committee_later_means_another_community(dated: Store) -> None:
    with dated.write() as query:
        query.run(
            """
            insert into community (code, name, valid_from, valid_to)
            values ($code, '后来的社区居委会', $gone, null)
            """,
            code=NEW,
            gone=GONE,
        )
        before = records.community_by_code(query, NEW, LAST)
        after = records.community_by_code(query, NEW, GONE)
    assert before.id != after.id
    assert (before.name, after.name) == ("新社区居委会", "后来的社区居委会")

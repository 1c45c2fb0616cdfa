"""A scope's denominator at a day, clause by clause as in `figures.md`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.registry.denominators import Denominator, Denominators
from green.store import Store
from tests.database import morning

DAY = date(2022, 12, 31)
RECORDED, KNOWN = morning(date(2022, 1, 1)), morning(date(2030, 1, 1))
JINAN, QINGDAO, LIXIA, JIEFANGLU = "3701", "3702", "370102", "370102001"


def official(
    store: Store,
    scope: str,
    count: int,
    day: date = date(2022, 1, 1),
    recorded_at: datetime = RECORDED,
    basis: str = "official",
) -> None:
    with store.write() as query:
        query.run(
            """
            insert into denominator
                (scope, communities, basis, counted_on, source, recorded_at, person)
            values ($scope, $count, $basis, $day, $source, $at, 'test')
            """,
            scope=scope,
            count=count,
            basis=basis,
            day=day,
            source=f"{scope} {day}",
            at=recorded_at,
        )


def denominator(
    store: Store,
    scope: str,
    day: date = DAY,
    *,
    whole: str = "37",
    published: bool = False,
    known_at: datetime = KNOWN,
) -> Denominator:
    with store.read() as query:
        return Denominators(query, whole, [day], known_at, published).of(scope, day)


@pytest.mark.parametrize(
    ("scope", "count"), [("37", 6977), (JINAN, 1061), (QINGDAO, 1195), (LIXIA, 138)]
)
def test_without_any_official_figure_the_list_in_use_counts(
    store: Store, scope: str, count: int
) -> None:
    found = denominator(store, scope)
    assert (found.count, found.basis) == (count, "nbs-2023")
    assert found.counted_on == date(2023, 6, 30)
    assert "国家统计局" in found.source


def test_a_street_without_communities_has_none(store: Store) -> None:
    with store.read() as query:
        empty = query.value(
            """
            select min(code) from division where level = 'street' and not exists (
                select 1 from community where substr(community.code, 1, 9) = division.code)
            """
        )
    assert denominator(store, empty).count == 0


def test_a_scopes_own_official_figure_comes_first(store: Store) -> None:
    official(store, JINAN, 1000)
    found = denominator(store, JINAN)
    assert found == Denominator(1000, "official", date(2022, 1, 1), "3701 2022-01-01")


def test_its_own_figure_counts_even_where_its_parts_have_others(store: Store) -> None:
    official(store, JINAN, 1000)
    official(store, LIXIA, 999)
    assert denominator(store, JINAN).count == 1000


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2021, 12, 31), 1061),
        (date(2022, 1, 1), 1000),
        (date(2022, 6, 29), 1000),
        (date(2022, 6, 30), 1010),
        (date(2022, 7, 1), 1010),
    ],
)
def test_the_latest_official_figure_not_after_the_day_counts(
    store: Store, day: date, count: int
) -> None:
    """Latest by its own date, not by when it was recorded."""
    official(store, JINAN, 1010, date(2022, 6, 30), morning(date(2022, 7, 1)))
    official(store, JINAN, 1000, date(2022, 1, 1), morning(date(2022, 8, 1)))
    assert denominator(store, JINAN, day).count == count


def test_an_official_figure_corrected_for_the_same_date_replaces_the_first(store: Store) -> None:
    official(store, JINAN, 1000)
    official(store, JINAN, 1020, recorded_at=morning(date(2022, 2, 1)))
    assert denominator(store, JINAN).count == 1020
    assert denominator(store, JINAN, known_at=morning(date(2022, 1, 15))).count == 1000


def test_an_official_figure_recorded_later_is_not_yet_known(store: Store) -> None:
    recorded = morning(date(2022, 5, 1))
    official(store, JINAN, 1000, date(2022, 1, 1), recorded)
    before = denominator(store, JINAN, known_at=recorded - timedelta(microseconds=1))
    assert (before.count, before.basis) == (1061, "nbs-2023")
    assert denominator(store, JINAN, known_at=recorded).count == 1000


def test_a_parents_figure_is_not_handed_down_to_its_parts(store: Store) -> None:
    official(store, "37", 7000)
    assert denominator(store, JINAN).basis == "nbs-2023"
    assert denominator(store, "37") == Denominator(
        7000, "official", date(2022, 1, 1), "37 2022-01-01"
    )


def test_a_part_with_an_official_figure_makes_its_parent_a_mixed_sum(store: Store) -> None:
    official(store, JINAN, 1000)
    found = denominator(store, "37")
    assert (found.count, found.basis) == (6977 - 1061 + 1000, "mixed")
    assert "3701 2022-01-01" in found.source
    assert "国家统计局" in found.source


def test_an_official_figure_deep_inside_reaches_every_scope_above_it(store: Store) -> None:
    official(store, JIEFANGLU, 50)
    before = {"37": 6977, JINAN: 1061, LIXIA: 138}
    listed = denominator(store, JIEFANGLU, date(2021, 12, 31)).count
    for scope, count in before.items():
        found = denominator(store, scope)
        assert (found.count, found.basis) == (count - listed + 50, "mixed")
    assert denominator(store, QINGDAO).basis == "nbs-2023"


def test_parts_that_are_all_official_still_only_add_up(store: Store) -> None:
    with store.read() as query:
        cities = [row[0] for row in query.rows("select code from division where level = 'city'")]
    for city in cities:
        official(store, city, 100)
    found = denominator(store, "37")
    assert (found.count, found.basis) == (1600, "mixed")


def test_on_a_day_before_the_first_official_figure_there_is_no_mixture(store: Store) -> None:
    official(store, JINAN, 1000, date(2022, 6, 30))
    assert denominator(store, "37", date(2022, 6, 29)).basis == "nbs-2023"
    assert denominator(store, "37", date(2022, 6, 30)).basis == "mixed"


def test_figures_outside_the_scope_asked_for_change_nothing(store: Store) -> None:
    official(store, QINGDAO, 5)
    assert denominator(store, JINAN, whole=JINAN).basis == "nbs-2023"
    assert denominator(store, LIXIA, whole=LIXIA).count == 138


PUBLISHED = [
    (date(2020, 6, 29), 1061, "nbs-2023"),
    (date(2020, 6, 30), 855, "nbs-2020"),
    (date(2021, 10, 30), 855, "nbs-2020"),
    (date(2021, 10, 31), 983, "nbs-2021"),
    (date(2022, 10, 30), 983, "nbs-2021"),
    (date(2022, 10, 31), 1016, "nbs-2022"),
    (date(2023, 6, 29), 1016, "nbs-2022"),
    (date(2023, 6, 30), 1061, "nbs-2023"),
]


@pytest.mark.parametrize(("day", "count", "basis"), PUBLISHED)
def test_a_programme_that_says_so_counts_by_the_latest_published_count(
    store: Store, day: date, count: int, basis: str
) -> None:
    found = denominator(store, JINAN, day, published=True)
    assert (found.count, found.basis) == (count, basis)
    assert found.counted_on <= day or basis == "nbs-2023"


@pytest.mark.parametrize(
    ("day", "count", "basis"),
    [
        (date(2020, 6, 30), 7730, "nbs-2020"),
        (date(2021, 12, 31), 7030, "nbs-2021"),
        (date(2022, 12, 31), 6999, "nbs-2022"),
        (date(2023, 12, 31), 6977, "nbs-2023"),
    ],
)
def test_the_province_adds_up_the_published_counts_of_its_cities(
    store: Store, day: date, count: int, basis: str
) -> None:
    found = denominator(store, "37", day, published=True)
    assert (found.count, found.basis) == (count, basis)


def test_a_programme_that_does_not_say_so_never_uses_published_counts(store: Store) -> None:
    for day, _count, _basis in PUBLISHED:
        assert denominator(store, JINAN, day).count == 1061


def test_an_official_figure_comes_before_a_published_count(store: Store) -> None:
    official(store, JINAN, 1000)
    found = denominator(store, JINAN, published=True)
    assert (found.count, found.basis) == (1000, "official")
    whole = denominator(store, "37", published=True)
    assert (whole.count, whole.basis) == (6999 - 1016 + 1000, "mixed")


def test_a_published_count_recorded_later_is_not_yet_known(store: Store) -> None:
    found = denominator(store, JINAN, published=True, known_at=morning(date(2020, 1, 1)))
    assert (found.count, found.basis) == (1061, "nbs-2023")


def test_the_list_is_counted_as_it_stood_on_the_day(store: Store) -> None:
    gone = date(2022, 6, 1)
    with store.write() as query:
        query.run(
            "update community set valid_to = $gone where substr(code, 1, 9) = $street",
            gone=gone,
            street=JIEFANGLU,
        )
    size = denominator(store, JIEFANGLU, date(2022, 5, 31)).count
    assert size > 0
    assert denominator(store, JIEFANGLU, gone).count == 0
    assert denominator(store, LIXIA, gone).count == 138 - size
    assert denominator(store, "37", date(2022, 5, 31)).count == 6977
    assert denominator(store, "37", gone).count == 6977 - size


@settings(max_examples=40, deadline=None)
@given(
    figures=st.lists(
        st.tuples(
            st.sampled_from([JINAN, QINGDAO, LIXIA, "370103", JIEFANGLU, "370102002"]),
            st.integers(1, 2000),
            st.dates(date(2021, 1, 1), date(2023, 12, 31)),
        ),
        max_size=6,
        unique_by=lambda figure: (figure[0], figure[2]),
    ),
    day=st.dates(date(2021, 1, 1), date(2023, 12, 31)),
    published=st.booleans(),
)
def test_a_scope_without_a_figure_of_its_own_is_exactly_the_sum_of_its_parts(
    tmp_path_factory: pytest.TempPathFactory,
    shandong: Path,
    figures: list[tuple[str, int, date]],
    day: date,
    published: bool,
) -> None:
    path = tmp_path_factory.mktemp("sum") / "green.duckdb"
    path.write_bytes(shandong.read_bytes())
    store = Store.open(path)
    for scope, count, counted_on in figures:
        official(store, scope, count, counted_on)
    with store.read() as query:
        denominators = Denominators(query, "37", [day], KNOWN, published)
        for scope, length in (("37", 4), (JINAN, 6), (LIXIA, 9)):
            own = [f for f in figures if f[0] == scope and f[2] <= day]
            whole = denominators.of(scope, day)
            if own:
                assert (whole.count, whole.basis) == (max(own, key=lambda f: f[2])[1], "official")
                continue
            parts = [
                denominators.of(code, day)
                for (code,) in query.rows(
                    "select code from division where code like $inside and length(code) = $n",
                    inside=scope + "%",
                    n=length,
                )
            ]
            has_official = any(
                f[0].startswith(scope) and f[2] <= day for f in figures if f[0] != scope
            )
            # A published count of a whole city says nothing about its districts.
            if has_official or not published or scope == "37":
                assert whole.count == sum(part.count for part in parts)
            assert (whole.basis == "mixed") == has_official
    store.close()

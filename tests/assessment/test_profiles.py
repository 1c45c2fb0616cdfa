"""The short profile: every value checked where it is written, the latest one used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.assessment.profiles import save_profile
from green.errors import Refused
from green.registry import records
from green.registry.model import COMMUNITY_KINDS, Community, Profile
from green.store import Store
from tests.database import LOCAL, rows

TODAY = date(2022, 3, 1)
FULL = Profile(12, 3000, 8200, 245_000, 1986, 2019, "mixed")
NUMBERS = ("quarters", "households", "residents", "floor_area")


def first(store: Store) -> Community:
    with store.read() as query:
        return records.community_by_id(query, 1)


def stored(store: Store, community: int = 1) -> Profile:
    with store.read() as query:
        return records.profile(query, community)


def test_a_profile_that_was_never_entered_is_blank(store: Store) -> None:
    assert stored(store) == Profile()


@pytest.mark.parametrize("profile", [FULL, Profile(), Profile(quarters=1), Profile(kind="unit")])
def test_a_profile_is_kept_as_it_was_entered(store: Store, profile: Profile) -> None:
    save_profile(store, first(store), profile, LOCAL)
    assert stored(store) == profile


def test_the_latest_profile_counts_and_the_earlier_one_is_kept(store: Store) -> None:
    save_profile(store, first(store), FULL, LOCAL)
    save_profile(store, first(store), replace(FULL, quarters=None), LOCAL)
    assert stored(store) == replace(FULL, quarters=None)
    kept = rows(store, "select quarters from profile_event where community = 1 order by id")
    assert kept == [(12,), (None,)]


def test_saving_the_same_again_adds_nothing(store: Store) -> None:
    save_profile(store, first(store), FULL, LOCAL)
    save_profile(store, first(store), FULL, LOCAL)
    assert rows(store, "select count(*) from profile_event") == [(1,)]


def test_one_communitys_profile_is_not_anothers(store: Store) -> None:
    save_profile(store, first(store), FULL, LOCAL)
    assert stored(store, 2) == Profile()


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", [0, -1, 1_000_000_001])
def test_a_number_that_cannot_be_is_refused_and_nothing_stored(
    store: Store, name: str, value: int
) -> None:
    with pytest.raises(Refused, match="This must be a whole number from 1 up"):
        save_profile(store, first(store), replace(FULL, **{name: value}), LOCAL)
    assert stored(store) == Profile()


@pytest.mark.parametrize("name", NUMBERS)
def test_the_largest_number_allowed_can_be_stored(store: Store, name: str) -> None:
    profile = replace(FULL, **{name: 1_000_000_000})
    save_profile(store, first(store), profile, LOCAL)
    assert stored(store) == profile


@pytest.mark.parametrize("name", ["built_from", "built_to"])
@pytest.mark.parametrize("year", [0, 1839, 2023, 20_190])
def test_a_year_before_1840_or_after_this_one_is_refused(name: str, year: int) -> None:
    with pytest.raises(Refused, match=f"“{year}” is not a year of building"):
        replace(Profile(), **{name: year}).check(TODAY)


@pytest.mark.parametrize("year", [1840, 2022])
def test_the_first_and_the_present_year_are_years_of_building(year: int) -> None:
    Profile(built_from=year, built_to=year).check(TODAY)


def test_the_oldest_building_cannot_be_newer_than_the_newest() -> None:
    with pytest.raises(Refused, match="The oldest building is newer than the newest"):
        Profile(built_from=2010, built_to=2009).check(TODAY)


def test_a_kind_that_is_none_of_the_choices_is_refused_with_the_choices() -> None:
    with pytest.raises(Refused) as refused:
        Profile(kind="village").check(TODAY)  # type: ignore[arg-type]
    assert all(kind in str(refused.value) for kind in COMMUNITY_KINDS)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = Profile(0, 0, 0, 0, 1500, 2500, "village")  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        wrong.check(TODAY)
    assert len(refused.value.problems) == 7


@given(
    numbers=st.tuples(*[st.none() | st.integers(1, 1_000_000_000) for _name in NUMBERS]),
    years=st.lists(st.integers(1840, 2022), min_size=2, max_size=2).map(sorted),
    kind=st.none() | st.sampled_from(COMMUNITY_KINDS),
)
def test_every_profile_within_the_bounds_is_accepted(
    numbers: tuple[int | None, ...], years: list[int], kind: str | None
) -> None:
    Profile(*numbers, *years, kind).check(TODAY)  # type: ignore[arg-type]

"""What follows a recognition: the yearly re-check and the spot check."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from green import clock
from green.assessment.model import Case, State
from green.errors import NotPossible, Refused
from green.review import recheck, recheck_records, spot_check, spot_check_records
from green.review.noticing import publish
from green.review.recheck import NewRecheck
from green.review.sampling import WEIGHTS
from green.review.spot_check import NewDraw
from green.standard.programme import Programme
from green.store import Store
from tests.database import Days, rows
from tests.review.conftest import (
    CITY,
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    SECOND_CITY_REVIEWER,
)
from tests.review.test_chain_walked import shown, state
from tests.review.waiting import waiting_for_notice

__all__ = ["waiting_for_notice"]
INSPECTOR = SECOND_CITY_REVIEWER


@pytest.fixture
def store(waiting_for_notice: Path, tmp_path: Path, days: Days, english: None) -> Iterator[Store]:
    """Every level has agreed already."""
    opened = Store.open(Path(shutil.copy(waiting_for_notice, tmp_path / "green.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def recognised(store: Store, case: Case, days: Days) -> int:
    """The submission of a community that was published."""
    [(submission,)] = rows(store, "select id from submission")
    listed = shown(store, case, submission)
    days.go_to(clock.today() + timedelta(days=7))
    publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号")
    return submission


def test_a_re_check_asks_to_rectify_and_passes_later_without_touching_the_state(
    store: Store, case: Case, recognised: int, days: Days
) -> None:
    until = clock.today() + timedelta(days=30)
    new = NewRecheck(2024, "rectify", "消防通道被占。", until)
    recheck.record(store, CITY_REVIEWER, case, new)
    assert state(store, case) == State(True, True, True, False)
    with store.read() as query:
        found = recheck.due(recheck_records.rechecks(query, case.programme.id, case.community.id))
    assert found is not None
    assert found.rectify_by == until
    recheck.record(store, CITY_REVIEWER, case, NewRecheck(2024, "pass"))
    with store.read() as query:
        done = recheck_records.rechecks(query, case.programme.id, case.community.id)
    assert recheck.due(done) is None
    with pytest.raises(NotPossible, match="passed already"):
        recheck.record(store, CITY_REVIEWER, case, NewRecheck(2024, "pass"))


def test_a_revocation_takes_the_recognition_from_its_day_on_and_not_the_hand_in(
    store: Store, case: Case, recognised: int, days: Days
) -> None:
    before = clock.today()
    days.go_to(before + timedelta(days=10))
    new = NewRecheck(2024, "revoke", "弄虚作假。", document="清建〔2024〕9号")
    recheck.record(store, CITY_REVIEWER, case, new)
    assert state(store, case) == State(True, True, False, False)
    assert state(store, case, before).attained
    with pytest.raises(NotPossible, match="not recognised"):
        recheck.record(store, CITY_REVIEWER, case, new)


@pytest.mark.parametrize(
    "new",
    [
        NewRecheck(2024, "rectify", "", date(2030, 1, 1)),
        NewRecheck(2024, "rectify", "未整改。", None),
        NewRecheck(2024, "rectify", "未整改。", date(2024, 3, 1)),
        NewRecheck(2024, "revoke", " "),
        NewRecheck(1999, "pass"),
        NewRecheck(2031, "pass"),
    ],
)
def test_a_re_check_that_cannot_be_is_refused(
    store: Store, case: Case, recognised: int, new: NewRecheck
) -> None:
    with pytest.raises(Refused):
        recheck.record(store, CITY_REVIEWER, case, new)


def test_another_level_does_not_re_check(store: Store, case: Case, recognised: int) -> None:
    with pytest.raises(NotPossible, match="decided by the reviewers of"):
        recheck.record(store, DISTRICT_REVIEWER, case, NewRecheck(2024, "pass"))


def drawn(store: Store, programme: Programme) -> int:
    new = NewDraw("2024年抽查", "双色球2024025", 1, 1)
    return spot_check.draw_sample(store, CITY_REVIEWER, programme, CITY, new)


def test_a_spot_check_keeps_its_seed_its_list_and_its_weights(
    store: Store, case: Case, recognised: int
) -> None:
    identity = drawn(store, case.programme)
    with store.read() as query:
        [kept] = spot_check_records.spot_checks(query, case.programme.id, [CITY])
        [one] = spot_check_records.drawn(query, identity)
        again = spot_check.candidates(query, case.programme, CITY, kept.effective_on)
    assert (kept.seed, kept.frame_size) == ("双色球2024025", 1)
    assert one.code == case.community.code
    assert one.weight == 1 + sum(WEIGHTS[reason] for reason in one.reasons)
    assert spot_check.frame_sha256(again) == kept.frame_sha256


def test_what_is_found_is_compared_with_what_was_stated_by_item_and_by_city(
    store: Store, case: Case, recognised: int
) -> None:
    identity = drawn(store, case.programme)
    for item in case.standard.items:
        status = "unmet" if item.ref == "8" else "met"
        spot_check.score(store, INSPECTOR, identity, recognised, item.id, status)
    with store.read() as query:
        found = spot_check_records.compared(query, identity)
    by_item = spot_check.agreement(found, lambda one: one.item)
    assert by_item["parking-lifelines"].same == 0
    assert by_item["noise"].same == by_item["noise"].scored == 1
    by_city = spot_check.agreement(found, lambda one: one.code[:4])
    assert by_city[CITY].scored == 16
    assert by_city[CITY].same == sum(one.stated == one.found for one in found)


def test_whoever_decided_on_a_community_does_not_score_it(
    store: Store, case: Case, recognised: int
) -> None:
    identity = drawn(store, case.programme)
    with pytest.raises(NotPossible, match="You decided"):
        spot_check.score(store, CITY_REVIEWER, identity, recognised, "1", "met")
    with store.read() as query:
        assert spot_check_records.compared(query, identity) == []


def test_nothing_is_drawn_where_nobody_is_recognised(store: Store, case: Case) -> None:
    with pytest.raises(NotPossible, match="No community here"):
        drawn(store, case.programme)

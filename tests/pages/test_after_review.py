"""The pages of what follows a recognition: the yearly re-check and spot checks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from green import clock
from green.assessment.model import Case
from green.errors import NotPossible
from green.review import recheck, recheck_records, spot_check, spot_check_records
from green.review.noticing import publish
from green.review.recheck import NewRecheck
from green.review.spot_check import NewDraw
from green.standard import loader
from green.store import Store
from tests.database import Days, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit, read_back
from tests.review.conftest import (
    CITY,
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    SECOND_CITY_REVIEWER,
    communities,
    guangdong,
)
from tests.review.test_chain_walked import shown, state
from tests.review.waiting import waiting_for_notice

__all__ = ["guangdong", "waiting_for_notice"]
Open = Callable[..., Visit]
RECHECKS, SPOT_CHECKS = "review/rechecks.py", "review/spot_checks.py"


@pytest.fixture
def database(waiting_for_notice: Path, tmp_path: Path, days: Days, english: None) -> Path:
    return Path(shutil.copy(waiting_for_notice, tmp_path / "green.duckdb"))


@pytest.fixture
def case(store: Store) -> Case:
    return communities(store, loader.programme(QINGYUAN))[0]


@pytest.fixture
def recognised(store: Store, case: Case, days: Days) -> int:
    [(submission,)] = rows(store, "select id from submission")
    listed = shown(store, case, submission)
    days.go_to(clock.today() + timedelta(days=7))
    publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号")
    return submission


def said(found: Visit) -> str:
    return read_back("\n".join(found.words()))


def filled(found: Visit, **values: object) -> Visit:
    """Into the fields of a form; they are sent together."""
    for key, value in values.items():
        found.widget(key.replace("_", ".")).set_value(value)
    return found


def page(visit: Open, here: Somebody, person: str, path: str) -> Visit:
    here.person = person
    return visit(path, None).speak("en")


def test_the_city_records_that_something_has_to_be_rectified_by_a_day(
    visit: Open, here: Somebody, store: Store, case: Case, recognised: int
) -> None:
    found = page(visit, here, CITY_REVIEWER.person, RECHECKS)
    filled(
        found,
        recheck_outcome="rectify",
        recheck_reason="消防通道被占。<b>=1+1</b>",
        recheck_by=date(2024, 6, 1),
    ).press("record")
    with store.read() as query:
        [kept] = recheck_records.rechecks(query, case.programme.id, case.community.id)
    assert (kept.outcome, kept.rectify_by) == ("rectify", date(2024, 6, 1))
    assert kept.reason == "消防通道被占。<b>=1+1</b>"
    assert "2024-06-01" in said(found)


def test_a_revocation_without_a_reason_is_refused_and_nothing_changes(
    visit: Open, here: Somebody, store: Store, case: Case, recognised: int
) -> None:
    found = page(visit, here, CITY_REVIEWER.person, RECHECKS)
    filled(found, recheck_outcome="revoke").press("record")
    assert "Not recorded" in said(found)
    assert state(store, case).attained


def test_the_district_sees_the_re_check_and_cannot_record_it(
    visit: Open, here: Somebody, store: Store, case: Case, recognised: int
) -> None:
    found = page(visit, here, DISTRICT_REVIEWER.person, RECHECKS)
    assert "recorded by the level that decides" in said(found)
    assert not found.has("record")
    with pytest.raises(NotPossible, match="decided by the reviewers of"):
        recheck.record(store, DISTRICT_REVIEWER, case, NewRecheck(2024, "pass"))
    with store.read() as query:
        assert recheck_records.rechecks(query, case.programme.id, case.community.id) == []


@pytest.mark.parametrize("path", [RECHECKS, SPOT_CHECKS])
def test_an_officer_is_refused(visit: Open, here: Somebody, store: Store, path: str) -> None:
    found = page(visit, here, OFFICER.person, path)
    assert "task for: reviewer" in said(found)
    assert not found.has("record")
    assert not found.has("draw_now")


@pytest.mark.parametrize("path", [RECHECKS, SPOT_CHECKS])
def test_where_nobody_is_recognised_the_pages_say_so(
    visit: Open, here: Somebody, store: Store, path: str
) -> None:
    found = page(visit, here, CITY_REVIEWER.person, path)
    assert "No community is recognised" in said(found) or "No spot check" in said(found)


def test_a_spot_check_is_drawn_and_scored_without_showing_what_was_stated(
    visit: Open, here: Somebody, store: Store, case: Case, recognised: int
) -> None:
    found = page(visit, here, CITY_REVIEWER.person, SPOT_CHECKS)
    numbers = {"draw_random": 1, "draw_weighted": 0}
    filled(found, draw_title="2024年抽查", draw_seed="2024025期", **numbers).press("draw_now")
    with store.read() as query:
        [kept] = spot_check_records.spot_checks(query, case.programme.id, [CITY])
    here.person = SECOND_CITY_REVIEWER.person
    found = visit(SPOT_CHECKS, None).speak("en")
    assert "见台账" not in said(found), "the community's own note"
    found.give(f"score.{kept.id}.{recognised}.ageing-access", "unmet")
    with store.read() as query:
        [one] = spot_check_records.compared(query, kept.id)
    assert (one.item, one.stated, one.found) == ("ageing-access", "met", "unmet")
    found = visit(SPOT_CHECKS, None, part="result").speak("en")
    assert "Agreement: items" in said(found)
    found = visit(SPOT_CHECKS, None, part="how").speak("en")
    assert "2024025期" in said(found)
    assert kept.frame_sha256 in said(found)


def test_whoever_decided_on_the_community_is_told_that_somebody_else_scores_it(
    visit: Open, here: Somebody, store: Store, case: Case, recognised: int
) -> None:
    new = NewDraw("2024年抽查", "2024025期", 1, 0)
    identity = spot_check.draw_sample(store, CITY_REVIEWER, case.programme, CITY, new)
    found = page(visit, here, CITY_REVIEWER.person, SPOT_CHECKS)
    found.give(f"score.{identity}.{recognised}.noise", "unmet")
    assert "Somebody else has to look at it" in said(found)
    with store.read() as query:
        assert spot_check_records.compared(query, identity) == []

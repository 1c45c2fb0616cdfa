"""The reviewer's pages: the queue, and one submission item by item."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from green.assessment.model import Case
from green.assessment.submission_records import submissions
from green.log import records as log
from green.people.model import Actor
from green.review import records
from green.review.deciding import mark
from green.standard import loader
from green.store import Store
from tests.database import Days, let_in
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit, read_back
from tests.review.conftest import (
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    STREET_REVIEWER,
    communities,
    guangdong,
    handed_in,
)
from tests.review.test_chain_walked import all_agreed, place

__all__ = ["guangdong"]
Open = Callable[..., Visit]
QUEUE, REVIEW = "review/queue.py", "review/submission.py"
HOSTILE = "<b>=1+1</b> [x](javascript:alert(1)) **粗**"


@pytest.fixture
def database(guangdong: Path, tmp_path: Path, days: Days, english: None) -> Path:
    return Path(shutil.copy(guangdong, tmp_path / "green.duckdb"))


@pytest.fixture
def case(store: Store) -> Case:
    return communities(store, loader.programme(QINGYUAN))[0]


@pytest.fixture
def at_district(store: Store, case: Case) -> int:
    """A submission that the street has agreed to."""
    submission = handed_in(store, case).id
    all_agreed(store, case, submission, "street", STREET_REVIEWER)
    return submission


def said(found: Visit) -> str:
    return read_back("\n".join(found.words()))


def page(visit: Open, here: Somebody, person: str, path: str, **address: object) -> Visit:
    here.person = person
    return visit(path, None, **address).speak("en")


def marks(store: Store, submission: int, step: str) -> dict[str, tuple[str, bool]]:
    with store.read() as query:
        found = records.marks(query, submission, step)
    return {item: (one.outcome, one.bulk) for item, one in found.items()}


def test_the_queue_lists_what_waits_at_ones_own_level_and_on_request_all_in_sight(
    visit: Open, here: Somebody, case: Case, at_district: int
) -> None:
    mine = page(visit, here, DISTRICT_REVIEWER.person, QUEUE)
    assert case.community.name in said(mine)
    others = page(visit, here, CITY_REVIEWER.person, QUEUE)
    assert "Nothing waits here" in said(others)
    others.give("whose", "all")
    assert case.community.name in said(others)


def test_an_officer_is_refused_and_it_is_logged(
    visit: Open, here: Somebody, store: Store, at_district: int
) -> None:
    found = page(visit, here, OFFICER.person, QUEUE)
    assert "task for: reviewer" in said(found)
    with store.read() as query:
        [refused] = log.entries(query, [""], person=OFFICER.person, action="refuse")
    assert "review" in refused.details


def test_the_district_agrees_to_the_unremarkable_and_returns_one_item_with_a_reason(
    visit: Open, here: Somebody, store: Store, case: Case, at_district: int
) -> None:
    found = page(visit, here, DISTRICT_REVIEWER.person, REVIEW, submission=at_district)
    key = f"mark.{at_district}.district.ageing-access"
    found.give(key, "return")
    assert marks(store, at_district, "district") == {}, "a return waits for its reason"
    found.give(f"{key}.reason", HOSTILE)
    found.press("agree_rest")
    kept = marks(store, at_district, "district")
    assert kept["ageing-access"] == ("return", False)
    assert kept["noise"] == ("agree", True)
    assert found.widget("agree").disabled
    found.press("send_back")
    assert place(store, case).phase == "returned"
    with store.read() as query:
        back = submissions(query, case.programme.id, case.community.id)[-1]
    assert back.returned == {"ageing-access": HOSTILE}
    assert "It was returned to the community" in said(found)


def test_a_changed_mind_counts_and_everything_agreed_to_passes_on(
    visit: Open, here: Somebody, store: Store, case: Case, at_district: int
) -> None:
    found = page(visit, here, DISTRICT_REVIEWER.person, REVIEW, submission=at_district)
    found.press("agree_rest")
    key = f"mark.{at_district}.district.noise"
    found.give(key, "return").give(f"{key}.reason", "没有记录。")
    assert marks(store, at_district, "district")["noise"] == ("return", False)
    found.give(key, "agree")
    assert marks(store, at_district, "district")["noise"] == ("agree", False)
    found.press("agree")
    now = place(store, case).step
    assert now is not None
    assert now.id == "city"


@pytest.mark.parametrize(
    ("person", "why"),
    [(CITY_REVIEWER, "decided by the reviewers of"), (STREET_REVIEWER, "decided by")],
)
def test_another_level_sees_everything_and_is_told_why_it_cannot_decide(
    visit: Open, here: Somebody, at_district: int, person: Actor, why: str
) -> None:
    found = page(visit, here, person.person, REVIEW, submission=at_district)
    assert why in said(found)
    assert "见台账" in said(found)
    assert not found.has("agree")
    assert not found.has("agree_rest")


def test_a_reviewer_elsewhere_cannot_open_it_by_its_number(
    visit: Open, here: Somebody, store: Store, at_district: int
) -> None:
    elsewhere = Actor("elsewhere")
    let_in(store, elsewhere, role="reviewer", scope="441803")
    found = page(visit, here, elsewhere.person, REVIEW, submission=at_district)
    assert "outside your scope" in said(found)
    assert "见台账" not in said(found)


@pytest.mark.parametrize("asked", ["", "999999", "abc", "-1", "1' or 1=1"])
def test_an_address_that_leads_nowhere_says_so(visit: Open, here: Somebody, asked: str) -> None:
    found = page(visit, here, DISTRICT_REVIEWER.person, REVIEW, submission=asked)
    assert found.errors()


def test_who_comes_second_is_told_and_what_the_first_decided_stays(
    visit: Open, here: Somebody, store: Store, case: Case, at_district: int
) -> None:
    found = page(visit, here, DISTRICT_REVIEWER.person, REVIEW, submission=at_district)
    colleague = Actor("colleague")
    let_in(store, colleague, role="reviewer", scope="441802")
    all_agreed(store, case, at_district, "district", colleague)
    found.give(f"mark.{at_district}.district.noise", "agree")
    assert "its turn is at" in said(found)
    assert marks(store, at_district, "district")["noise"] == ("agree", False)


def test_on_site_it_is_noted_whether_an_item_is_as_stated(
    visit: Open, here: Somebody, store: Store, case: Case, at_district: int
) -> None:
    all_agreed(store, case, at_district, "district", DISTRICT_REVIEWER)
    found = page(visit, here, CITY_REVIEWER.person, REVIEW, submission=at_district)
    key = f"visit.{at_district}.ageing-access"
    found.give(key, "not_as_stated").give(f"{key}.reason", "扶手没有装。")
    with store.read() as query:
        seen = records.visits(query, at_district)["ageing-access"]
    assert (seen.outcome, seen.reason) == ("not_as_stated", "扶手没有装。")
    assert "扶手没有装" in said(found)
    mark(store, CITY_REVIEWER, case, at_district, "city", "1", "agree")


def test_where_communities_declare_themselves_the_queue_says_so(
    visit: Open, here: Somebody, store: Store
) -> None:
    with store.write() as query:
        query.run("update chosen_programme set programme = 'cn-green-community'")
    found = page(visit, here, CITY_REVIEWER.person, QUEUE)
    assert "nothing waits for review" in said(found)

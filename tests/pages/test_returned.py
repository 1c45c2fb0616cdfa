"""A community whose item 9 came back, and what waits for each role, at the pages of Qingyuan."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from green.assessment.model import Case
from green.people.model import Actor
from green.review.deciding import agree, mark, send_back
from green.review.notice_records import notices
from green.store import Store
from tests.database import Days, let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, WALK, Visit, read_back
from tests.review.conftest import (
    CITY,
    DISTRICT,
    DISTRICT_REVIEWER,
    OFFICER,
    STREET,
    STREET_REVIEWER,
    communities,
    guangdong,
    handed_in,
    programme,
)
from tests.review.test_chain_walked import shown, to_notice

__all__ = ["guangdong", "programme"]

Open = Callable[..., Visit]
REASON = "坡道没有扶手。"
OTHER = "1"


@pytest.fixture
def database(guangdong: Path, tmp_path: Path, days: Days) -> Path:
    return Path(shutil.copy(guangdong, tmp_path / "green.duckdb"))


@pytest.fixture
def case(store: Store, programme: object) -> Case:
    return communities(store, programme)[0]  # type: ignore[arg-type]


@pytest.fixture
def returned(store: Store, case: Case) -> int:
    """Handed in, and item 9 returned by the street; the submission's id."""
    submission = handed_in(store, case).id
    mark(store, STREET_REVIEWER, case, submission, "street", "9", "return", REASON)
    send_back(store, STREET_REVIEWER, case, submission, "street")
    return submission


@pytest.fixture
def open_as(visit: Open, here: Somebody, case: Case) -> Open:
    def open_page(actor: Actor, page: str = HOME, *, chosen: bool = True, **more: str) -> Visit:
        here.person = actor.person
        found = visit(page, community=case.community.code if chosen else None, **more)
        return found.speak("en")

    return open_page


def text(page: Visit) -> str:
    return read_back(" ".join(page.words()))


def is_open(page: Visit, ref: str) -> bool:
    return not page.area_of(ref).widget(page.key(ref, "note")).proto.disabled


@pytest.mark.usefixtures("returned")
def test_only_the_returned_item_is_open_and_says_by_whom_and_why(open_as: Open) -> None:
    page = open_as(OFFICER, WALK)
    assert not is_open(page, OTHER)
    assert "Stays as handed in" in text(page)
    assert page.has("next_unanswered")
    page.press("next_unanswered")
    assert is_open(page, "9")
    assert f"Returned by Recommendation by the street: {REASON}" in text(page)
    assert not is_open(page, "10")


@pytest.mark.usefixtures("returned")
def test_what_came_back_is_named_on_my_community_with_the_way_to_it(open_as: Open) -> None:
    page = open_as(OFFICER)
    assert "Returned and not changed yet: item 9" in text(page)
    assert page.has("came_back")
    assert not page.has("course")
    assert not page.has("recall")
    page.press("returned_9")
    assert page.has("item-9")
    assert not page.has("item-1")


@pytest.mark.usefixtures("returned")
def test_a_changed_item_shows_the_difference_and_is_handed_in_again(
    open_as: Open, store: Store
) -> None:
    page = open_as(OFFICER, WALK).area_of("9")
    page.give(page.key("9", "note"), "扶手已补装。")
    assert "Note: “见台账。” → “扶手已补装。”" in text(page)
    page.go(HOME)
    assert "not changed yet" not in text(page)
    page.press("hand_in")
    assert not page.errors()
    assert len(rows(store, "select * from submission")) == 2
    assert page.has("changed_since")
    assert page.has("recall")
    assert page.has("course")
    assert not page.has("came_back")
    assert is_open(page.go(WALK), "9") is False


def test_it_is_recalled_only_until_the_next_level_has_opened_it(
    open_as: Open, store: Store, case: Case
) -> None:
    submission = handed_in(store, case).id
    page = open_as(OFFICER)
    assert page.has("recall")
    assert "here since today" in text(page)
    mark(store, STREET_REVIEWER, case, submission, "street", "1", "agree")
    page.run()
    assert not page.has("recall")
    assert "can no longer be recalled" in text(page)


def test_before_handing_in_it_says_what_a_reviewer_will_look_at_and_does_not_block(
    open_as: Open, store: Store, case: Case
) -> None:
    from tests.review.conftest import answered

    answered(store, case, noise={"status": "partly"})
    page = open_as(OFFICER)
    (item,) = [one.ref for one in case.standard.items if one.id == "noise"]
    assert page.has(f"look_at_{item}")
    assert not page.has(f"look_at_{OTHER}")
    assert not page.widget("hand_in").proto.disabled


def test_after_agreement_it_says_until_when_the_public_notice_lasts(
    open_as: Open, store: Store, case: Case
) -> None:
    submission = to_notice(store, case)
    page = open_as(OFFICER)
    assert "waits for its public notice" in text(page)
    shown(store, case, submission)
    with store.read() as query:
        (found,) = notices(query, case.programme.id, [CITY])
    assert f"on public notice until March {found.ends_on.day}, 2024" in text(page.run())
    assert "self-declared" not in text(page)


@pytest.mark.parametrize(
    ("role", "scope", "sentence"),
    [
        ("reviewer", STREET, "“Recommendation by the street”: 1 to be decided."),
        ("reviewer", DISTRICT, "Nothing waits for you."),
        ("reviewer", "44", "No step of the chain is decided at your level."),
        ("viewer", CITY, "you look on"),
        ("administrator", CITY, "you let them in"),
        ("officer", STREET, "does not take part yet"),
    ],
)
def test_everybody_is_told_what_waits_for_them_or_why_nothing_does(
    open_as: Open, store: Store, case: Case, role: str, scope: str, sentence: str
) -> None:
    handed_in(store, case)
    if role == "officer":
        # Two communities: one that handed in, one that does not take part.
        second = communities(store, case.programme)[1].community.code
        for code in (case.community.code, second):
            let_in(store, Actor("somebody"), scope=code)
    else:
        let_in(store, Actor("somebody"), role=role, scope=scope)  # type: ignore[arg-type]
    page = open_as(Actor("somebody"), chosen=False)
    assert sentence in text(page)
    assert page.has(f"todo_{case.community.code}") is False


@pytest.mark.usefixtures("returned")
def test_an_officer_of_several_goes_from_the_list_to_what_came_back(
    open_as: Open, case: Case
) -> None:
    page = open_as(OFFICER, chosen=False)
    assert "item 9 came back from “Recommendation by the street”" in text(page)
    page.press(f"todo_{case.community.code}")
    assert page.has("returned_9")


def test_the_next_level_has_it_and_the_one_before_has_not(
    open_as: Open, store: Store, case: Case
) -> None:
    submission = handed_in(store, case).id
    for item in case.standard.items:
        mark(store, STREET_REVIEWER, case, submission, "street", item.id, "agree")
    agree(store, STREET_REVIEWER, case, submission, "street")
    assert "1 to be decided" in text(open_as(DISTRICT_REVIEWER, chosen=False))
    assert "to be decided" not in text(open_as(STREET_REVIEWER, chosen=False))

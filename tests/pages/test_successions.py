"""Decisions taken outside, part To be confirmed: who decides whether a recognition passes on."""

from __future__ import annotations

from datetime import date

import pytest

from green.people.model import Actor
from green.progress import changing
from green.registry.changes import Wanted
from green.review.matching import Row
from green.review.paper import Paper
from green.review.recording import apply
from green.standard import loader
from green.store import Store
from tests.database import days, let_in, rows
from tests.pages.test_decisions import FIRST, SECOND, Open, events, open_as, store, text
from tests.pages.visit import HOME, Visit
from tests.review.conftest import CITY, CITY_REVIEWER, DISTRICT_REVIEWER, QINGYUAN, guangdong

__all__ = ["days", "guangdong", "open_as", "store"]
KEEPER, DOCUMENT, DECIDED = Actor("keeper"), "清创〔2023〕9号", date(2023, 10, 8)


@pytest.fixture
def key(store: Store) -> str:
    """The second community was recognised and then merged into the first."""
    paper = Paper("清创〔2023〕1号", date(2023, 6, 1), "attain")
    apply(store, CITY_REVIEWER, loader.programme(QINGYUAN), CITY, paper, [Row(1, SECOND)])
    let_in(store, KEEPER, role="administrator", scope=CITY)
    (one,), (other,) = (
        rows(store, "select id from community where code = $code", code=code)
        for code in (SECOND, FIRST)
    )
    changing.record(
        store,
        KEEPER,
        Wanted("merge", date(2023, 9, 1), "清民字〔2023〕7号", one[0], successor=other[0]),
    )
    ((change,),) = rows(store, "select id from community_change")
    return f"succession.{change}.{other[0]}"


def confirming(open_as: Open, actor: Actor) -> Visit:
    return open_as(actor, part="confirm")


def test_the_deciding_level_lets_it_pass_on_by_a_document(
    open_as: Open, store: Store, key: str
) -> None:
    page = confirming(open_as, CITY_REVIEWER)
    page.widget(f"{key}.document").set_value(DOCUMENT)
    page.widget(f"{key}.day").set_value(DECIDED)
    page.press(f"{key}.yes")
    assert not page.errors()
    assert events(store)[1:] == [(FIRST, "attain", DECIDED, DOCUMENT, "city")]
    assert "the recognition passes on" in text(page)
    assert not page.has(f"{key}.yes")


def test_without_a_date_or_a_reason_nothing_is_decided(
    open_as: Open, store: Store, key: str
) -> None:
    page = confirming(open_as, CITY_REVIEWER).press(f"{key}.yes")
    assert "effective date is missing" in page.errors()[0]
    page.press(f"{key}.no")
    assert "Reason: This is blank" in page.errors()[0]
    assert len(events(store)) == 1
    assert page.has(f"{key}.no")


def test_that_it_does_not_pass_on_takes_it_from_the_list(
    open_as: Open, store: Store, key: str
) -> None:
    page = confirming(open_as, CITY_REVIEWER)
    page.widget(f"{key}.reason").set_value("合并后未达到创建要求")
    page.press(f"{key}.no")
    assert not page.errors()
    assert not page.has(f"{key}.yes")
    assert len(events(store)) == 1


def test_a_lower_level_reads_who_decides_and_gets_no_form(open_as: Open, key: str) -> None:
    page = confirming(open_as, DISTRICT_REVIEWER)
    assert "is decided by the reviewers of 广东省清远市" in text(page)
    assert not page.has(f"{key}.yes")


def test_it_is_in_the_list_of_what_is_to_do_of_the_deciding_level_alone(
    open_as: Open, key: str
) -> None:
    words = "Recognitions to be confirmed after mergers and splits: 1."
    assert words in text(open_as(CITY_REVIEWER).go(HOME))
    assert words not in text(open_as(DISTRICT_REVIEWER).go(HOME))
    assert key

"""What is to be done, from values and from rows: what came back, what waits, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from green import clock
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.review.deciding import agree, mark, send_back
from green.review.todo import MOST, Desk, Listed, Queue, Todo, no_office, todos
from green.review.todo_records import desks, queues
from green.standard import loader
from green.standard.programme import Programme
from green.store import Store
from tests.database import Days
from tests.review.conftest import (
    CITY,
    DISTRICT,
    DISTRICT_REVIEWER,
    OFFICER,
    QINGYUAN,
    STREET,
    STREET_REVIEWER,
    communities,
    handed_in,
)

TODAY = date(2021, 12, 20)


def said(found: list[Todo]) -> list[str]:
    return [f"{one.what} {one.when or ''}".strip() for one in found]


def made(*given: Desk, day: date = TODAY, **more: object) -> list[Todo]:
    programme = loader.programme(QINGYUAN)
    standard = loader.standard(programme.standard)
    return todos(programme, standard, programme.cycle_on(day), day, given, **more)  # type: ignore[arg-type]


@pytest.mark.usefixtures("english")
def test_what_came_back_stands_first_and_says_which_items_and_from_whom() -> None:
    unfinished = Desk("441802006002", "乙社区居委会", "unfinished", 3, 1)
    back = Desk(
        "441802006001", "甲社区居委会", "returned", 16, 1, TODAY, "district", ("ageing-access",)
    )
    found = made(unfinished, back)
    assert said(found) == [
        "甲社区: item 9 came back from “Review by the district”. Returned on 2021-12-20",
        "乙社区: 3 of 16 items are begun. until 2021-12-31, 11 days left",
    ]
    assert [one.is_urgent for one in found] == [True, True]


@pytest.mark.usefixtures("english")
def test_a_cycle_that_stays_open_hurries_nobody() -> None:
    (found,) = made(Desk("1", "甲社区居委会", "unfinished", 0, 1), day=date(2024, 3, 1))
    assert found.when is None
    assert not found.is_urgent


@pytest.mark.usefixtures("english")
def test_many_who_do_not_take_part_are_counted_and_not_named() -> None:
    one = Desk("1", "甲社区居委会", "apart", 0, MOST + 1)
    assert said(made(*[one] * MOST)) == [f"Communities that do not take part yet: {MOST + 1}."]
    few = replace(one, alike=1)
    assert "does not take part yet" in said(made(few))[0]


@pytest.mark.usefixtures("english")
def test_a_list_with_an_open_objection_waits_and_says_why() -> None:
    ended = Listed("第一批名单", TODAY - timedelta(days=1), 1)
    objection, publication = made(listed=[ended])
    assert "objections to answer: 1" in str(objection.what)
    assert str(publication.why_not) == "Answer the objections first."
    (alone,) = made(listed=[replace(ended, objections=0)])
    assert alone.why_not is None
    (running,) = made(listed=[replace(ended, objections=0, ends_on=TODAY)])
    assert running.why_not is not None


@pytest.mark.usefixtures("english")
def test_a_queue_says_how_many_and_since_when_the_oldest_waits(programme: Programme) -> None:
    step = programme.step("street")
    assert step is not None
    assert said(made(queues=[Queue(step, False, 3, TODAY - timedelta(days=1))])) == [
        "“Recommendation by the street”: 3 to be decided. the oldest since 2021-12-19 (1 day)"
    ]


def test_who_reviews_for_no_office_of_the_chain_is_told_so(programme: Programme) -> None:
    assert no_office(programme, [CITY]) is None
    assert no_office(programme, []) is None
    assert no_office(programme, ["44"]) is not None
    assert no_office(loader.programme("37-green-community"), ["37"]) is None


def test_rows_say_who_has_what_to_do_and_who_has_nothing(
    store: Store, programme: Programme
) -> None:
    back, through, begun, *_others = communities(store, programme)
    submission = handed_in(store, back).id
    mark(store, STREET_REVIEWER, back, submission, "street", "9", "return", "坡道没有扶手。")
    send_back(store, STREET_REVIEWER, back, submission, "street")
    handed_in(store, through)
    enrol(store, begun, OFFICER)
    cycle = programme.cycle_on(clock.today())
    assert cycle is not None
    with store.read() as query:
        found = desks(query, programme, cycle, [STREET], clock.today())
        assert desks(query, programme, cycle, [through.community.code], clock.today()) == []
    assert [(one.code, one.kind) for one in found[:3]] == [
        (back.community.code, "returned"),
        (begun.community.code, "unfinished"),
        (_others[0].community.code, "apart"),
    ]
    assert (found[0].step, list(found[0].returned)) == ("street", ["ageing-access"])
    assert found[0].items == 16
    assert len(found) == MOST
    assert found[-1].alike > MOST


def test_only_the_office_whose_turn_it_is_has_it_in_its_queue(
    store: Store, case: Case, days: Days
) -> None:
    def waiting(step: str, scope: str) -> list[int]:
        found = case.programme.step(step)
        assert found is not None
        with store.read() as query:
            return [one.n for one in queues(query, case.programme, [scope], [found])]

    submission = handed_in(store, case).id
    assert (waiting("street", STREET), waiting("district", DISTRICT)) == ([1], [])
    for item in case.standard.items:
        mark(store, STREET_REVIEWER, case, submission, "street", item.id, "agree")
    agree(store, STREET_REVIEWER, case, submission, "street")
    assert (waiting("street", STREET), waiting("district", DISTRICT)) == ([], [1])
    mark(store, DISTRICT_REVIEWER, case, submission, "district", "1", "agree")
    assert waiting("district", "441803") == []

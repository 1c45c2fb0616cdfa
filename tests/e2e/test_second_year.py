"""A second year in a browser: nothing has changed, and it takes few presses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from green import clock
from green.assessment import answer_records, submission_records
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.submission import snapshot
from green.people.guard import acting
from green.people.model import Action
from green.registry.model import Profile
from green.standard import loader
from green.standard.verdict import judge
from green.store import Query, Store
from tests.database import JIEFANGQIAO, LOCAL, SELF_DECLARED, all_met, case_of
from tests.e2e.conftest import Server
from tests.e2e.walker import STANDARD, Walker, read_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_PRESSES = 20


def last_year(store: Store) -> None:
    """What the community handed in in the cycle before the one open today."""
    now = case_of(store, JIEFANGQIAO)
    enrol(store, now, LOCAL)
    cycle = now.programme.cycles[-2]
    case, day = dataclasses.replace(now, cycle=cycle), cycle.closes
    assert day is not None
    with acting(store, LOCAL, Action.HAND_IN, case.community.code) as query:
        for (item, field), value in all_met(STANDARD).items():
            answer_records.add_answer(query, case, item, field, value, None, day, query.at, LOCAL)
        _hand_in(query, case)


def _hand_in(query: Query, case: Case) -> None:
    answers = answer_records.draft(query, case).answers(case)
    verdict = judge(STANDARD, answers)
    day, at = case.cycle.closes or clock.today(), clock.now()
    text, sha256 = snapshot(case, Profile(), answers, [], verdict, day, at, LOCAL, simulated=False)
    submission_records.keep_standard(query, STANDARD)
    submission_records.add_submission(query, case, verdict.outcome, text, sha256, day, at, LOCAL)


def test_an_unchanged_second_year_takes_at_most_twenty_presses(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server(prepare=last_year)
    walker = Walker(page, server.url).open()
    walker.press(walker.part("go_on").locator("button"))
    for place, area in enumerate(STANDARD.areas):
        walker.press(walker.part(f"still_true.area.{area.id}").locator("button"))
        done = [f"{len(one.items)}/{len(one.items)}" for one in STANDARD.areas[: place + 1]]
        walker.answered(*done)
        if area is not STANDARD.areas[-1]:
            walker.press(walker.part("next_unanswered").locator("button"))
    walker.quiet()
    walker.press(page.locator("[data-testid=stMain] [data-testid=stPageLink] a").last)
    walker.press(walker.part("hand_in").locator("button"))
    page.locator("[data-testid=stAlert]").first.wait_for()
    walker.part("hand_in").wait_for(state="detached")
    print(f"\npresses of an unchanged second year: {walker.presses}")  # noqa: T201
    assert walker.presses <= MOST_PRESSES
    server.stop()
    found = read_rows(server.database, "select cycle, outcome from submission order by id")
    first, second = loader.programme(SELF_DECLARED).cycles[-2:]
    assert found == [(first.id, "meets"), (second.id, "meets")]

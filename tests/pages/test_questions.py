"""Questions to ask of the data on the page Progress: a number, its rule and its communities."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from green.assessment.enrolment import enrol
from green.assessment.programmes import programme_here
from green.progress.asking import questions
from green.progress.funnel_records import waits
from green.simulation.pace import ENDS
from green.store import Store, shared
from tests.database import JIEFANGQIAO, LOCAL, case_of
from tests.pages.test_way_down import PROVINCE, asked, codes
from tests.pages.visit import PROGRESS, Visit, links, unlinked

Open = Callable[..., Visit]
JINAN = "3701"


def lines(page: Visit) -> list[str]:
    return [one.value for one in page.app.container(key="asked").markdown]


def test_every_number_is_that_of_the_list_behind_it_and_questions_without_any_are_left_out(
    visit: Open, simulated: Path
) -> None:
    page = visit(PROGRESS, place=JINAN, questions="true", **PROVINCE)
    store = shared(simulated)
    with store.read() as query:
        found = questions(query, programme_here(query), JINAN, ENDS, query.at)
    expected = {f"question-{one.kind}": one.findings for one in found if one.findings}
    shown = {asked(links(line)[0])["list"]: line for line in lines(page)}
    assert list(shown) == list(expected)
    assert 0 < len(expected) < len(found)
    for name, findings in expected.items():
        (number,) = re.findall(r"^[\d,]+", unlinked(shown[name]))
        assert int(number.replace(",", "")) == len(findings)
    behind = visit(PROGRESS, **(PROVINCE | asked(links(shown["question-idle"])[0])))
    assert codes(behind) == [one.code for one in expected["question-idle"]]


def test_who_waits_for_long_is_who_the_funnel_counts_with_offices(
    visit: Open, simulated: Path
) -> None:
    store = shared(simulated)
    with store.read() as query:
        programme = programme_here(query)
        found = waits(query, programme, "37", "city", ENDS, query.at)
        (long,) = questions(query, programme, "37", ENDS, query.at, ["long-wait"])
    expected = sum(
        one.number
        for city in found.values()
        for one in city
        if one.phase in ("waiting", "begun", "noticeable") and (ENDS - one.since).days > 60
    )
    assert len(long.findings) == expected > 100
    assert all(one.day < ENDS - timedelta(days=60) for one in long.findings)


def test_where_there_is_nothing_to_ask_it_says_so(visit: Open, store: Store) -> None:
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    page = visit(PROGRESS, community=None, questions="true")
    assert "这一天没有需要核查的提示。" in [one.value for one in page.app.caption]
    assert not [one for one in page.words() if "question-" in one]
    opened = visit(PROGRESS, community=None, list="question-idle")
    assert not opened.app.dataframe
    assert opened.errors() == []


def test_a_question_that_there_is_not_opens_no_list(visit: Open) -> None:
    page = visit(PROGRESS, community=None, list="question-no-such")
    assert page.errors() == []
    assert not [one for one in page.words() if "question-" in one]

"""The province that the first minute shows: Shandong with the default seed is worth looking at."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from statistics import mean

import pytest

from green.assessment.states import state_of
from green.progress.figures import progress
from green.progress.model import Progress
from green.review.queue_records import queue
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED
from green.simulation.pace import ENDS, FIRST
from tests.simulation.rules import RULES, Rule
from tests.simulation.worlds import World

Find = Callable[[str, int], World]
MONTHS = 30
LATER = datetime(2030, 1, 1)  # noqa: DTZ001 - naive UTC, as it is stored


@pytest.fixture(scope="module")
def shandong_of_the_first_minute(world: Callable[[str, int], World]) -> World:
    return world(DEFAULT_PROVINCE, DEFAULT_SEED)


@pytest.fixture
def here(shandong_of_the_first_minute: World) -> World:
    return shandong_of_the_first_minute


def figures(here: World, day: date) -> Progress:
    with here.read() as query:
        return progress(query, here.programme, as_of=day)


def standing(here: World) -> list[int]:
    """The ids of what stands at the end, one a community at most."""
    found = here.rows(
        """
        select max(id) from submission
        where id not in (select submission from submission_event)
        group by community
        """
    )
    return [row[0] for row in found]


def statuses(here: World) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for submission, item, status in here.rows("select * from submission_item"):
        found[submission][item] = status
    return found


def test_it_is_shandong_in_its_own_programme(here: World) -> None:
    assert (here.made.province, here.made.communities) == ("37", 6977)
    assert here.programme.id == "37-green-community"
    assert here.programme.rule == "decided"


@pytest.mark.parametrize(("deadline", "line"), [(FIRST, 0.3), (ENDS, 0.6)])
def test_at_each_deadline_four_cities_lie_above_the_line_and_four_below(
    here: World, deadline: date, line: float
) -> None:
    assert deadline in {target.deadline for target in here.programme.targets}
    rows = figures(here, deadline).rows
    rates = [float(row.standing.rate("attained") or 0) for row in rows]
    assert len(rates) == 16
    assert sum(rate > line for rate in rates) >= 4
    assert sum(rate < line for rate in rates) >= 4
    # So far apart that one sees it.
    assert max(rates) - min(rates) > 0.2


def test_the_pass_rates_of_items_span_thirty_points(here: World) -> None:
    found = statuses(here)
    met, applicable = Counter[str](), Counter[str]()
    for submission in standing(here):
        for item, status in found[submission].items():
            applicable[item] += status != "not_applicable"
            met[item] += status == "met"
    rates = {item: met[item] / applicable[item] for item in applicable}
    assert len(rates) == 16
    assert max(rates.values()) - min(rates.values()) >= 0.3
    assert len({round(rate, 2) for rate in rates.values()}) >= 5, "items differ among themselves"


def test_one_in_a_hundred_of_those_who_enrolled_withdrew(here: World) -> None:
    ((enrolled, withdrew),) = here.rows(
        """
        select count(*) filter (where kind = 'enrol'), count(*) filter (where kind = 'withdraw')
        from enrolment_event
        """
    )
    assert withdrew >= enrolled / 100
    assert enrolled > 3000


def test_some_are_near_misses_of_one_item_and_some_of_two(here: World) -> None:
    found = statuses(here)
    short = Counter(
        sum(status in ("partly", "unmet") for status in found[submission].values())
        for submission in standing(here)
    )
    assert short[1] >= 20
    assert short[2] >= 20
    assert sum(short[n] for n in short if n > 2) >= 20


def test_some_recall_what_they_handed_in_and_most_do_not(here: World) -> None:
    ((recalls,),) = here.rows("select count(*) from submission_event where kind = 'recall'")
    assert 50 <= recalls < len(here.submissions) / 2


def test_some_recall_what_meets_before_the_city_has_opened_it(here: World) -> None:
    recalled = {e.about for life in here.lives.values() for e in life if e.kind == "recall"}
    again = [one for one in recalled if one and here.submissions[one].outcome == "meets"]
    assert len(again) >= 20


def test_some_answers_are_revised_before_they_are_handed_in(here: World) -> None:
    ((revised,),) = here.rows(
        """
        select count(*) from answer_event as after
        join answer_event as before on before.id = after.based_on
        where before.value <> after.value
        """
    )
    assert revised >= 100


def test_every_cycle_has_enrolments_answers_and_submissions(here: World) -> None:
    for table in ("answer_event", "submission", "evidence_link_event"):
        cycles = {row[0] for row in here.rows(f"select distinct cycle from {table}")}
        assert cycles == {"2020", "2021", "2022"}, table


def test_the_province_moves_forward_every_quarter(here: World) -> None:
    with here.read() as query:
        series = progress(query, here.programme, as_of=ENDS, monthly=True).series
    assert series is not None
    attained = [month.total.standing.counts.attained for month in series]
    assert len(attained) == MONTHS
    assert all(later > earlier for earlier, later in zip(attained[3:], attained[6:], strict=False))
    # A province in the middle of its way, neither at its end nor at its beginning.
    assert 0.4 < mean(attained[-1:]) / 6977 < 0.7


def test_notes_reasons_counts_and_evidence_are_all_there(here: World) -> None:
    values = here.rows("select field, value from answer_event where item <> ''")
    fields = Counter(field for field, _value in values)
    assert fields["note"] > 100
    assert sum('"not_applicable"' in value for _field, value in values) > 100
    assert sum('"basis"' in value for _field, value in values) > 100
    ((papers,),) = here.rows("select count(*) from evidence")
    assert papers > 100


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_community_of_shandong_breaks_a_rule_of_real_steps(here: World, rule: Rule) -> None:
    for life in here.lives.values():
        assert list(rule(here.programme, here.standard, life)) == []


def test_no_city_stands_still_and_none_is_done(here: World) -> None:
    for row in figures(here, ENDS).rows:
        counts = row.standing.counts
        assert counts.named is not None
        assert 0 < counts.named < counts.attained < counts.submitted < counts.participating
        assert counts.participating < row.standing.denominator.count


def test_every_snapshot_of_shandong_says_that_it_is_simulated(here: World) -> None:
    assert len(here.submissions) > 3000
    assert all('"simulated":true' in one.snapshot for one in here.submissions.values())
    assert json.loads(next(iter(here.submissions.values())).snapshot)["simulated"] is True


def test_the_first_list_was_on_notice_in_february_2022_and_named_whom_it_held(
    here: World,
) -> None:
    lists = here.rows(
        """
        select notice.starts_on, notice.ends_on, event.effective_on, event.batch,
            (select count(*) from notice_submission where notice = notice.id)
        from notice join notice_event as event on event.notice = notice.id
        order by notice.starts_on
        """
    )
    assert [batch for _from, _to, _published, batch, _n in lists] == ["第一批", "第二批", "第三批"]
    assert lists[0][:2] == (date(2022, 2, 8), date(2022, 2, 14))
    assert all(ends < published <= ENDS for _from, ends, published, _batch, _n in lists)
    assert 1000 < lists[0][4] < 2200
    ((named,),) = here.rows("select count(*) from recognition_event where kind = 'name'")
    assert named == sum(row[4] for row in lists)
    before, after = figures(here, date(2022, 2, 20)).total, figures(here, lists[0][2]).total
    assert before.standing.counts.named == 0
    assert after.standing.counts.named == lists[0][4] < (after.standing.counts.attained or 0)


def test_some_come_back_with_a_reason_and_are_handed_in_again(here: World) -> None:
    assert len(here.returned) > 200
    assert all(reason for items in here.returned.values() for reason in items.values())
    by_step = Counter(
        event.field for life in here.lives.values() for event in life if event.kind == "send_back"
    )
    assert by_step["city"] > by_step["recheck"] > 20
    again = 0
    for life in here.lives.values():
        back = [event.id for event in life if event.kind == "return"]
        again += bool(back) and any(e.kind == "hand_in" and e.id > back[0] for e in life)
    assert again > len(here.returned) / 2


def test_what_came_back_from_the_province_has_attained_all_the_same(here: World) -> None:
    """A return during a re-check never unsets what the city has recognised."""
    seen = 0
    for community, life in here.lives.items():
        for event in life:
            if event.kind == "send_back" and event.field == "recheck":
                with here.read() as query:
                    state = state_of(query, here.programme, community, event.day, LATER)
                assert state.submitted
                assert state.attained
                seen += 1
    assert seen > 20


def test_every_level_has_something_to_do_at_the_end(here: World) -> None:
    with here.read() as query:
        steps = [step.id for step in here.programme.chain]
        found = queue(query, here.programme, [""], steps)
    by_step = Counter(waiting.step for waiting in found)
    assert set(by_step) == set(steps)
    assert min(by_step.values()) >= 20


def test_who_decided_held_the_role_for_exactly_that_office(here: World) -> None:
    held = set(here.rows("select holder, scope from role_grant where role = 'reviewer'"))
    decided = set(here.rows("select distinct person, office from decision"))
    published = set(here.rows("select distinct person, scope from notice"))
    assert len(decided) == 18
    assert decided | published <= held
    with_password = {row[0] for row in here.rows("select holder from credential")}
    assert not with_password & {person for person, _office in decided}


def test_every_paper_of_the_history_says_that_it_is_invented(here: World) -> None:
    papers = here.rows(
        "select document from recognition_event union select document from notice_event"
    )
    assert papers
    assert all(paper.startswith("模拟") for (paper,) in papers)

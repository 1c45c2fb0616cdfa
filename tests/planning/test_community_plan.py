"""The plan of one community: every planned line is somewhere once, and nothing holds by itself."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from green.planning import works_file
from green.planning.community_plan import CommunityPlan, plan_of
from green.planning.plan import STATES, Planned
from green.registry.model import Profile
from green.standard import loader
from green.standard.answers import Answers, ItemAnswer, Share, YesNo
from green.standard.model import Item
from green.standard.verdict import Verdict, judge

STANDARD = loader.standard("cn-green-community-2020")
WORKS = works_file.load()
DAY = date(2024, 3, 1)
PAIRS = [(work.items[0], work.id) for work in WORKS.works]


def answered(item: Item, status: str, covered: int = 2) -> ItemAnswer:
    """An item answered with a status; its checks all pass, or all fail."""
    if not item.checks:
        return ItemAnswer(status)  # type: ignore[arg-type]
    if status == "unanswered":
        return ItemAnswer()
    passes = status == "met"
    return ItemAnswer(
        checks={
            check.id: Share(10 if passes else covered, 10, "quarters")
            if check.kind == "ratio"
            else YesNo(passes)
            for check in item.checks
        }
    )


def verdict_of(**statuses: str) -> tuple[Verdict, Answers]:
    answers = Answers(
        STANDARD.id,
        None,
        {
            item.id: answered(item, statuses.get(item.id.replace("-", "_"), "met"))
            for item in STANDARD.items
        },
    )
    return judge(STANDARD, answers), answers


statuses = st.fixed_dictionaries(
    {
        item.id.replace("-", "_"): st.sampled_from(["met", "partly", "unmet", "unanswered"])
        for item in STANDARD.items
    }
)
plans = st.dictionaries(
    st.sampled_from(PAIRS),
    st.builds(
        Planned,
        quantity=st.none() | st.integers(0, 9),
        cost=st.none() | st.integers(0, 99),
        by=st.none() | st.dates(DAY - timedelta(days=9), DAY + timedelta(days=9)),
        state=st.sampled_from(STATES),
        state_since=st.just(DAY),
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(given_statuses=statuses, planned=plans, quarters=st.none() | st.integers(1, 40))
def test_every_planned_line_is_somewhere_exactly_once_and_every_lack_has_a_work(
    given_statuses: dict[str, str],
    planned: dict[tuple[str, str], Planned],
    quarters: int | None,
) -> None:
    verdict, answers = verdict_of(**given_statuses)
    plan = plan_of(WORKS, verdict, Profile(quarters=quarters), planned, answers)
    places = [(one.item.id, one.work_id) for one in (*plan.lines, *plan.done_with, *plan.set_aside)]
    assert len(places) == len(set(places))
    assert set(planned) <= set(places)
    lacking = {one.item.id for one in verdict.unmet}
    served = {judged.item.id for line in plan.lines for judged in line.lacking}
    assert served | {one.item.id for one in plan.without_work} == lacking
    assert {item.id for item in plan.unanswered} & served == set()
    assert plan.is_all_met == (verdict.outcome == "meets")
    safety = [(not line.work.safety, not line.work.public_use) for line in plan.lines if line.work]
    assert safety == sorted(safety)
    for line in plan.done_with:
        assert line.item.id not in lacking
    low, high = plan.estimate
    assert 0 <= low <= high
    asked = {one.judged.item.id for one in plan.done()}
    assert asked <= served, "nothing is asked of an item that is met"
    for item in asked:
        own = [line for line in plan.lines if item in {one.item.id for one in line.lacking}]
        begun = [line for line in own if (line.item.id, line.work_id) in planned]
        assert {line.planned.state for line in begun if line.planned != Planned()} == {"done"}
    assert all(one.planned.state != "done" for one in plan.overdue(DAY))


def one_lacking(planned: dict[tuple[str, str], Planned] | None = None) -> CommunityPlan:
    verdict, answers = verdict_of(roads_sponge_waste="unmet")
    return plan_of(WORKS, verdict, Profile(quarters=10), planned or {}, answers)


def test_a_share_says_how_many_quarters_are_short() -> None:
    line = next(one for one in one_lacking().lines if one.work and one.work.check == "waste")
    work, number = line.work, line.suggested
    assert work is not None
    assert number is not None
    assert number == work.quantity.of(Profile(quarters=10), 8)
    assert number < (work.quantity.of(Profile(quarters=10)) or 0), "two have sorting already"
    assert line.estimate == (work.cost_low * number, work.cost_high * number)


def test_a_planned_quantity_goes_before_the_rule_and_a_done_work_costs_nothing_more() -> None:
    line = next(one for one in one_lacking().lines if one.work and one.work.check == "waste")
    key = line.item.id, line.work_id
    less = one_lacking({key: Planned(quantity=1, cost=700)})
    assert less.estimate[0] < one_lacking().estimate[0]
    assert (less.cost, less.has_cost) == (700, True)
    done = one_lacking({key: Planned(quantity=1, cost=700, state="done", state_since=DAY)})
    assert done.estimate[0] < less.estimate[0]


def test_works_that_the_file_no_longer_has_are_set_aside_and_not_lost() -> None:
    plan = one_lacking({("roads-sponge-waste", "gone"): Planned(who="王红")})
    (line,) = plan.set_aside
    assert (line.name, line.planned.who) == ("gone", "王红")
    assert line.estimate is None


def test_a_day_that_is_today_is_not_overdue() -> None:
    assert not Planned(by=DAY).is_overdue(DAY)
    assert Planned(by=DAY - timedelta(days=1)).is_overdue(DAY)
    assert not Planned(by=DAY - timedelta(days=1), state="done").is_overdue(DAY)

"""The 整改计划 on paper says what the screen says; nothing planned is on it that was not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from green import clock
from green.assessment import submission
from green.assessment.model import Case
from green.errors import NotFound
from green.paper.export import one_form
from green.paper.model import KINDS, FileKind
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.planning import works_file
from green.planning.keeping import keep
from green.planning.works import works_for
from green.registry.model import Profile
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    SELF_DECLARED,
    answer,
    answer_all,
    let_in,
    rows,
)
from tests.paper.reading import table, text

LANES, PLEDGE = "parking-lifelines", "green-pledge"
COLUMNS = ["序号", "创建内容", "存在问题", "整改措施", "时限", "责任人", "费用（元）", "状态"]


def lines() -> list[tuple[str, str]]:
    found = works_for(works_file.load(), [LANES, PLEDGE], Profile())
    return [(one.item, one.work.id) for one in found]


@pytest.fixture
def lacking(store: Store, enrolled: Case) -> Case:
    answer_all(store, enrolled, **{LANES: "unmet", PLEDGE: "partly"})
    answer(store, enrolled, LANES, "note", "两处消防通道被占")
    return enrolled


def put(store: Store, case: Case, item: str, **changes: object) -> None:
    work = next(work for home, work in lines() if home == item)
    keep(store, LOCAL, case.programme, case.community, item, work, changes)


def made(store: Store, kind: FileKind, form: str = "rectification-plan") -> bytes:
    return one_form(store, LOCAL, SELF_DECLARED, form, JIEFANGQIAO, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_the_plan_has_the_works_in_their_order_with_what_was_planned(
    store: Store, lacking: Case, kind: FileKind
) -> None:
    day = clock.today() + timedelta(days=30)
    put(store, lacking, LANES, who="王红 <b>", by=day, cost=45_000, state="under_way")
    data = made(store, kind)
    found = table(data, kind, "整改措施")
    assert [str(one[0]) for one in found] == [str(n) for n in range(1, len(lines()) + 1)]
    names = [str(works_file.load().work(work).name) for _item, work in lines()]  # type: ignore[union-attr]
    assert [one[3] for one in found] == names
    place = [item for item, _work in lines()].index(LANES)
    assert found[place][1].startswith("8 ")
    assert found[place][2] == "两处消防通道被占"
    assert found[place][4:] == [day.isoformat(), "王红 <b>", "45,000", "进行中"]
    other = [item for item, _work in lines()].index(PLEDGE)
    assert found[other][4:6] == ["", ""], "nothing is there that nobody planned"
    assert all(one in text(data, kind) for one in COLUMNS)


def test_overdue_done_and_unanswered_are_said(store: Store, lacking: Case) -> None:
    put(store, lacking, LANES, by=clock.today() - timedelta(days=1))
    put(store, lacking, PLEDGE, state="done")
    answer(store, lacking, "noise", "status", None)
    said = text(made(store, "docx"), "docx")
    assert "未开始，已逾期" in said
    assert f"已完成（{clock.today().isoformat()}）" in said
    assert "尚未填答、未列入本计划的项目：10。" in said
    assert "模拟数据" not in said


def test_a_draft_form_has_the_remedy_and_what_was_handed_in_has_none(
    store: Store, lacking: Case
) -> None:
    put(store, lacking, LANES, who="王红")

    def remedy() -> str:
        line = next(
            one for one in table(made(store, "docx", "self-assessment"), "docx") if one[0] == "8"
        )
        return str(line[7])

    assert remedy().endswith(" / 王红")
    submission.hand_in(store, lacking, LOCAL)
    assert remedy() == ""
    assert "王红" in text(made(store, "docx"), "docx"), "the plan goes on"


def test_the_plan_of_another_place_is_refused_and_of_a_district_there_is_none(
    store: Store, lacking: Case
) -> None:
    chen = Actor("chen")
    let_in(store, chen, scope=LISHANLU)
    with pytest.raises(NotAllowed):
        one_form(store, chen, SELF_DECLARED, "rectification-plan", JIEFANGQIAO, "docx")
    with pytest.raises(NotFound):
        one_form(store, LOCAL, SELF_DECLARED, "rectification-plan", "370102", "docx")
    assert rows(store, "select 1 from log where action = 'export_forms'") == []

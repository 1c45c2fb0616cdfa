"""The cases under `tests/cases/chains`: a community's walk through each chain, day by day."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from green import clock
from green.assessment.answer_records import draft
from green.assessment.answering import save
from green.assessment.model import Case, open_case
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.assessment.submission_records import submissions
from green.errors import NotPossible
from green.people.model import Actor
from green.registry.model import CODE_LENGTH
from green.registry.records import communities_within
from green.review.deciding import agree, begin, mark, send_back
from green.review.matter import position_of
from green.review.notice_records import notices
from green.review.noticing import NewNotice, open_notice, publish
from green.setup import set_up
from green.standard import loader
from green.standard.chain import Step
from green.standard.programme import Programme
from green.store import Store
from tests.database import ROOT, Days, let_in
from tests.review.conftest import OFFICER, answered

CASES = sorted((ROOT / "tests" / "cases" / "chains").glob("*.yaml"))
ORDER = ("participating", "submitted", "attained", "named")


def reviewer(step: str) -> Actor:
    return Actor(f"reviewer-{step}")


class Walk:
    """A community of the case's province, an officer, and a reviewer for every step."""

    def __init__(self, store: Store, case: dict[str, Any], days: Days) -> None:
        self.store, self.days = store, days
        self.programme = programme_of(case)
        with store.read() as query:
            within = case.get("community", self.programme.region)
            community = communities_within(query, within)[0]
        self.case: Case = open_case(self.programme, community, clock.today())
        let_in(store, OFFICER)
        for step in self.programme.chain:
            let_in(store, reviewer(step.id), role="reviewer", scope=self.office(step))
        answered(store, self.case)

    def office(self, step: Step) -> str:
        return self.case.community.code[: CODE_LENGTH[step.level]]

    @property
    def latest(self) -> int:
        with self.store.read() as query:
            return submissions(query, self.programme.id, self.case.community.id)[-1].id

    def do(self, what: str, step_id: str, ends: Any) -> None:
        store, case, actor = self.store, self.case, reviewer(step_id)
        if what == "hand_in":
            self.mend_what_came_back()
            hand_in(store, case, OFFICER)
        elif what == "recall":
            recall(store, case, self.latest, OFFICER)
        elif what == "begin":
            begin(store, actor, case, self.latest, step_id)
        elif what == "agree":
            for item in case.standard.items:
                mark(store, actor, case, self.latest, step_id, item.id, "agree")
            agree(store, actor, case, self.latest, step_id)
        elif what == "return":
            mark(store, actor, case, self.latest, step_id, "9", "return", "坡道没有扶手。")
            send_back(store, actor, case, self.latest, step_id)
        elif what == "notice":
            step = self.programme.step(step_id)
            assert step is not None
            new = NewNotice("公示名单", "见公告", clock.today())
            office = self.office(step)
            open_notice(store, actor, self.programme, step_id, office, [self.latest], new)
            (found,) = self.notices()
            assert found.ends_on == ends
        else:
            (found,) = self.notices()
            self.days.go_to(found.ends_on)
            actor = reviewer(found.step)
            with pytest.raises(NotPossible, match="lasts until"):
                publish(store, actor, self.programme, found.id, "文号")
            self.days.go_to(self.today)
            publish(store, actor, self.programme, found.id, "文号", "第一批")

    def notices(self) -> list[Any]:
        with self.store.read() as query:
            return notices(query, self.programme.id, [""])

    def mend_what_came_back(self) -> None:
        with self.store.read() as query:
            found = submissions(query, self.programme.id, self.case.community.id)
            seen = draft(query, self.case).event("ageing-access", "note")
        if found and found[-1].returned_on:
            line = f"第{len(found)}次整改：扶手已补装。"
            save(self.store, self.case, "9", "note", line, seen, OFFICER)

    def stands(self) -> tuple[str | None, str, str]:
        """Step, phase and the highest of the states, as of today."""
        with self.store.read() as query:
            found = submissions(query, self.programme.id, self.case.community.id)[-1]
            place = position_of(query, self.case, found)
            number = self.case.community.id
            state = state_of(query, self.programme, number, clock.today(), query.at)
        highest = state.highest
        assert highest is not None
        for lower in ORDER[: ORDER.index(highest)]:
            assert getattr(state, lower)
        return place.step.id if place.step else None, place.phase, highest

    def go(self, row: dict[str, Any]) -> None:
        self.today = row["day"]
        self.days.go_to(self.today)
        self.do(row["do"], row.get("step", ""), row.get("ends"))


def programme_of(case: dict[str, Any]) -> Programme:
    """The programme of the case, with the chain that the case gives if it gives one."""
    found = loader.programme(case["programme"])
    if "chain" not in case:
        return found
    told = found.model_dump() | {"rule": "decided", "chain": case["chain"]}
    return Programme.model_validate(told)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(path)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_day_of_a_walk_leaves_the_community_where_the_case_says(
    path: Path, tmp_path: Path, days: Days, english: None
) -> None:
    case = read(path)
    set_up(tmp_path / "green.duckdb", case["province"])
    with closing(Store.open(tmp_path / "green.duckdb")) as store:
        walk = Walk(store, case, days)
        for row in case["walk"]:
            walk.go(row)
            expected = (row.get("at"), row["phase"], row["state"])
            assert walk.stands() == expected, row


def test_there_is_a_case_for_each_of_the_three_chains() -> None:
    assert [path.stem for path in CASES] == ["qingyuan", "shandong", "shanghai"]

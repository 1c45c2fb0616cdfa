"""The verdict: cases a housing official could read, and rules that hold for any answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.standard import loader
from green.standard.answers import Answers, ItemAnswer, NotApplicable, Share, YesNo
from green.standard.model import STATUSES, Item, RatioCheck, Status, YesNoCheck
from green.standard.validator import load_answers
from green.standard.verdict import Verdict, check_state, judge
from green.standard.yaml_file import read_document
from green.texts import DEFAULT, use

FOLDER = Path(__file__).resolve().parents[1] / "cases"
STANDARD = loader.standard("cn-green-community-2020")
MET: dict[str, Any] = {
    item.ref: {
        "checks": {
            check.id: "yes" if isinstance(check, YesNoCheck) else {"count": 10, "of": 10}
            for check in item.checks
        }
    }
    if item.checks
    else {"status": "met"}
    for item in STANDARD.items
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use("en")
    yield
    use(DEFAULT)


# Cases


CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']['en']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in read_document(path).value
]


def answers_of(case: dict[str, Any]) -> dict[str, Any]:
    """The answers file of a case: what it says, and the rest as met or left out."""
    said = case["answers"]
    named = {STANDARD.item(key).ref for key in said}
    rest = {"met": MET, "blank": {}}[case["rest"]]
    others = {ref: answer for ref, answer in rest.items() if ref not in named}
    return {"standard": STANDARD.id, "answers": {**others, **said}}


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_an_official_would_expect(case, tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers_of(case), ensure_ascii=False), encoding="utf-8")
    verdict = judge(*load_answers(path))
    found = verdict.as_json()
    expected = case["expect"]
    assert found["outcome"] == expected["outcome"]
    assert found["unmet"] == expected["unmet"]
    assert found["unanswered"] == expected["unanswered"]
    assert verdict.near_miss == {"yes": True, "no": False}[expected["near_miss"]]
    statuses = {item["ref"]: item["status"] for item in found["items"]}
    assert {ref: statuses[ref] for ref in expected["statuses"]} == expected["statuses"]


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_complete(case):
    assert set(case) == {"title", "rest", "answers", "expect"}
    assert set(case["title"]) == {"zh", "en"}
    assert set(case["expect"]) == {"outcome", "unmet", "unanswered", "near_miss", "statuses"}


# Any answers


def check_answers(check: YesNoCheck | RatioCheck) -> st.SearchStrategy[Any]:
    said = (
        st.builds(YesNo, st.booleans())
        if isinstance(check, YesNoCheck)
        else st.builds(
            lambda numbers: Share(min(numbers), max(numbers)),
            st.tuples(st.integers(0, 1000), st.integers(1, 1000)),
        )
    )
    return said | st.just(NotApplicable("none here")) if check.not_applicable else said


def item_answers(item: Item) -> st.SearchStrategy[ItemAnswer]:
    if item.checks:
        checks = {check.id: check_answers(check) for check in item.checks}
        return st.fixed_dictionaries({}, optional=checks).map(
            lambda given: ItemAnswer(checks=given)
        )
    statuses: list[Status | None] = [None, "met", "met", "partly", "unmet"]
    if item.not_applicable:
        statuses.append("not_applicable")
    return st.sampled_from(statuses).map(
        lambda status: ItemAnswer(status, "none here" if status == "not_applicable" else "")
    )


def any_answers() -> st.SearchStrategy[Answers]:
    items = {item.id: item_answers(item) for item in STANDARD.items}
    return st.fixed_dictionaries({}, optional=items).map(
        lambda given: Answers(STANDARD.id, None, given)
    )


def complete_answers() -> st.SearchStrategy[Answers]:
    """All answered, and most of it well, so that the few that fail matter."""
    good = {item.id: passing_answer(item) for item in STANDARD.items}
    some = st.sets(st.sampled_from(STANDARD.items), max_size=4)
    return some.map(
        lambda failing: Answers(
            STANDARD.id, None, good | {item.id: failing_answer(item) for item in failing}
        )
    )


def passing_answer(item: Item) -> ItemAnswer:
    if not item.checks:
        return ItemAnswer("met")
    return ItemAnswer(
        checks={
            check.id: YesNo(True) if isinstance(check, YesNoCheck) else Share(1, 1)
            for check in item.checks
        }
    )


def failing_answer(item: Item) -> ItemAnswer:
    if not item.checks:
        return ItemAnswer("unmet")
    return ItemAnswer(
        checks={
            check.id: YesNo(False) if isinstance(check, YesNoCheck) else Share(0, 1)
            for check in item.checks
        }
    )


def with_items(answers: Answers, changed: dict[str, ItemAnswer]) -> Answers:
    return Answers(answers.standard, answers.community, {**answers.items, **changed})


def statuses_of(verdict: Verdict) -> dict[str, Status]:
    return {judged.item.id: judged.status for judged in verdict.items}


items = st.sampled_from(STANDARD.items)


@given(any_answers())
def test_every_item_has_exactly_one_status_in_the_order_of_the_standard(answers):
    verdict = judge(STANDARD, answers)
    assert [judged.item for judged in verdict.items] == list(STANDARD.items)
    assert all(judged.status in STATUSES for judged in verdict.items)


@given(any_answers())
def test_the_counts_name_every_status_and_add_up_to_sixteen(answers):
    counts = judge(STANDARD, answers).counts
    assert tuple(counts) == STATUSES
    assert sum(counts.values()) == 16


@given(any_answers() | complete_answers())
def test_the_outcome_follows_from_the_statuses_alone(answers):
    verdict = judge(STANDARD, answers)
    statuses = set(statuses_of(verdict).values())
    if "unanswered" in statuses:
        assert verdict.outcome == "incomplete"
    elif statuses <= {"met", "not_applicable"}:
        assert verdict.outcome == "meets"
    else:
        assert verdict.outcome == "does_not_meet"


@given(any_answers() | complete_answers())
def test_a_near_miss_lacks_one_or_two_items_and_nothing_is_blank(answers):
    verdict = judge(STANDARD, answers)
    lacking = verdict.counts["partly"] + verdict.counts["unmet"]
    assert verdict.near_miss == (lacking in (1, 2) and not verdict.counts["unanswered"])


@given(any_answers() | complete_answers(), items)
def test_marking_an_item_unmet_never_makes_a_community_meet(answers, item):
    verdict = judge(STANDARD, with_items(answers, {item.id: failing_answer(item)}))
    assert verdict.outcome != "meets"
    assert statuses_of(verdict)[item.id] == "unmet"


@given(any_answers() | complete_answers(), items)
def test_marking_an_item_met_never_makes_a_community_fail(answers, item):
    before = judge(STANDARD, answers).outcome
    after = judge(STANDARD, with_items(answers, {item.id: passing_answer(item)})).outcome
    assert not (before == "meets" and after != "meets")
    assert not (before == "does_not_meet" and after == "incomplete")


@given(any_answers() | complete_answers(), items)
def test_a_blank_item_leaves_the_whole_incomplete(answers, item):
    verdict = judge(STANDARD, with_items(answers, {item.id: ItemAnswer()}))
    assert verdict.outcome == "incomplete"
    assert item.ref in verdict.as_json()["unanswered"]


@given(any_answers(), items)
def test_an_answer_changes_its_own_item_and_no_other(answers, item):
    before = statuses_of(judge(STANDARD, answers))
    after = statuses_of(judge(STANDARD, with_items(answers, {item.id: failing_answer(item)})))
    assert {**before, item.id: "unmet"} == after


@given(any_answers(), items, st.text(max_size=20))
def test_a_note_never_changes_the_verdict(answers, item, note):
    said = answers.items.get(item.id, ItemAnswer())
    noted = ItemAnswer(said.status, said.reason, note, said.checks)
    assert judge(STANDARD, with_items(answers, {item.id: noted})) == judge(STANDARD, answers)


COVERAGE = STANDARD.item("12").checks[0]


@given(st.integers(0, 10**12 - 1), st.integers(1, 10**12 - 1))
def test_a_share_passes_exactly_from_its_threshold_on(one, other):
    count, of = min(one, other), max(one, other)
    expected = "pass" if Fraction(count, of) >= Fraction(30, 100) else "fail"
    assert check_state(COVERAGE, Share(count, of)) == expected


@given(st.integers(1, 10**10))
def test_30_percent_passes_and_one_less_fails_however_large_the_base(tens):
    assert check_state(COVERAGE, Share(3 * tens, 10 * tens)) == "pass"
    assert check_state(COVERAGE, Share(3 * tens - 1, 10 * tens)) == "fail"


@given(st.integers(1, 10**6))
def test_full_coverage_means_every_single_quarter(quarters):
    waste = STANDARD.item("5").check("waste")
    assert check_state(waste, Share(quarters, quarters)) == "pass"
    assert check_state(waste, Share(quarters - 1, quarters)) == "fail"


# What is said about it


@given(any_answers() | complete_answers())
def test_the_json_says_the_same_as_the_verdict(answers):
    verdict = judge(STANDARD, answers)
    found = json.loads(json.dumps(verdict.as_json(), ensure_ascii=False))
    keys = ["standard", "version", "outcome", "counts", "items", "unmet", "unanswered"]
    assert list(found) == keys
    assert (found["standard"], found["version"]) == (STANDARD.id, STANDARD.version)
    statuses = {item["ref"]: item["status"] for item in found["items"]}
    assert found["unmet"] == [ref for ref, s in statuses.items() if s in ("partly", "unmet")]
    assert found["unanswered"] == [ref for ref, s in statuses.items() if s == "unanswered"]
    for status, count in found["counts"].items():
        assert count == list(statuses.values()).count(status)


@given(any_answers())
def test_every_item_explains_itself_in_both_languages(answers):
    for language in ("zh_CN", "en"):
        use(language)
        for judged in judge(STANDARD, answers).items:
            assert str(judged.explanation).strip()
            assert "{" not in str(judged.explanation)
    use("en")


def explanation(ref: str, answer: ItemAnswer) -> str:
    item = STANDARD.item(ref)
    verdict = judge(STANDARD, Answers(STANDARD.id, None, {item.id: answer}))
    return str(next(judged.explanation for judged in verdict.items if judged.item is item))


def test_the_explanation_of_a_share_shows_count_base_and_threshold():
    said = explanation("12", ItemAnswer(checks={"coverage": Share(299, 1000, "households")}))
    assert "299 of 1000 (households)" in said
    assert "at least 30%" in said


def test_the_explanation_of_an_item_with_checks_names_every_check():
    checks = {"roads": YesNo(True), "sponge": NotApplicable("no project area")}
    said = explanation("5", ItemAnswer(checks=checks))
    for title in ("Road improvement", "Sponge conversion", "Residential quarters that sort waste"):
        assert title in said
    assert "no project area" in said


def test_the_explanation_of_not_applicable_gives_the_reason():
    said = explanation("16", ItemAnswer("not_applicable", "no listed resource"))
    assert "no listed resource" in said


def test_partly_met_is_said_to_count_as_not_met():
    assert "counts as not met" in explanation("1", ItemAnswer("partly"))


def test_a_failing_safety_item_says_that_one_place_is_enough():
    assert "safety" in explanation("8", ItemAnswer("unmet"))
    assert "safety" not in explanation("10", ItemAnswer("unmet"))

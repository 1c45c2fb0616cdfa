"""The cases under `tests/cases/targets`: each place's rule on made rows, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from green.assessment.model import State
from green.progress.model import Counts, Standing, TargetFigure
from green.progress.targets import target_figures
from green.registry.denominators import Denominator
from green.standard import loader
from green.standard.programme import METRICS, Target
from green.standard.yaml_file import read_document

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "targets"
FILES = [read_document(path) for path in sorted(FOLDER.glob("*.yaml"))]
CASES = [
    pytest.param(file.value, case, id=f"{Path(file.name).stem}: {case['name']}")
    for file in FILES
    for case in file.value["cases"]
]


def target_of(file: Mapping[str, Any]) -> Target:
    """The target that a file is about: one of a programme's, or one of its own."""
    if "programme" in file:
        return loader.programme(file["programme"]).targets[file["target"] - 1]
    return Target.model_validate(file["target"])


def region_of(file: Mapping[str, Any]) -> str:
    return loader.programme(file["programme"]).region if "programme" in file else file["region"]


def counts_of(told: Mapping[str, Any]) -> Counts:
    """What is told of a day: who has attained takes part too."""
    attained = told.get("attained", 0)
    return Counts(told.get("participating", attained), attained, attained)


def figures(file: Mapping[str, Any], case: Mapping[str, Any]) -> tuple[TargetFigure, ...]:
    days = {date.fromisoformat(day): told for day, told in case["days"].items()}
    deadline = target_of(file).deadline
    assert max(days) <= deadline or deadline in days, "a case says how it stood on the deadline"
    standings = {
        day: Standing(
            counts_of(told), Denominator(told.get("of", 0), "nbs-2023", date(2023, 6, 30), "list")
        )
        for day, told in days.items()
    }
    states = {
        day: dict.fromkeys(told.get("reached", ()), State(True, True, True))
        for day, told in days.items()
    }
    code = case["row"]["code"]
    return target_figures(
        (target_of(file),),
        case["row"]["level"],
        code == region_of(file),
        max(days),
        standings,
        code=code,
        subdistricts=standings,
        states=states,
    )


@pytest.mark.parametrize(("file", "case"), CASES)
def test_a_case_is_judged_as_it_says(file: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    found = figures(file, case)
    if case["expect"] == "nothing":
        assert found == ()
        return
    (one,) = found
    judged = {key: getattr(one, key) for key in ("binding", "needed", "missing", "met")}
    assert judged == case["expect"]


@pytest.mark.parametrize(
    "file",
    [f.value for f in FILES if "says" in f.value],
    ids=lambda f: f"{f['programme']} {f['target']}",
)
def test_a_programme_file_says_what_its_cases_are_about(file: Mapping[str, Any]) -> None:
    target, says = target_of(file), dict(file["says"])
    assert target.deadline == date.fromisoformat(says.pop("deadline"))
    assert {key: getattr(target, key) for key in says} == says


def test_every_new_place_has_cases_for_each_of_its_own_targets() -> None:
    covered = {(f.value["programme"], f.value["target"]) for f in FILES if "programme" in f.value}
    for place in ("11", "32", "42", "45"):
        programme = loader.programme(f"{place}-green-community")
        own = {
            (programme.id, number)
            for number, target in enumerate(programme.targets, start=1)
            if target.source.document != "建城〔2020〕68号"
        }
        assert own, place
        assert own <= covered


def test_no_document_number_is_cited_that_nobody_has_seen() -> None:
    for programme_id in loader.programme_ids():
        programme = loader.programme(programme_id)
        for source in (programme.source, *(target.source for target in programme.targets)):
            assert "〔" in source.document or not source.verified, programme_id
            assert "〔" in source.document or "文号待核" in source.document, programme_id


# Targets by list, and of subdistricts alone


def pilots(reached: list[str]) -> TargetFigure:
    (file,) = [f.value for f in FILES if Path(f.name).stem == "two-pilots"]
    case = {"row": {"code": "370102", "level": "district"}, "days": {"2021-12-31": {}}}
    case["days"]["2021-12-31"]["reached"] = reached
    (found,) = figures(file, case)
    return found


def test_a_list_is_written_with_who_has_reached_it_beside_the_agreed_keys() -> None:
    assert pilots(["370102001002"]).as_json() == {
        "scope": "whole",
        "binding": True,
        "deadline": "2021-12-31",
        "share": None,
        "metric": "attained",
        "needed": 2,
        "missing": 1,
        "met": False,
        "number": 1,
        "listed": [
            {"code": "370102001002", "name": "解放桥社区居委会", "reached": True},
            {"code": "370102001003", "name": "历山路社区居委会", "reached": False},
        ],
    }


def test_who_takes_part_has_not_attained_what_a_list_asks_for() -> None:
    (file,) = [f.value for f in FILES if Path(f.name).stem == "two-pilots"]
    day = date(2021, 12, 31)
    states = {day: {"370102001002": State(True, True, False), "370102001003": State(True)}}
    (found,) = target_figures(
        (target_of(file),), "district", True, day, {}, code="370102", states=states
    )
    assert (found.needed, found.missing, found.met) == (2, 2, False)


def test_a_target_of_subdistricts_brings_its_own_numerator_and_base() -> None:
    target = Target.model_validate(
        {
            "scope": "whole",
            "metric": "attained",
            "share_percent": 30,
            "denominator": "subdistricts",
            "deadline": "2021-12-31",
            "source": {"document": "某文", "verified": False},
        }
    )
    day = date(2021, 12, 31)

    def standing(number: int, of: int) -> dict[date, Standing]:
        base = Denominator(of, "nbs-2023", date(2023, 6, 30), "list")
        return {day: Standing(Counts(number, number, number), base)}

    (found,) = target_figures(
        (target,),
        "city",
        False,
        day,
        standing(30, 100),
        code="3701",
        subdistricts=standing(20, 60),
    )
    assert (found.needed, found.missing, found.met) == (18, 0, True)
    written = found.as_json()
    assert (written["number"], written["denominator"]["count"]) == (20, 60)


def test_a_target_of_all_communities_has_no_further_keys() -> None:
    programme = loader.programme("37-green-community")
    day = date(2021, 12, 31)
    base = Denominator(7030, "nbs-2021", date(2021, 10, 31), "list")
    found = target_figures(
        programme.targets, "province", True, day, {day: Standing(Counts(1, 1, 1), base)}
    )
    agreed = {"scope", "binding", "deadline", "share", "metric", "needed", "missing", "met"}
    assert [set(one.as_json()) for one in found] == [agreed, agreed]
    assert set(METRICS) == {"participating", "submitted", "attained", "named"}

"""`python -m green`: exit codes, JSON alone on standard output, reasons on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from green import clock, texts
from green.assessment.enrolment import enrol
from green.assessment.submission import hand_in, recall
from green.store import Store
from tests.database import (
    GREEN,
    JIEFANGQIAO,
    LOCAL,
    ROOT,
    SELF_DECLARED,
    SHANDONG,
    answer_all,
    case_of,
    database,
    green,
    shandong,
)

__all__ = ["database", "shandong"]

PROGRESS = ("progress", "--programme", SELF_DECLARED, "--db")
ROW = {
    "code",
    "name",
    "denominator",
    "participating",
    "submitted",
    "attained",
    "named",
    "rates",
    "flag",
    "targets",
}


@pytest.fixture(autouse=True)
def _language_again() -> Iterator[None]:
    yield
    texts.use(texts.DEFAULT)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps({"standard": GREEN, "answers": {"1": {"status": "met"}}}), encoding="utf-8"
    )
    return path


def asked(*arguments: str | Path) -> Any:
    """What a command answers in JSON; it has to succeed."""
    done = green(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def of(found: Any, code: str) -> tuple[int, int, int]:
    (row,) = [row for row in found["rows"] if row["code"] == code]
    return row["participating"], row["submitted"], row["attained"]


# Exit codes, and which words go where


def test_a_command_that_worked_exits_with_0_and_says_nothing_on_standard_error(
    answers: Path, database: Path
) -> None:
    for command in (("standards", "list"), ("assess", answers), (*PROGRESS, database)):
        done = green(*command)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("standards", "show", "no-such-standard"),
        ("assess", "no-such-file.json"),
        ("standards", "check", "no-such-file.yaml"),
        ("progress", "--programme", "no-such-programme", "--db", "DATABASE"),
        (*PROGRESS, "DATABASE", "--as-of", "31.12.2022"),
        (*PROGRESS, "DATABASE", "--as-of", "2022-02-30"),
        (*PROGRESS, "DATABASE", "--known-at", "yesterday"),
        (*PROGRESS, "DATABASE", "--known-at", "9999-12-31T23:00:00-14:00"),
        (*PROGRESS, "DATABASE", "--scope", "11"),
        (*PROGRESS, "DATABASE", "--scope", "37%"),
        (*PROGRESS, "DATABASE", "--scope", "370102", "--by", "city"),
        ("init", "--db", "DATABASE"),
        ("init", "--db", "NEW", "--province", "99"),
    ],
    ids=" ".join,
)
def test_refused_input_exits_with_1_and_a_reason_on_standard_error_alone(
    database: Path, command: tuple[str, ...]
) -> None:
    places = {"DATABASE": database, "NEW": database.with_name("new.duckdb")}
    for language in ((), ("--lang", "en")):
        done = green(*language, *(places.get(word, word) for word in command))
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
    assert not places["NEW"].exists()


@pytest.mark.parametrize(
    "more",
    [
        ("--as-of", "9999-12-31"),
        ("--as-of", "9999-12-31", "--series", "month"),
        ("--as-of", "0001-01-01", "--series", "month"),
        ("--known-at", "9999-12-31"),
        ("--known-at", "0001-01-01"),
    ],
    ids=" ".join,
)
def test_a_day_at_the_edge_of_the_calendar_is_answered_or_refused_but_no_crash(
    database: Path, more: tuple[str, ...]
) -> None:
    done = green(*PROGRESS, database, *more)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("fly",),
        ("standards",),
        ("assess",),
        ("progress",),
        (*PROGRESS, "x", "--by", "village"),
        (*PROGRESS, "x", "--series", "day"),
        ("--lang", "de", "standards", "list"),
        ("init", "--json=no"),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2_and_the_usage_on_standard_error(command: tuple[str, ...]) -> None:
    done = green(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage" in done.stderr.lower() or "用法" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_exits_with_0() -> None:
    for command in ((), ("progress",), ("standards", "check")):
        done = green(*command, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert "python -m green" in done.stdout


def test_a_refusal_with_json_asked_for_leaves_standard_output_empty(database: Path) -> None:
    done = green(*PROGRESS, database, "--scope", "11", "--json")
    assert (done.returncode, done.stdout) == (1, "")


def test_who_stops_reading_early_gets_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "green", "standards", "show", GREEN, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_commands_speak_chinese_unless_english_is_asked_for() -> None:
    command = ("standards", "show", "no-such-standard")
    in_english = green("--lang", "en", *command).stderr
    assert in_english.startswith("There is no standard “no-such-standard”.")
    assert "no-such-standard" in green(*command).stderr
    assert green(*command).stderr != in_english


def test_the_surroundings_can_name_database_and_language(database: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "green", "progress", "--programme", SELF_DECLARED, "--scope", "11"],
        cwd=ROOT,
        env=os.environ
        | {"GREEN_DB": str(database), "GREEN_LANG": "en", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert said.stderr == (
        "There is no division with the code 11. "
        "Use the 2, 4, 6 or 9 digits of a province, city, district or street.\n"
    )


# What a command needs


@pytest.mark.parametrize("command", ["standards list", "standards show", "check", "assess", "help"])
def test_a_command_that_needs_no_database_loads_nothing_of_it(command: str, answers: Path) -> None:
    standard = ROOT / "criteria" / "standards" / f"{GREEN}.yaml"
    arguments = {
        "standards list": ["standards", "list"],
        "standards show": ["standards", "show", GREEN, "--json"],
        "check": ["standards", "check", str(standard)],
        "assess": ["assess", str(answers), "--json"],
        "help": ["--help"],
    }[command]
    program = f"""if True:
        import sys
        from green.cli import main
        try:
            code = main({arguments!r})
        except SystemExit as stopped:
            code = stopped.code
        heavy = ["duckdb", "streamlit", "pandas", "plotly", "pyarrow", "numpy", "babel"]
        print(code, *(name for name in heavy if name in sys.modules), file=sys.stderr)
    """
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.split() == ["0"]


# JSON


def test_the_figures_have_exactly_the_agreed_keys(database: Path) -> None:
    found = asked(*PROGRESS, database, "--as-of", "2022-12-31", "--known-at", "2026-01-31")
    assert set(found) == {"programme", "rule", "simulated", "as_of", "known_at", "rows", "total"}
    assert (found["programme"], found["rule"], found["simulated"]) == (
        SELF_DECLARED,
        "self-declared",
        False,
    )
    assert (found["as_of"], found["known_at"]) == ("2022-12-31", "2026-01-31T15:59:59.999999Z")
    assert len(found["rows"]) == 16
    for row in (*found["rows"], found["total"]):
        assert set(row) == ROW
        assert set(row["denominator"]) == {"count", "basis", "date", "source"}
        assert set(row["rates"]) == {"participating", "submitted", "attained", "named"}
        assert (row["named"], row["rates"]["named"], row["flag"]) == (None, None, None)
        for target in row["targets"]:
            assert set(target) == {
                "scope",
                "binding",
                "deadline",
                "share",
                "metric",
                "needed",
                "missing",
                "met",
            }
    codes = [row["code"] for row in found["rows"]]
    assert codes == sorted(codes)


def test_the_provinces_targets_are_2094_and_4187_of_6977(database: Path) -> None:
    of_shandong = ("progress", "--programme", SHANDONG, "--db", database)
    total = asked(*of_shandong, "--as-of", "2021-12-31")["total"]
    assert total["denominator"]["count"] == 6977
    assert total["targets"] == [
        {
            "scope": "whole",
            "binding": True,
            "deadline": deadline,
            "share": share,
            "metric": "attained",
            "needed": needed,
            "missing": needed,
            "met": False,
        }
        for deadline, share, needed in (("2021-12-31", 0.3, 2094), ("2022-12-31", 0.6, 4187))
    ]


def test_the_pace_is_added_when_asked_for_and_changes_nothing_else(database: Path) -> None:
    day = ("--as-of", "2021-02-10", "--known-at", "2030-01-01")
    plain, paced = asked(*PROGRESS, database, *day), asked(*PROGRESS, database, *day, "--pace")
    for row in (*paced["rows"], paced["total"]):
        for target in row["targets"]:
            pace = target.pop("pace")
            assert (pace["gained"], pace["why"]) == (0, "too_few")
            assert pace["low"] is pace["high"] is None
    assert paced == plain
    done = green("--lang", "en", *PROGRESS, database, *day, "--pace")
    assert "Too little to go on: fewer than 10 were added in a year." in done.stdout


def test_the_funnel_is_added_when_asked_for_and_changes_nothing_else(database: Path) -> None:
    day = ("--as-of", "2021-02-10", "--known-at", "2030-01-01")
    plain, told = asked(*PROGRESS, database, *day), asked(*PROGRESS, database, *day, "--funnel")
    funnel = told.pop("funnel")
    assert told == plain
    assert [row["code"] for row in funnel["rows"]] == [row["code"] for row in plain["rows"]]
    assert funnel["total"]["code"] == "37"
    assert funnel["total"]["stages"] == [
        {"step": None, "phase": phase, "number": 0, "median_days": None, "oldest_days": None}
        for phase in ("answering", "returned")
    ]


def test_questions_are_added_when_asked_for_and_change_nothing_else(database: Path) -> None:
    day = ("--as-of", "2021-02-10", "--known-at", "2030-01-01")
    plain, told = asked(*PROGRESS, database, *day), asked(*PROGRESS, database, *day, "--questions")
    questions = told.pop("questions")
    assert told == plain
    assert {one["number"] for one in questions} == {0}
    assert all(one["communities"] == [] for one in questions)
    assert [one["kind"] for one in questions][:2] == ["bare", "same-note"]


def test_months_are_added_when_asked_for(database: Path) -> None:
    found = asked(*PROGRESS, database, "--as-of", "2021-02-10", "--series", "month")
    assert [month["month"] for month in found["series"]] == [
        "2020-07",
        "2020-08",
        "2020-09",
        "2020-10",
        "2020-11",
        "2020-12",
        "2021-01",
        "2021-02",
    ]
    assert all(set(month) == {"month", "rows"} for month in found["series"])
    assert all(set(row) == ROW for month in found["series"] for row in month["rows"])
    assert found["series"][-1]["rows"] == found["rows"]


@pytest.mark.parametrize(
    ("scope", "by", "rows"), [("3701", "district", 13), ("370102", "street", 13)]
)
def test_a_scope_can_be_divided_further(database: Path, scope: str, by: str, rows: int) -> None:
    found = asked(*PROGRESS, database, "--scope", scope, "--by", by)
    assert found["total"]["code"] == scope
    assert len(found["rows"]) == rows
    assert all(row["code"].startswith(scope) for row in found["rows"])


def test_the_walk_of_a_community_moves_the_figures_and_nothing_of_the_past(
    database: Path,
) -> None:
    """Enrol, answer sixteen, hand in, recall; each state by one; yesterday and what was known."""
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    with closing(Store.open(database)) as store:
        case = case_of(store, JIEFANGQIAO)
        with store.read() as query:
            nothing_known = clock.write_moment(query.at)
        enrol(store, case, LOCAL)
        answer_all(store, case)
        submission = hand_in(store, case, LOCAL)
    assert of(asked(*PROGRESS, database), "3701") == (1, 1, 1)
    assert of(asked(*PROGRESS, database, "--as-of", yesterday), "3701") == (0, 0, 0)
    assert of(asked(*PROGRESS, database, "--known-at", nothing_known), "3701") == (0, 0, 0)
    handed_in = asked(*PROGRESS, database)["known_at"]
    with closing(Store.open(database)) as store:
        recall(store, case, submission.id, LOCAL)
    found = asked(*PROGRESS, database)
    assert of(found, "3701") == (1, 0, 0)
    assert of(found, "3702") == (0, 0, 0)
    assert of(asked(*PROGRESS, database, "--known-at", handed_in), "3701") == (1, 1, 1)


def test_the_same_question_has_the_same_answer_byte_for_byte(database: Path) -> None:
    with closing(Store.open(database)) as store:
        enrol(store, case_of(store, JIEFANGQIAO), LOCAL, date(2022, 3, 1))
    known = clock.write_moment(clock.now())
    question = (*PROGRESS, database, "--as-of", "2022-12-31", "--known-at", known, "--json")
    first = green(*question)
    with closing(Store.open(database)) as store:
        enrol(store, case_of(store, "370102001003"), LOCAL, date(2022, 3, 1))
    assert green(*question).stdout == first.stdout
    assert green(*question[:-3], "--json").stdout != first.stdout


def test_asking_for_figures_changes_nothing_in_the_database(database: Path) -> None:
    before = database.read_bytes()
    asked(*PROGRESS, database, "--series", "month")
    assert database.read_bytes() == before


# init


def test_a_new_database_is_made_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "绿色.duckdb"
    made = asked("init", "--db", path)
    assert made == {"database": str(path), "province": "37", "communities": 6977}
    total = asked(*PROGRESS, path)["total"]
    assert total["denominator"]["count"] == 6977
    assert sum(row["denominator"]["count"] for row in asked(*PROGRESS, path)["rows"]) == 6977


def test_making_it_twice_is_refused_and_leaves_the_first_untouched(database: Path) -> None:
    before = database.read_bytes()
    done = green("--lang", "en", "init", "--db", database)
    assert done.returncode == 1
    assert done.stderr == (
        f"{database}: There is a database here already. "
        "Use it as it is, or name another with --db.\n"
    )
    assert database.read_bytes() == before

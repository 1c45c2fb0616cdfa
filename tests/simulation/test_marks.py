"""Simulated data never pass for real ones: marked in their rows, kept in a file of their own."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.errors import NotPossible
from green.settings import Settings
from green.simulation.build import simulate
from green.simulation.pace import ENDS
from green.store import Store
from tests.database import green
from tests.simulation.worlds import TIBET, WORLDS, World

Find = Callable[[str, int], World]
worlds = st.sampled_from(WORLDS)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def real(shandong: Path, tmp_path: Path) -> Path:
    """A real database of this test's own, closed."""
    return Path(shutil.copy(shandong, tmp_path / "green.duckdb"))


# Filled where a chain decides, and empty where communities declare themselves.
REVIEW = {
    *("decision", "review_mark", "notice", "notice_event", "objection", "objection_answer"),
    *("recognition_event", "recheck", "spot_check", "spot_check_score"),
}


@settings(max_examples=len(WORLDS))
@given(one=worlds)
def test_every_row_with_a_person_says_simulated(world: Find, one: tuple) -> None:
    found = world(*one)
    tables = found.rows(
        "select distinct table_name from information_schema.columns where column_name = 'person'"
    )
    people = {
        table: {row[0] for row in found.rows(f"select distinct person from {table}")}
        for (table,) in tables
    }
    assert people.pop("denominator") <= {"data"}
    assert people
    assert {name for names in people.values() for name in names} == {"simulated"}
    empty = {table for table, names in people.items() if not names}
    # Nobody has acted yet: that is left to whoever explores.
    assert empty - REVIEW == {
        *("person_event", "external_identity", "role_grant_end", "session", "session_end"),
        *("sign_in_attempt", "invitation", "invitation_end", "log"),
        *("evidence_file", "evidence_replacement", "evidence_end"),
        *("community_change", "succession_end"),
        *("work_event", "point_event"),
    }


@settings(max_examples=len(WORLDS))
@given(one=worlds)
def test_the_database_knows_its_seed_and_the_end_of_its_history(world: Find, one: tuple) -> None:
    assert world(*one).rows("select * from simulation") == [(one[1], ENDS)]


def test_a_real_database_is_not_marked(real: Path) -> None:
    store = Store.open(real)
    with store.read() as query:
        assert query.rows("select * from simulation") == []
        for table in ("enrolment_event", "answer_event", "submission", "profile_event"):
            assert query.rows(f"select * from {table}") == []
    store.close()


def test_the_simulated_file_lies_beside_the_real_one_which_stays_as_it_is(real: Path) -> None:
    before = sha256(real)
    settings = Settings(real)
    assert settings.simulated.parent == real.parent
    assert settings.simulated != real
    simulate(settings.simulated, TIBET, 8)
    assert sha256(real) == before
    assert sorted(real.parent.iterdir()) == sorted([real, settings.simulated])


def test_the_command_goes_beside_the_real_database_too_and_never_into_it(real: Path) -> None:
    before = sha256(real)
    done = green("demo", "--province", TIBET, "--json", before=("env", f"GREEN_DB={real}"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["path"] == str(Settings(real).simulated)
    assert told["simulated"] is True
    assert (told["province"], told["seed"], told["communities"]) == (TIBET, 8, 273)
    assert len(told["sha256"]) == 64
    assert sha256(real) == before


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_simulation_is_never_written_over_a_database_that_is_there(
    real: Path, language: str
) -> None:
    before = sha256(real)
    done = green("--lang", language, "demo", "--province", TIBET, "--json", "--db", real)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(real) in done.stderr
    assert "Traceback" not in done.stderr
    assert sha256(real) == before


def test_a_second_simulation_is_refused_and_leaves_the_first_untouched(tmp_path: Path) -> None:
    path = tmp_path / "green-simulated.duckdb"
    simulate(path, TIBET, 8)
    before = sha256(path)
    with pytest.raises(NotPossible):
        simulate(path, TIBET, 9)
    assert sha256(path) == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.85])
def test_a_simulation_that_is_interrupted_leaves_no_file(tmp_path: Path, share: float) -> None:
    def stop(done: float) -> None:
        if done >= share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(tmp_path / "green.duckdb", TIBET, 8, stop)
    assert list(tmp_path.iterdir()) == []


def test_it_tells_how_far_it_is_from_nothing_to_all_and_never_backwards(tmp_path: Path) -> None:
    told: list[float] = []
    simulate(tmp_path / "green.duckdb", TIBET, 8, told.append)
    assert told == sorted(told)
    assert 0 <= told[0] < 0.2
    assert len(told) > 5
    assert told[-1] == 1


def test_the_command_for_figures_says_that_they_are_simulated(world: Find, tmp_path: Path) -> None:
    path = Path(shutil.copy(world(TIBET, 8).made.path, tmp_path / "copy.duckdb"))
    done = green("progress", "--programme", "cn-green-community", "--json", "--db", path)
    assert json.loads(done.stdout)["simulated"] is True

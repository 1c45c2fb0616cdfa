"""Simulated data thrown away: gone, and nothing of the real data with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.setup import throw_away
from green.store import Store, shared
from tests.database import LOCAL, rows
from tests.pages.apart import (
    NEVER,
    content,
    one_that,
)
from tests.pages.visit import PROGRESS, WALK, Visit

Open = Callable[..., Visit]
DATA = "admin/data.py"


def test_throwing_away_removes_the_file_and_leads_back_to_the_real_data(
    visit: Open, store: Store, case: Case, simulated: Path
) -> None:
    enrol(store, case, LOCAL)
    before = content(store)
    page = visit(community=None, data="simulated").go(DATA).press("throw_away")
    assert not page.app.warning
    assert not page.app.error
    assert "data" not in page.app.query_params
    assert [p.name for p in simulated.parent.iterdir() if "simulated" in p.name] == []
    assert page.has("build_simulated")
    assert not page.has("throw_away")
    assert content(store) == before


def test_it_can_be_thrown_away_from_the_real_data_too(
    visit: Open, store: Store, simulated: Path
) -> None:
    before = content(store)
    page = visit(DATA, community=None).press("throw_away")
    assert not simulated.exists()
    assert not page.app.error
    assert content(store) == before


def test_there_is_nothing_to_throw_away_where_nothing_was_built(visit: Open) -> None:
    assert not visit(DATA, community=None).has("throw_away")


def test_throwing_away_what_is_gone_already_is_no_failure(visit: Open, simulated: Path) -> None:
    page = visit(DATA, community=None)
    throw_away(simulated)
    page.press("throw_away")
    assert not page.app.error
    assert not page.app.warning


def test_a_window_that_showed_what_was_thrown_away_goes_on_with_the_real_data(
    visit: Open, store: Store, simulated: Path
) -> None:
    other = visit(community=None, data="simulated")
    visit(DATA, community=None).press("throw_away")
    other.go(PROGRESS)
    assert not other.app.warning
    assert not other.app.error
    assert "data" not in other.app.query_params


def test_a_press_meant_for_what_was_thrown_away_writes_nothing_into_the_real_data(
    visit: Open, store: Store, simulated: Path
) -> None:
    """Two windows: one shows a simulated community, the other throws the data away."""
    before = content(store)
    other = visit(community=one_that(simulated, NEVER), data="simulated")
    assert other.has("enrol")
    visit(DATA, community=None).press("throw_away")
    other.press("enrol")
    assert content(store) == before


def test_an_answer_meant_for_what_was_thrown_away_is_not_stored_in_the_real_data(
    visit: Open, store: Store, case: Case, simulated: Path
) -> None:
    """The same community takes part for real as well."""
    enrol(store, case, LOCAL)
    with shared(simulated).write() as query:
        # It takes part in the simulated data too, and has not handed in.
        query.run("delete from submission where community = $id", id=case.community.id)
    if not rows(shared(simulated), "select 1 from enrolment_event where community = 1"):
        enrol(shared(simulated), case, LOCAL)
    other = visit(WALK, data="simulated")
    assert other.app.warning
    before = content(store)
    visit(DATA, community=None).press("throw_away")
    other.give(other.key("1"), "unmet")
    assert content(store) == before

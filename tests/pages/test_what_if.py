"""What if: near misses, the best order and measures, exact, in the address, and never stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import pytest

from green import clock
from green.people.model import Actor, Role
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    QINGDAO,
    TIANQIAO,
    let_in,
    rows,
)
from tests.pages.conftest import Somebody
from tests.pages.visit import PROGRESS, Visit, links, read_back, unlinked
from tests.planning.handed import hand_in

Open = Callable[..., Visit]
WHAT_IF = "planning/what_if.py"
ROLES: tuple[Role, ...] = get_args(Role)
LIXIA, LIXIA_STREET = "370102", "370102001"


@pytest.fixture
def handed_in(store: Store) -> None:
    """Two of one street with one and two gaps, one of Qingdao with one, one that has attained."""
    day = clock.today() - timedelta(days=1)
    hand_in(store, [JIEFANGQIAO], day, noise="unmet")
    hand_in(store, [LISHANLU], day, noise="partly", training="unmet")
    hand_in(store, [QINGDAO], day, training="partly")
    hand_in(store, [TIANQIAO], day)


def table(page: Visit, place: int) -> list[list[str]]:
    return [list(map(unlinked, row)) for row in page.app.table[place].value.to_numpy()]


def result(page: Visit) -> dict[str, list[str]]:
    """The table of figures before and after: attained, newly, if so, by name."""
    frame = page.app.table[len(page.app.table) - 1].value
    return {unlinked(row[0]): [unlinked(cell) for cell in row[1:4]] for row in frame.to_numpy()}


def captions(page: Visit) -> str:
    return read_back(" ".join(one.value for one in page.app.caption))


@pytest.mark.usefixtures("handed_in")
def test_near_misses_by_item_and_place_lead_to_their_lists(visit: Open) -> None:
    found = visit(WHAT_IF, community=None).speak("en")
    near = [one.value for one in found.app.markdown if "lack only one or two" in one.value]
    assert re.search(r"\b3 communities", near[0])
    assert [(row[0][:2], *row[1:]) for row in table(found, 0)] == [
        ("10", "1", "1"),
        ("14", "1", "1"),
    ]
    assert table(found, 1) == [["济南市", "**1**", "·", "2"], ["青岛市", "·", "**1**", "1"]]
    address = links(found.app.table[1].value.to_numpy()[0][1])[0]
    assert "list=alone-noise%403701" in address
    listed = visit(WHAT_IF, community=None, list="alone-noise@3701").app.dataframe[0].value
    assert list(listed.iloc[:, 2]) == [JIEFANGQIAO]
    paired = visit(WHAT_IF, community=None, list="paired-training").app.dataframe[0].value
    assert list(paired.iloc[:, 2]) == [LISHANLU]
    assert "10 + 14 in 1" in captions(found)
    everywhere = visit(WHAT_IF, community=None, list="near").app.dataframe[0].value
    assert list(everywhere.iloc[:, 2]) == sorted([JIEFANGQIAO, LISHANLU, QINGDAO])


@pytest.mark.usefixtures("handed_in")
def test_the_best_order_says_its_gains_and_leads_to_its_measures(visit: Open) -> None:
    found = visit(WHAT_IF, community=None)
    steps = table(found, 2)
    assert [(row[1][:2], row[2], row[3], row[4]) for row in steps] == [
        ("10", "2", "+1", "2"),
        ("14", "2", "+2", "4"),
    ]
    assert "fix=10%3Aall%3B14%3Aall" in links(found.app.table[2].value.to_numpy()[1][-1])[0]
    by_place = visit(WHAT_IF, community=None, order="places")
    assert len(table(by_place, 2)) == 3
    assert by_place.app.query_params["order"] == "places"


@pytest.mark.usefixtures("handed_in")
def test_a_measure_is_set_by_hand_kept_in_the_address_and_taken_away(visit: Open) -> None:
    found = visit(WHAT_IF, community=None)
    assert "fix" not in found.app.query_params
    found.press("what_if.add")
    row = next(key for key in _keys(found) if key.endswith(".item"))[: -len(".item")]
    found.give(f"{row}.item", "noise").give(f"{row}.number", 1)
    assert found.app.query_params["fix"] == "10:1"
    assert result(found)["济南市"] == ["1", "1", "2"]
    assert result(found)["青岛市"] == ["0", "0", "0"]
    found.give(f"{row}.places", ["3702"])
    assert found.app.query_params["fix"] == "10:1:3702"
    assert result(found)["山东省"] == ["1", "0", "1"]
    found.go(PROGRESS).go(WHAT_IF)
    assert found.app.query_params["fix"] == "10:1:3702"
    assert found.widget(f"{row}.places").value == ["3702"]
    found.press(f"{row}.remove")
    assert "fix" not in found.app.query_params
    assert not found.has(f"{row}.item")


def _keys(page: Visit) -> list[str]:
    return [one.key for one in page.app.selectbox if one.key]


@pytest.mark.usefixtures("handed_in")
def test_a_link_opens_its_measures_and_nobody_is_counted_twice(visit: Open) -> None:
    twice = visit(WHAT_IF, community=None, fix="10:all;10:all;14:5:370102001,3702;14:all")
    assert result(twice)["山东省"] == ["1", "3", "4"]
    once = visit(WHAT_IF, community=None, fix="10:all;14:all")
    assert result(once)["山东省"] == ["1", "3", "4"]
    listed = visit(WHAT_IF, community=None, fix="10:all", list="newly").app.dataframe[0].value
    assert list(listed.iloc[:, 2]) == [JIEFANGQIAO]


@pytest.mark.usefixtures("handed_in")
def test_what_a_link_cannot_mean_is_said_and_the_rest_counts(visit: Open) -> None:
    found = visit(WHAT_IF, community=None, fix="99:1;10:x;10:all:11;10:1")
    assert len(found.errors()) == 1
    for part in ("99", "x", "11"):
        assert part in found.errors()[0]
    assert result(found)["山东省"] == ["1", "1", "2"]
    found.press("what_if.add")
    assert not found.errors()


@pytest.mark.usefixtures("handed_in")
@pytest.mark.parametrize("address", [{"list": "alone-no"}, {"list": "near@99"}, {"order": "x"}])
def test_what_an_address_cannot_mean_is_left_out(visit: Open, address: dict[str, str]) -> None:
    found = visit(WHAT_IF, community=None, **address)
    assert not found.errors()
    assert len(found.app.table) == 4


@pytest.mark.usefixtures("handed_in")
def test_going_down_leaves_the_measures_of_the_wider_place_behind(visit: Open) -> None:
    found = visit(WHAT_IF, community=None, fix="10:all:3701")
    down = links(found.app.table[1].value.to_numpy()[0][0])[0]
    assert "place=3701" in down
    assert "fix" not in down
    street = visit(WHAT_IF, community=None, place=LIXIA_STREET, fix="10:all;14:all")
    assert list(result(street).values()) == [["0", "2", "2"]]


def test_with_nothing_handed_in_there_is_nothing_to_try(visit: Open) -> None:
    found = visit(WHAT_IF, community=None)
    assert len(found.app.info) == 1
    assert not found.app.table
    assert not found.has("what_if.add")


@pytest.mark.usefixtures("handed_in")
def test_nothing_is_stored_by_trying(visit: Open, store: Store) -> None:
    def stored() -> list[int]:
        names = rows(store, "select table_name from information_schema.tables order by 1")
        return [rows(store, f"select count(*) from {name}")[0][0] for (name,) in names]

    found = visit(WHAT_IF, community=None)
    before = stored()
    found.press("what_if.add").press("what_if.add")
    visit(WHAT_IF, community=None, fix="10:all;14:all", list="newly")
    assert stored() == before


@pytest.mark.usefixtures("handed_in")
@pytest.mark.parametrize("role", ROLES)
def test_who_sees_figures_may_try_in_their_own_place_and_nowhere_else(
    visit: Open, store: Store, here: Somebody, role: Role
) -> None:
    here.person = "zhao"
    let_in(store, Actor("zhao"), role=role, scope=LIXIA)
    found = visit(WHAT_IF, community=None)
    if role == "officer":
        assert found.errors()
        assert not found.app.table
        return
    assert not found.errors()
    assert [row[-1] for row in result(found).values()] == ["0"] * len(result(found))
    assert "青岛市" not in " ".join(found.words())
    elsewhere = visit(WHAT_IF, community=None, place="3702")
    assert elsewhere.errors()
    assert not elsewhere.app.table


@pytest.mark.usefixtures("handed_in")
def test_it_says_in_both_languages_that_only_what_is_handed_in_counts(visit: Open) -> None:
    found = visit(WHAT_IF, community=None, fix="10:1;14:all", list="newly")
    assert "不保存" in captions(found)
    chinese = re.sub(r"\]\([^)]*\)|:material/\w+:|/my-community\S*", "", " ".join(found.words()))
    left = set(re.findall(r"[A-Za-z]{3,}", chinese)) - {"Language", "English", "local"}
    assert not left
    found.speak("en")
    assert "stores nothing" in captions(found)

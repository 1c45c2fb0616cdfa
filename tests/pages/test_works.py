"""The renovation list: who sees it, who plans on it, and that its figures are those of the list."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import get_args

import pytest
from openpyxl import load_workbook

from green import texts
from green.assessment.profiles import save_profile
from green.people.model import Actor, Role
from green.planning import works_file
from green.planning.choice import Choice
from green.planning.gathering import gather
from green.planning.renovation import Renovation
from green.registry.model import Profile
from green.store import Store
from green.ui.planning import works_files, works_list
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    ROOT,
    TIANQIAO,
    case_of,
    let_in,
    rows,
    self_declared,
)
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit, read_back, unlinked
from tests.planning.handing_in import hand_in

Open = Callable[..., Visit]
ROLES: tuple[Role, ...] = get_args(Role)
WORKS, LIXIA = "planning/works.py", "370102"
EVENTS = "select community, item, work, field, value from work_event order by id"


@pytest.fixture
def lists(store: Store) -> Renovation:
    """Two communities of a street and one of another district lack something."""
    lanes = {"parking_lifelines": "unmet", "green_space": "partly", "noise": "unmet"}
    hand_in(store, JIEFANGQIAO, **lanes)
    hand_in(store, LISHANLU, smart_security="unmet")
    hand_in(store, TIANQIAO, training="unmet")
    save_profile(store, case_of(store, JIEFANGQIAO).community, Profile(quarters=3), LOCAL)
    return read(store)


def read(store: Store, scope: str = LIXIA) -> Renovation:
    with store.read() as query:
        return gather(query, self_declared(), works_file.load(), scope)


def works_shown(page: Visit) -> list[str]:
    """The names of the works in the tables of the list, marks apart."""
    cells = [cell for table in page.app.table for cell in table.value.iloc[:, 1]]
    return [read_back(str(cell)).split("**")[1] for cell in cells]


def offered(page: Visit) -> list[str]:
    return [str(one.proto.label) for one in page.app.get("download_button")]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_takes_away_and_plans_as_it_may(
    visit: Open, store: Store, here: Somebody, lists: Renovation, role: Role
) -> None:
    let_in(store, Actor("zhao"), role=role, scope=LIXIA)
    here.person = "zhao"
    page = visit(WORKS, community=None)
    if role == "officer":
        (said,) = page.errors()
        assert "can give you access" in said or "管理员" in said
        assert not page.app.table
        return
    assert page.errors() == []
    assert offered(page) == ["Excel", "GeoJSON"]
    assert len(works_shown(page)) == lists.total.lines
    assert page.has("plan_set") == (role != "viewer")
    assert page.has("picked.370102001") == (role != "viewer")
    assert rows(store, EVENTS) == []
    assert rows(store, "select 1 from log where action = 'export'") == []


def test_the_page_has_the_order_the_sums_and_the_conflicts_of_the_list(
    visit: Open, lists: Renovation
) -> None:
    page = visit(WORKS, community=None, place=LIXIA).speak("en")
    expected = [str(one.work.name.en) for site in lists.sites for one in site.entries]
    assert works_shown(page) == expected
    assert [one.value for one in page.app.metric][:2] == ["2", str(lists.total.lines)]
    flags = [read_back(one.value) for one in page.app.markdown if one.value.startswith("⚑")]
    assert len(flags) == 2
    assert "charging / green space" in flags[0]
    assert "Fire safety comes first" in flags[0]
    # The second community has no conflict, and is not named beside one.
    assert not any("历山路" in flag for flag in flags)
    caption = next(one.value for one in page.app.caption if "open quantity" in one.value)
    assert "1 with open quantity" in caption
    page.give("part", "sums")
    # In Chinese a work and the number of works have to be called differently.
    assert [len(table.value.columns) for table in page.app.table] == [6, 8, 6]
    by_part = page.app.table[0].value
    assert [unlinked(cell) for cell in by_part.iloc[:, 0]] == ["解放路街道"]
    assert by_part.iloc[0, -1] == f"{lists.total.cost.low:,} – {lists.total.cost.high:,}"


def test_choices_stand_in_the_address_and_narrow_the_list(visit: Open, lists: Renovation) -> None:
    page = visit(WORKS, community=None, place=LIXIA, safety="1", item="smart-security")
    assert len(works_shown(page)) == 1
    # What the address had named can be emptied again.
    page.give("item", None)
    assert len(works_shown(page)) == 3
    assert "item" not in page.app.query_params
    page.give("safety", False).give("near", True)
    assert len(works_shown(page)) == 1
    assert "safety" not in page.app.query_params
    page.give("phase", "3")
    assert not page.app.table
    assert len(page.app.info) == 1


def test_what_is_wrong_in_the_address_is_left_aside(visit: Open, lists: Renovation) -> None:
    wrong = {"item": "no-such", "phase": "99", "safety": "maybe", "part": "x", "streets": "7"}
    found = visit(WORKS, community=None, place=LIXIA, **wrong)
    assert found.errors() == []
    assert len(works_shown(found)) == lists.total.lines


def test_another_place_and_no_place_are_sentences(
    visit: Open, store: Store, here: Somebody, lists: Renovation
) -> None:
    assert len(visit(WORKS, community=None, place="999999").errors()) == 1
    assert len(visit(WORKS, community=None, place="370103").app.info) == 1
    let_in(store, Actor("viola"), role="viewer", scope=LIXIA)
    here.person = "viola"
    page = visit(WORKS, community=None, place="370105")
    assert page.errors()
    assert not page.app.table
    assert offered(page) == []


def test_one_press_sets_phase_and_planner_of_what_is_chosen_and_of_nothing_else(
    visit: Open, store: Store, lists: Renovation
) -> None:
    page = visit(WORKS, community=None, place=LIXIA, safety="1")
    assert page.widget("plan_set").proto.disabled
    first = lists.sites[0]
    page.give("picked.370102001", [str(first.id)])
    page.give("plan_phase", "2").give("plan_planner", "王工").press("plan_set")
    assert page.errors() == []
    assert len(page.app.success) == 1
    expected = {
        (first.id, "parking-lifelines", work, field, value)
        for work in ("fire-lanes", "bicycle-charging")
        for field, value in (("phase", "2"), ("planner", "王工"))
    }
    stored = rows(store, EVENTS)
    assert set(stored) == expected
    assert len(stored) == len(expected)
    found = read(store).sites[0].entries
    assert [one.planned.phase for one in found] == [2, 2, *[None] * (len(found) - 2)]
    page.give("phase", "2")
    assert len(works_shown(page)) == 2


def test_a_community_that_is_not_shown_any_more_is_not_chosen_any_more(
    visit: Open, store: Store, lists: Renovation
) -> None:
    page = visit(WORKS, community=None, place=LIXIA)
    page.give("picked.370102001", [str(site.id) for site in lists.sites])
    page.give("near", True).give("plan_phase", "1").press("plan_set")
    assert page.errors() == []
    assert {row[0] for row in rows(store, EVENTS)} == {lists.sites[1].id}
    # Choosing another item leaves nobody, and nothing is pressed for them.
    page.give("item", "training")
    assert page.errors() == []
    assert not page.has("plan_set")


def test_a_press_without_phase_and_planner_stores_nothing_and_says_so(
    visit: Open, store: Store, lists: Renovation
) -> None:
    page = visit(WORKS, community=None, place=LIXIA)
    page.give("plan_all", True).press("plan_set")
    assert len(page.errors()) == 1
    assert len(page.app.success) == 0
    assert rows(store, EVENTS) == []


def test_who_lost_the_role_meanwhile_stores_nothing(
    visit: Open, store: Store, here: Somebody, lists: Renovation
) -> None:
    let_in(store, Actor("zhao"), role="reviewer", scope=LIXIA)
    let_in(store, Actor("zhao"), role="viewer", scope=LIXIA)
    here.person = "zhao"
    page = visit(WORKS, community=None).give("plan_all", True).give("plan_phase", "1")
    with store.write() as query:
        query.run("delete from role_grant where holder = 'zhao' and role = 'reviewer'")
    page.press("plan_set")
    assert rows(store, EVENTS) == []
    refused = "select person, subject from log where action = 'refuse'"
    assert rows(store, refused) == [("zhao", JIEFANGQIAO)]
    assert not page.has("plan_set")


def test_the_files_hold_what_the_page_shows(
    visit: Open, store: Store, lists: Renovation, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(WORKS, community=None, place=LIXIA, near="1").speak("en")
    (shown,) = works_shown(page)
    monkeypatch.setattr(works_files, "store", lambda: store)
    monkeypatch.setattr(works_files, "actor", lambda: LOCAL)
    texts.use("en")
    chosen = Choice(near=True)
    points = works_files.maker(self_declared(), LIXIA, "geojson", chosen)()
    book = load_workbook(io.BytesIO(works_files.maker(self_declared(), LIXIA, "xlsx", chosen)()))
    (feature,) = json.loads(points)["features"]
    assert [one["name"] for one in feature["properties"]["works"]] == [shown]
    cells = [cell.value for row in book["Lines"] for cell in row]
    assert shown in cells
    logged = rows(store, "select person, subject from log where action = 'export'")
    assert logged == [(LOCAL.person, LIXIA)] * 2


def test_pages_hold_whole_streets_in_order_and_each_once(lists: Renovation) -> None:
    (street,) = lists.streets
    many = tuple(street for _n in range(70))
    found = works_list.pages(many)
    assert [one for part in found for one in part] == list(many)
    assert all(sum(len(one.sites) for one in part) <= 20 for part in found)
    assert len(found) == 7
    assert works_list.pages(()) == []


def said_by(page: Visit) -> str:
    """Everything on the page itself in one text, links and names of the place apart."""
    words = re.sub(r"\]\([^)]*\)", "]", " ".join(map(read_back, page.words())))
    for name in ("解放路街道", "解放桥社区", "历山路社区", "历下区", "济南市", "山东省"):
        words = words.replace(name, "")
    return words


@pytest.mark.parametrize("part", ["list", "sums"])
def test_the_page_speaks_one_language_at_a_time(visit: Open, lists: Renovation, part: str) -> None:
    page = visit(WORKS, community=None, place=LIXIA, part=part)
    chinese = said_by(page)
    english = said_by(page.speak("en"))
    words = set(re.findall(r"[A-Za-z]{3,}", chinese)) - {"Excel", "GeoJSON", "Language", "English"}
    assert words <= {"local", "china", "division"}
    assert set(re.findall(r"[\u3400-\u9fff]+", english)) <= {"语言", "中文", "全国", "社区"}


def test_what_people_typed_is_shown_letter_for_letter(
    visit: Open, store: Store, lists: Renovation
) -> None:
    wild = "**粗** :smile: [点](javascript:alert) $x$"
    with store.write() as query:
        query.run("update community set name = $name where code = $c", name=wild, c=LISHANLU)
    page = visit(WORKS, community=None, place=LIXIA)
    page.give("plan_all", True).give("plan_planner", wild).press("plan_set")
    cells = [str(cell) for table in page.app.table for cell in table.value.to_numpy().ravel()]
    shown = [cell for cell in cells if "粗" in cell]
    assert len(shown) >= 2
    assert not any("**粗**" in cell or "](javascript" in cell for cell in shown)
    assert all(wild in read_back(cell) for cell in shown)


def test_a_file_of_works_with_a_mistake_is_a_sentence_on_the_page(
    visit: Open, lists: Renovation, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ROOT / "tests" / "broken" / "works" / "unknown-payer.yaml"
    monkeypatch.setenv("GREEN_WORKS", str(broken))
    page = visit(WORKS, community=None, place=LIXIA)
    (said,) = page.errors()
    assert "unknown-payer.yaml" in said
    assert not page.app.table
    assert offered(page) == []

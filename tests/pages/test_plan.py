"""Rectification plan: what is lacking becomes works, and what is done about them comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from green import clock
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.assessment.submission import hand_in
from green.people.accounts import choose_language
from green.people.model import Actor, Role
from green.planning import plan_records, works_file
from green.planning.keeping import keep
from green.planning.plan import Planned
from green.planning.works import works_for
from green.registry.model import Profile
from green.store import Store
from tests.database import LISHANLU, LOCAL, Days, answer, answer_all, case_of, let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, WALK, Visit, read_back

Open = Callable[..., Visit]
PLAN = "community/plan.py"
LANES, PLEDGE = "parking-lifelines", "green-pledge"


@pytest.fixture(autouse=True)
def _in_english(days: Days, store: Store, english: None) -> None:
    """Pages in English, the language that sentences are compared in."""
    choose_language(store, LOCAL, "en")


def work_of(item: str) -> str:
    return next(one.work.id for one in works_for(works_file.load(), [item], Profile()))


def key(case: Case, item: str, field: str) -> str:
    return f"plan.{case.community.id}.{item}.{work_of(item)}.{field}"


def planned(store: Store, case: Case) -> dict[tuple[str, str], Planned]:
    with store.read() as query:
        found = plan_records.planned_for(
            query, case.programme.id, [case.community.id], clock.today(), query.at
        )
    return {(item, work): one for (_community, item, work), one in found.items()}


def put(store: Store, case: Case, item: str, **changes: object) -> None:
    keep(store, LOCAL, case.programme, case.community, item, work_of(item), changes)


def statuses(store: Store) -> list[tuple[object, ...]]:
    return rows(store, "select item, field, value from answer_event order by id")


@pytest.fixture
def lacking(store: Store, enrolled: Case) -> Case:
    """Two items are lacking, one of them about safety."""
    answer_all(store, enrolled, **{LANES: "unmet", PLEDGE: "partly"})
    return enrolled


def cards(page: Visit) -> list[str]:
    return [read_back(one.value) for one in page.app.subheader]


def said(page: Visit) -> str:
    return read_back(" ".join(page.words()))


def test_where_everything_is_met_there_is_nothing_to_put_right(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    page = visit(PLAN)
    assert [one.value for one in page.app.success] == [
        "Nothing is lacking: every applicable item is met."
    ]
    assert not page.has(key(enrolled, LANES, "state"))


def test_who_does_not_take_part_is_offered_that_and_no_plan(visit: Open, case: Case) -> None:
    page = visit(PLAN)
    assert page.has("enrol")
    assert not page.app.success


def test_lacking_items_become_works_safety_first_and_unanswered_ones_stand_apart(
    visit: Open, store: Store, lacking: Case
) -> None:
    answer(store, lacking, "noise", "status", None)
    page = visit(PLAN)
    works = works_file.load()
    first = works.work(work_of(LANES))
    assert first is not None
    assert cards(page)[0] == str(first.name)
    assert page.has("answer_10")
    assert not page.has(key(lacking, "noise", "state"))


def test_every_field_is_stored_as_it_is_given_and_is_there_again(
    visit: Open, store: Store, lacking: Case
) -> None:
    day = clock.today() + timedelta(days=30)
    page = visit(PLAN)
    given = {"state": "under_way", "who": "王红", "by": day, "cost": 45_000, "note": "two lanes"}
    for field, value in given.items():
        page.give(key(lacking, LANES, field), value)
    (found,) = planned(store, lacking).values()
    assert found == Planned(**given, state_since=clock.today())  # type: ignore[arg-type]
    page = visit(PLAN)
    assert {one: page.widget(key(lacking, LANES, one)).value for one in given} == given
    assert "45,000 yuan" in said(page)
    page.give(key(lacking, LANES, "who"), "  ")
    assert planned(store, lacking)[LANES, work_of(LANES)].who is None


def test_a_press_that_broke_off_a_callback_loses_nothing(
    visit: Open, store: Store, lacking: Case
) -> None:
    page = visit(PLAN)
    page.app.session_state[key(lacking, PLEDGE, "who")] = "李工"
    page.run()
    assert planned(store, lacking)[PLEDGE, work_of(PLEDGE)].who == "李工"


def test_of_two_people_the_second_sees_both_and_decides(
    visit: Open, store: Store, lacking: Case
) -> None:
    page = visit(PLAN)
    put(store, lacking, LANES, who="李娜")
    field = key(lacking, LANES, "who")
    page.give(field, "王红")
    assert planned(store, lacking)[LANES, work_of(LANES)].who == "李娜"
    assert "李娜" in said(page)
    page.press(f"mine.{field}")
    assert planned(store, lacking)[LANES, work_of(LANES)].who == "王红"
    put(store, lacking, LANES, who="张伟")
    page.give(field, "赵敏").press(f"theirs.{field}")
    assert page.widget(field).value == "张伟"
    assert planned(store, lacking)[LANES, work_of(LANES)].who == "张伟"


def test_what_is_overdue_is_said_in_words_until_it_is_done(
    visit: Open, store: Store, lacking: Case, days: Days
) -> None:
    put(store, lacking, LANES, by=clock.today() + timedelta(days=3))
    assert not visit(PLAN).app.warning
    days.go_to(clock.today() + timedelta(days=5))
    page = visit(PLAN)
    assert page.app.warning, said(page)
    (warned,) = page.app.warning
    assert read_back(warned.value).endswith("2 days ago.")
    page.give(key(lacking, LANES, "state"), "done")
    assert not page.app.warning


def test_a_done_work_asks_for_the_answer_and_never_gives_it(
    visit: Open, store: Store, lacking: Case
) -> None:
    put(store, lacking, LANES, state="done", who="王红")
    before = statuses(store)
    home = visit()
    assert home.has("holds_8")
    assert not home.has("holds_15"), "nothing was planned for that one"
    walk = home.press("holds_8")
    assert any("Does the item hold now?" in read_back(one.value) for one in walk.app.info)
    assert statuses(store) == before
    walk.give(walk.key("8"), "met")
    assert not any("Does the item hold now?" in read_back(one.value) for one in walk.app.info)
    page = visit(PLAN)
    assert not page.has(key(lacking, LANES, "state"))
    assert "Done with" in said(page)
    assert "王红" in said(page), "what was planned is not lost"
    assert not visit(HOME).has("holds_8")


def test_while_another_work_of_the_item_goes_on_nothing_is_asked(
    visit: Open, store: Store, lacking: Case
) -> None:
    several = [one.work.id for one in works_for(works_file.load(), [LANES], Profile())]
    if len(several) < 2:
        pytest.skip("the file has one work for this item")
    for work, state in zip(several, ("done", "under_way"), strict=False):
        change = {"state": state}
        keep(store, LOCAL, lacking.programme, lacking.community, LANES, work, change)
    assert not visit(HOME).has("holds_8")


@pytest.mark.parametrize("role", ["viewer", "reviewer", "officer"])
def test_every_role_reads_the_plan_and_who_looks_on_can_change_nothing(
    visit: Open, store: Store, lacking: Case, here: Somebody, role: Role
) -> None:
    put(store, lacking, LANES, who="王红")
    here.person = "zhao"
    let_in(store, Actor("zhao"), role=role, scope="370102")
    page = visit(PLAN)
    assert "王红" in said(page) or page.widget(key(lacking, LANES, "who")).value == "王红"
    assert page.has(key(lacking, LANES, "state")) == (role != "viewer")
    assert not page.errors()


def test_an_officer_of_another_community_is_refused_and_that_is_logged(
    visit: Open, store: Store, lacking: Case, here: Somebody
) -> None:
    here.person = "zhao"
    let_in(store, Actor("zhao"), scope=LISHANLU)
    page = visit(PLAN)
    assert len(page.errors()) == 1
    assert not page.app.title or "Rectification" not in str(page.app.title[0].value)
    refused = rows(store, "select person, subject from log where action = 'refuse'")
    assert refused == [("zhao", lacking.community.code)]


def test_the_point_is_refused_when_swapped_and_kept_when_right(
    visit: Open, store: Store, lacking: Case
) -> None:
    base = f"point.{lacking.community.id}"
    page = visit(PLAN)
    page.widget(f"{base}.longitude").set_value(36.66)
    page.widget(f"{base}.latitude").set_value(117.03)
    page.widget(f"{base}.source").set_value("map")
    page.press(f"{base}.save")
    assert any("swapped" in one for one in page.errors())
    assert rows(store, "select * from point_event") == []
    page.widget(f"{base}.longitude").set_value(117.03)
    page.widget(f"{base}.latitude").set_value(36.66)
    page.press(f"{base}.save")
    assert not page.errors()
    assert rows(store, "select longitude, latitude, source from point_event") == [
        (117.03, 36.66, "map")
    ]


def test_the_path_follows_the_profile_and_says_what_it_derived(
    visit: Open, store: Store, lacking: Case
) -> None:
    assert "The profile states neither" in said(visit(PLAN))
    save_profile(store, lacking.community, Profile(built_from=1980, built_to=1998), LOCAL)
    text = said(visit(PLAN))
    assert "Derived: its newest building is of 1998" in text
    assert text.index("First: Complete community") < text.index("Next: Green community")
    assert "13 of the 15 items that count for it too hold already." in text


def test_a_broken_file_of_works_is_said_here_and_closes_no_other_page(
    visit: Open,
    store: Store,
    lacking: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(store, lacking, LANES, state="done")
    broken = tmp_path / "own.yaml"
    broken.write_text("id: own\nworks: no list\n", encoding="utf-8")
    monkeypatch.setenv("GREEN_WORKS", str(broken))
    assert any("own.yaml" in one for one in visit(PLAN).errors())
    for path in (HOME, WALK):
        assert not visit(path).errors()


def test_a_reviewer_sees_the_plan_beside_what_is_lacking_and_not_beside_the_rest(
    visit: Open, store: Store, lacking: Case
) -> None:
    put(store, lacking, LANES, who="王红")
    put(store, lacking, "heritage", who="李娜")
    hand_in(store, lacking, LOCAL)
    page = visit("review/submission.py")
    (line,) = [one.value for one in page.app.caption if "In the plan" in one.value]
    assert "王红" in line


def test_another_community_has_a_plan_of_its_own(visit: Open, store: Store, lacking: Case) -> None:
    put(store, lacking, LANES, cost=5)
    other = case_of(store, LISHANLU)
    assert planned(store, other) == {}
    with store.read() as query:
        assert (
            plan_records.planned(query, other.programme.id, LISHANLU, date(2030, 1, 1), query.at)
            == {}
        )

"""Every role at every page: what is offered, what is refused, and that a refusal is in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.people.model import Actor, Role
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    QINGDAO,
    TIANQIAO,
    answer_all,
    case_of,
    let_in,
    rows,
)
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, PROGRESS, WALK, Visit, unlinked

Open = Callable[..., Visit]
ROLES: tuple[Role, ...] = get_args(Role)
DATA, PEOPLE, LOG = "admin/data.py", "admin/people.py", "admin/log.py"
OFFICIAL, REGISTRY = "admin/denominators.py", "admin/registry.py"
QUEUE, EVIDENCE = "review/queue.py", "community/evidence.py"
LIXIA = "370102"
# Which pages a role opens in its own place; written out once more beside the rule book.
OPENS: dict[Role, set[str]] = {
    "officer": {HOME, WALK, EVIDENCE},
    "reviewer": {HOME, WALK, EVIDENCE, QUEUE, PROGRESS, OFFICIAL},
    "viewer": {HOME, WALK, EVIDENCE, QUEUE, PROGRESS},
    "administrator": {HOME, WALK, EVIDENCE, QUEUE, PROGRESS, OFFICIAL, REGISTRY, PEOPLE, LOG},
}
PAGES = (HOME, WALK, EVIDENCE, QUEUE, PROGRESS, OFFICIAL, REGISTRY, PEOPLE, LOG, DATA)
CHANGES = ("enrol", "hand_in", "recall", "withdraw")


def sit_down(store: Store, here: Somebody, role: Role | None, scope: str = LIXIA) -> None:
    """Somebody of this role alone is at the pages."""
    here.person = "zhao"
    if role is None:
        let_in(store, Actor("zhao"), scope=QINGDAO)
        with store.write() as query:
            query.run("delete from role_grant where holder = 'zhao'")
    else:
        let_in(store, Actor("zhao"), role=role, scope=scope)


def refusals(store: Store) -> list[tuple[str, str]]:
    return [
        (person, subject)
        for person, subject in rows(
            store, "select person, subject from log where action = 'refuse' order by id"
        )
    ]


def offers_changes(page: Visit) -> bool:
    return any(page.has(key) and not page.widget(key).proto.disabled for key in CHANGES)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_the_roles_it_is_for_and_refuses_the_others(
    visit: Open, store: Store, here: Somebody, role: Role, path: str
) -> None:
    sit_down(store, here, role)
    page = visit(path)
    if path in OPENS[role]:
        assert page.errors() == []
        assert refusals(store) == []
    else:
        (said,) = page.errors()
        assert "local" in said, "it says who can help"
        assert not page.app.title, "and shows nothing of the page"
        assert {person for person, _subject in refusals(store)} == {"zhao"}


@pytest.mark.parametrize("role", ROLES)
def test_who_has_the_whole_database_may_manage_it_only_as_administrator(
    visit: Open, store: Store, here: Somebody, role: Role
) -> None:
    sit_down(store, here, role, scope="")
    page = visit(DATA)
    assert bool(page.errors()) == (role != "administrator")
    assert page.has("build_simulated") == (role == "administrator")


@pytest.mark.parametrize("path", [HOME, WALK])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", [TIANQIAO, QINGDAO, "370202001999", "' or 1=1 --", "3"])
def test_a_community_of_another_place_is_refused_by_its_code_in_the_address_and_logged(
    visit: Open, store: Store, here: Somebody, role: Role, path: str, code: str
) -> None:
    sit_down(store, here, role)
    page = visit(path, community=code)
    assert len(page.errors()) == 1
    assert not page.has("enrol")
    assert ("zhao", code) in refusals(store)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "officer"])
@pytest.mark.parametrize("scope", ["3702", "3701050", "37", "' or 1=1 --"])
def test_figures_of_another_place_are_refused_by_the_address_and_logged(
    visit: Open, store: Store, here: Somebody, role: Role, scope: str
) -> None:
    sit_down(store, here, role)
    page = visit(PROGRESS, scope=scope)
    assert len(page.errors()) == 1
    assert not page.app.table
    assert ("zhao", scope) in refusals(store)


@pytest.mark.parametrize(
    ("scope", "first"),
    [("37", "济南市"), ("3701", "历下区"), ("370102", "解放路街道"), ("370102001", "解放路街道")],
)
def test_figures_are_of_the_persons_own_place_by_what_is_next_below(
    visit: Open, store: Store, here: Somebody, scope: str, first: str
) -> None:
    sit_down(store, here, "viewer", scope=scope)
    page = visit(PROGRESS)
    assert page.errors() == []
    names = [unlinked(cell) for cell in page.app.table[0].value.iloc[:, 0]]
    assert names[0] == first
    assert "青岛市" not in names or scope == "37"


@pytest.mark.parametrize("role", ROLES)
def test_only_officers_are_offered_changes_and_a_forged_press_stores_nothing(
    visit: Open, store: Store, here: Somebody, case: Case, role: Role
) -> None:
    sit_down(store, here, role)
    page = visit()
    assert offers_changes(page) == (role == "officer")
    enrol(store, case, LOCAL)
    answer_all(store, case)
    page = visit()
    assert offers_changes(page) == (role == "officer")
    page.go(WALK)
    status = page.widget(page.key("1"))
    assert status.proto.disabled == (role != "officer")
    before = rows(store, "select count(*) from answer_event")
    # A browser may send what it likes, as from a page that somebody else has opened.
    here.person = LOCAL.person
    page = visit(WALK)
    here.person = "zhao"
    page.give(page.key("1"), "unmet")
    after = rows(store, "select count(*) from answer_event")
    assert (after != before) == (role == "officer")
    assert (("zhao", JIEFANGQIAO) in refusals(store)) == (role != "officer")


def test_search_finds_only_what_lies_in_ones_own_places(
    visit: Open, store: Store, here: Somebody
) -> None:
    sit_down(store, here, "officer", scope=TIANQIAO[:9])
    let_in(store, Actor("zhao"), scope=LISHANLU)
    page = visit(community=None).give("find_community", "37")
    found = {one.key.removeprefix("choose_") for one in page.app.main if one.type == "button"}
    codes = {code for code in found if code.isdecimal()}
    assert LISHANLU in codes
    assert TIANQIAO in codes or len(codes) == 12
    assert all(code.startswith(TIANQIAO[:9]) or code == LISHANLU for code in codes)
    page.give("find_community", "jfq")
    assert not page.has(f"choose_{JIEFANGQIAO}")


def test_an_officer_of_one_community_lands_on_it(visit: Open, store: Store, here: Somebody) -> None:
    sit_down(store, here, "officer", scope=LISHANLU)
    page = visit(community=None)
    assert page.has("enrol")
    assert not page.has("find_community")
    page.press("enrol")
    assert rows(store, "select person from enrolment_event") == [("zhao",)]


def test_who_last_worked_where_is_not_told_to_other_places(
    visit: Open, store: Store, here: Somebody
) -> None:
    enrol(store, case_of(store, QINGDAO), LOCAL)
    enrol(store, case_of(store, LISHANLU), LOCAL)
    sit_down(store, here, "viewer")
    page = visit(community=None)
    assert page.has(f"choose_{LISHANLU}")
    assert not page.has(f"choose_{QINGDAO}")


def test_without_a_role_every_page_says_whom_to_ask(
    visit: Open, store: Store, here: Somebody
) -> None:
    sit_down(store, here, None)
    for path in (PROGRESS, PEOPLE, LOG, DATA):
        (said,) = visit(path).errors()
        assert "local" in said


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_no_page_shows_more_than_the_way_in(
    visit: Open, here: Somebody, path: str
) -> None:
    here.person = None
    page = visit(path)
    shown = " ".join(page.words())
    assert "解放桥" not in shown
    assert "济南" not in shown
    assert not page.app.table
    assert not page.app.sidebar.button


def test_a_role_that_ends_while_a_page_is_open_ends_with_the_next_press(
    visit: Open, store: Store, here: Somebody, enrolled: Case
) -> None:
    sit_down(store, here, "officer")
    page = visit(WALK)
    with store.write() as query:
        query.run(
            """
            insert into role_grant_end
            select id, date '2020-01-02', recorded_at, 'data' from role_grant where holder = 'zhao'
            """
        )
    before = rows(store, "select count(*) from answer_event")
    page.give(page.key("1"), "met")
    assert rows(store, "select count(*) from answer_event") == before
    assert page.errors()


def test_answers_given_for_somebody_else_say_so(
    visit: Open, store: Store, here: Somebody, enrolled: Case
) -> None:
    sit_down(store, here, "officer")
    page = visit(WALK).give("on_behalf_of", "网格员").give(page_key(enrolled), "met")
    assert rows(store, "select person, on_behalf_of from answer_event") == [("zhao", "网格员")]
    assert any("zhao" in word and "网格员" in word for word in page.words())
    page.give("on_behalf_of", None).give(page.key("2"), "met")
    assert rows(store, "select on_behalf_of from answer_event order by id") == [
        ("网格员",),
        (None,),
    ]


def page_key(case: Case) -> str:
    return Visit(case).key("1")


def test_the_language_a_person_chose_is_there_in_their_next_session(
    visit: Open, store: Store, here: Somebody
) -> None:
    sit_down(store, here, "viewer")
    visit().speak("en")
    assert rows(store, "select subject, value from person_event") == [("zhao", "en")]
    assert visit().widget("lang").value == "en"


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_lists_what_the_role_opens(
    visit: Open, store: Store, here: Somebody, role: Role
) -> None:
    from green.people import policy
    from green.people.model import Action, Grant

    sit_down(store, here, role)
    listed = {
        PROGRESS: Action.SEE_FIGURES,
        OFFICIAL: Action.RECORD_DENOMINATOR,
        REGISTRY: Action.KEEP_REGISTRY,
        PEOPLE: Action.MANAGE_PEOPLE,
        LOG: Action.SEE_LOG,
    }
    for path, action in listed.items():
        assert policy.may([Grant(role, LIXIA)], action, LIXIA) == (path in OPENS[role])

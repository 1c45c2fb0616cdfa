"""Roles are given and ended inside one's own scope, and never the last key to everything."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from green import clock
from green.errors import GreenError, NotFound, NotPossible, Refused
from green.people import granting, policy, records
from green.people.guard import NotAllowed
from green.people.model import ROLES, Action, Actor, Role
from green.store import Store
from tests.database import JIEFANGQIAO, Days, rows
from tests.people.colleagues import grant_of, logged, somebody, tables

JINAN, QINGDAO, LIXIA = "3701", "3702", "370102"


@pytest.fixture
def chief(store: Store) -> Actor:
    """Administers everything."""
    return somebody(store, "chief", "administrator")


@pytest.fixture
def jinan(store: Store) -> Actor:
    """Administers one city."""
    return somebody(store, "jinan", "administrator", JINAN)


@pytest.fixture
def wang(store: Store) -> Actor:
    return somebody(store, "wang", "viewer", JIEFANGQIAO)


def may(store: Store, name: str, action: Action, place: str) -> bool:
    with store.read() as query:
        return policy.may(records.grants_of(query, name, clock.today()), action, place)


def refused(
    store: Store, kind: type[GreenError], work: Callable[[], object], *but: str
) -> GreenError:
    """The refusal; nothing may have been stored with it but in the tables named."""
    before = tables(store, *but)
    with pytest.raises(kind) as found:
        work()
    assert tables(store, *but) == before
    return found.value


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", [JINAN, LIXIA, "370102001", JIEFANGQIAO])
def test_an_administrator_gives_any_role_inside_their_scope(
    store: Store, jinan: Actor, wang: Actor, role: Role, scope: str
) -> None:
    if (role, scope) == ("viewer", JIEFANGQIAO):
        scope = LIXIA
    identity = granting.give(store, jinan, "wang", role, scope)
    assert rows(
        store,
        "select holder, role, scope, effective_on, person from role_grant where id = $id",
        id=identity,
    ) == [("wang", role, scope, date(2024, 3, 1), "jinan")]
    assert logged(store) == [("jinan", "grant", scope)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", ["", "37", QINGDAO, "370202", "370202001001", "11"])
def test_nobody_gives_a_role_outside_or_above_their_scope(
    store: Store, jinan: Actor, wang: Actor, role: Role, scope: str
) -> None:
    refused(store, NotAllowed, lambda: granting.give(store, jinan, "wang", role, scope), "log")
    assert logged(store) == [("jinan", "refuse", scope)]


def test_nobody_makes_themselves_more_than_they_are(store: Store, jinan: Actor) -> None:
    refused(
        store, NotAllowed, lambda: granting.give(store, jinan, "jinan", "administrator", ""), "log"
    )
    for role in ("officer", "reviewer", "viewer"):
        other = somebody(store, role, role)
        refused(
            store,
            NotAllowed,
            lambda me=other: granting.give(store, me, me.person, "administrator", JIEFANGQIAO),
            "log",
        )


def test_an_unknown_person_place_or_role_is_refused_with_a_sentence(
    store: Store, chief: Actor, wang: Actor
) -> None:
    def give(holder: str = "wang", role: str = "officer", scope: str = JINAN) -> object:
        return granting.give(store, chief, holder, role, scope)  # type: ignore[arg-type]

    for holder in ("nobody", "console", "' or 1=1 --", "", "x" * 10_000):
        said = refused(store, NotFound, lambda name=holder: give(name))
        assert "There is nobody with the sign-in name" in str(said)
        assert len(str(said)) < 200
    for scope in (
        "99",
        "37%",
        "3",
        "370",
        "%",
        "3701 ",
        "３７",
        "' or 1=1",
        "370102999999",
        "x" * 999,
    ):
        said = refused(store, Refused, lambda place=scope: give(scope=place))
        assert "There is no place with the code" in str(said)
        assert len(str(said)) < 200
    for role in ("", "boss", "Officer", "administrator "):
        said = refused(store, Refused, lambda name=role: give(role=name))
        assert "There is no role" in str(said)


def test_the_same_role_in_the_same_place_is_given_once(store: Store, chief: Actor) -> None:
    somebody(store, "wang", "viewer", JINAN)
    said = refused(store, NotPossible, lambda: granting.give(store, chief, "wang", "viewer", JINAN))
    assert str(said).startswith("wang has this role there already.")
    granting.give(store, chief, "wang", "viewer", QINGDAO)
    granting.give(store, chief, "wang", "officer", JINAN)


def test_a_role_begins_on_its_day_and_ends_on_the_day_it_is_ended(
    store: Store, chief: Actor, wang: Actor, days: Days
) -> None:
    granting.give(store, chief, "wang", "officer", JINAN, date(2024, 3, 5))
    for day, expected in ((1, False), (4, False), (5, True), (9, True)):
        days.go_to(date(2024, 3, day))
        assert may(store, "wang", Action.ANSWER, JINAN) is expected
    granting.end(store, chief, grant_of(store, "wang"))
    assert not may(store, "wang", Action.ANSWER, JINAN)
    with store.read() as query:
        ended = records.grants(query, holder="wang")[-1]
    assert (ended.since, ended.until) == (date(2024, 3, 5), date(2024, 3, 9))


def test_a_role_ends_once(store: Store, chief: Actor, wang: Actor) -> None:
    granting.end(store, chief, grant_of(store, "wang"))
    said = refused(store, NotPossible, lambda: granting.end(store, chief, grant_of(store, "wang")))
    assert str(said) == "This role has ended already. Load the page again."
    refused(store, NotFound, lambda: granting.end(store, chief, 987_654_321))
    assert logged(store) == [("chief", "end_grant", JIEFANGQIAO)]


def test_nobody_ends_a_role_outside_their_scope(store: Store, chief: Actor, jinan: Actor) -> None:
    somebody(store, "li", "officer", QINGDAO)
    for holder in ("li", "chief"):
        refused(
            store,
            NotAllowed,
            lambda name=holder: granting.end(store, jinan, grant_of(store, name)),
            "log",
        )


def test_the_last_administrator_of_everything_stays(
    store: Store, chief: Actor, jinan: Actor
) -> None:
    last = "This is the last administrator of the whole database."
    for actor in (chief, Actor("console")):
        for work in (
            lambda me: granting.end(store, me, grant_of(store, "chief")),
            lambda me: granting.close_account(store, me, "chief"),
        ):
            said = refused(store, NotPossible, lambda me=actor, what=work: what(me))
            assert str(said).startswith(last)
    somebody(store, "second", "administrator")
    granting.close_account(store, chief, "chief")
    refused(
        store,
        NotPossible,
        lambda: granting.end(store, Actor("second"), grant_of(store, "second")),
    )


def test_an_administrator_to_come_is_none_yet(store: Store, chief: Actor, wang: Actor) -> None:
    granting.give(store, chief, "wang", "administrator", "", date(2024, 3, 2))
    refused(store, NotPossible, lambda: granting.end(store, chief, grant_of(store, "chief")))


def test_of_two_administrators_who_end_each_other_at_once_one_is_left(
    store: Store, chief: Actor
) -> None:
    second = somebody(store, "second", "administrator")
    ids = {"chief": grant_of(store, "second"), "second": grant_of(store, "chief")}
    start = Barrier(2)

    def work(actor: Actor) -> str:
        start.wait()
        try:
            granting.end(store, actor, ids[actor.person])
        except GreenError as error:
            return type(error).__name__
        return "ended"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(work, [chief, second]))
    assert found == ["NotAllowed", "ended"]
    assert rows(store, "select count(*) from role_grant_end") == [(1,)]


def test_an_account_is_closed_by_who_administers_every_place_of_it(
    store: Store, chief: Actor, jinan: Actor, wang: Actor
) -> None:
    granting.give(store, chief, "wang", "officer", QINGDAO)
    refused(store, NotAllowed, lambda: granting.close_account(store, jinan, "wang"), "log")
    granting.end(store, chief, grant_of(store, "wang"))
    granting.close_account(store, jinan, "wang")
    assert not may(store, "wang", Action.SEE_COMMUNITY, JIEFANGQIAO)
    with store.read() as query:
        assert records.names(query, ["wang"]) == {"wang": "wang"}


def test_an_account_with_a_role_to_come_elsewhere_is_not_ours_to_close(
    store: Store, chief: Actor, jinan: Actor, wang: Actor
) -> None:
    granting.give(store, chief, "wang", "officer", QINGDAO, date(2024, 4, 1))
    refused(store, NotAllowed, lambda: granting.close_account(store, jinan, "wang"), "log")


def test_an_account_without_a_role_is_closed_by_who_administers_everything(
    store: Store, chief: Actor, jinan: Actor, wang: Actor
) -> None:
    granting.end(store, jinan, grant_of(store, "wang"))
    refused(store, NotAllowed, lambda: granting.close_account(store, jinan, "wang"), "log")
    granting.close_account(store, chief, "wang")


def test_an_account_closes_once_and_gets_no_role_after_that(
    store: Store, chief: Actor, wang: Actor
) -> None:
    granting.close_account(store, chief, "wang")
    for work in (
        lambda: granting.close_account(store, chief, "wang"),
        lambda: granting.give(store, chief, "wang", "officer", JINAN),
    ):
        assert str(refused(store, NotPossible, work)).startswith("This account is closed.")
    for unknown in ("never-there", "console", ""):
        refused(store, NotFound, lambda name=unknown: granting.close_account(store, chief, name))


def test_no_grant_is_ever_changed_or_taken_out(store: Store, chief: Actor, wang: Actor) -> None:
    before = rows(store, "select * from role_grant order by id")
    granting.give(store, chief, "wang", "officer", JINAN)
    granting.end(store, chief, grant_of(store, "wang"))
    granting.close_account(store, chief, "wang")
    assert rows(store, "select * from role_grant order by id")[: len(before)] == before
    assert len(rows(store, "select * from role_grant")) == len(before) + 1

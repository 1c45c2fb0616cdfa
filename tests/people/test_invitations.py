"""Invitations: once, not for long, only what the sender may give, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from green import clock
from green.errors import GreenError, NotFound, NotPossible, Refused
from green.people import accounts, granting, invitation_records, invitations, records, tokens
from green.people.guard import NotAllowed
from green.people.invitations import LASTS, Wanted, invite
from green.people.model import Actor, Person
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, Days, rows
from tests.people.colleagues import SENTENCE, grant_of, logged, somebody, tables

JINAN, QINGDAO = "3701", "3702"
OFFICER = Wanted("李娜", "officer", JIEFANGQIAO)
VOID = "This invitation was used, withdrawn, or is too old. Ask whoever sent it for a new one."


@pytest.fixture
def chief(store: Store) -> Actor:
    return somebody(store, "chief", "administrator")


@pytest.fixture
def jinan(store: Store, chief: Actor) -> Actor:
    return somebody(store, "jinan", "administrator", JINAN)


@pytest.fixture
def link(store: Store, jinan: Actor) -> str:
    """The token of an open invitation from Jinan's administrator."""
    return one(store, jinan, OFFICER)


def one(store: Store, actor: Actor, wanted: Wanted) -> str:
    (token,) = invite(store, actor, [wanted])
    return token


def accept(store: Store, token: str, name: str = "lina") -> str:
    return invitations.accept(store, token, name, "李娜", SENTENCE)


def refused(store: Store, kind: type[GreenError], work: Callable[[], object], *but: str) -> str:
    """The refusal's words; nothing may have been stored with it but in the tables named."""
    before = tables(store, *but)
    with pytest.raises(kind) as found:
        work()
    assert tables(store, *but) == before
    return str(found.value)


def open_ones(store: Store, *scopes: str) -> list[int]:
    with store.read() as query:
        return [found.id for found in invitation_records.open_within(query, list(scopes))]


def roles(store: Store, name: str) -> set[tuple[str, str]]:
    with store.read() as query:
        found = records.grants_of(query, name, clock.today())
        return {(grant.role, grant.scope) for grant in found}


def test_who_accepts_has_an_account_with_the_role_and_is_in(store: Store, link: str) -> None:
    session = accept(store, link)
    with store.read() as query:
        found = accounts.who(query, session)
    assert found is not None
    assert found[0] == Person("lina", "李娜")
    assert roles(store, "lina") == {("officer", JIEFANGQIAO)}
    assert open_ones(store, "") == []
    assert logged(store) == [
        ("jinan", "invite", JIEFANGQIAO),
        ("lina", "add_person", ""),
        ("jinan", "grant", JIEFANGQIAO),
        ("lina", "sign_in", ""),
    ]
    assert rows(store, "select person from role_grant where holder = 'lina'") == [("jinan",)]


def test_no_table_holds_the_links_token(store: Store, link: str) -> None:
    accept(store, link)
    everything = str(tables(store))
    assert link not in everything
    assert tokens.hash_of(link) in everything


def test_a_link_works_once(store: Store, link: str) -> None:
    accept(store, link)
    assert refused(store, NotFound, lambda: accept(store, link, "other")) == VOID
    with pytest.raises(NotFound), store.read() as query:
        invitations.find(query, link)


def test_of_two_who_accept_at_once_one_gets_the_account(store: Store, link: str) -> None:
    start = Barrier(2)

    def work(name: str) -> str:
        start.wait()
        try:
            accept(store, link, name)
        except NotFound:
            return "void"
        return "in"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, ["lina", "other"])) == ["in", "void"]
    assert rows(store, "select count(*) from person where name = '李娜'") == [(1,)]
    assert rows(store, "select count(*) from invitation_end") == [(1,)]


@pytest.mark.parametrize(
    "token", ["", "x", "' or '1'='1", "\ud800", "x" * 10**6, tokens.hash_of("x")]
)
def test_a_link_nobody_sent_is_void(store: Store, link: str, token: str) -> None:
    assert refused(store, NotFound, lambda: accept(store, token)) == VOID
    hashed = tokens.hash_of(link)
    assert refused(store, NotFound, lambda: accept(store, hashed)) == VOID


def test_a_link_is_void_after_two_weeks(
    store: Store, link: str, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((sent, expires),) = rows(store, "select recorded_at, expires_at from invitation")
    assert expires - sent == LASTS
    monkeypatch.setattr(clock, "now", lambda: expires - timedelta(seconds=1))
    assert len(open_ones(store, "")) == 1
    monkeypatch.setattr(clock, "now", lambda: expires)
    assert open_ones(store, "") == []
    assert refused(store, NotFound, lambda: accept(store, link)) == VOID


def test_a_withdrawn_link_is_void_and_is_withdrawn_once(
    store: Store, jinan: Actor, link: str
) -> None:
    (identity,) = open_ones(store, JINAN)
    qingdao = somebody(store, "qingdao", "administrator", QINGDAO)
    refused(store, NotAllowed, lambda: invitations.withdraw(store, qingdao, identity), "log")
    invitations.withdraw(store, jinan, identity)
    assert refused(store, NotFound, lambda: accept(store, link)) == VOID
    assert refused(store, NotFound, lambda: invitations.withdraw(store, jinan, identity)) == VOID
    refused(store, NotFound, lambda: invitations.withdraw(store, jinan, 987_654_321))
    assert logged(store)[-1] == ("jinan", "withdraw_invitation", JIEFANGQIAO)


def test_a_link_is_void_once_its_sender_may_not_invite_any_more(
    store: Store, chief: Actor, link: str
) -> None:
    granting.end(store, chief, grant_of(store, "jinan"))
    assert refused(store, NotFound, lambda: accept(store, link)) == VOID


def test_a_link_is_void_once_its_senders_account_is_closed(
    store: Store, chief: Actor, link: str
) -> None:
    granting.close_account(store, chief, "jinan")
    assert refused(store, NotFound, lambda: accept(store, link)) == VOID


@pytest.mark.parametrize("scope", ["", "37", QINGDAO, "370202001001"])
@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_nobody_invites_outside_or_above_their_scope(
    store: Store, jinan: Actor, scope: str, role: str
) -> None:
    wanted = Wanted("李娜", role, scope)  # type: ignore[arg-type]
    refused(store, NotAllowed, lambda: invite(store, jinan, [wanted]), "log")
    assert logged(store) == [("jinan", "refuse", scope)]


@pytest.mark.parametrize("role", ["officer", "reviewer", "viewer"])
def test_only_administrators_invite(store: Store, role: str) -> None:
    actor = somebody(store, "wang", role)  # type: ignore[arg-type]
    refused(store, NotAllowed, lambda: invite(store, actor, [OFFICER]), "log")


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (Wanted("李娜", "officer", QINGDAO), NotAllowed),
        (Wanted("李娜", "officer", "370199"), Refused),
        (Wanted("李娜", "boss", JINAN), Refused),  # type: ignore[arg-type]
        (Wanted("  ", "officer", JINAN), Refused),
        (Wanted("李\n娜", "officer", JINAN), Refused),
        (Wanted("x" * 81, "officer", JINAN), Refused),
        (Wanted("李娜", "officer", JINAN, replaces=987_654_321), NotFound),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_row_keeps_the_whole_list_from_being_sent(
    store: Store, jinan: Actor, bad: Wanted, kind: type[GreenError], place: int
) -> None:
    wanted = [OFFICER, Wanted("王红", "viewer", LISHANLU)]
    wanted.insert(place, bad)
    refused(store, kind, lambda: invite(store, jinan, wanted), "log")
    assert all(verb == "refuse" for _who, verb, _subject in logged(store))


def test_a_list_gives_each_their_own_link_in_order(store: Store, jinan: Actor) -> None:
    wanted = [Wanted(f"n{number}", "viewer", JINAN) for number in range(5)]
    links = invite(store, jinan, wanted)
    with store.read() as query:
        assert [invitations.find(query, link).name for link in links] == [
            one.name for one in wanted
        ]
    assert invite(store, jinan, []) == []


@pytest.mark.parametrize(
    ("name", "shown", "typed"),
    [
        ("console", "李娜", SENTENCE),
        ("lina", "", SENTENCE),
        ("lina", "李娜", "short"),
        ("jinan", "李娜", SENTENCE),
    ],
)
def test_what_cannot_be_stored_leaves_the_link_as_it_was(
    store: Store, link: str, name: str, shown: str, typed: str
) -> None:
    refused(store, Refused, lambda: invitations.accept(store, link, name, shown, typed))
    accept(store, link)


def test_with_a_successor_the_predecessors_role_ends_and_their_rows_keep_their_name(
    store: Store, jinan: Actor
) -> None:
    somebody(store, "old", "officer", JIEFANGQIAO)
    granted = rows(store, "select * from role_grant where holder = 'old'")
    old = grant_of(store, "old")
    link = one(store, jinan, Wanted("李娜", "officer", JIEFANGQIAO, old))
    assert roles(store, "old") == {("officer", JIEFANGQIAO)}
    accept(store, link)
    assert roles(store, "old") == set()
    assert roles(store, "lina") == {("officer", JIEFANGQIAO)}
    assert rows(store, "select * from role_grant where holder = 'old'") == granted
    assert rows(store, "select role_grant, effective_on, person from role_grant_end") == [
        (old, date(2024, 3, 1), "jinan")
    ]
    assert ("jinan", "end_grant", JIEFANGQIAO) in logged(store)
    with store.read() as query:
        assert records.names(query, ["old"]) == {"old": "old"}


def test_a_predecessor_who_left_before_does_not_keep_the_successor_out(
    store: Store, jinan: Actor
) -> None:
    somebody(store, "old", "officer", JIEFANGQIAO)
    old = grant_of(store, "old")
    link = one(store, jinan, Wanted("李娜", "officer", JIEFANGQIAO, old))
    granting.end(store, jinan, old)
    accept(store, link)
    assert rows(store, "select count(*) from role_grant_end") == [(1,)]


def test_nobody_replaces_somebody_whose_office_is_another(
    store: Store, chief: Actor, jinan: Actor
) -> None:
    """Otherwise a street could end the role of the province's administrator."""
    somebody(store, "qingdao", "officer", QINGDAO)
    somebody(store, "viewer", "viewer", JIEFANGQIAO)
    for holder in ("qingdao", "chief", "jinan", "viewer"):
        wanted = Wanted("李娜", "officer", JIEFANGQIAO, grant_of(store, holder))
        for sender in (jinan, chief):
            said = refused(store, NotPossible, lambda me=sender, it=wanted: invite(store, me, [it]))
            assert "does not have this role in this place" in said


def test_nobody_replaces_somebody_whose_role_has_ended(store: Store, jinan: Actor) -> None:
    somebody(store, "old", "officer", JIEFANGQIAO)
    wanted = Wanted("李娜", "officer", JIEFANGQIAO, grant_of(store, "old"))
    granting.end(store, jinan, grant_of(store, "old"))
    said = refused(store, NotPossible, lambda: invite(store, jinan, [wanted]))
    assert said.startswith("This role has ended already.")


def test_the_last_administrator_hands_over_to_an_administrator_of_everything_only(
    store: Store, chief: Actor
) -> None:
    own = grant_of(store, "chief")
    for wanted in (Wanted("李娜", "officer", "", own), Wanted("李娜", "administrator", "37", own)):
        refused(store, NotPossible, lambda one=wanted: invite(store, chief, [one]))
    accept(store, one(store, chief, Wanted("李娜", "administrator", "", own)))
    assert roles(store, "chief") == set()
    assert roles(store, "lina") == {("administrator", "")}


def test_who_has_an_account_takes_a_further_role_with_it(store: Store, link: str) -> None:
    lina = somebody(store, "lina", "viewer", QINGDAO)
    invitations.accept_as(store, link, lina)
    assert roles(store, "lina") == {("viewer", QINGDAO), ("officer", JIEFANGQIAO)}
    assert refused(store, NotFound, lambda: invitations.accept_as(store, link, lina)) == VOID
    assert rows(store, "select count(*) from person where id = 'lina'") == [(1,)]


def test_who_has_the_role_already_keeps_the_link_for_nothing(store: Store, link: str) -> None:
    lina = somebody(store, "lina", "officer", JIEFANGQIAO)
    refused(store, NotPossible, lambda: invitations.accept_as(store, link, lina))
    assert len(open_ones(store, "")) == 1


def test_who_has_no_account_or_a_closed_one_takes_no_role_with_it(
    store: Store, chief: Actor, link: str
) -> None:
    """A role for a name nobody has would be there for whoever takes the name later."""
    lina = somebody(store, "lina", "viewer", JINAN)
    granting.close_account(store, chief, "lina")
    refused(store, NotPossible, lambda: invitations.accept_as(store, link, lina))
    for name in ("never-there", "console", "local"):
        actor = Actor(name)
        refused(store, NotFound, lambda me=actor: invitations.accept_as(store, link, me))


def externally(
    store: Store, link: str, name: str = "lina", subject: str = "42", shown: str = "李娜"
) -> None:
    invitations.accept_externally(store, link, name, shown, "https://id.example.cn", subject)


def test_who_is_vouched_for_has_an_account_without_a_password(store: Store, link: str) -> None:
    externally(store, link)
    assert roles(store, "lina") == {("officer", JIEFANGQIAO)}
    with store.read() as query:
        assert invitation_records.holder_of(query, "https://id.example.cn", "42") == "lina"
        assert invitation_records.holder_of(query, "https://other.example.cn", "42") is None
        assert records.credential(query, "lina") is None


def test_one_identity_at_a_provider_has_one_account(store: Store, jinan: Actor, link: str) -> None:
    externally(store, link)
    again = one(store, jinan, Wanted("李娜", "viewer", LISHANLU))
    said = refused(store, NotPossible, lambda: externally(store, again, "second"))
    assert said == "You have an account already. Sign in, then open the invitation again."
    externally(store, again, "second", subject="43")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("console", "李娜"), ("李娜", "李娜"), ("lina", "李\u2028娜"), ("chief", "李娜")],
)
def test_an_account_from_a_provider_obeys_the_rules_of_every_account(
    store: Store, link: str, name: str, shown: str
) -> None:
    refused(store, Refused, lambda: externally(store, link, name, shown=shown))
    assert len(open_ones(store, "")) == 1


def test_open_invitations_are_those_inside_the_scopes(
    store: Store, chief: Actor, link: str
) -> None:
    one(store, chief, Wanted("王红", "reviewer", QINGDAO))
    one(store, chief, Wanted("王红", "reviewer", ""))
    assert len(open_ones(store, "")) == 3
    assert len(open_ones(store, JINAN)) == 1
    assert len(open_ones(store, JINAN, QINGDAO)) == 2
    assert open_ones(store) == []

"""Sessions: only a hash is kept, and what is over lets nobody in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from green.people import accounts, granting, sessions, tokens
from green.people.model import Actor, Person, Session
from green.store import Store
from tests.database import Days, rows
from tests.people.colleagues import SENTENCE, logged, somebody, tables, with_password


@pytest.fixture
def wang(store: Store) -> Actor:
    return with_password(store, "wang")


@pytest.fixture
def token(store: Store, wang: Actor) -> str:
    return accounts.sign_in(store, "wang", SENTENCE)


def who(store: Store, token: str) -> tuple[Person, Session] | None:
    with store.read() as query:
        return accounts.who(query, token)


def session_of(store: Store, token: str) -> int:
    found = who(store, token)
    assert found is not None
    return found[1].id


def test_who_signs_in_is_recognised_by_the_token_from_then_on(store: Store, token: str) -> None:
    found = who(store, token)
    assert found is not None
    person, session = found
    assert (person.id, session.holder) == ("wang", "wang")
    assert session.expires_at - session.started_at == sessions.LASTS
    assert logged(store) == [("wang", "sign_in", "")]


def test_no_table_holds_the_token_or_the_password(store: Store, token: str) -> None:
    everything = str(tables(store))
    assert tokens.hash_of(token) in everything
    assert token not in everything
    assert SENTENCE not in everything


def test_every_session_has_a_token_of_its_own(store: Store, wang: Actor) -> None:
    given = {accounts.sign_in(store, "wang", SENTENCE) for _time in range(3)}
    assert len(given) == 3
    assert all(len(token) >= 43 for token in given)


def test_an_altered_token_is_nobodys(store: Store, token: str) -> None:
    other = "A" if token[0] != "A" else "B"
    altered = (other + token[1:], token[:-1], token + "=", token.swapcase(), f" {token}", "")
    for text in (*altered, tokens.hash_of(token), "' or '1'='1", "\ud800", "令牌"):
        assert who(store, text) is None, text


def test_a_session_ends_after_a_week_to_the_second(
    store: Store, days: Days, wang: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from green import clock

    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    token = accounts.sign_in(store, "wang", SENTENCE)
    found = who(store, token)
    assert found is not None
    monkeypatch.setattr(clock, "now", lambda: found[1].expires_at - timedelta(seconds=1))
    assert who(store, token) is not None
    monkeypatch.setattr(clock, "now", lambda: found[1].expires_at)
    assert who(store, token) is None


def test_a_session_that_is_over_stays_over_when_the_clock_is_set_back(
    store: Store, days: Days, token: str
) -> None:
    days.go_to(date(2024, 3, 20))
    assert who(store, token) is None
    days.go_to(date(2024, 3, 1))
    assert who(store, token) is None


def test_who_signs_out_is_nobody_and_only_there(store: Store, wang: Actor, token: str) -> None:
    elsewhere = accounts.sign_in(store, "wang", SENTENCE)
    accounts.sign_out(store, token)
    assert who(store, token) is None
    assert who(store, elsewhere) is not None
    before = tables(store)
    accounts.sign_out(store, token)
    accounts.sign_out(store, "never given out")
    assert tables(store) == before


def test_all_sessions_but_this_one_can_be_ended_and_nobody_elses(
    store: Store, wang: Actor, token: str
) -> None:
    others = [accounts.sign_in(store, "wang", SENTENCE) for _time in range(2)]
    with_password(store, "li")
    lis = accounts.sign_in(store, "li", SENTENCE)
    assert accounts.sign_out_everywhere(store, wang, but=session_of(store, token)) == 2
    assert [who(store, one) for one in others] == [None, None]
    assert who(store, token) is not None
    assert who(store, lis) is not None
    assert accounts.sign_out_everywhere(store, wang) == 1
    assert who(store, token) is None


def test_another_password_ends_all_other_sessions(store: Store, wang: Actor, token: str) -> None:
    other = accounts.sign_in(store, "wang", SENTENCE)
    here = session_of(store, token)
    accounts.change_password(store, wang, SENTENCE, "some other sentence", session=here)
    assert who(store, other) is None
    assert who(store, token) is not None


def test_closing_an_account_ends_its_sessions_at_once_and_nobody_elses(
    store: Store, wang: Actor, token: str
) -> None:
    chief = somebody(store, "chief", "administrator")
    with_password(store, "li")
    lis = accounts.sign_in(store, "li", SENTENCE)
    granting.close_account(store, chief, "wang")
    assert who(store, token) is None
    assert who(store, lis) is not None
    with store.read() as query:
        assert sessions.of_person(query, "wang") == []
    assert rows(store, "select person from session_end") == [("chief",)]


def test_a_closed_account_is_nobodys_although_its_session_was_never_ended(
    store: Store, token: str
) -> None:
    from green.people import records

    with store.write() as query:
        records.add_person_event(query, "wang", "close", None, "data")
    assert who(store, token) is None

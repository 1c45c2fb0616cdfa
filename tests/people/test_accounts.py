"""The first account, names that may be had, and changing a password."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green import clock
from green.errors import GreenError, NotPossible, Refused
from green.people import accounts, names, passwords, records, tokens
from green.people.model import RESERVED, Actor, Grant
from green.store import Store
from green.texts import lazy
from tests.database import rows
from tests.people.colleagues import SENTENCE, logged, somebody, tables, with_password

CODE = "ABCD-EFGH-JKMN-PQRS"


def first(store: Store, typed: str = CODE, name: str = "wang", code: str = CODE) -> str:
    return accounts.first_administrator(store, typed, code, name, "王红", SENTENCE)


def who(store: Store, token: str) -> str | None:
    with store.read() as query:
        found = accounts.who(query, token)
        return found[0].id if found else None


def grants_of(store: Store, name: str) -> list[tuple[str, str]]:
    with store.read() as query:
        return [(grant.role, grant.scope) for grant in records.grants(query, holder=name)]


def outcome(work: Callable[[], object]) -> object:
    try:
        return work()
    except GreenError as refused:
        return refused


def test_the_first_account_administers_everything_and_is_in(store: Store) -> None:
    token = first(store)
    assert who(store, token) == "wang"
    assert grants_of(store, "wang") == [("administrator", "")]
    assert [(who, verb) for who, verb, _subject in logged(store)] == [
        ("wang", "add_person"),
        ("wang", "grant"),
        ("wang", "sign_in"),
    ]


def test_who_works_alone_may_also_fill_in(store: Store) -> None:
    accounts.first_administrator(store, CODE, CODE, "wang", "王红", SENTENCE, is_officer=True)
    assert grants_of(store, "wang") == [("administrator", ""), ("officer", "")]


@pytest.mark.parametrize(
    "typed",
    [
        "abcd-efgh-jkmn-pqrs",
        "ABCDEFGHJKMNPQRS",
        " ABCD EFGH JKMN PQRS\n",
        "ＡＢＣＤ－ＥＦＧＨ－ＪＫＭＮ－ＰＱＲＳ",
        "abcd–efgh—jkmn−pqrs。",
    ],
)
def test_the_code_may_be_typed_as_it_comes(store: Store, typed: str) -> None:
    assert who(store, first(store, typed)) == "wang"


@pytest.mark.parametrize(
    "typed",
    ["", "ABCD", CODE + "X", CODE[:-1], CODE[::-1], "A" * 10**6, "\ud800"],
    ids=lambda typed: f"{len(typed)} {typed[:24]!a}",
)
def test_a_wrong_code_lets_nobody_in_and_stores_nothing(store: Store, typed: str) -> None:
    before = tables(store)
    with pytest.raises(Refused, match="not the code on the server's console"):
        first(store, typed)
    assert tables(store) == before


@pytest.mark.parametrize("code", ["", "----", "。"])
def test_a_console_without_a_code_lets_nobody_in(store: Store, code: str) -> None:
    with pytest.raises(Refused, match="not the code"):
        first(store, code, code=code)


def test_codes_are_long_and_never_the_same() -> None:
    codes = {tokens.new_code() for _time in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {19}
    assert not set("".join(codes)) & set("01OIL")


def test_there_is_one_first_administrator_only(store: Store) -> None:
    first(store)
    before = tables(store)
    with pytest.raises(NotPossible, match="There is an administrator already"):
        first(store, name="li")
    assert tables(store) == before


def test_of_two_who_press_at_once_one_becomes_the_administrator(store: Store) -> None:
    start = Barrier(2)

    def work(name: str) -> object:
        start.wait()
        return outcome(lambda: first(store, name=name))

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(work, ["wang", "li"]))
    assert sorted(type(one).__name__ for one in found) == ["NotPossible", "str"]
    assert rows(store, "select count(*) from person") == [(1,)]
    assert rows(store, "select count(*) from role_grant") == [(1,)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("wang", "wang"),
        (" Wang.Hong \n", "wang.hong"),
        ("ＷＡＮＧ２", "wang2"),
        ("jiefangqiao-2026", "jiefangqiao-2026"),
        ("7a", "7a"),
        # The sign for Kelvin is a K to whoever reads it and to whoever types it.
        ("\u212aate", "kate"),
    ],
)
def test_a_name_is_stored_as_it_will_be_looked_up(typed: str, stored: str) -> None:
    assert names.read_id(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        *sorted(RESERVED),
        "Console",
        "ｃｏｎｓｏｌｅ",
        "simulated-wang",
        "SIMULATED37",
        "",
        "a",
        "a" * 33,
        "a" * 10**6,
        "wang" + " " * 80 + "li",
        "-wang",
        ".wang",
        "wang hong",
        "王红",
        "w\u0430ng",  # a Cyrillic a
        "wa\u200bng",
        "\u202egnaw",
        "İpek",
        "\u0131smet",
        "wang'; drop table person; --",
        "' or '1'='1",
        "<b>wang</b>",
        "wang%",
        "../wang",
        "wang\x00",
        "\ud800wang",
        "e" + "\u0301\u0316" * 500_000,
    ],
    ids=lambda typed: f"{len(typed)} {typed[:24]!a}",
)
def test_a_name_that_is_reserved_or_looks_like_another_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        names.read_id(typed)
    assert str(refused.value) == (
        "Sign-in name: This sign-in name cannot be used. "
        "Take 2 to 32 Latin letters and digits; between them also . _ and -."
    )


@given(st.text())
def test_a_name_once_read_reads_the_same_again(typed: str) -> None:
    try:
        found = names.read_id(typed)
    except Refused:
        return
    assert names.read_id(found) == found
    assert found.isascii()
    assert 2 <= len(found) <= 32


@pytest.mark.parametrize(
    "name",
    [
        "王红",
        "<script>alert(1)</script>",
        "Robert'); drop table person; --",
        "😀 王 🏳️‍🌈",
        "O’Brien-李 “小红”",
        "مريم",
        "{name} %s *bold*",
        "𠮷田",
        "\u202egnaw",
        "wang\u200f",
        "x" * 80,
    ],
)
def test_a_persons_name_is_kept_letter_for_letter(store: Store, name: str) -> None:
    accounts.first_administrator(store, CODE, CODE, "wang", name, SENTENCE)
    assert rows(store, "select name from person") == [(name,)]
    with store.read() as query:
        found = records.person(query, "wang")
        assert found is not None
        assert found.name == name
        assert records.administrators(query, "37", clock.today()) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "x" * 81,
        "x" * 600,
        "wang\nhong",
        "wang\thong",
        "wa\u200bng",
        "\ufeff",
        "wang\u2028hong",
        "wang\ud800",
    ],
    ids=lambda name: f"{len(name)} {name[:24]!a}",
)
def test_a_persons_name_nobody_can_read_is_refused_with_a_sentence(name: str) -> None:
    """Turned around or with hidden signs it would say something else in the log than was typed."""
    with pytest.raises(Refused) as refused:
        names.read_name(name, lazy("Your name"))
    said = str(refused.value)
    assert said.startswith(("Your name: This ", "Your name: The text has"))


def test_a_taken_name_is_refused_even_if_its_account_is_closed(store: Store) -> None:
    with_password(store, "wang")
    with store.write() as query:
        records.add_person_event(query, "wang", "close", None, "data")
    account = accounts.new_account("Wang", "another", SENTENCE)
    before = tables(store)
    with pytest.raises(Refused, match="The name “wang” is taken"), store.write() as query:
        accounts.add_account(query, account, "wang")
    assert tables(store) == before


def test_a_closed_account_cannot_come_in_and_is_told_no_more_than_a_stranger(store: Store) -> None:
    with_password(store, "wang")
    with store.write() as query:
        records.add_person_event(query, "wang", "close", None, "data")
    with pytest.raises(Refused, match="Name or password is wrong"):
        accounts.sign_in(store, "wang", SENTENCE)
    assert rows(store, "select count(*) from session") == [(0,)]


def test_a_changed_password_counts_and_the_old_one_does_not(store: Store) -> None:
    wang = with_password(store, "wang")
    accounts.change_password(store, wang, SENTENCE, "some other sentence")
    with pytest.raises(Refused):
        accounts.sign_in(store, "wang", SENTENCE)
    assert who(store, accounts.sign_in(store, "wang", "some other sentence")) == "wang"
    assert rows(store, "select count(*) from credential") == [(1,)]
    assert ("wang", "change_password", "") in logged(store)
    assert "some other" not in str(tables(store))


def test_a_password_can_be_changed_twice_while_somebody_reads(store: Store) -> None:
    wang = with_password(store, "wang")
    with store.read() as reading:
        before = records.credential(reading, "wang")
        accounts.change_password(store, wang, SENTENCE, "some other sentence")
        accounts.change_password(store, wang, "some other sentence", "a third good one")
        assert records.credential(reading, "wang") == before
    assert who(store, accounts.sign_in(store, "wang", "a third good one")) == "wang"


@pytest.mark.parametrize("new", ["short", "x" * 129, "aaaaaaaaaaaaaa"])
def test_a_new_password_that_may_not_be_set_changes_nothing(store: Store, new: str) -> None:
    wang = with_password(store, "wang")
    before = tables(store)
    with pytest.raises(Refused, match="The password is too"):
        accounts.change_password(store, wang, SENTENCE, new)
    assert tables(store) == before


def test_who_has_no_password_of_ours_cannot_come_in_with_one(store: Store) -> None:
    for typed in ("", SENTENCE, "nobody has this password"):
        with pytest.raises(Refused, match="Name or password is wrong"):
            accounts.sign_in(store, "li", typed)


def test_a_password_that_is_changed_while_the_old_one_is_checked_lets_nobody_in(
    store: Store,
) -> None:
    with_password(store, "wang")
    found: list[object] = []
    attempt = threading.Thread(
        target=lambda: found.append(outcome(lambda: accounts.sign_in(store, "wang", SENTENCE)))
    )
    fresh = passwords.hash_of("some other sentence")
    # Both places in which hashes are computed are taken, so the attempt stands in between.
    with passwords._at_once, passwords._at_once:
        attempt.start()
        while rows(store, "select count(*) from sign_in_attempt") == [(0,)]:
            pass
        with store.write() as query:
            records.set_credential(query, "wang", fresh, "wang")
    attempt.join()
    assert [type(one) for one in found] == [Refused]
    assert rows(store, "select count(*) from session") == [(0,)]


def test_the_language_that_was_chosen_is_remembered_and_stored_once(store: Store) -> None:
    wang = somebody(store, "wang", "officer")
    for language in ("en", "en", "zh_CN"):
        accounts.choose_language(store, wang, language)  # type: ignore[arg-type]
    with store.read() as query:
        found = records.person(query, "wang")
    assert found is not None
    assert found.language == "zh_CN"
    assert rows(store, "select count(*) from person_event") == [(2,)]
    accounts.choose_language(store, Actor("never-there"), "en")
    assert rows(store, "select count(*) from person_event") == [(2,)]


def test_the_owner_of_the_file_may_do_everything_on_the_console(store: Store) -> None:
    with store.read() as query:
        found = records.grants_of(query, "console", clock.today())
    assert {grant.role for grant in found} == {"officer", "reviewer", "viewer", "administrator"}
    assert all(isinstance(grant, Grant) and grant.scope == "" for grant in found)

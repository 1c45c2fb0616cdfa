"""Guessing passwords: free, then slow, then closed, and the same for names nobody has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green import clock
from green.errors import GreenError, Refused
from green.people import accounts, attempts
from green.people.attempts import FREE, LOCKED_FOR, MOST, TooManyAttempts, wait
from green.store import Store
from tests.database import Days, morning, rows
from tests.people.colleagues import SENTENCE, logged, with_password

NOON = morning(date(2024, 3, 1))
moments = st.integers(0, 7200).map(lambda seconds: NOON + timedelta(seconds=seconds))
counts = st.integers(0, 40)


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The clock stands still at a moment."""
    monkeypatch.setattr(clock, "now", lambda: now)


def count(store: Store, name: str) -> None:
    """One attempt, the part before the password is looked at."""
    with store.write() as query:
        attempts.begin(query, name)


def guess(store: Store, name: str, typed: str = "wrong as can be") -> GreenError | str:
    """What comes back: the refusal, or the token."""
    try:
        return accounts.sign_in(store, name, typed)
    except GreenError as refused:
        return refused


@given(counts, moments, moments)
def test_who_waits_longer_has_less_to_wait(wrong: int, one: datetime, other: datetime) -> None:
    early, late = sorted([one, other])
    assert wait(wrong, NOON, late) <= wait(wrong, NOON, early)


@given(counts, moments, moments)
def test_one_more_wrong_password_never_shortens_the_wait(
    wrong: int, last: datetime, now: datetime
) -> None:
    assert wait(wrong, last, now) <= wait(wrong + 1, last, now)


@given(counts, moments, moments, moments)
def test_a_later_wrong_password_never_shortens_the_wait(
    wrong: int, one: datetime, other: datetime, now: datetime
) -> None:
    early, late = sorted([one, other])
    assert wait(wrong, early, now) <= wait(wrong, late, now)


@given(counts, moments)
def test_whoever_has_waited_as_long_as_was_said_may_try(wrong: int, now: datetime) -> None:
    seconds = wait(wrong, NOON, now)
    assert seconds >= 0
    assert wait(wrong, NOON, max(now, NOON) + timedelta(seconds=seconds)) == 0


def test_five_are_free_then_each_doubles_the_wait_and_ten_close_the_door() -> None:
    assert [wait(wrong, NOON, NOON) for wrong in range(12)] == [
        *[0] * FREE, 1, 2, 4, 8, 16, LOCKED_FOR.seconds, LOCKED_FOR.seconds
    ]  # fmt: skip


def test_of_twenty_wrong_ones_in_a_row_only_the_first_five_are_looked_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(store, "wang")
    at(monkeypatch, clock.now())
    answers = [guess(store, "wang") for _attempt in range(20)]
    assert [type(answer) for answer in answers] == [Refused] * FREE + [TooManyAttempts] * 15
    assert str(answers[0]) == (
        "Name or password is wrong. Check both; an administrator can send you a new invitation."
    )
    assert str(answers[5]) == ("Too many wrong passwords for this name. Try again in 1 seconds.")
    assert isinstance(guess(store, "wang", SENTENCE), TooManyAttempts)


def test_who_always_waits_as_told_is_locked_out_after_ten_and_told_how_long(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, waits = clock.now(), []
    for _attempt in range(MOST):
        at(monkeypatch, now)
        try:
            count(store, "wang")
        except TooManyAttempts as told:
            waits.append(told.seconds)
            # Each unit of work is a microsecond after the one before, even while the clock stands.
            now += timedelta(seconds=told.seconds, milliseconds=1)
            at(monkeypatch, now)
            count(store, "wang")
    assert waits == [1, 2, 4, 8, 16]
    with pytest.raises(TooManyAttempts) as closed:
        count(store, "wang")
    assert closed.value.seconds == LOCKED_FOR.seconds
    assert str(closed.value).endswith("Try again in 15 minutes, or ask an administrator.")
    at(monkeypatch, now + LOCKED_FOR - timedelta(seconds=1.5))
    with pytest.raises(TooManyAttempts, match="Try again in 2 seconds"):
        count(store, "wang")
    at(monkeypatch, now + LOCKED_FOR + timedelta(milliseconds=1))
    count(store, "wang")
    with pytest.raises(TooManyAttempts):
        count(store, "wang")


def test_the_clock_turned_on_unlocks(store: Store, days: Days) -> None:
    with_password(store, "wang")
    # The clock goes a second with each look, so some are looked at in between.
    for _attempt in range(20):
        guess(store, "wang")
    assert isinstance(guess(store, "wang", SENTENCE), TooManyAttempts)
    days.go_to(date(2024, 3, 2))
    assert isinstance(guess(store, "wang", SENTENCE), str)


def test_another_name_is_not_slowed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with_password(store, "li")
    at(monkeypatch, clock.now())
    for _attempt in range(FREE):
        count(store, "wang")
    with pytest.raises(TooManyAttempts):
        count(store, "wang")
    assert isinstance(guess(store, "li", SENTENCE), str)


def test_a_name_nobody_has_is_answered_letter_for_letter_as_one_somebody_has(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(store, "wang")
    at(monkeypatch, clock.now())

    def answers(name: str) -> list[tuple[type, str]]:
        found = [guess(store, name) for _attempt in range(FREE + 2)]
        return [(type(answer), str(answer)) for answer in found]

    known = answers("wang")
    for name in ("nobody-here", "console", "王红", "' or 1=1 --", "", "a\ud800"):
        assert answers(name) == known, name


def test_the_way_a_name_is_written_is_no_way_around(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, clock.now())
    for name in ("wang", "WANG", " wang ", "ｗａｎｇ", "Wang"):
        assert isinstance(guess(store, name), Refused)
    assert isinstance(guess(store, "wAnG"), TooManyAttempts)


def test_coming_in_begins_the_count_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with_password(store, "wang")
    at(monkeypatch, clock.now())
    for _round in range(3):
        for _attempt in range(FREE - 1):
            count(store, "wang")
        assert isinstance(guess(store, "wang", SENTENCE), str)


def test_fifty_at_once_get_no_more_looks_than_one_after_the_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(store, "wang")
    at(monkeypatch, clock.now())
    start = Barrier(50)

    def work(_number: int) -> type[object]:
        start.wait()
        return type(guess(store, "wang"))

    with ThreadPoolExecutor(50) as pool:
        kinds = list(pool.map(work, range(50)))
    assert kinds.count(Refused) == FREE
    assert kinds.count(TooManyAttempts) == 50 - FREE
    assert rows(store, "select count(*) from sign_in_attempt") == [(FREE,)]


def test_changing_the_password_is_no_way_to_guess_it_either(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = with_password(store, "wang")
    at(monkeypatch, clock.now())
    for _attempt in range(FREE):
        with pytest.raises(Refused, match="The present password is wrong"):
            accounts.change_password(store, wang, "wrong as can be", "some other sentence")
    with pytest.raises(TooManyAttempts):
        accounts.change_password(store, wang, SENTENCE, "some other sentence")
    assert isinstance(guess(store, "wang", SENTENCE), TooManyAttempts)


def test_what_was_typed_as_a_name_is_stored_nowhere(store: Store) -> None:
    guess(store, "my password by mistake")
    (stored,) = rows(store, "select name, person from sign_in_attempt")
    assert "password" not in str(stored)
    assert logged(store) == [("nobody", "refuse", "")]
    assert "mistake" not in str(rows(store, "select * from log"))

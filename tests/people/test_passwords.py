"""Passwords: what may be set, how it is kept, and that checking costs the same for everybody."""

from __future__ import annotations

import tracemalloc
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.errors import Refused
from green.people import passwords

GOOD = "three green trees"
# In this order each accent has to move past all those before it.
ACCENTS = "e" + "\u0301\u0316" * 500_000


def refused(password: str, person_id: str = "wang") -> str:
    with pytest.raises(Refused) as found:
        passwords.check_new(password, person_id)
    return str(found.value)


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter != " " else "\u3000" for letter in text)


def test_the_hash_names_argon2id_and_what_it_costs() -> None:
    hashed = passwords.hash_of(GOOD)
    # RFC 9106, the second recommended option: 64 MB, three passes, four lanes.
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in hashed


def test_the_same_password_never_has_the_same_hash_twice() -> None:
    assert passwords.hash_of(GOOD) != passwords.hash_of(GOOD)


@pytest.mark.parametrize(
    "password", [GOOD, "三棵绿树在春风里轻轻摇", "😀🌳🌲🎄 and a house", "\x00nul in the midst"]
)
def test_a_password_is_right_for_its_hash_and_no_other_is(password: str) -> None:
    hashed = passwords.hash_of(password)
    assert passwords.is_right(hashed, password)
    for other in (password + " ", password[:-1], password.upper() + "X", "", " " + password):
        assert not passwords.is_right(hashed, other)


def test_full_width_letters_are_the_same_letters_whichever_were_typed_first() -> None:
    assert passwords.is_right(passwords.hash_of(GOOD), full_width(GOOD))
    assert passwords.is_right(passwords.hash_of(full_width(GOOD)), GOOD)


def test_accents_are_the_same_however_the_keyboard_makes_them() -> None:
    assert passwords.is_right(passwords.hash_of("caf\u00e9 au lait"), "cafe\u0301 au lait")


@pytest.mark.parametrize("hashed", [None, "", "plain", "$argon2id$v=19$m=65536,t=3,p=4$AAAA$BBBB"])
@pytest.mark.parametrize("password", ["", GOOD, "nobody has this password"])
def test_nothing_is_right_for_no_hash_or_a_damaged_one(hashed: str | None, password: str) -> None:
    assert not passwords.is_right(hashed, password)


def test_half_a_letter_is_wrong_and_no_failure() -> None:
    assert not passwords.is_right(passwords.hash_of(GOOD), "\ud800")


@pytest.mark.parametrize("password", ["", "short", "nine char", "é" * 9])
def test_a_short_password_is_refused(password: str) -> None:
    assert refused(password) == (
        "Password: The password is too short. "
        "Take at least 10 characters; a short sentence is good."
    )


def test_a_password_of_129_characters_is_refused_and_one_of_128_is_not() -> None:
    sentence = "green trees " * 11
    passwords.check_new(sentence[:128], "wang")
    said = refused(sentence[:129])
    assert said == "Password: The password is too long. Take at most 128 characters."


def test_the_longest_password_can_be_typed_with_every_accent_apart() -> None:
    # Greek with three marks: four characters on the way in, one when they are joined.
    letters = [letter + mark + "\u0300\u0345" for letter in "αηω" for mark in "\u0313\u0314"]
    longest = "".join(letters[place % len(letters)] for place in range(passwords.LONGEST))
    assert len(longest) == 4 * passwords.LONGEST
    passwords.check_new(longest, "wang")
    hashed = passwords.hash_of(longest)
    assert passwords.is_right(hashed, longest)
    assert not passwords.is_right(hashed, longest[:-4])
    assert not passwords.is_right(hashed, longest + "x")


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "ababababab",
        "１１１１１１１１１１",
        "wang and trees",
        "my name is WANG",
        "ＷＡＮＧ and trees",
    ],
)
def test_a_password_of_few_letters_or_with_the_own_name_is_refused(password: str) -> None:
    assert "too easy to guess" in refused(password)


@given(st.text(min_size=200, max_size=2000))
def test_whatever_may_not_be_set_is_refused_with_a_sentence(password: str) -> None:
    assert "The password is too" in refused(password)


@given(st.text(max_size=200))
def test_whatever_may_be_set_has_a_length_within_the_bounds(password: str) -> None:
    try:
        passwords.check_new(password, "wang")
    except Refused:
        return
    assert len(set(password)) >= 4
    assert passwords.SHORTEST <= len(passwords._normal(password)) <= passwords.LONGEST


@pytest.mark.parametrize("password", ["x" * 1_000_000, ACCENTS], ids=["letters", "accents"])
def test_a_megabyte_of_password_costs_no_more_than_a_short_one(password: str) -> None:
    hashed = passwords.hash_of(GOOD)
    tracemalloc.start()
    began = process_time()
    assert not passwords.is_right(hashed, password)
    assert "too long" in refused(password)
    took = process_time() - began
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Putting the accents in order took minutes; a hash takes a tenth of a second.
    assert took < 20
    assert most < 1_000_000

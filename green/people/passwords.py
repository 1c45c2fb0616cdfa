"""Passwords: which may be set, and how they are kept (argon2id, RFC 9106)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from green.errors import Problem, Refused
from green.texts import lazy

SHORTEST, LONGEST = 10, 128

_hasher = PasswordHasher()
# Each check takes 64 MB for as long as it runs: a crowd of them waits here, not in memory.
_at_once = threading.BoundedSemaphore(2)


def check_new(password: str, person_id: str) -> None:
    """Raises `Refused` for a password that may not be set; length is what counts (NIST 800-63B)."""
    where = lazy("Password")
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise Refused(
            Problem(
                lazy("The password is too short."),
                where,
                lazy("Take at least {n} characters; a short sentence is good.", n=SHORTEST),
            )
        )
    if len(normal) > LONGEST:
        raise Refused(
            Problem(
                lazy("The password is too long."),
                where,
                lazy("Take at most {n} characters.", n=LONGEST),
            )
        )
    if len(set(normal)) < 4 or person_id in normal.lower():
        raise Refused(
            Problem(
                lazy("The password is too easy to guess."),
                where,
                lazy("Take one without your sign-in name and without repeating one letter."),
            )
        )


def hash_of(password: str) -> str:
    with _at_once:
        return _hasher.hash(_bytes(password))


def is_right(hashed: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; takes as long when there is none to compare."""
    with _at_once:
        try:
            _hasher.verify(hashed or _nobodys(), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(hashed)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def _bytes(password: str) -> bytes:
    # Half a letter (a lone surrogate) is as good as any other sign nobody guesses.
    return _normal(password).encode("utf-8", "surrogatepass")


def _normal(password: str) -> str:
    """The same password from every keyboard: full-width letters are letters.

    What is longer than any password can be is cut first: putting accents in order takes a time
    that grows with the square of their number, minutes for a megabyte. The longest password has
    at most four times as many characters before its accents are joined to their letters.
    """
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST + 1])

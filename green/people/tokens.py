"""What a browser or a link carries: long, random, and kept here only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits that may stand in a cookie or an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of it. It is as random as the hash is long, so no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def mark_of(person_id: str) -> str:
    """What stands for a person where the name itself should not: in a browser's own storage."""
    return hash_of(person_id)[:16]


def new_code() -> str:
    """80 random bits to be typed by hand: no letter that looks like another."""
    letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
    text = "".join(secrets.choice(letters) for _letter in range(16))
    return "-".join(text[place : place + 4] for place in range(0, 16, 4))

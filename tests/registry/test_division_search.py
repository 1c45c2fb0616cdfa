"""Divisions are found by name or code, the likeliest first, and never outside the scopes."""

from __future__ import annotations

import pytest

from green.registry.division_search import find_divisions
from green.store import Store
from tests.database import database, shandong, store

__all__ = ["database", "shandong", "store"]


def codes(store: Store, text: str, *scopes: str, limit: int = 20) -> list[str]:
    with store.read() as query:
        return [one.code for one in find_divisions(query, text, list(scopes or [""]), limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("历下区", "370102"),
        ("历下", "370102"),
        (" 济南 历下区 ", "370102"),
        ("济南", "3701"),
        ("山东", "37"),
        ("370102", "370102"),
        ("解放路街道", "370102001"),
        ("历下解放路", "370102001"),
    ],
)
def test_the_likeliest_comes_first(store: Store, text: str, first: str) -> None:
    assert codes(store, text)[0] == first


def test_digits_find_what_begins_with_them(store: Store) -> None:
    found = codes(store, "370102", limit=100)
    assert len(found) > 5
    assert all(code.startswith("370102") for code in found)


@pytest.mark.parametrize("text", ["3702", "青岛", "济南市", "37", "市南区"])
def test_nothing_outside_the_scopes_is_found(store: Store, text: str) -> None:
    assert not [code for code in codes(store, text, "370102") if not code.startswith("370102")]


def test_several_scopes_are_searched(store: Store) -> None:
    found = codes(store, "街道", "370102", "370202", limit=100)
    assert {code[:6] for code in found} == {"370102", "370202"}


@pytest.mark.parametrize("text", ["", " ", "%", "_", "%%%", "' or 1=1 --", "<b>", "\\", "𠮷"])
def test_signs_find_nothing(store: Store, text: str) -> None:
    assert codes(store, text) == []


def test_no_scope_finds_nothing(store: Store) -> None:
    with store.read() as query:
        assert find_divisions(query, "历下区", [], 20) == []


def test_no_more_than_asked_for_is_found(store: Store) -> None:
    assert len(codes(store, "街道", limit=3)) == 3

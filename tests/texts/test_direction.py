"""Marks of direction in what people typed turn nothing round but itself."""

from __future__ import annotations

import pytest

from green.texts.direction import isolated

TURNED = (
    "反\u202e",
    "\u202e\u202d",
    "\u2066a",
    "\u2069\u202e",
    "a\u2069\u2069\u202eb\u2067",
    "\u200f",
)


@pytest.mark.parametrize("text", TURNED)
def test_every_letter_stays_and_what_follows_stands_outside(text: str) -> None:
    shown = isolated(text)
    assert text in shown
    depth, deepest = 0, []
    for place, letter in enumerate(shown):
        depth += letter in "\u2066\u2067\u2068"
        depth -= letter == "\u2069" and depth > 0
        inside = shown.index(text) <= place < shown.index(text) + len(text)
        if inside:
            deepest.append(depth)
    assert min(deepest) >= 1, "it never closes the isolate that it stands in"
    assert depth == 0, "nothing is open behind it"


@pytest.mark.parametrize("text", ["", "王芳", "plain", "𠮷", "<b>"])
def test_other_text_is_left_alone(text: str) -> None:
    assert isolated(text) == text

"""Items named in sentences, by number, in both languages."""

from __future__ import annotations

import pytest

from green import texts
from green.texts import Items, Language, numbering

AMONG = [str(number) for number in range(1, 17)]


@pytest.mark.parametrize(
    ("language", "refs", "said"),
    [
        ("en", ["3"], "item 3"),
        ("en", ["3", "5"], "items 3 and 5"),
        ("en", ["3", "5", "7"], "items 3, 5 and 7"),
        ("en", ["1", "2", "3", "4"], "items 1–4"),
        ("en", ["1", "2", "3", "16"], "items 1–3 and 16"),
        ("zh_CN", ["3"], "第 3 项"),
        ("zh_CN", ["3", "5", "7"], "第 3、5、7 项"),
        ("zh_CN", ["1", "2", "3", "16"], "第 1–3、16 项"),
    ],
)
def test_items_are_named_as_one_would_say_them(
    language: Language, refs: list[str], said: str
) -> None:
    before = texts.language()
    texts.use(language)
    try:
        assert str(Items(numbering(refs, AMONG), len(refs))) == said
    finally:
        texts.use(before)

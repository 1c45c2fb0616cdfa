"""The browser's part for files says only what it is given, in the page's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import green.ui.upload
from green import texts
from green.texts import Language
from green.ui.upload.words import words

SCRIPTS = {
    path.name: path.read_text("utf-8")
    for path in (Path(green.ui.upload.__file__).parent / "browser").glob("*.js")
}


def test_the_scripts_have_a_word_for_all_that_they_say_and_none_too_many():
    everything = "\n".join(SCRIPTS.values())
    named = set(re.findall(r"\bwords\.(\w+)", everything))
    named |= set(re.findall(r'\bword(?:: | = |\s*=== )"(\w+)"', everything))
    states = re.search(r"UNFINISHED = new Set\(\[(.*)\]\)", SCRIPTS["entry.js"])
    assert states is not None
    named |= set(re.findall(r'"(\w+)"', states[1]))
    assert named - set(words()) == set()
    unused = {name for name in words() if name.removesuffix("_one") not in everything}
    assert unused == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_the_browser_fills_in_is_the_same_in_every_language(language: Language):
    def blanks() -> dict[str, list[str]]:
        return {name: re.findall(r"\{\w+\}", text) for name, text in words().items()}

    before = texts.language()
    texts.use("en")
    expected = blanks()
    try:
        texts.use(language)
        assert blanks() == expected
        assert all(words().values())
    finally:
        texts.use(before)
    assert not any(re.search("[\u4e00-\u9fff]", script) for script in SCRIPTS.values())

"""The administration's pages are whole in both languages, and open by day and by night."""

from __future__ import annotations

import re

import pytest

from green.people import invitations
from green.people.invitations import Wanted
from green.progress.denominating import record
from green.store import Store
from tests.database import LISHANLU
from tests.pages.administration import (
    DISTRICT,
    FIGURES,
    LIXIA,
    LOG,
    PEOPLE,
    Open,
    open_as,
    people,
)
from tests.pages.test_denominators import DAY, SOURCE
from tests.pages.test_languages import CHINESE, MARKUP, WORD
from tests.pages.test_people import filled_in, invited
from tests.pages.test_registry import REGISTRY
from tests.pages.visit import Visit, read_back

__all__ = ["open_as", "people"]
# People's names, examples of what one types, kinds of files, and a fingerprint.
NAMES = {"wang", "lixia", "wangfang", "jfq", "CSV", "xlsx", "Excel", "Language", "English"}
NAMES |= {"GREEN", "URL", "local", "http"}
# What no reader sees: ids of files, a page's address, how text in a box is coloured.
NAMES |= {"log", "who", "plaintext"}
TOKEN = re.compile(r"/invitation/\S+|\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b|:small\[|:gray\[")
CHINESE_NAMES = re.compile(
    r"历下区|济南市|解放路街道|解放桥社区(居(民委员会|委会))?|历山路社区(居(民委员会|委会))?|李强|陈静|王芳"
    rf"|\w+街道|中文|语言|目前还没有账号功能.*|解放桥|解放阁社区(居委会)?|新桥社区居委会|山东省|{SOURCE}|姓名|角色|代码|科长"
)


def everything(page: Visit) -> list[str]:
    """Every state of the pages, and all their words."""
    found: list[str] = []

    def read() -> None:
        found.extend(read_back(words) for words in page.words())

    read()
    page.press("open.wang").press("close_account")
    read()
    page.press("cancel").press("back")
    for part in ("waiting", "many"):
        page.give("part", part)
        read()
    page.give("sheet.file.0", filled_in(("李强", "科长", "99")))
    read()
    page.give("part", "invite")
    read()
    invited(page).press("invite")
    read()
    page.go(LOG).press("verify")
    read()
    page.go(FIGURES)
    read()
    page.press("record")
    read()
    page.go(REGISTRY)
    read()
    for part in ("history", "waiting", "new"):
        page.give("part", part)
        read()
    page.press("registry.check")
    read()
    page.widget("registry.code").set_value("370102001190")
    page.widget("registry.name").set_value("解放阁社区居委会")
    page.widget("registry.day").set_value(DAY)
    page.widget("registry.document").set_value(SOURCE)
    page.press("registry.check")
    read()
    page.press("registry.record").give("part", "history")
    read()
    page.give("part", "one").give("registry.place.text", LISHANLU)
    page.press(f"registry.place.choose.{LISHANLU}")
    for kind in ("merge", "split", "dissolve"):
        page.give("registry.kind", kind)
        read()
    page.go(LOG)
    read()
    return found


@pytest.fixture
def page(open_as: Open, store: Store) -> Visit:
    invitations.invite(store, DISTRICT, [Wanted("陈静", "officer", LISHANLU)])
    record(store, DISTRICT, LIXIA, 100, DAY, SOURCE)
    return open_as(DISTRICT, PEOPLE)


def test_in_chinese_nothing_but_names_is_english(page: Visit) -> None:
    page.speak("zh_CN")
    wrong = {
        words
        for words in everything(page)
        if set(WORD.findall(TOKEN.sub("", MARKUP.sub("", words)))) - NAMES
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_in_english_nothing_but_names_is_chinese(page: Visit) -> None:
    wrong = {words for words in everything(page) if CHINESE.search(CHINESE_NAMES.sub("", words))}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", [PEOPLE, LOG, FIGURES, REGISTRY])
def test_every_page_opens_by_day_and_by_night(page: Visit, path: str, theme: str) -> None:
    page.app.context = {"theme": theme}
    page.go(path)
    assert not page.errors()

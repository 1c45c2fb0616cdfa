"""The first minute: two ways to begin."""

from __future__ import annotations

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.registry.model import Profile
from green.store import Store
from green.texts import Language
from tests.pages.first_start import (
    CHINESE,
    DATA,
    TIBET,
    Open,
    keys,
    no_job_outlives_its_test,
)

__all__ = ["no_job_outlives_its_test"]
from tests.database import JIEFANGQIAO, LOCAL
from tests.pages.visit import HOME, WALK


@pytest.mark.parametrize("page", [HOME, WALK])
def test_a_first_start_offers_both_ways_and_the_search_below(visit: Open, page: str) -> None:
    found = visit(page, community=None)
    assert not found.app.error
    offered = [key for key in keys(found) if key in ("build_simulated", "set_up", "find_community")]
    assert offered == ["build_simulated", "set_up", "find_community"]
    assert found.app.title


def test_a_province_has_to_be_chosen_before_it_can_be_set_up(visit: Open) -> None:
    found = visit(community=None)
    assert found.widget("province").value is None
    assert found.widget("set_up").proto.disabled
    found.give("province", TIBET)
    assert not found.widget("set_up").proto.disabled


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_province_is_offered_and_all_of_china(visit: Open, language: Language) -> None:
    found = visit(community=None).speak(language)
    options = found.widget("province").options
    assert len(options) == 32
    assert "山东省" in options
    assert options[0] == ("All of China" if language == "en" else options[0])
    assert bool(CHINESE.search(options[0])) == (language == "zh_CN")


def test_the_first_start_is_a_page_in_one_language(visit: Open) -> None:
    found = visit(community=None)
    chinese = [title.value for title in found.app.title] + [
        part.value for part in (*found.app.subheader, *found.app.markdown)
    ]
    assert all(CHINESE.search(text) for text in chinese if text)
    found.speak("en")
    english = [title.value for title in found.app.title] + [
        part.value for part in (*found.app.subheader, *found.app.markdown)
    ]
    assert len(english) == len(chinese)
    assert not any(CHINESE.search(text) for text in english)


def test_a_community_can_be_searched_without_choosing_any_way(visit: Open) -> None:
    found = visit(community=None).give("find_community", "jfq")
    found.press(f"choose_{JIEFANGQIAO}")
    assert found.has("enrol")
    assert not found.has("build_simulated")


@pytest.mark.parametrize("entered", ["enrolment", "profile"])
def test_after_something_was_entered_there_is_only_the_search(
    visit: Open, store: Store, case: Case, entered: str
) -> None:
    if entered == "enrolment":
        enrol(store, case, LOCAL)
    else:
        save_profile(store, case.community, Profile(quarters=3), LOCAL)
    found = visit(community=None)
    assert found.has("find_community")
    for key in ("build_simulated", "set_up", "province"):
        assert not found.has(key)
    # The page Data still leads to the simulated province, but exchanges nothing any more.
    found.go(DATA)
    assert found.has("build_simulated")
    assert not found.has("province")

"""The page Evidence: what is found, what a press does, and what is not there for who only looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from green import clock
from green.assessment import evidence_records
from green.assessment.attaching import NewEvidence, attach_evidence
from green.assessment.enrolment import enrol
from green.assessment.model import Case, Evidence, EvidenceFile
from green.people.model import Actor
from green.store import Store
from green.ui import session
from tests.database import JIEFANGQIAO, LISHANLU, LOCAL, case_of, let_in
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, WALK, Visit

Open = Callable[..., Visit]
EVIDENCE = "community/evidence.py"
TODAY = clock.today()
HOSTILE = "<img src=x onerror=alert(1)> [x](y) $a$"


@pytest.fixture
def list_of_partners(store: Store, enrolled: Case) -> Evidence:
    """A reference at item 1, of a kind that item's own list names; too old by now."""
    new = NewEvidence("共建单位名单", TODAY - timedelta(days=700), "办公室")
    return attach_evidence(store, enrolled, "1", new, LOCAL)


@pytest.fixture
def photo(store: Store, enrolled: Case) -> Evidence:
    """A picture at item 10."""
    sha256 = session.storage().keep(b"a picture")
    file = EvidenceFile(sha256, "jpeg", f"{HOSTILE}.jpg", 9)
    return attach_evidence(
        store, enrolled, "10", NewEvidence(HOSTILE, TODAY, file=file, upload="1"), LOCAL
    )


def at_items(store: Store, case: Case) -> set[tuple[int, str]]:
    with store.read() as query:
        return {(one.id, one.item) for one in evidence_records.evidence(query, case)}


def shown(page: Visit, *pieces: Evidence) -> list[bool]:
    return [page.has(f"take_out.{one.id}") for one in pieces]


def test_an_empty_library_says_where_evidence_is_added(visit: Open, enrolled: Case) -> None:
    page = visit(EVIDENCE)
    assert len(page.app.info) == 1
    assert not page.has("library.text")


def test_a_piece_is_found_by_its_words_item_kind_and_age(
    visit: Open, list_of_partners: Evidence, photo: Evidence
) -> None:
    both = (list_of_partners, photo)
    page = visit(EVIDENCE)
    assert shown(page, *both) == [True, True]
    assert shown(page.give("library.text", "名单"), *both) == [True, False]
    assert shown(page.give("library.text", "nowhere"), *both) == [False, False]
    page.give("library.text", "")
    assert shown(page.give("library.item", page.item("10").id), *both) == [False, True]
    page.give("library.item", None)
    assert shown(page.give("library.kind", "reference"), *both) == [True, False]
    assert shown(page.give("library.kind", "picture"), *both) == [False, True]
    page.give("library.kind", None)
    assert shown(page.give("library.age", "soon"), *both) == [True, False]
    assert shown(page.give("library.age", "unused"), *both) == [False, False]


def test_one_press_uses_a_piece_for_another_item(
    visit: Open, store: Store, enrolled: Case, photo: Evidence
) -> None:
    page = visit(EVIDENCE)
    other = page.item("3").id
    page.give(f"use_for.{photo.id}", other)
    assert at_items(store, enrolled) == {(photo.id, photo.item), (photo.id, other)}
    assert page.errors() == []


def test_the_item_offers_what_the_library_has_of_its_own_list(
    visit: Open, store: Store, enrolled: Case
) -> None:
    fresh = NewEvidence("共建单位名单", TODAY, "办公室")
    found = attach_evidence(store, enrolled, "10", fresh, LOCAL)
    page = visit(WALK)
    first = page.item("1").id
    page.press(f"use.{found.id}.{first}")
    assert (found.id, first) in at_items(store, enrolled)
    assert not page.has(f"use.{found.id}.{first}")


def test_what_is_renewed_gives_its_place_to_the_newer_piece(
    visit: Open, store: Store, enrolled: Case, list_of_partners: Evidence
) -> None:
    page = visit(EVIDENCE)
    page.press(f"renew.{list_of_partners.id}")
    form = f"evidence.{enrolled.community.id}.replace.{list_of_partners.id}"
    assert page.widget(f"{form}.what").value == list_of_partners.what
    page.give(f"{form}.kept_at", "新柜子").press(f"{form}.what.add")
    ((newer, item),) = at_items(store, enrolled)
    assert (newer > list_of_partners.id, item) == (True, list_of_partners.item)
    # The older one is there still, and cannot be renewed once more.
    assert page.has(f"take_out.{list_of_partners.id}")
    assert not page.has(f"{form}.what")


def test_what_is_taken_out_is_gone_from_library_item_and_disk(
    visit: Open, store: Store, enrolled: Case, photo: Evidence
) -> None:
    page = visit(EVIDENCE).press(f"take_out.{photo.id}")
    assert shown(page, photo) == [False]
    assert at_items(store, enrolled) == set()
    assert list(session.storage().names()) == []


def test_growing_old_is_said_on_the_first_page_with_the_way_to_the_library(
    visit: Open, store: Store, enrolled: Case, photo: Evidence
) -> None:
    assert not visit(HOME).app.warning
    old = NewEvidence("共建单位名单", TODAY - timedelta(days=350), "办公室")
    found = attach_evidence(store, enrolled, "1", old, LOCAL)
    (said,) = visit(HOME).app.warning
    assert found.what in said.value
    attach_evidence(store, enrolled, None, replace(old, true_as_of=TODAY, replaces=found.id), LOCAL)
    assert not visit(HOME).app.warning


def test_a_picture_is_shown_by_the_route_that_asks_who_may_see_it(
    visit: Open, photo: Evidence
) -> None:
    (line,) = [one.value for one in visit(EVIDENCE).app.markdown if "/evidence/files" in one.value]
    assert f"](/evidence/files/{photo.id}?show=1" in line
    # What somebody called it makes no picture, link or formula of its own.
    assert line.count("](") == 2
    assert "<img" not in line.replace("\\<", "")


@pytest.mark.parametrize("role", ["reviewer", "viewer", "administrator"])
def test_who_only_looks_sees_everything_and_can_change_nothing(
    visit: Open, store: Store, here: Somebody, photo: Evidence, role: str
) -> None:
    let_in(store, Actor("zhao"), role=role, scope="370102")  # type: ignore[arg-type]
    here.person = "zhao"
    page = visit(EVIDENCE)
    assert page.errors() == []
    assert any(f"/evidence/files/{photo.id}" in one.value for one in page.app.markdown)
    assert not page.has(f"take_out.{photo.id}")
    assert not page.has(f"use_for.{photo.id}")


def test_a_community_sees_nothing_of_anothers_library(
    visit: Open, store: Store, here: Somebody, photo: Evidence
) -> None:
    enrol(store, case_of(store, LISHANLU), LOCAL)
    let_in(store, Actor("zhao"), scope=LISHANLU)
    here.person = "zhao"
    theirs = visit(EVIDENCE, community=JIEFANGQIAO)
    assert len(theirs.errors()) == 1
    assert not any("/evidence/files" in one.value for one in theirs.app.markdown)
    own = visit(EVIDENCE, community=LISHANLU)
    assert len(own.app.info) == 1

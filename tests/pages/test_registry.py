"""The page List of communities: changed by whom it is up to, checked first, with a document."""

from __future__ import annotations

from datetime import date

import pytest

from green.people.model import Actor
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, let_in, rows
from tests.pages.administration import (
    ADMIN,
    DISTRICT,
    LIXIA,
    OFFICER,
    Open,
    logged,
    open_as,
    people,
)
from tests.pages.visit import Visit, read_back

__all__ = ["open_as", "people"]
REGISTRY, DAY, DOCUMENT = "admin/registry.py", date(2024, 1, 31), "历下政字〔2024〕5号"
REVIEWER, VIEWER = Actor("reviewer"), Actor("viewer")


def text(page: Visit) -> str:
    return read_back("\n".join(page.words()))


def one(page: Visit, code: str, key: str = "registry.place") -> Visit:
    """Choose a community in a field."""
    return page.give(f"{key}.text", code).press(f"{key}.choose.{code}")


def check(page: Visit, day: date | None = DAY, document: str = DOCUMENT) -> Visit:
    page.widget("registry.day").set_value(day)
    page.widget("registry.document").set_value(document)
    return page.press("registry.check")


def changes(store: Store) -> list[tuple[str, str]]:
    return rows(store, "select kind, person from community_change")


@pytest.mark.parametrize("actor", [OFFICER, REVIEWER, VIEWER])
def test_whoever_is_no_administrator_is_refused_and_that_is_logged(
    open_as: Open, store: Store, actor: Actor
) -> None:
    let_in(store, REVIEWER, role="reviewer", scope=LIXIA)
    let_in(store, VIEWER, role="viewer", scope=LIXIA)
    page = open_as(actor, REGISTRY)
    assert "Keeping the list of communities is a task for: administrator" in page.errors()[0]
    assert not page.has("registry.place.text")
    assert [row[0] for row in logged(store, "refuse")] == [actor.person]


def test_a_merger_is_checked_first_and_then_recorded(open_as: Open, store: Store) -> None:
    page = one(open_as(DISTRICT, REGISTRY), JIEFANGQIAO).give("registry.kind", "merge")
    check(one(page, LISHANLU, "registry.into"))
    assert not page.errors()
    assert "138 → 137" in text(page)
    assert changes(store) == []
    page.press("registry.record")
    assert not page.errors()
    assert changes(store) == [("merge", "lixia")]
    assert "The change is recorded" in text(page)
    assert not page.has("registry.record")
    page.give("part", "history")
    assert DOCUMENT in text(page)
    assert "解放桥社区 → 历山路社区" in text(page)


def test_what_was_checked_can_be_dropped(open_as: Open, store: Store) -> None:
    page = one(open_as(DISTRICT, REGISTRY), JIEFANGQIAO).give("registry.kind", "dissolve")
    check(page).press("registry.drop")
    assert not page.has("registry.record")
    assert page.widget("registry.document").value == DOCUMENT
    assert changes(store) == []


def test_another_kind_forgets_what_was_checked(open_as: Open, store: Store) -> None:
    page = one(open_as(DISTRICT, REGISTRY), JIEFANGQIAO).give("registry.kind", "dissolve")
    check(page)
    assert page.has("registry.record")
    page.give("registry.kind", "rename")
    assert not page.has("registry.record")
    assert changes(store) == []


def test_a_new_community_is_put_on_the_list(open_as: Open, store: Store) -> None:
    page = open_as(ADMIN, REGISTRY, part="new")
    page.widget("registry.code").set_value("370102001190")
    page.widget("registry.name").set_value("新桥社区居委会")
    check(page).press("registry.record")
    assert not page.errors()
    assert changes(store) == [("new", "admin")]
    assert [row[1] for row in logged(store, "change_registry")] == ["370102001190"]


def test_parts_of_a_split_are_read_line_by_line(open_as: Open, store: Store) -> None:
    page = one(open_as(DISTRICT, REGISTRY), JIEFANGQIAO).give("registry.kind", "split")
    page.widget("registry.parts").set_value("370102001190 新桥社区居委会\n370102001191 旧桥")
    page.widget("registry.stays").set_value(False)
    check(page).press("registry.record")
    assert not page.errors()
    assert changes(store) == [("split", "lixia")] * 2


@pytest.mark.parametrize(
    ("day", "document", "why"),
    [(None, DOCUMENT, "effective date is missing"), (DAY, " ", "Document: This is blank")],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    open_as: Open, store: Store, day: date | None, document: str, why: str
) -> None:
    page = one(open_as(DISTRICT, REGISTRY), JIEFANGQIAO).give("registry.kind", "rename")
    page.widget("registry.name").set_value("解放阁社区居委会")
    check(page, day, document)
    assert why in page.errors()[0]
    assert page.widget("registry.name").value == "解放阁社区居委会"
    assert not page.has("registry.record")
    assert changes(store) == []


def test_a_widgets_value_cannot_change_a_place_outside_the_scope(
    open_as: Open, store: Store
) -> None:
    page = open_as(DISTRICT, REGISTRY, part="new")
    page.widget("registry.code").set_value("370202001190")
    page.widget("registry.name").set_value("新桥社区居委会")
    check(page)
    assert "is outside your scope" in page.errors()[0]
    assert not page.has("registry.record")
    assert changes(store) == []
    assert [row[0] for row in logged(store, "refuse")] == ["lixia"]


def test_nothing_is_to_be_confirmed_where_communities_declare_by_themselves(
    open_as: Open,
) -> None:
    page = open_as(DISTRICT, REGISTRY, part="waiting")
    assert "Nothing is to be confirmed." in text(page)
    assert not page.has("registry.check")

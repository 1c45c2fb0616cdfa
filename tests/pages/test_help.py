"""Help: the guides as documents have them, for whom each is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from green.people.model import Actor, Role
from green.store import Store
from green.texts import Language
from green.ui.guide import text
from tests.database import ROOT, let_in
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit

GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("officer", "社区"),
        ("viewer", "住房城乡建设厅"),
        ("reviewer", "审核人员"),
        ("administrator", "管理员"),
    ],
)
def test_help_opens_at_the_guide_of_ones_own_work(
    visit: Callable[..., Visit], store: Store, here: Somebody, role: Role, first: str
) -> None:
    let_in(store, Actor("zhao"), role=role, scope="370102")
    here.person = "zhao"
    page = visit("help/guide.py")
    assert page.errors() == []
    title = page.app.main.markdown[-1].value.splitlines()[0]
    assert title.startswith("# ")
    assert first in title


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_guide_can_be_read_by_everybody_in_either_language(
    visit: Callable[..., Visit], language: Language
) -> None:
    page = visit("help/guide.py").speak(language)
    titles = set()
    for name in ("community", "reviewer", "bureau", "administrator"):
        page.give("guide", name)
        titles.add(page.app.main.markdown[-1].value.splitlines()[0])
    assert len(titles) == 4
    assert not page.app.exception


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_help_leads_nowhere_that_is_not_served_and_shows_no_broken_picture(path: Path) -> None:
    shown = text(path)
    assert "](" not in shown
    assert "<img" not in shown
    assert len(shown) > len(path.read_text(encoding="utf-8")) / 2

"""Printing: the card of a community, and the page Forms of who sees figures."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from green import texts
from green.assessment.model import Case
from green.people.model import Actor
from green.store import Store
from green.ui import jobs
from green.ui.community import print_card
from tests.database import JIEFANGQIAO, LOCAL, let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import HOME, WALK, Visit

Open = Callable[..., Visit]
FORMS = "bureau/forms.py"


def buttons(page: Visit) -> list[str]:
    return [str(one.proto.label) for one in page.app.get("download_button")]


@pytest.mark.parametrize("page", [HOME, WALK])
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_community_that_takes_part_can_print_and_looking_exports_nothing(
    visit: Open, enrolled: Case, store: Store, page: str, language: texts.Language
) -> None:
    found = visit(page).speak(language)
    assert {"Word", "Excel"} <= set(buttons(found))
    assert rows(store, "select 1 from log where action = 'export_forms'") == []


def test_a_community_that_does_not_take_part_has_nothing_to_print(visit: Open) -> None:
    assert "Word" not in buttons(visit())


def test_a_press_makes_the_file_and_its_row_in_the_log(
    enrolled: Case, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_card, "store", lambda: store)
    monkeypatch.setattr(print_card, "actor", lambda: LOCAL)
    make = print_card.maker(enrolled.programme.id, "self-assessment", JIEFANGQIAO, "docx")
    assert rows(store, "select 1 from log where action = 'export_forms'") == []
    assert make()[:2] == b"PK"
    logged = rows(store, "select person, subject from log where action = 'export_forms'")
    assert logged == [(LOCAL.person, JIEFANGQIAO)]


def test_an_officer_has_no_page_of_forms(visit: Open, store: Store, here: Somebody) -> None:
    let_in(store, Actor("chen"), scope=JIEFANGQIAO)
    here.person = "chen"
    page = visit(FORMS)
    assert page.errors()
    assert not buttons(page)


def test_a_viewer_gets_the_lists_at_once_and_all_forms_as_one_file(
    visit: Open, enrolled: Case, store: Store, here: Somebody
) -> None:
    let_in(store, Actor("viola"), role="viewer", scope="370102")
    here.person = "viola"
    page = visit(FORMS, community=None)
    assert len(buttons(page)) == 1
    page.press("forms.place.clear")
    assert not buttons(page)
    page.press("forms.place.choose.370102")
    page.give("forms.form", "self-assessment")
    assert not buttons(page)
    page.press("forms.make")
    name = "forms-viola-real-370102-docx-zh_CN"
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join()
    job = jobs.current(name)
    assert job is not None
    assert job.error is None
    assert len(buttons(page.run())) == 1
    logged = rows(store, "select person, subject from log where action = 'export_forms'")
    assert logged == [("viola", "370102")]
    jobs.forget(name)

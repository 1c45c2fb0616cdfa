"""The card Backup: for who may manage everything, as work of the server, told in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from green.backup.model import latest
from green.evidence.storage import Folder
from green.people.model import Actor, Role
from green.settings import Settings
from green.store import Store
from green.store.store import _opened
from green.ui import jobs
from green.ui.admin.backup_card import JOB
from tests.database import let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.first_start import wait_for
from tests.pages.visit import DATA, Visit, read_back

Open = Callable[..., Visit]
ROLES: tuple[Role, ...] = get_args(Role)
BUTTON = "back_up"


@pytest.fixture(autouse=True)
def no_job_outlives_its_test() -> Iterator[None]:
    yield
    wait_for(JOB)
    jobs.forget(JOB)


def made(store: Store) -> list[str]:
    folder = Settings(store.path).backups
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("scope", ["", "37"])
@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_of_everything_sees_the_button(
    visit: Open, store: Store, here: Somebody, role: Role, scope: str
) -> None:
    let_in(store, Actor("zhao"), role=role, scope=scope)
    here.person = "zhao"
    page = visit(DATA)
    assert page.has(BUTTON) == ((role, scope) == ("administrator", ""))
    assert made(store) == []


def test_who_loses_the_role_meanwhile_makes_no_backup(
    visit: Open, store: Store, here: Somebody
) -> None:
    let_in(store, Actor("zhao"), role="administrator")
    here.person = "zhao"
    page = visit(DATA)
    with store.write() as query:
        query.run("delete from role_grant where holder = 'zhao'")
    page.press(BUTTON)
    wait_for(JOB)
    assert made(store) == []
    assert ("zhao", "refuse") in rows(store, "select person, action from log")


def test_simulated_data_are_not_backed_up(visit: Open, store: Store, shandong: Path) -> None:
    simulated = Path(shutil.copy(shandong, Settings(store.path).simulated))
    assert visit(DATA, community=None).has(BUTTON)
    assert not visit(DATA, community=None, data="simulated").has(BUTTON)
    _opened.pop(simulated).close()
    assert made(store) == []


def test_a_press_makes_a_backup_and_the_card_says_when_how_large_and_where(
    visit: Open, store: Store
) -> None:
    Folder(Settings(store.path).evidence_of(store.path)).keep(b"nobody's")
    page = visit(DATA, community=None)
    assert "此处还没有备份。" in page.words()
    page.press(BUTTON)
    wait_for(JOB)
    page.run()
    assert page.errors() == []
    found = latest(Settings(store.path).backups, store.path)
    assert found is not None
    assert made(store) == [found.folder.name]
    words = read_back(" ".join(page.words()))
    assert "最近一次：" in words
    assert f"{found.bytes / 1_000_000:.1f}\u00a0MB" in words
    assert str(found.folder) in words
    assert not page.app.warning
    assert page.has(BUTTON), "another can be made"
    assert jobs.current(JOB) is None
    who = "select person from log where action = 'back_up'"
    assert rows(store, who) == [("local",)]


def test_a_failure_is_told_in_words_and_can_be_closed(visit: Open, store: Store) -> None:
    folder = Settings(store.path).backups
    folder.write_text("no folder")
    page = visit(DATA, community=None).press(BUTTON)
    wait_for(JOB)
    page.run()
    (said,) = page.errors()
    assert "无法在此写入备份。" in said
    assert str(folder) in said
    assert not page.has(BUTTON)
    page.press("close_back_up")
    assert page.errors() == []
    assert page.has(BUTTON)
    assert folder.read_text() == "no folder"
    assert rows(store, "select count(*) from log where action = 'back_up'") == [(0,)]


def test_a_last_backup_that_is_not_whole_says_so_on_the_card(visit: Open, store: Store) -> None:
    with store.write() as query:
        query.run(
            """
            insert into evidence_file (
                evidence, community, sha256, kind, name, bytes, upload, recorded_at, person
            )
            values (1, 1, $sha256, 'pdf', 'a.pdf', 3, 'u', $at, 'local')
            """,
            sha256="a" * 64,
            at=query.at,
        )
    page = visit(DATA, community=None).press(BUTTON)
    wait_for(JOB)
    page.run()
    (warning,) = page.app.warning
    assert warning.value == "有1个佐证文件已缺失或被改动，未能备份。"
    assert not page.errors()
    shutil.rmtree(Settings(store.path).backups)
    assert not page.run().app.warning

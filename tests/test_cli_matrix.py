"""Every role, in its own place and for another one, at every command that acts as a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest

from green import texts
from green.cli import main
from green.people.model import Actor, Role
from green.store import Store
from tests.database import LISHANLU, SELF_DECLARED, TIANQIAO, database, let_in, rows, shandong

__all__ = ["database", "shandong"]
ROLES: tuple[Role, ...] = get_args(Role)
OWN, OTHER = "370102", "370105"
PLACES = {OWN: LISHANLU, OTHER: TIANQIAO}
# What each role may do in its own place; in another one it may do nothing.
MAY: dict[str, set[Role]] = {
    "figures": {"reviewer", "viewer", "administrator"},
    "forms": {"reviewer", "viewer", "administrator"},
    "grant": {"administrator"},
    "end": {"administrator"},
    "invite": {"administrator"},
    "close": {"administrator"},
    "add": {"administrator"},
}


@pytest.fixture
def people(database: Path) -> Iterator[Path]:
    """`zhao` has the role of the test; in either district there is somebody to be managed."""
    with closing(Store.open(database)) as store:
        with store.write() as query:
            query.run("delete from role_grant")
        let_in(store, Actor("chief"), role="administrator")
        for name, place in (("near", OWN), ("far", OTHER)):
            let_in(store, Actor(name), role="viewer", scope=place)
    yield database
    texts.use(texts.DEFAULT)


def words(deed: str, place: str, path: Path) -> list[str]:
    """The command that does this in this place."""
    whom = "near" if place == OWN else "far"
    with closing(Store.open(path)) as store:
        ((grant,),) = rows(store, "select id from role_grant where holder = $whom", whom=whom)
    role = ["--role", "officer", "--scope", PLACES[place]]
    match deed:
        case "figures":
            return ["progress", "--programme", SELF_DECLARED, "--scope", place, "--by", "street"]
        case "forms":
            form = ["--form", "summary", "--to", str(path.with_name(f"{place}.zip"))]
            return ["export", "forms", "--scope", place, *form]
        case "grant":
            return ["person", "grant", whom, *role]
        case "end":
            return ["person", "end", str(grant)]
        case "invite":
            return ["person", "invite", "李强", *role]
        case "close":
            return ["person", "close", whom]
        case _add:
            return ["person", "add", "fresh", "--name", "新人", *role]


def content(path: Path) -> list[list[tuple[object, ...]]]:
    tables = ("person", "person_event", "role_grant", "role_grant_end", "invitation", "credential")
    with closing(Store.open(path)) as store:
        return [rows(store, f"select * from {table} order by all") for table in tables]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("deed", MAY)
def test_a_command_does_what_the_role_may_in_its_place_and_else_stores_nothing(
    people: Path,
    deed: str,
    role: Role,
    place: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("a sentence to remember\n"))
    with closing(Store.open(people)) as store:
        let_in(store, Actor("zhao"), role=role, scope=OWN)
    command = words(deed, place, people)
    before = content(people)
    code = main(["--lang", "en", *command, "--as", "zhao", "--db", str(people)])
    said = capsys.readouterr()
    with closing(Store.open(people)) as store:
        logged = rows(store, "select person, subject from log where action = 'refuse'")
    if role in MAY[deed] and place == OWN:
        assert (code, said.err) == (0, "")
        assert logged == []
        assert (content(people) != before) == (deed not in ("figures", "forms"))
    else:
        assert code == 1
        assert "can give you access" in said.err
        assert said.out == ""
        assert [person for person, _subject in logged] == ["zhao"]
        assert not list(people.parent.glob("*.zip"))
        assert content(people) == before


@pytest.mark.parametrize("role", ROLES)
def test_people_are_listed_for_administrators_and_of_their_place_alone(
    people: Path, role: Role, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Store.open(people)) as store:
        let_in(store, Actor("zhao"), role=role, scope=OWN)
    code = main(["--lang", "en", "person", "list", "--as", "zhao", "--db", str(people)])
    said = capsys.readouterr()
    assert code == (0 if role == "administrator" else 1)
    assert ("near" in said.out) == (role == "administrator")
    assert "far" not in said.out


def test_nobody_acts_as_somebody_there_is_not(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("nobody", "console", "", "' or 1=1 --"):
        command = words("grant", OWN, people)
        assert main(["--lang", "en", *command, "--as", name, "--db", str(people)]) == 1
        assert capsys.readouterr().err

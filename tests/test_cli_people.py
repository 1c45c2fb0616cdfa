"""`python -m green person …` and `verify`: roles are asked, reasons go to standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from green.errors import Refused
from green.people import accounts, invitations
from green.people.model import Actor
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    QINGDAO,
    ROOT,
    SELF_DECLARED,
    database,
    green,
    let_in,
    rows,
    shandong,
)

__all__ = ["database", "shandong"]
PASSWORD = "green leaves 7 times"  # noqa: S105 - a test's own
LIXIA = "370102"


@pytest.fixture
def people(database: Path) -> Path:
    """One administrator of everything, one of a district, an officer in it, one in Qingdao."""
    with closing(Store.open(database)) as store:
        with store.write() as query:
            query.run("delete from role_grant")
        let_in(store, Actor("admin"), role="administrator")
        let_in(store, Actor("lixia"), role="administrator", scope=LIXIA)
        let_in(store, Actor("wang"), scope=JIEFANGQIAO)
        let_in(store, Actor("qiao"), scope=QINGDAO)
    return database


def run(path: Path, *words: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A command in English on this database, with what is typed on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "green", "--lang", "en", *map(str, words), "--db", str(path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def done(path: Path, *words: str, typed: str = "") -> str:
    """What a command that has to succeed prints."""
    found = run(path, *words, typed=typed)
    assert (found.returncode, found.stderr) == (0, "")
    return found.stdout.strip()


def refused(path: Path, *words: str, typed: str = "") -> str:
    """The reason of a command that has to be refused, on standard error alone."""
    found = run(path, *words, typed=typed)
    assert (found.returncode, found.stdout) == (1, ""), found.stderr
    assert "Traceback" not in found.stderr
    return found.stderr


def log_of(path: Path, action: str) -> list[tuple[Any, ...]]:
    with closing(Store.open(path)) as store:
        return rows(
            store, "select person, subject from log where action = $a order by id", a=action
        )


def grants(path: Path, *words: str) -> dict[str, list[tuple[str, str, str | None]]]:
    found = json.loads(done(path, "person", "list", "--json", *words))
    return {
        one["id"]: [(each["role"], each["scope"], each["until"]) for each in one["grants"]]
        for one in found
    }


# What the console may


def test_a_person_added_can_sign_in_and_has_the_role(people: Path) -> None:
    office = ("--role", "officer", "--scope", JIEFANGQIAO)
    done(people, "person", "add", "chen", "--name", "陈静", *office, typed=f"{PASSWORD}\n")
    assert grants(people)["chen"] == [("officer", JIEFANGQIAO, None)]
    with closing(Store.open(people)) as store:
        assert accounts.sign_in(store, "chen", PASSWORD)
        assert PASSWORD not in str(rows(store, "select * from log"))
    assert log_of(people, "add_person") == [("console", "")]
    assert log_of(people, "grant") == [("console", JIEFANGQIAO)]


@pytest.mark.parametrize("typed", ["", "short\n", "aaaaaaaaaaaaaaa\n", "chen and chen again\n"])
def test_a_bad_password_stores_no_account(people: Path, typed: str) -> None:
    assert "Password" in refused(people, "person", "add", "chen", "--name", "陈", typed=typed)
    assert "chen" not in grants(people)


def test_an_account_whose_role_is_refused_is_not_stored(people: Path) -> None:
    office = ("--role", "officer", "--scope", "99")
    refused(people, "person", "add", "chen", "--name", "陈", *office, typed=f"{PASSWORD}\n")
    refused(people, "person", "add", "chen", "--name", "陈", "--role", "officer", typed="")
    assert "chen" not in grants(people)
    assert not log_of(people, "add_person")


def test_a_password_is_never_an_argument(people: Path) -> None:
    found = run(people, "person", "password", "wang", "--password", PASSWORD)
    assert found.returncode == 2


def test_a_role_is_given_and_ended_by_its_number(people: Path) -> None:
    done(people, "person", "grant", "wang", "--role", "reviewer", "--scope", LIXIA)
    listed = json.loads(done(people, "person", "list", "--find", "wang", "--json"))
    (number,) = [grant["id"] for grant in listed[0]["grants"] if grant["role"] == "reviewer"]
    done(people, "person", "end", str(number))
    (ended,) = [grant for grant in grants(people)["wang"] if grant[0] == "reviewer"]
    assert ended[2] is not None
    assert "ended already" in refused(people, "person", "end", str(number))


def test_a_closed_account_comes_in_no_more(people: Path) -> None:
    done(people, "person", "password", "wang", typed=f"{PASSWORD}\n")
    done(people, "person", "close", "wang")
    with closing(Store.open(people)) as store, pytest.raises(Refused):
        accounts.sign_in(store, "wang", PASSWORD)
    (listed,) = json.loads(done(people, "person", "list", "--find", "wang", "--json"))
    assert listed["closed"] is True


def test_an_invitation_is_one_link_and_it_works(people: Path) -> None:
    office = ("--role", "officer", "--scope", JIEFANGQIAO)
    link = done(people, "person", "invite", "李强", *office)
    assert link.startswith("http://127.0.0.1:8501/invitation/")
    with closing(Store.open(people)) as store:
        invitations.accept(store, link.rsplit("/", 1)[1], "li.qiang", "李强", PASSWORD)
    assert grants(people)["li.qiang"] == [("officer", JIEFANGQIAO, None)]


@pytest.mark.parametrize(
    "words",
    [
        ("grant", "nobody-here", "--role", "officer", "--scope", LIXIA),
        ("grant", "wang", "--role", "officer", "--scope", "3701%"),
        ("grant", "wang", "--role", "officer", "--scope", JIEFANGQIAO),
        ("end", "999999"),
        ("close", "' or 1=1 --"),
        ("list", "--as", "nobody-here"),
        ("list", "--as", "console"),
        ("invite", " ", "--role", "officer", "--scope", LIXIA),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(people: Path, words: tuple[str, ...]) -> None:
    assert refused(people, "person", *words).strip()


@pytest.mark.parametrize(
    "words",
    [
        ("person",),
        ("person", "grant", "wang"),
        ("person", "grant", "wang", "--role", "king", "--scope", LIXIA),
        ("person", "end", "first"),
    ],
)
def test_wrong_usage_exits_with_2(people: Path, words: tuple[str, ...]) -> None:
    assert run(people, *words).returncode == 2


# Acting as somebody


def test_as_an_administrator_of_a_district_only_its_people_are_listed(people: Path) -> None:
    assert set(grants(people, "--as", "lixia")) == {"lixia", "wang"}


@pytest.mark.parametrize(
    "words",
    [
        ("grant", "wang", "--role", "officer", "--scope", QINGDAO),
        ("grant", "lixia", "--role", "administrator", "--scope", "all"),
        ("close", "qiao"),
        ("invite", "李强", "--role", "officer", "--scope", QINGDAO),
    ],
)
def test_nothing_outside_the_scope_can_be_done_as_somebody(
    people: Path, words: tuple[str, ...]
) -> None:
    assert "scope" in refused(people, "person", *words, "--as", "lixia")
    assert [row[0] for row in log_of(people, "refuse")] == ["lixia"]


@pytest.mark.parametrize("holder", ["admin", "qiao"])
def test_a_password_of_somebody_with_wider_or_other_roles_cannot_be_set(
    people: Path, holder: str
) -> None:
    words = ("person", "password", holder, "--as", "lixia")
    assert "scope" in refused(people, *words, typed=f"{PASSWORD}\n")
    with closing(Store.open(people)) as store:
        assert not rows(store, "select * from credential")


def test_an_officer_may_not_list_people(people: Path) -> None:
    assert "is a task for:" in refused(people, "person", "list", "--as", "wang")
    assert [row[0] for row in log_of(people, "refuse")] == ["wang"]


# Figures


def test_figures_are_those_of_the_persons_scope_alone(people: Path) -> None:
    command = ("progress", "--programme", SELF_DECLARED, "--as", "lixia", "--by", "street")
    assert run(people, *command, "--scope", LIXIA).returncode == 0
    for scope in ((), ("--scope", "3702"), ("--scope", "37"), ("--scope", "")):
        assert "scope" in refused(people, *command, *scope)
    assert {row[0] for row in log_of(people, "refuse")} == {"lixia"}


# The chain


def test_a_whole_chain_is_proved(people: Path) -> None:
    done(people, "person", "close", "wang")
    found = json.loads(done(people, "verify", "--json"))
    assert found["rows"] == 1
    assert found["broken"] is None
    assert found["head"] in done(people, "verify")


def test_a_broken_chain_exits_with_1_and_names_the_first_broken_row(people: Path) -> None:
    for holder in ("wang", "qiao", "lixia"):
        done(people, "person", "close", holder)
    with closing(Store.open(people)) as store, store.write() as query:
        query.run("update log set person = 'admin' where id = 2")
    found = run(people, "verify")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Row 2 is not as it was written")
    found = run(people, "verify", "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["broken"] == 2


def test_help_speaks_chinese() -> None:
    found = green("person", "--help")
    assert found.returncode == 0

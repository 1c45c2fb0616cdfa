"""Databases from before there were people: everything in them stays, and somebody can begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from green import clock
from green.assessment import answering, enrolment
from green.log import records as log
from green.people import accounts, records
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.registry.records import community_by_code
from green.setup import set_up
from green.standard import loader
from green.store import Store, migrations
from tests.database import JIEFANGQIAO, LOCAL, SHANDONG, case_of, rows
from tests.people.colleagues import SENTENCE, Tables, tables

NEW = {
    "person",
    "person_event",
    "credential",
    "simulated_password",
    "external_identity",
    "role_grant",
    "role_grant_end",
    "session",
    "session_end",
    "sign_in_attempt",
    "invitation",
    "invitation_end",
    "log",
}
# A row for every table that people fill, as the version before wrote it.
ENTERED = """
    insert into enrolment_event
        (programme, community, kind, effective_on, recorded_at, person)
    values ('37-green-community', $community, 'enrol', '2024-02-01', $at, 'local');
    insert into answer_event
        (programme, cycle, community, item, field, value, effective_on, recorded_at, person)
    values ('37-green-community', '2022', $community, 'noise', 'note', '"安静😀"', '2024-02-01',
        $at, 'local');
    insert into profile_event (community, quarters, effective_on, recorded_at, person)
    values ($community, 12, '2024-02-01', $at, 'local');
    insert into denominator
        (scope, communities, basis, counted_on, source, recorded_at, person)
    values ('3701', 600, 'official', '2024-01-01', 'a letter', $at, 'local')
"""


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Tables]:
    """A closed database of the version before, with something entered, and all its rows."""
    path = tmp_path / "earlier.duckdb"
    before = tuple(step for step in migrations.known() if step.number < 5)
    with monkeypatch.context() as then:
        then.setattr(migrations, "known", lambda: before)
        set_up(path)
        old = Store.open(path)
        with old.write() as query:
            community = community_by_code(query, JIEFANGQIAO, clock.today()).id
            for statement in ENTERED.split(";"):
                params = {"community": community, "at": query.at}
                query.run(
                    statement, **{key: params[key] for key in params if f"${key}" in statement}
                )
        found = tables(old)
        old.close()
    assert not NEW & set(found)
    return path, found


@pytest.fixture
def opened(earlier: tuple[Path, Tables]) -> Iterator[Store]:
    """The same file under this version."""
    found = Store.open(earlier[0])
    yield found
    found.close()


def test_everything_in_it_is_kept_and_nobody_is_in_it(
    earlier: tuple[Path, Tables], opened: Store
) -> None:
    _path, before = earlier
    now = tables(opened)
    for name, found in before.items():
        if name != "migration":
            # A table may have more columns now: they are blank.
            width = len(found[0]) if found else 0
            assert [row[:width] for row in now[name]] == found, name
            assert {value for row in now[name] for value in row[width:]} <= {None}, name
    assert set(now) - set(before) >= NEW
    assert all(now[name] == [] for name in NEW)
    with opened.read() as query:
        assert records.nobody_yet(query)
        assert log.verify(query).rows == 0


def test_it_opens_again_and_again_as_it_is(earlier: tuple[Path, Tables], opened: Store) -> None:
    once = tables(opened)
    opened.close()
    again = Store.open(earlier[0])
    assert tables(again) == once
    again.close()


def test_nobody_may_write_into_it_until_there_is_somebody(opened: Store) -> None:
    case = case_of(opened, JIEFANGQIAO, loader.programme(SHANDONG))
    with pytest.raises(NotAllowed, match="Your account has no role at present"):
        answering.save(opened, case, "noise", "note", "louder", None, LOCAL)
    assert rows(opened, "select count(*) from answer_event") == [(1,)]


def test_the_first_administrator_goes_on_where_it_was_left(opened: Store) -> None:
    accounts.first_administrator(opened, "ABCD", "ABCD", "wang", "王红", SENTENCE, is_officer=True)
    case = case_of(opened, JIEFANGQIAO, loader.programme(SHANDONG))
    ((seen,),) = rows(opened, "select id from answer_event")
    answering.save(opened, case, "noise", "note", "louder", seen, Actor("wang"))
    people = rows(opened, "select person from answer_event order by recorded_at, id")
    assert people == [("local",), ("wang",)]
    enrolment.withdraw(opened, case, Actor("wang"))
    with opened.read() as query:
        assert log.verify(query).broken is None

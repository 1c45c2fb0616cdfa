"""The page Log: what it shows to whom, filters in the address, the file, and the chain."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from green import texts
from green.exchange.log_file import log_file
from green.log import records as log
from green.people import granting, invitations
from green.people.guard import NotAllowed
from green.people.invitations import Wanted
from green.people.log_sentences import ACTIONS
from green.people.model import Actor
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, QINGDAO, english, let_in, rows
from tests.pages.administration import (
    ADMIN,
    DISTRICT,
    ELSEWHERE,
    LIXIA,
    LOG,
    OFFICER,
    Open,
    logged,
    open_as,
    people,
)
from tests.pages.visit import Visit, read_back

__all__ = ["english", "open_as", "people"]
LETTERS = '<b>粗</b> **x** "}; drop table log; -- 𠮷 \u202e反'


@pytest.fixture
def history(people: None, store: Store) -> None:
    """Something in two districts, and something that concerns no place."""
    granting.give(store, ADMIN, "wang", "viewer", JIEFANGQIAO)
    granting.give(store, ADMIN, "qiao", "viewer", QINGDAO)
    invitations.invite(store, DISTRICT, [Wanted(LETTERS, "officer", LISHANLU)])
    with store.write() as query:
        log.add(query, "wang", "sign_in", "", way="password")
        log.add(query, "qiao", "sign_in", "", way="password")


def text(page: Visit) -> str:
    return read_back("\n".join(one.value for one in page.app.markdown))


# Who reads what


@pytest.mark.parametrize("actor", [OFFICER, ELSEWHERE])
def test_an_officer_is_refused_and_the_refusal_is_logged(
    open_as: Open, store: Store, actor: Actor
) -> None:
    page = open_as(actor, LOG)
    assert "Reading the log is a task for:" in page.errors()[0]
    assert not page.has("verify")
    assert [row[0] for row in logged(store, "refuse")] == [actor.person]


def test_an_administrator_reads_the_rows_of_their_scope_alone(open_as: Open, history: None) -> None:
    page = open_as(DISTRICT, LOG)
    assert "admin gave wang the role viewer." in text(page)
    assert "wang signed in." in text(page)
    assert "qiao" not in text(page)
    assert "青岛" not in text(page)


def test_what_a_colleague_does_outside_the_scope_is_not_read(
    open_as: Open, history: None, store: Store
) -> None:
    let_in(store, OFFICER, scope=QINGDAO)
    with store.write() as query:
        log.add(query, "wang", "enrol", QINGDAO)
        log.add(query, "wang", "enrol", JIEFANGQIAO)
    page = open_as(DISTRICT, LOG)
    assert text(page).count("wang joined the programme.") == 1
    page = open_as(ADMIN, LOG)
    assert text(page).count("wang joined the programme.") == 2


def test_a_row_says_who_what_where_and_when(open_as: Open, history: None) -> None:
    page = open_as(ADMIN, LOG)
    (row,) = [one.value for one in page.app.markdown if "invited" in one.value]
    assert "历山路社区居" in row
    assert LISHANLU in row
    assert LETTERS in read_back(row)
    assert LETTERS not in row


@pytest.mark.parametrize("action", ["a_verb_of_next_year", *ACTIONS])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_verb_makes_a_sentence(
    open_as: Open, store: Store, action: str, language: texts.Language
) -> None:
    with store.write() as query:
        log.add(query, "wang", action, JIEFANGQIAO, holder="qiao", role="officer", item="5")
    page = open_as(ADMIN, LOG).speak(language)
    assert "wang" in text(page)
    assert "{" not in text(page)


# Filters


@pytest.mark.parametrize(
    ("address", "seen", "unseen"),
    [
        ({"who": "wang"}, "wang signed in", "qiao signed in"),
        ({"who": "WANG"}, "gave wang the role", "gave qiao the role"),
        ({"action": "sign_in"}, "wang signed in", "gave wang"),
        ({"place": "历下区"}, "gave wang", "gave qiao"),
        ({"place": "青岛"}, "gave qiao", "gave wang"),
        ({"place": "3702"}, "gave qiao", "gave wang"),
        ({"place": JIEFANGQIAO}, "gave wang", "invited"),
        ({"place": "37", "action": "invite"}, "invited", "gave"),
    ],
)
def test_the_address_filters(
    open_as: Open, history: None, address: dict[str, str], seen: str, unseen: str
) -> None:
    page = open_as(ADMIN, LOG, **address)
    assert seen in text(page)
    assert unseen not in text(page)


@pytest.mark.parametrize("letters", ["%", "_", "' or 1=1 --", "<b>", '"holder": "wang"'])
@pytest.mark.parametrize("field", ["who", "place"])
def test_signs_in_a_filter_find_nothing(
    open_as: Open, history: None, field: str, letters: str
) -> None:
    page = open_as(ADMIN, LOG, **{field: letters})
    assert "signed in" not in text(page)
    assert not page.errors()


def test_a_day_is_one_of_china(open_as: Open, people: None, store: Store) -> None:
    with store.write() as query:
        log.add(query, "wang", "sign_in", "")
        # 1 March 2024, 00:30 in China.
        query.run("update log set recorded_at = $at", at="2024-02-29 16:30:00")
    there, gone = {"from": "2024-03-01", "to": "2024-03-01"}, {"to": "2024-02-29"}
    assert "wang signed in" in text(open_as(ADMIN, LOG, **there))
    assert "wang signed in" not in text(open_as(ADMIN, LOG, **gone))


def test_older_rows_are_a_press_away_and_in_the_address(
    open_as: Open, people: None, store: Store
) -> None:
    with store.write() as query:
        for number in range(60):
            log.add(query, "wang", "answer", JIEFANGQIAO, item=f"n{number}", field="status")
    page = open_as(ADMIN, LOG)
    assert "item n59." in text(page)
    assert "item n9." not in text(page)
    page.press("older")
    assert "item n9." in text(page)
    assert "item n59." not in text(page)
    assert page.app.query_params["before"] == "11"
    page.give("who", "wang")
    assert "item n59." in text(page)


def test_an_address_that_means_nothing_shows_the_latest(open_as: Open, history: None) -> None:
    page = open_as(ADMIN, LOG, before="x", action="no_such", **{"from": "yesterday"})
    assert "wang signed in." in text(page)


# The file


def everything(query, scopes):
    return log.entries(query, scopes)


def test_the_file_is_logged_and_holds_the_rows_of_the_scope(
    history: None, english: None, store: Store
) -> None:
    data = log_file(store, DISTRICT, "csv", everything).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(data)))
    assert table[0][:3] == ["Number", "Time (China)", "Who"]
    assert any("wang" in row[4] for row in table)
    assert "qiao" not in data
    ((person, subject, details),) = logged(store, "export")
    assert (person, subject) == ("lixia", LIXIA)
    assert f'"rows": {len(table) - 1}' in details


def test_an_officer_gets_no_file_and_that_is_logged(
    history: None, english: None, store: Store
) -> None:
    with pytest.raises(NotAllowed):
        log_file(store, OFFICER, "csv", everything)
    assert not logged(store, "export")
    assert [row[0] for row in logged(store, "refuse")] == ["wang"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum(a1)", "\x01bell", "𠮷\u202e"])
def test_no_cell_of_the_file_is_a_formula(
    people: None, english: None, store: Store, name: str
) -> None:
    with store.write() as query:
        log.add(query, name, "=cmd", name, item=name)
    sheet = load_workbook(io.BytesIO(log_file(store, ADMIN, "xlsx", everything))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")
    data = log_file(store, ADMIN, "csv", everything).decode("utf-8-sig")
    found = [cell for row in csv.reader(io.StringIO(data)) for cell in row]
    assert not [cell for cell in found if cell.startswith(("=", "+", "-", "@"))]


def test_an_export_shows_in_the_list_as_a_sentence(
    open_as: Open, history: None, store: Store
) -> None:
    log_file(store, ADMIN, "xlsx", everything)
    assert "admin exported 5 rows of the log." in text(open_as(ADMIN, LOG))


# The chain


def test_a_whole_chain_is_said_with_its_rows_and_its_head(
    open_as: Open, history: None, store: Store
) -> None:
    page = open_as(ADMIN, LOG).press("verify")
    ((number, head),) = rows(store, "select id, hash from log order by id desc limit 1")
    assert f"{number} rows, the chain is whole." in page.app.success[0].value
    assert page.app.code[0].value == head


CHANGES = {
    "id": "id = 4000",
    "recorded_at": "recorded_at = recorded_at + interval 1 microsecond",
    "person": "person = person || ' '",
    "action": "action = 'enrol'",
    "subject": "subject = subject || '0'",
    "details": "details = details || ' '",
    "previous": "previous = hash",
    "hash": "hash = previous",
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_tampering_with_any_column_of_any_row_is_found(
    people: None, history: None, store: Store, column: str, number: int
) -> None:
    with store.write() as query:
        query.run(f"update log set {CHANGES[column]} where id = $n", n=number)
    with store.read() as query:
        found = log.verify(query)
    # A changed number shows where the row is missed; at the end, where it now stands.
    missed = number + 1 if number < 5 else 4000
    assert found.broken == (missed if column == "id" else number)


def test_every_column_of_the_log_is_tampered_with_above(people: None, store: Store) -> None:
    found = rows(
        store, "select column_name from information_schema.columns where table_name = 'log'"
    )
    assert {name for (name,) in found} == set(CHANGES)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_row_taken_out_is_found_at_the_one_behind_it(
    people: None, history: None, store: Store, number: int
) -> None:
    with store.write() as query:
        query.run("delete from log where id = $n", n=number)
    with store.read() as query:
        assert log.verify(query).broken == number + 1


def test_the_page_names_the_first_broken_row(open_as: Open, history: None, store: Store) -> None:
    with store.write() as query:
        query.run("update log set person = 'nobody' where id in (2, 4)")
    page = open_as(ADMIN, LOG).press("verify")
    assert page.errors()[0].startswith("Row 2 is not as it was written")
    assert not page.app.success

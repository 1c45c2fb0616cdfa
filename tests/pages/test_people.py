"""The page People: invitations, roles and accounts, each within the administrator's scopes."""

from __future__ import annotations

import io
import json
import re

import pytest
from openpyxl import Workbook

from green.errors import NotPossible, Refused
from green.people import invitations, records
from green.people.invitations import Wanted
from green.people.model import Actor
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, QINGDAO, english, let_in, rows
from tests.pages.administration import (
    ADMIN,
    DISTRICT,
    ELSEWHERE,
    LIXIA,
    OFFICER,
    PEOPLE,
    Open,
    logged,
    open_as,
    people,
)
from tests.pages.conftest import LOCAL
from tests.pages.visit import Visit, read_back

__all__ = ["english", "open_as", "people"]
LETTERS = "<b>粗</b> **x** '; drop table person; -- 𠮷 \u202e反"


def text(page: Visit) -> str:
    return read_back("\n".join(page.words()))


def grant_of(store: Store, actor: Actor) -> int:
    with store.read() as query:
        (grant,) = records.grants(query, holder=actor.person)
    return grant.id


def choose(page: Visit, key: str, words: str, code: str) -> Visit:
    return page.give(f"{key}.text", words).press(f"{key}.choose.{code}")


# Who may come


@pytest.mark.parametrize("actor", [OFFICER, ELSEWHERE])
def test_an_officer_is_refused_and_the_refusal_is_logged(
    open_as: Open, store: Store, actor: Actor
) -> None:
    page = open_as(actor, PEOPLE)
    assert "is a task for: administrator" in page.errors()[0]
    assert not page.has("find_person")
    assert [row[0] for row in logged(store, "refuse")] == [actor.person]


def test_nobody_sees_the_page_without_signing_in(open_as: Open) -> None:
    page = open_as(None, PEOPLE)
    assert not page.has("find_person")
    assert not page.app.sidebar.button


# The list


def test_an_administrator_sees_the_people_of_their_scope_and_nobody_else(open_as: Open) -> None:
    page = open_as(DISTRICT, PEOPLE)
    assert page.has("open.wang")
    assert page.has("open.lixia")
    assert not page.has("open.qiao")
    assert not page.has("open.admin")


def test_the_administrator_of_everything_finds_people_by_name_and_by_place(open_as: Open) -> None:
    page = open_as(ADMIN, PEOPLE)
    assert page.has("open.qiao")
    for words in ("WANG", "历下", "解放桥", "3701"):
        page.give("find_person", words)
        assert page.has("open.wang"), words
        assert not page.has("open.qiao"), words
    page.give("find_person", "' or 1=1 --%")
    assert not page.has("open.wang")


def test_a_person_outside_the_scope_cannot_be_opened_by_the_address(open_as: Open) -> None:
    page = open_as(DISTRICT, PEOPLE, person="qiao")
    assert "is in your scope" in page.errors()[0]
    assert not page.has("give")


def test_what_is_held_outside_the_scope_is_not_named(open_as: Open, store: Store) -> None:
    let_in(store, OFFICER, role="reviewer", scope=QINGDAO)
    page = open_as(DISTRICT, PEOPLE, person="wang")
    assert "outside your scope" in text(page)
    assert "青岛" not in text(page)
    assert "reviewer ·" not in text(page)


# Giving and ending


def test_a_role_given_is_valid_from_today_on_and_logged(open_as: Open, store: Store) -> None:
    page = open_as(DISTRICT, PEOPLE, person="wang")
    page.give("give.role", "reviewer")
    choose(page, "give.place", "解放路街道", "370102001").press("give")
    assert not page.errors()
    assert "reviewer · 历下区解放路街道 · since" in text(page)
    (row,) = logged(store, "grant")
    assert row[:2] == ("lixia", "370102001")
    assert json.loads(row[2]) == {"holder": "wang", "role": "reviewer"}


def test_a_place_outside_the_scope_is_not_found(open_as: Open) -> None:
    page = open_as(DISTRICT, PEOPLE, person="wang")
    for words in ("青岛", "3702", "370202001001", "济南市"):
        page.give("give.place.text", words)
        assert not [key for key in keys(page) if key.startswith("give.place.choose.3702")], words
        assert not page.has("give.place.choose.3701"), words
    assert not page.has("give.place.choose.all")


def keys(page: Visit) -> list[str]:
    return [button.key or "" for button in page.app.button]


@pytest.mark.parametrize("scope", ["", "37", "3702", QINGDAO, "37010", "' or 1=1"])
@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_a_widgets_value_cannot_give_a_role_outside_the_scope(
    open_as: Open, store: Store, scope: str, role: str
) -> None:
    before = rows(store, "select count(*) from role_grant")
    page = open_as(DISTRICT, PEOPLE, person="wang")
    page.give("give.role", role)
    page.app.session_state["give.place"] = scope
    page.run().press("give")
    assert page.errors()
    assert rows(store, "select count(*) from role_grant") == before
    assert [row[0] for row in logged(store, "refuse")] == ["lixia"]


def test_a_role_ends_after_a_question_and_stays_in_the_history(open_as: Open, store: Store) -> None:
    page = open_as(DISTRICT, PEOPLE, person="wang")
    page.press(f"end.{grant_of(store, OFFICER)}")
    assert not rows(store, "select * from role_grant_end")
    page.press("confirm")
    assert "Ended: community officer" in text(page)
    assert [row[0] for row in logged(store, "end_grant")] == ["lixia"]


def test_what_was_asked_and_cancelled_does_not_happen(open_as: Open, store: Store) -> None:
    page = open_as(DISTRICT, PEOPLE, person="wang")
    page.press("close_account").press("cancel")
    assert not page.has("confirm")
    assert not logged(store, "close_account")


def test_a_closed_account_cannot_be_given_a_role(open_as: Open, store: Store) -> None:
    page = open_as(DISTRICT, PEOPLE, person="wang")
    page.press("close_account").press("confirm")
    assert "Account closed" in text(page)
    assert not page.has("give")
    assert [row[0] for row in logged(store, "close_account")] == ["lixia"]


def test_an_account_with_a_role_elsewhere_cannot_be_closed(open_as: Open, store: Store) -> None:
    let_in(store, OFFICER, scope=QINGDAO)
    page = open_as(DISTRICT, PEOPLE, person="wang")
    page.press("close_account").press("confirm")
    assert "outside your scope" in page.errors()[0]
    assert not logged(store, "close_account")


def test_the_last_administrator_of_everything_stays(open_as: Open, store: Store) -> None:
    page = open_as(ADMIN, PEOPLE, person="admin")
    page.press(f"end.{grant_of(store, ADMIN)}").press("confirm")
    assert "the last administrator" in page.errors()[0]
    assert not logged(store, "end_grant")


# Invitations


def invited(page: Visit, name: str = "李强", role: str = "officer") -> Visit:
    page.give("invite.name", name).give("invite.role", role)
    choose(page, "invite.place", "解放桥", JIEFANGQIAO)
    return page


def test_an_invitation_shows_its_link_once_and_the_link_works(open_as: Open, store: Store) -> None:
    page = invited(open_as(DISTRICT, PEOPLE, part="invite")).press("invite")
    assert not page.errors()
    message, link = (one.value for one in page.app.code)
    assert link in message
    assert "李强" in message
    (found,) = re.findall(r"http://127\.0\.0\.1:\d+/invitation/(\S+)", link)
    (picture,) = [one for one in page.app.main if one.type in ("image", "imgs")]
    assert picture.proto.imgs[0].alt == "QR code of the invitation"
    page.press("invited")
    assert not page.app.code
    assert found not in text(page)
    session = invitations.accept(store, found, "li.qiang", "李强", "gluons and quarks 7")
    assert session
    with store.read() as query:
        (grant,) = records.grants(query, holder="li.qiang")
    assert (grant.role, grant.scope) == ("officer", JIEFANGQIAO)


def test_the_link_is_stored_nowhere(open_as: Open, store: Store) -> None:
    page = invited(open_as(DISTRICT, PEOPLE, part="invite")).press("invite")
    token = page.app.code[1].value.rsplit("/", 1)[1]
    for table in ("invitation", "log", "session", "person"):
        assert token not in str(rows(store, f"select * from {table}"))


def test_the_one_who_takes_over_ends_the_role_of_the_one_before(
    open_as: Open, store: Store
) -> None:
    page = invited(open_as(DISTRICT, PEOPLE, part="invite"))
    page.give("invite.replaces", grant_of(store, OFFICER)).press("invite")
    token = page.app.code[1].value.rsplit("/", 1)[1]
    invitations.accept(store, token, "li.qiang", "李强", "gluons and quarks 7")
    (row,) = logged(store, "end_grant")
    assert json.loads(row[2])["successor"] == "li.qiang"
    page.press("invited").give("part", "people")
    assert "Ended: community officer · 解放路街道解放桥" in text(page)


@pytest.mark.parametrize("other", [ELSEWHERE, ADMIN, DISTRICT])
def test_a_handover_cannot_end_a_role_of_another_place(
    people: None, english: None, store: Store, other: Actor
) -> None:
    wanted = Wanted("李强", "officer", JIEFANGQIAO, grant_of(store, other))
    with pytest.raises(NotPossible, match="does not have this role"):
        invitations.invite(store, DISTRICT, [wanted])
    assert not rows(store, "select * from invitation")


@pytest.mark.parametrize("scope", ["", "37", QINGDAO])
def test_a_widgets_value_cannot_invite_outside_the_scope(
    open_as: Open, store: Store, scope: str
) -> None:
    page = open_as(DISTRICT, PEOPLE, part="invite")
    page.give("invite.name", "李强").give("invite.role", "officer")
    page.app.session_state["invite.place"] = scope
    page.run().press("invite")
    assert page.errors()
    assert not rows(store, "select * from invitation")
    assert logged(store, "refuse")


def test_an_invitation_of_another_scope_is_not_listed(open_as: Open, store: Store) -> None:
    invitations.invite(store, ADMIN, [Wanted("外人", "officer", QINGDAO)])
    invitations.invite(store, ADMIN, [Wanted("里人", "officer", LISHANLU)])
    page = open_as(DISTRICT, PEOPLE, part="waiting")
    assert "里人" in text(page)
    assert "外人" not in text(page)


def test_a_withdrawn_invitation_is_void_and_no_longer_listed(open_as: Open, store: Store) -> None:
    (token,) = invitations.invite(store, ADMIN, [Wanted("里人", "officer", LIXIA)])
    page = open_as(DISTRICT, PEOPLE, part="waiting")
    ((identity,),) = rows(store, "select id from invitation")
    page.press(f"withdraw.{identity}")
    assert "里人" not in text(page)
    with pytest.raises(Exception, match="used, withdrawn"):
        invitations.accept(store, token, "li.qiang", "李强", "gluons and quarks 7")


def test_names_are_shown_letter_for_letter(open_as: Open, store: Store) -> None:
    page = invited(open_as(DISTRICT, PEOPLE, part="invite"), LETTERS).press("invite")
    assert LETTERS in page.app.code[0].value
    page.press("invited").give("part", "waiting")
    assert LETTERS in text(page)
    assert not any(LETTERS in words for words in page.words())
    assert rows(store, "select name from invitation") == [(LETTERS,)]


def test_a_name_too_long_is_refused_with_its_field(
    people: None, english: None, store: Store
) -> None:
    with pytest.raises(Refused, match=r"^Name: "):
        invitations.invite(store, DISTRICT, [Wanted("长" * 501, "officer", JIEFANGQIAO)])
    assert not rows(store, "select * from invitation")


def test_who_came_with_the_database_is_nobody_here(open_as: Open) -> None:
    page = open_as(DISTRICT, PEOPLE)
    assert not page.has(f"open.{LOCAL.person}")


# Many at once


def filled_in(*lines: tuple[str, str, str]) -> tuple[str, bytes, str]:
    book = Workbook()
    assert book.active is not None
    for line in (("Name", "Role", "Code"), *lines):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return "invitations.xlsx", out.getvalue(), "application/octet-stream"


def handed_in(page: Visit, *lines: tuple[str, str, str]) -> Visit:
    return page.give("sheet.file.0", filled_in(*lines))


def test_a_sheet_without_errors_invites_everybody_after_a_press(
    open_as: Open, store: Store
) -> None:
    lines = [("李强", "officer", JIEFANGQIAO), ("王芳", "reviewer", "370102001")]
    page = handed_in(open_as(DISTRICT, PEOPLE, part="many"), *lines)
    assert not rows(store, "select * from invitation")
    page.press("sheet.invite")
    assert not page.errors()
    assert page.has("sheet.links")
    assert len(rows(store, "select * from invitation")) == 2
    page.press("sheet.done")
    assert not page.has("sheet.links")
    assert not page.has("sheet.invite")


def test_a_sheet_with_one_error_invites_nobody_and_comes_back(open_as: Open, store: Store) -> None:
    lines = [("李强", "officer", JIEFANGQIAO), ("<b>王芳</b>", "officer", QINGDAO)]
    page = handed_in(open_as(DISTRICT, PEOPLE, part="many"), *lines)
    assert "Cell C3: The code 370202001001 is outside your scope." in page.errors()[0]
    assert page.has("sheet.marked")
    assert not page.has("sheet.invite")
    assert not rows(store, "select * from invitation")


def test_what_is_no_spreadsheet_is_refused_with_a_sentence(open_as: Open) -> None:
    page = open_as(DISTRICT, PEOPLE, part="many")
    page.give("sheet.file.0", ("x.xlsx", b"no spreadsheet", "application/octet-stream"))
    assert "no spreadsheet that can be read" in page.errors()[0]
    assert not page.has("sheet.invite")

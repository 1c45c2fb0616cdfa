"""One's own password and sessions, and the first account of all."""

from __future__ import annotations

import pytest

from green.people import first
from tests.api.visitor import PASSWORD, add_account, leads_to, words
from tests.database import rows

OTHER = "another green sentence"


@pytest.fixture
def browser(store, visitor):
    add_account(store, "wang.fang")
    found = visitor()
    found.sign_in("wang.fang")
    return found


def change(browser, present=PASSWORD, new=OTHER, again=None):
    fields = {"present_password": present, "password": new, "password_again": again or new}
    return browser.post("/account", do="change_password", **fields)


def test_nobody_sees_an_account_without_signing_in(store, visitor):
    assert leads_to(visitor().open("/account")) == ("/sign-in", {"next": "/account"})


def test_a_new_password_ends_the_old_one_and_all_other_sessions(browser, visitor):
    other = visitor()
    other.sign_in("wang.fang")
    assert leads_to(change(browser))[0] == "/account"
    assert browser.is_in()
    assert not other.is_in()
    assert visitor().sign_in("wang.fang").status_code == 403
    assert leads_to(visitor().sign_in("wang.fang", OTHER))[0] == "/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"present": "not the password"}, "The present password is wrong"),
        ({"again": "something else"}, "The two passwords differ"),
        ({"new": "short"}, "The password is too short"),
        ({"new": "x" * 129}, "The password is too long"),
        ({"new": "wang.fang 2026"}, "too easy to guess"),
    ],
)
def test_a_refused_password_changes_nothing(fields, sentence, browser, visitor):
    answer = change(browser, **fields)
    assert answer.status_code == 403
    assert sentence in words(answer)
    assert leads_to(visitor().sign_in("wang.fang"))[0] == "/"


def test_guessing_the_present_password_is_slowed_too(browser):
    found = [change(browser, present=f"guess {n}").status_code for n in range(8)]
    assert found[-1] == 429


def test_signing_out_everywhere_leaves_no_browser_in(browser, visitor):
    other = visitor()
    other.sign_in("wang.fang")
    assert leads_to(browser.post("/account", do="sign_out_everywhere"))[0] == "/sign-in"
    assert not browser.is_in()
    assert not other.is_in()


def test_signing_out_elsewhere_keeps_this_browser(browser, visitor):
    other = visitor()
    other.sign_in("wang.fang")
    browser.post("/account", do="sign_out_elsewhere")
    assert browser.is_in()
    assert not other.is_in()


FIRST = {
    "person_id": "admin",
    "name": "管理员",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def test_who_reads_the_console_becomes_the_first_administrator(nobody_yet, visitor):
    browser = visitor()
    typed = first.code().lower().replace("-", " ")
    assert leads_to(browser.post("/first-administrator", code=typed, **FIRST))[0] == "/"
    assert browser.is_in()
    assert rows(nobody_yet, "select role, scope from role_grant") == [("administrator", "")]


def test_who_works_alone_may_fill_in_too(nobody_yet, visitor):
    visitor().post("/first-administrator", code=first.code(), is_officer="yes", **FIRST)
    found = rows(nobody_yet, "select role from role_grant order by role")
    assert found == [("administrator",), ("officer",)]


@pytest.mark.parametrize("code", ["", "0", "AAAA-AAAA-AAAA-AAAA", "é", "%"])
def test_without_the_code_nobody_becomes_administrator(code, nobody_yet, visitor):
    answer = visitor().post("/first-administrator", code=code, **FIRST)
    assert answer.status_code == 403
    assert "This is not the code" in words(answer)
    assert not rows(nobody_yet, "select id from person")


def test_the_code_makes_no_second_administrator(nobody_yet, visitor):
    late = visitor()
    late.open("/first-administrator")
    token = late.client.cookies["green_form"]
    visitor().post("/first-administrator", code=first.code(), **FIRST)
    assert leads_to(visitor().open("/first-administrator"))[0] == "/sign-in"
    fields = FIRST | {"form_token": token, "code": first.code(), "person_id": "second"}
    answer = late.client.post("/first-administrator", data=fields)
    assert "There is an administrator already" in words(answer)
    assert not rows(nobody_yet, "select id from person where id = 'second'")


def test_the_code_is_on_no_page(nobody_yet, visitor):
    page = visitor().open("/first-administrator").text
    assert first.code() not in page

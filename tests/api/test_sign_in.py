"""Coming in with a password, and how much a guesser learns."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from httpx import Response

from green.api import page
from green.api.visit import local_path
from tests.api.visitor import PASSWORD, Visitor, add_account, leads_to, words


def test_the_right_password_leads_where_the_link_pointed(store, visitor):
    add_account(store, "wang.fang")
    browser = visitor(language=None)
    path, query = leads_to(browser.open("/self-assessment?community=370102001002&area=1"))
    assert path == "/sign-in"
    answer = browser.sign_in("wang.fang", path=f"/sign-in?{urlencode(query)}")
    assert leads_to(answer) == ("/self-assessment", {"community": "370102001002", "area": "1"})
    assert browser.is_in()


def test_no_script_and_no_other_site_is_given_the_cookie(store, visitor):
    add_account(store, "wang.fang")
    cookie = visitor().sign_in("wang.fang").headers["set-cookie"]
    assert cookie.startswith("green_session=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=604800"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_tls_the_cookie_never_travels_in_the_clear(store, visitor, monkeypatch):
    monkeypatch.setenv("GREEN_URL", "https://green.example.test")
    add_account(store, "wang.fang")
    cookie = (
        visitor(address="https://green.example.test").sign_in("wang.fang").headers["set-cookie"]
    )
    assert cookie.startswith("__Host-green_session=")
    assert "Secure" in cookie.split("; ")


def test_an_answer_does_not_say_whether_a_name_exists(store, visitor):
    add_account(store, "wang.fang")
    known = visitor().sign_in("wang.fang", "not the password")
    unknown = visitor().sign_in("li.qiang", "not the password")
    assert known.status_code == unknown.status_code == 403
    assert "set-cookie" not in known.headers
    assert words(known) == words(unknown)
    assert "Name or password is wrong" in words(known)


def test_a_password_that_was_typed_is_not_sent_back(store, visitor):
    answer = visitor().sign_in("wang.fang", "my secret sentence")
    assert "my secret sentence" not in answer.text
    assert 'value="wang.fang"' in answer.text


def test_wrong_passwords_close_one_name_and_no_other(store, visitor, days):
    add_account(store, "wang.fang")
    add_account(store, "li.qiang")
    answers = _guess(visitor(), "wang.fang")
    found = [answer.status_code for answer in answers]
    # Slowed after five; ten were looked at in all, and the last of many are locked out.
    assert found[:5] == [403] * 5
    assert found.count(403) == 10
    assert set(found[-10:]) == {429}
    # A quarter of an hour from the last one looked at; the test's clock went on with each try.
    said = words(answers[-1])
    assert re.search(r"Too many wrong passwords for this name\. Try again in 1[345] minutes", said)
    assert int(answers[-1].headers["retry-after"]) > 60
    assert visitor().sign_in("wang.fang").status_code == 429
    assert leads_to(visitor().sign_in("li.qiang"))[0] == "/"


def test_twenty_wrong_passwords_at_once_are_slowed_too(store, visitor):
    add_account(store, "wang.fang")
    browser = visitor()
    found = [browser.sign_in("wang.fang", f"guess {n}").status_code for n in range(20)]
    assert found[:5] == [403] * 5
    assert found.count(429) >= 10


def test_a_locked_name_that_nobody_has_looks_the_same(store, visitor, days):
    add_account(store, "wang.fang")
    known, unknown = (_guess(visitor(), name)[-1] for name in ("wang.fang", "li.qiang"))
    assert known.status_code == unknown.status_code == 429
    assert words(known) == words(unknown)


@pytest.mark.parametrize(
    "address",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        " //elsewhere.example",
        "https://elsewhere.example/",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "elsewhere",
        "/sign-in",
        "/sign-out?x=1",
        "/" + "x" * 3000,
        "",
    ],
)
def test_no_link_leads_to_another_site(address):
    assert local_path(address) == "/"


def test_somebody_who_is_in_is_not_asked_again(store, visitor):
    add_account(store, "wang.fang")
    browser = visitor()
    browser.sign_in("wang.fang")
    assert leads_to(browser.open("/sign-in?next=/progress"))[0] == "/progress"


def test_the_language_chosen_here_is_the_one_of_the_page_after(store, visitor):
    add_account(store, "wang.fang")
    browser = visitor(language=None)
    assert "登录" in words(browser.open("/sign-in"))
    browser.open("/sign-in?lang=en")
    page = browser.open("/sign-in")
    assert "Sign-in name" in words(page)
    assert '<html lang="en">' in page.text
    assert leads_to(browser.sign_in("wang.fang")) == ("/", {"lang": "English"})


def test_after_signing_out_the_cookie_is_worth_nothing(store, visitor):
    add_account(store, "wang.fang")
    browser, thief = visitor(), visitor()
    browser.sign_in("wang.fang")
    assert browser.cookie
    thief.client.cookies.set("green_session", browser.cookie)
    assert thief.is_in()
    assert leads_to(browser.post("/sign-out"))[0] == "/sign-in"
    assert not browser.cookie
    assert not thief.is_in()


def test_opening_the_address_of_signing_out_ends_nothing(store, visitor):
    add_account(store, "wang.fang")
    browser = visitor()
    browser.sign_in("wang.fang")
    assert browser.open("/sign-out").status_code == 200
    assert browser.is_in()


def test_full_width_letters_are_the_same_name(store, visitor):
    add_account(store, "wang.fang")
    assert leads_to(visitor().sign_in(" Ｗang.Fang ", PASSWORD))[0] == "/"


HOSTILE = [
    "' or 1=1 --",
    "<script>alert(1)</script>",
    '" autofocus onfocus="alert(1)',
    "{{ 7 * 7 }} {name} %s",
    "\x00\x1b[31m\x7f",
    "👩\u200d🌾𠮷\ufeff",
    "\u202ekcab",
    "王" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["name", "password"])
def test_whatever_is_typed_is_only_text(field, text, store, visitor):
    add_account(store, "wang.fang")
    fields = {"name": "wang.fang", "password": "wrong password"} | {field: text}
    answer = visitor().post("/sign-in", **fields)
    assert answer.status_code == 403
    assert "Name or password is wrong" in words(answer)
    assert "<script>alert" not in answer.text
    assert 'onfocus="alert' not in answer.text


def test_who_comes_when_too_many_wait_is_told_so(store, visitor, monkeypatch):
    monkeypatch.setattr(page, "_MOST_WAITING", 0)
    answer = visitor().open("/sign-in")
    assert answer.status_code == 503
    assert "Too many people are signing in" in words(answer)


def _guess(browser: Visitor, name: str) -> list[Response]:
    """Guess on and on; the clock goes on by seconds."""
    return [browser.sign_in(name, f"guess number {n}") for n in range(45)]

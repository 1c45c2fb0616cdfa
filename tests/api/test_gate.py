"""Nobody gets a page without a session that is valid now."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from green.people import granting, sessions
from green.people.model import Actor
from green.setup import throw_away
from green.store import Store
from tests.api.visitor import HERE, INVENTED, add_account, leads_to, words
from tests.database import ROOT

_MAIN = (ROOT / "pages" / "main.py").read_text(encoding="utf-8")
PAGES = ["/", *(f"/{path}" for path in re.findall(r'url_path="([^"]+)"', _MAIN))]


@pytest.fixture
def signed_in(store, visitor):
    add_account(store, "admin", "administrator")
    add_account(store, "wang.fang", "officer")
    browser = visitor()
    browser.sign_in("wang.fang")
    assert browser.is_in()
    return browser


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page", "/my-community/"])
def test_a_link_to_any_page_leads_to_the_sign_in_page(path, store, visitor):
    found, query = leads_to(visitor(language=None).open(path))
    assert found == "/sign-in"
    assert query == ({} if path == "/" else {"next": path})


def test_a_page_is_not_had_by_asking_for_its_head(store, visitor):
    answer = visitor().client.head("/progress", headers={"accept": "text/html"})
    assert answer.status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "../../etc", "' or 1=1 --", "%00"])
def test_an_altered_cookie_gets_the_sign_in_page(cookie, signed_in):
    signed_in.client.cookies.clear()
    answer = signed_in.open("/progress", cookie=f"green_session={cookie}")
    assert leads_to(answer)[0] == "/sign-in"


def test_one_changed_letter_is_another_cookie(signed_in):
    cookie = signed_in.cookie
    signed_in.client.cookies.clear()
    changed = ("A" if cookie[0] != "A" else "B") + cookie[1:]
    assert leads_to(signed_in.open("/", cookie=f"green_session={changed}"))[0] == "/sign-in"


def test_an_expired_session_gets_the_sign_in_page(store, visitor, days):
    add_account(store, "wang.fang")
    browser = visitor()
    browser.sign_in("wang.fang")
    days.go_to(days.today() + sessions.LASTS - timedelta(days=1))
    assert browser.is_in()
    days.go_to(days.today() + timedelta(days=2))
    assert not browser.is_in()


def test_closing_an_account_ends_its_sessions_at_once(store, signed_in):
    granting.close_account(store, Actor("admin"), "wang.fang")
    assert not signed_in.is_in()


def test_a_session_of_the_simulated_people_opens_no_real_page(store, simulated, visitor):
    browser = visitor()
    answer = browser.post("/sign-in?data=simulated", name="simulated-officer", password=INVENTED)
    assert leads_to(answer)[1]["data"] == "simulated"
    assert browser.open("/?data=simulated").status_code == 200
    assert leads_to(browser.open("/"))[0] == "/sign-in"


def test_a_real_session_opens_no_simulated_page(simulated, signed_in):
    assert leads_to(signed_in.open("/progress?data=simulated")) == (
        "/sign-in",
        {"data": "simulated", "next": "/progress?data=simulated"},
    )


def test_simulated_passwords_are_shown_on_the_simulated_page_only(store, simulated, visitor):
    browser = visitor()
    shown = browser.open("/sign-in?data=simulated")
    assert INVENTED in words(shown)
    assert "simulated-officer" in words(shown)
    real = browser.open("/sign-in")
    assert INVENTED not in real.text
    assert "Look at the simulated province" in words(real)


def test_over_the_network_nobody_signs_in_as_a_simulated_person(
    store, simulated, visitor, monkeypatch
):
    browser = visitor()
    browser.open("/sign-in?data=simulated")
    # Also where a proxy on this machine brings the network in by 127.0.0.1.
    monkeypatch.setenv("GREEN_URL", "http://green.example.test")
    shown = browser.open("/sign-in?data=simulated")
    assert shown.status_code == 404
    assert INVENTED not in shown.text
    assert "simulated" not in browser.open("/sign-in").text.lower()
    answer = browser.client.post(
        "/sign-in?data=simulated",
        data={
            "form_token": browser.client.cookies["green_form"],
            "name": "simulated-officer",
            "password": INVENTED,
        },
    )
    assert answer.status_code == 404
    assert leads_to(browser.open("/?data=simulated"))[0] == "/sign-in"


def test_without_simulated_data_nothing_is_offered(store, visitor):
    assert visitor().open("/sign-in?data=simulated").status_code == 404
    assert leads_to(visitor().open("/?data=simulated"))[0] == "/sign-in"


def test_simulated_data_that_were_thrown_away_are_asked_for_no_more(store, simulated, visitor):
    browser = visitor()
    browser.sign_in("simulated-officer", INVENTED, "/sign-in?data=simulated")
    throw_away(simulated)
    assert leads_to(browser.open("/?data=simulated"))[0] == "/sign-in"


def test_on_this_machine_the_first_start_opens_without_accounts(nobody_yet: Store, visitor):
    assert visitor().open("/").status_code == 200


def test_on_the_network_the_first_start_asks_for_the_code(nobody_yet, visitor, monkeypatch):
    monkeypatch.setenv("GREEN_URL", "http://green.example.test")
    assert leads_to(visitor().open("/"))[0] == "/first-administrator"


@pytest.mark.parametrize("path", ["/health", "/_stcore/health", "/assets/style.css", "/plain"])
def test_what_is_no_page_needs_nobody(path, store, visitor):
    assert visitor().open(path).status_code == 200


def test_another_name_of_the_server_is_not_answered_to(store, app, visitor):
    answer = visitor(address="http://elsewhere.example").open("/sign-in")
    assert answer.status_code == 400
    assert HERE not in answer.text

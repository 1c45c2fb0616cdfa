"""No other site can press a button in somebody's name."""

from __future__ import annotations

import pytest

from tests.api.visitor import PASSWORD, add_account, leads_to, words


@pytest.fixture
def browser(store, visitor):
    add_account(store, "wang.fang")
    found = visitor()
    found.sign_in("wang.fang")
    return found


FIELDS = {"name": "wang.fang", "password": PASSWORD}
FORMS = ("/sign-in", "/sign-out", "/account", "/first-administrator", "/invitation/x", "/progress")


@pytest.mark.parametrize("path", FORMS)
def test_no_form_is_taken_without_its_token(path, browser):
    answer = browser.client.post(path, data=FIELDS | {"do": "sign_out_everywhere"})
    assert answer.status_code == 403
    assert "The form is too old" in words(answer)
    assert browser.is_in()


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é中文", "\x00"])
def test_a_token_of_somebody_elses_form_is_refused(token, browser):
    answer = browser.client.post("/sign-out", data={"form_token": token})
    assert answer.status_code == 403
    assert browser.is_in()


def test_a_token_without_the_cookie_that_repeats_it_is_refused(browser):
    token = browser.client.cookies.get("green_form")
    browser.client.cookies.delete("green_form")
    assert browser.client.post("/sign-out", data={"form_token": token}).status_code == 403
    browser.client.cookies.set("green_form", "")
    assert browser.client.post("/sign-out", data={"form_token": ""}).status_code == 403
    assert browser.is_in()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "garbage"},
    ],
)
def test_a_post_from_another_site_is_refused_whatever_it_carries(headers, browser):
    answer = browser.post("/sign-out", headers=headers)
    assert answer.status_code == 403
    assert "This came from another site" in words(answer)
    assert browser.is_in()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8501"},
        # What browsers send from a page that names no referrer, and older ones everywhere.
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {},
    ],
)
def test_a_post_from_our_own_page_is_carried_out(headers, browser):
    assert leads_to(browser.post("/sign-out", headers=headers))[0] == "/sign-in"


def test_behind_a_proxy_the_address_that_people_open_is_ours(browser, monkeypatch):
    monkeypatch.setenv("GREEN_URL", "http://green.example.test")
    answer = browser.post("/sign-out", headers={"origin": "http://green.example.test"})
    assert leads_to(answer)[0] == "/sign-in"


def test_a_script_of_ours_sends_the_token_as_a_header(browser):
    browser.open("/sign-out")
    token = browser.client.cookies["green_form"]
    answer = browser.client.post("/sign-out", headers={"x-form-token": token})
    assert leads_to(answer)[0] == "/sign-in"


def test_a_form_with_a_file_in_it_is_not_read(browser):
    token = browser.client.cookies["green_form"]
    answer = browser.client.post(
        "/sign-out", data={"form_token": token}, files={"file": ("x.txt", b"x" * 100)}
    )
    assert answer.status_code == 403


def test_what_is_longer_than_any_form_is_not_kept(browser):
    answer = browser.client.post("/sign-in", data={"name": "x" * 100_000})
    assert answer.status_code == 413
    assert "too long" in words(answer)


def test_streamlits_own_uploads_are_left_to_streamlit(browser):
    answer = browser.client.put("/_stcore/upload_file/session/file", content=b"x")
    assert answer.status_code in {400, 403, 405}
    assert "form" not in answer.text.lower()


def test_another_site_cannot_upload_either(browser):
    headers = {"sec-fetch-site": "cross-site"}
    answer = browser.client.put("/_stcore/upload_file/a/b", content=b"x", headers=headers)
    assert answer.status_code == 403
    assert "another site" in words(answer)

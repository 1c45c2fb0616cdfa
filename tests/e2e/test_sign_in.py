"""Signing in and out, invitations and the first start, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green.people import invitations
from green.people.invitations import Wanted
from green.people.model import Actor
from green.store import Store
from tests.api.visitor import PASSWORD, add_account
from tests.database import JIEFANGQIAO
from tests.e2e.conftest import Server, new_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = ("/", "/self-assessment", "/progress", "/data")
# What stands on the page of figures and is nobody's business who is not signed in.
PRIVATE = "济南市"


def people(store: Store) -> None:
    add_account(store, "admin", "administrator")
    add_account(store, "wang.fang", "officer", JIEFANGQIAO)
    add_account(store, "li.qiang", "viewer")


@pytest.fixture(scope="module")
def server(new_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with people for the tests of this module."""
    found = new_server(tmp_path_factory.mktemp("people"), new_database)
    store = Store.open(found.database)
    people(store)
    store.close()
    found.start()
    yield found
    found.stop()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def settled(page: Page) -> None:
    """Wait until the application has drawn its page."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.get_by_test_id("stSidebar").wait_for(state="attached")


def is_on_sign_in(page: Page) -> None:
    from playwright.sync_api import expect

    expect(page).to_have_url(re.compile(r"/sign-in"))
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_one_stays_signed_in_over_reload_second_tab_and_restart(server, page, console_errors):
    page.goto(f"{server.url}/progress")
    is_on_sign_in(page)
    sign_in(page, "li.qiang")
    page.wait_for_url("**/progress")
    settled(page)
    page.get_by_text(PRIVATE).first.wait_for()
    page.reload()
    settled(page)
    page.get_by_text(PRIVATE).first.wait_for()
    second = page.context.new_page()
    second.goto(f"{server.url}/progress")
    second.get_by_text(PRIVATE).first.wait_for()
    second.close()
    page.goto("about:blank")
    server.restart()
    page.goto(f"{server.url}/progress")
    page.get_by_text(PRIVATE).first.wait_for()
    assert page.url == f"{server.url}/progress"
    assert console_errors == []


def test_a_fresh_server_shows_a_stranger_no_page(start_server, page):
    fresh = start_server(prepare=people)
    for path in PAGES:
        page.goto(f"{fresh.url}{path}")
        is_on_sign_in(page)
        assert page.get_by_test_id("stApp").count() == 0


def test_after_signing_out_the_back_button_shows_nothing_private(server, page):
    page.goto(f"{server.url}/progress")
    sign_in(page, "li.qiang")
    page.get_by_text(PRIVATE).first.wait_for()
    page.goto(f"{server.url}/account")
    page.get_by_text("li.qiang").first.wait_for()
    page.goto(f"{server.url}/sign-out")
    page.get_by_role("button", name="退出登录").click()
    is_on_sign_in(page)
    for _time in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert PRIVATE not in page.content()
        assert "li.qiang" not in page.content()
    page.goto(f"{server.url}/progress")
    is_on_sign_in(page)


def test_another_browser_is_not_signed_in(server, page, open_page):
    page.goto(server.url)
    sign_in(page, "li.qiang")
    settled(page)
    other = open_page()
    other.goto(f"{server.url}/progress")
    is_on_sign_in(other)


def test_no_page_breaks_the_content_security_policy(server, page, console_errors, outside_requests):
    broken: list[str] = []
    page.expose_function("broke", lambda what: broken.append(str(what)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', "
        "(event) => broke(event.violatedDirective + ' ' + event.blockedURI))"
    )
    page.goto(f"{server.url}/sign-in?next=/")
    sign_in(page, "admin")
    for path in PAGES:
        page.goto(f"{server.url}{path}")
        settled(page)
        if path == "/progress":
            page.locator(".js-plotly-plot").first.wait_for()
    for path in ("/account", "/sign-out", "/plain"):
        page.goto(f"{server.url}{path}")
    assert broken == []
    assert console_errors == []
    assert outside_requests == []


def test_an_invitation_makes_an_account_that_comes_in_again(start_server, page, console_errors):
    made: list[str] = []

    def invite(store: Store) -> None:
        people(store)
        wanted = [Wanted("王红", "officer", JIEFANGQIAO)]
        made.extend(invitations.invite(store, Actor("admin"), wanted))

    server = start_server(prepare=invite)
    link = f"{server.url}/invitation/{made[0]}"
    page.goto(link)
    page.get_by_text("解放桥社区").wait_for()
    page.get_by_label("登录名").fill("wang.hong")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入密码").fill(PASSWORD)
    page.get_by_role("button", name="接受邀请并创建账号").click()
    page.wait_for_url(f"{server.url}/")
    settled(page)
    assert console_errors == []
    assert made[0] not in server.log
    page.goto(link)
    page.get_by_text("已使用、已撤销或已过期").wait_for()
    page.context.clear_cookies()
    page.goto(f"{server.url}/sign-in")
    sign_in(page, "wang.hong")
    page.wait_for_url(f"{server.url}/")


def test_the_code_on_the_console_makes_the_first_administrator(start_server, page):
    server = start_server(empty=True)
    code = re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", server.log)
    assert code, server.log
    assert f"{server.url}/first-administrator" in server.log
    page.goto(f"{server.url}/first-administrator")
    page.get_by_label("一次性启动码").fill(code[0])
    page.get_by_label("登录名").fill("admin")
    page.get_by_label("姓名").fill("管理员")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入密码").fill(PASSWORD)
    page.get_by_label("我同时填写自评").check()
    page.get_by_role("button", name="创建账号").click()
    page.wait_for_url(f"{server.url}/")
    settled(page)
    server.restart()
    assert len(re.findall(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", server.log)) == 1


def test_signing_in_needs_no_javascript(server, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.url}/progress")
    sign_in(page, "li.qiang")
    assert page.url == f"{server.url}/progress"


def test_an_old_browser_is_told_which_ones_work(server, page):
    page.add_init_script("delete Array.prototype.toSorted")
    page.goto(f"{server.url}/progress")
    page.wait_for_url("**/plain")
    page.get_by_text("浏览器版本过低").first.wait_for()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/plain", "/invitation/void"])
def test_our_pages_fit_a_phone(path, language, server, open_page):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"{server.url}{path}?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heights = page.locator("button, .languages a, input:not([type=hidden])").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 40

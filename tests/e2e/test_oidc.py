"""Signing in by an OpenID provider: a real one, on this machine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
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
from tests.e2e.conftest import HERE, Server, answers, ended_within, free_port, new_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

TO_PROVIDER = "使用单位统一账号登录"
# Names at the provider.
KNOWN, INVITED, UNKNOWN = "u-1001", "u-1002", "u-1003"
PRIVATE = "济南市"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider in a process of its own; yields its address."""
    port = free_port()
    people = [{"sub": KNOWN, "name": "李强"}, {"sub": INVITED, "name": "王红"}, {"sub": UNKNOWN}]
    claims = [part for one in people for part in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://{HERE}:{port}"
    try:
        while not answers(f"{address}/.well-known/openid-configuration"):
            if ended_within(process, 0.1):
                pytest.fail("The provider ended as it started.", pytrace=False)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def link(served: tuple[Server, list[str]]) -> str:
    return f"{served[0].url}/invitation/{served[1].pop()}"


@pytest.fixture(scope="module")
def served(
    provider: str, new_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, list[str]]]:
    """A server that asks the provider, and the tokens of invitations to it."""
    server = new_server(tmp_path_factory.mktemp("oidc"), new_database)
    store = Store.open(server.database)
    add_account(store, "admin", "administrator")
    wanted = [Wanted("王红", "officer", JIEFANGQIAO), Wanted("李强", "viewer", "")]
    tokens = invitations.invite(store, Actor("admin"), wanted)
    invitations.accept_externally(store, tokens.pop(), "li.qiang", "李强", provider, KNOWN)
    store.close()
    server.environment["GREEN_SIGN_IN"] = "oidc"
    folder = server.home / ".streamlit"
    folder.mkdir(parents=True)
    (folder / "secrets.toml").write_text(
        f"""
        [auth]
        redirect_uri = "{server.url}/oauth2callback"
        cookie_secret = "a secret of this test alone, long enough"
        client_id = "green"
        client_secret = "green"
        server_metadata_url = "{provider}/.well-known/openid-configuration"
        """,
        encoding="utf-8",
    )
    server.start()
    yield server, tokens
    server.stop()


@pytest.fixture
def server(served: tuple[Server, list[str]]) -> Server:
    return served[0]


def go_to_provider(page: Page, subject: str) -> None:
    page.get_by_role("button", name=TO_PROVIDER).click()
    page.get_by_role("button", name=subject).first.click()


def test_one_lands_where_the_link_pointed(server, page, console_errors):
    page.goto(f"{server.url}/progress?as_of=2026-01-01")
    page.get_by_role("button", name=TO_PROVIDER).wait_for()
    assert PRIVATE not in page.content()
    go_to_provider(page, KNOWN)
    page.wait_for_url(f"{server.url}/progress?as_of=2026-01-01")
    page.get_by_text(PRIVATE).first.wait_for()
    page.reload()
    page.get_by_text(PRIVATE).first.wait_for()
    # The provider's own pages are its own affair.
    assert [error for error in console_errors if server.url in error] == []


def test_who_has_no_account_is_told_whom_to_ask(server, page):
    page.goto(server.url)
    go_to_provider(page, UNKNOWN)
    page.get_by_text("请联系").wait_for()
    page.goto(f"{server.url}/progress")
    page.get_by_text("请联系").wait_for()
    assert PRIVATE not in page.content()


def test_an_invitation_leads_by_the_provider_to_an_account(server, link, page):
    page.goto(link)
    page.get_by_role("button", name="前往登录").click()
    go_to_provider(page, INVITED)
    page.get_by_label("登录名").fill("admin")
    page.get_by_role("button", name="接受邀请并创建账号").click()
    page.get_by_text("登录名“admin”已被使用").wait_for()
    page.get_by_label("登录名").fill("wang.hong")
    page.get_by_role("button", name="接受邀请并创建账号").click()
    page.get_by_role("button", name="接受邀请并创建账号").wait_for(state="detached")
    page.goto(server.url)
    page.get_by_text("解放桥").first.wait_for()
    page.goto(link)
    page.get_by_text("已使用、已撤销或已过期").wait_for()


def test_signing_out_ends_it_at_the_provider_too(server, page):
    page.goto(f"{server.url}/progress")
    go_to_provider(page, KNOWN)
    page.get_by_text(PRIVATE).first.wait_for()
    page.goto(f"{server.url}/sign-out")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/oauth2/end_session"))
    page.goto(f"{server.url}/progress")
    page.get_by_role("button", name=TO_PROVIDER).wait_for()
    assert PRIVATE not in page.content()


def test_an_altered_cookie_of_the_provider_is_worth_nothing(server, page):
    page.goto(f"{server.url}/progress")
    go_to_provider(page, KNOWN)
    page.get_by_text(PRIVATE).first.wait_for()
    [found] = [one for one in page.context.cookies() if one["name"] == "_streamlit_user"]
    page.context.add_cookies([found | {"value": found["value"][:-4] + "AAAA"}])
    page.goto(f"{server.url}/progress")
    page.get_by_role("button", name=TO_PROVIDER).wait_for()
    assert PRIVATE not in page.content()


def test_an_administrator_comes_in_with_a_password_when_the_provider_fails(server, page):
    page.goto(f"{server.url}/sign-in?next=/progress")
    page.get_by_text("使用密码登录").click()
    page.get_by_label("登录名").fill("admin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/progress")
    page.get_by_text(PRIVATE).first.wait_for()

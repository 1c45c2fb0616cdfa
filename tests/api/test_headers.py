"""What browsers are told to forbid, on every response; and what a failure shows."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from green.api.headers import policy
from green.api.routes import guards
from tests.api.visitor import Visitor, add_account, words

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/",
        "/assets/style.css",
        "/_stcore/health",
        "/health",
        "/assets/nothing",
        "/plain",
    ],
)
def test_no_response_lets_itself_be_framed_or_guessed(path, store, visitor):
    headers = visitor().open(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


def test_no_script_is_run_that_stands_in_a_page():
    html = re.sub(r"<!--.*?-->", "", INDEX.read_text(encoding="utf-8"), flags=re.S)
    allowed = set(re.findall(r"sha256-([^']+)", policy()))
    inline = re.findall(r"<script>(.*?)</script>", html, flags=re.S)
    assert {
        base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in inline
    } == allowed
    assert "'unsafe-eval'" not in policy()
    assert "'unsafe-inline'" not in policy().partition("style-src")[0]


def test_nothing_private_is_kept_by_the_browser(store, visitor):
    add_account(store, "wang.fang")
    browser = visitor()
    browser.sign_in("wang.fang")
    for path in ("/", "/progress", "/account", "/sign-in?next=/x", "/sign-out"):
        answer = browser.open(path)
        assert answer.status_code == 303 or answer.headers["cache-control"] == "no-store"


def test_over_tls_browsers_are_told_to_stay_there(store, visitor, monkeypatch):
    monkeypatch.setenv("GREEN_URL", "https://green.example.test")
    headers = visitor(address="https://green.example.test").open("/sign-in").headers
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_a_failure_shows_a_number_and_no_trace(store, caplog):
    def fail(_request: Request) -> Response:
        raise RuntimeError("select secret from credential")

    app = Starlette(routes=[Route("/fail", fail)], middleware=guards(["127.0.0.1"]))
    answer = Visitor(app).client.get("/fail", headers={"cookie": "lang=en"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    number = re.search(r"\d{8}-[0-9A-F]{6}", words(answer))
    assert number, "no number to tell an administrator"
    assert number[0] in caplog.text
    assert "select secret from credential" in caplog.text


def test_only_files_of_the_list_are_served(store, visitor):
    for name in ("style.css/../../templates/base.html", "..%2Fheaders.py", "base.html"):
        assert visitor().open(f"/assets/{name}").status_code in {400, 404, 303}

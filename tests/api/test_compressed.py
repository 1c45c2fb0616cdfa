"""Scripts and styles travel compressed over the network, and are the same for all that."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit

STATIC = Path(streamlit.__file__).parent / "static" / "static"
SCRIPT = next(STATIC.glob("js/index.*.js"))
ADDRESS = f"/static/js/{SCRIPT.name}"


@pytest.fixture
def remote(store, visitor, monkeypatch):
    monkeypatch.setenv("GREEN_URL", "http://green.example.test")
    return visitor().client


def test_a_script_is_the_same_each_time_and_smaller(remote):
    for _time in range(2):
        answer = remote.get(ADDRESS, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < SCRIPT.stat().st_size / 2
        assert answer.content == SCRIPT.read_bytes()
        assert "immutable" in answer.headers["cache-control"]
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("headers", [{"accept-encoding": "identity"}, {"range": "bytes=0-9"}])
def test_who_asks_otherwise_is_not_given_it_compressed(headers, remote):
    remote.get(ADDRESS, headers={"accept-encoding": "gzip"})
    answer = remote.get(ADDRESS, headers={"accept-encoding": "identity"} | headers)
    assert "content-encoding" not in answer.headers
    assert SCRIPT.read_bytes().startswith(answer.content)


def test_what_is_not_there_is_not_kept(remote):
    for _time in range(2):
        answer = remote.get("/static/js/none.js", headers={"accept-encoding": "gzip"})
        assert answer.status_code == 404 or "html" in answer.headers["content-type"]


def test_on_this_machine_nothing_is_compressed(store, visitor):
    answer = visitor().client.get(ADDRESS, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers

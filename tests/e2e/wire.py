"""A client of the application's connection that sends whatever it likes, as no browser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from httpx import Client, Response
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.api.visitor import PASSWORD

_AS_A_BROWSER = {"accept": "text/html"}
_PATIENCE = 20


def client(url: str) -> Client:
    """Plain requests with cookies of their own."""
    return Client(base_url=url, headers=_AS_A_BROWSER, timeout=_PATIENCE)


def post(browser: Client, path: str, **fields: str) -> Response:
    """Fill in the form at an address."""
    token = re.search(r'name="form_token" value="([^"]+)"', browser.get(path).text)
    assert token, "there is no form"
    return browser.post(path, data={"form_token": token[1]} | fields)


def sign_in(browser: Client, name: str) -> None:
    assert post(browser, "/sign-in", name=name, password=PASSWORD).status_code == 303


class Wire:
    """One open connection. `session` is what the server calls it."""

    def __init__(self, url: str, browser: Client | None = None, page: str = "") -> None:
        held = browser.cookies.items() if browser else ()
        cookies = "; ".join(f"{name}={value}" for name, value in held)
        self._opened = ExitStack()
        self._socket: ClientConnection = self._opened.enter_context(
            connect(
                f"ws{url.removeprefix('http')}/_stcore/stream",
                additional_headers={"Cookie": cookies} if cookies else {},
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
            )
        )
        self.url = url
        self.shown = self.run(page)
        (started,) = re.findall(r'session_id: "([^"]+)"', self.shown)
        self.session = started

    def send(self, **content: Any) -> None:
        self._socket.send(BackMsg(**content).SerializeToString())

    def run(self, page: str = "", query: str = "") -> str:
        """Run a page; everything the browser is then told."""
        asked = {"page_name": page, "query_string": query}
        context = {"url": f"{self.url}/{page}"}
        self.send(rerun_script=asked | {"context_info": context})
        return "\n".join(str(told) for told in self.told("script_finished"))

    def make(self, file: str) -> str | None:
        """Have a file made; where it then is, None if the connection is closed instead."""
        asked = {"request_id": "1", "session_id": self.session, "deferred_file": {"file_id": file}}
        self.send(backend_operation_request=asked)
        for told in self.told("backend_operation_response"):
            if told.backend_operation_response.deferred_file.url:
                return str(told.backend_operation_response.deferred_file.url)
        return None

    def told(self, last: str) -> Iterator[Any]:
        """What the server says up to a message of this kind, or until it closes."""
        try:
            while True:
                message = ForwardMsg()
                message.ParseFromString(self._socket.recv(_PATIENCE))
                yield message
                if message.WhichOneof("type") == last:
                    return
        except ConnectionClosed:
            return

    def close(self) -> None:
        self._opened.close()


def files(shown: str) -> list[str]:
    """What a page offers to make when it is pressed."""
    return re.findall(r'deferred_file_id: "([^"]+)"', shown)

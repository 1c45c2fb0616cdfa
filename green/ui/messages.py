"""What a browser may send to the application over its open connection, and who may send it."""

from __future__ import annotations

from anyio import CapacityLimiter, to_thread
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from green.settings import Settings
from green.store import shared
from green.ui.identity import by_cookie

# A page runs for everybody and says itself who has to sign in.
_FOR_EVERYBODY = {"rerun_script", "stop_script", "app_heartbeat"}
# Where to hand in a file, the making of a file to take along, and more lines of a long table.
_FOR_WHO_IS_IN = {"file_urls_request", "backend_operation_request"}
_OPERATIONS = {"deferred_file", "dataframe_chunk"}
# Where Streamlit keeps who somebody is at the provider.
_PROVIDERS_COOKIE = "_streamlit_user"
_POLICY_VIOLATION = 1008
_LOOKING = CapacityLimiter(4)


class Messages:
    """Lets through what the pages need.

    Streamlit answers more, to whoever connects: it tells the names of files in the repository,
    empties the caches of all, and takes instructions from developers. A page that is open when its
    session ends still holds the means to make files; with the next one its connection is closed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)

        async def sifted() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                kind = kind_of(message.get("bytes"))
                if kind in _FOR_EVERYBODY:
                    return message
                if kind in _FOR_WHO_IS_IN:
                    if await to_thread.run_sync(is_in, connection, limiter=_LOOKING):
                        return message
                    await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
                    return {"type": "websocket.disconnect", "code": _POLICY_VIOLATION}

        await self._app(scope, sifted, send)


def kind_of(data: bytes | None) -> str | None:
    """What kind of message this is; None for one that no page of ours sends."""
    message = BackMsg()
    try:
        message.ParseFromString(data or b"")
    except DecodeError:
        return None
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        asked = message.backend_operation_request.WhichOneof("payload")
        return kind if asked in _OPERATIONS else None
    return kind


def is_in(connection: HTTPConnection) -> bool:
    """Whether somebody is signed in in this browser at this moment, on either data."""
    settings = Settings.from_environment()
    if settings.sign_in == "oidc" and _PROVIDERS_COOKIE in connection.cookies:
        # Streamlit looked at it as the connection was opened; whose it is, the pages ask.
        return True
    if by_cookie(shared(settings.database), connection.cookies, simulated=False):
        return True
    if not (settings.is_local and settings.simulated.exists()):
        return False
    return by_cookie(shared(settings.simulated), connection.cookies, simulated=True) is not None

"""Before the first page: the database is there and open, and who reaches the app is settled."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.errors import StreamlitSecretNotFoundError

from green.errors import GreenError, NotPossible, Problem
from green.people import first, records
from green.settings import Settings, is_loopback
from green.setup import open_or_set_up
from green.store import shared
from green.texts import _, lazy, listing
from green.ui import oidc, session
from green.ui.garbage import collect_seldom
from green.ui.presses import no_press_is_lost


def ready() -> None:
    """Open the database, making it at the first start; ends the process with a sentence if not."""
    no_press_is_lost()
    collect_seldom()
    settings = Settings.from_environment()
    try:
        need_an_address(str(st.get_option("server.address") or ""), settings)
        if settings.sign_in == "oidc":
            need_a_provider()
            session.identify_by(oidc.Provider())
        made = open_or_set_up(settings)
        with shared(settings.database).read() as query:
            nobody_yet = records.nobody_yet(query)
    except GreenError as error:
        _say(error)
        raise SystemExit(1) from None
    if made:
        n, path = made.communities, made.path
        _say(_("New database {path}: {n} communities.", n=n, path=path))
    if not settings.is_local and not settings.is_secure:
        url = settings.url
        _say(_("Warning: {url} is not encrypted; passwords can be read on the way.", url=url))
    if nobody_yet:
        _say(_("There are no accounts yet. Make the first administrator:"))
        _say(f"{settings.url or _here()}/first-administrator")
        _say(_("One-time code: {code}", code=first.code()))


def hosts() -> list[str]:
    """The names that the app answers to: those of the configuration, and that of `GREEN_URL`.

    Streamlit is told too, for it asks again when a page opens its connection.
    """
    allowed = [str(host) for host in st.get_option("server.allowedHosts") or []]
    host = Settings.from_environment().host
    if host and host not in allowed:
        allowed.append(host)
        config.set_option("server.allowedHosts", allowed, "GREEN_URL")
    return allowed or ["*"]


def _here() -> str:
    return f"http://127.0.0.1:{st.get_option('server.port')}"


def _say(sentence: object) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def need_a_provider() -> None:
    """Raises `NotPossible` unless Streamlit's secrets say who vouches for people."""
    try:
        auth = st.secrets.get("auth") or {}
    except StreamlitSecretNotFoundError:
        auth = {}
    wanted = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    if missing := [name for name in wanted if not auth.get(name)]:
        raise NotPossible(
            Problem(
                lazy("The identity provider is not described: {names}.", names=listing(missing)),
                ".streamlit/secrets.toml [auth]",
                lazy("Write these into the file, or unset GREEN_SIGN_IN."),
            )
        )


def need_an_address(address: str, settings: Settings) -> None:
    """Raises `NotPossible` for an address that other machines reach, unless `GREEN_URL` says that
    this is meant and by which name they do."""
    parts = urlsplit(settings.url)
    is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.path
    if settings.url and not is_address:
        raise NotPossible(
            Problem(
                lazy("“{url}” is not an address of the whole app.", url=settings.url),
                "GREEN_URL",
                lazy("Write it as people open it, with http or https and without a path."),
            )
        )
    if is_loopback(address) or not settings.is_local:
        return
    raise NotPossible(
        Problem(
            lazy("Other machines would reach the app, and it does not know by which address."),
            f"server.address {address}".strip(),
            lazy("Set GREEN_URL to the address that people open, or server.address to 127.0.0.1."),
        )
    )

"""What the surroundings decide: where the database is and where the repository's data are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = ROOT / "criteria"
DATA = ROOT / "data"
DEFAULT_DATABASE = DATA / "local" / "green.duckdb"
DEFAULT_PROVINCE = "37"
DEFAULT_SEED = 8

# An invitation waits in this cookie while its person is at the provider.
PROVIDER_INVITATION_COOKIE = "green_invitation"

# How people are recognised: by a password of ours, or by an OpenID provider.
SignIn = Literal["password", "oidc"]


@dataclass(frozen=True)
class Settings:
    """`database`: a file path, from the command line, else `GREEN_DB`, else the default.

    `url` is where people reach the app if not on this machine (`GREEN_URL`), without a slash at
    the end; empty while it serves this machine only. `sign_in` is `GREEN_SIGN_IN`.
    """

    database: Path
    url: str = ""
    sign_in: SignIn = "password"
    # Where an office keeps its own templates of forms (`GREEN_FORMS`).
    forms: Path | None = None
    # Where the files of evidence lie (`GREEN_EVIDENCE`), if not beside the database.
    files: Path | None = None
    # The office's own map of its places, with its approval number (`GREEN_MAP`).
    map: Path | None = None
    # The district's own works with its prices (`GREEN_WORKS`).
    works: Path | None = None

    def evidence_of(self, database: Path) -> Path:
        """The folder with the files of evidence of one of the databases."""
        folder = f"{database.stem}-evidence"
        return (self.files or self.database.parent) / folder

    @property
    def backups(self) -> Path:
        """Where backups lie unless another folder is named: beside the database."""
        return self.database.parent / "backups"

    @property
    def simulated(self) -> Path:
        """Where the simulated database lies: beside the real one, never in it."""
        return self.database.with_stem(self.database.stem + "-simulated")

    @classmethod
    def from_environment(cls, database: str | None = None) -> Settings:
        path = Path(database or os.environ.get("GREEN_DB") or DEFAULT_DATABASE).absolute()
        way: SignIn = "oidc" if os.environ.get("GREEN_SIGN_IN") == "oidc" else "password"
        forms = os.environ.get("GREEN_FORMS")
        own = Path(forms).absolute() if forms else None
        files = os.environ.get("GREEN_EVIDENCE")
        kept = Path(files).absolute() if files else None
        drawn = os.environ.get("GREEN_MAP")
        office = Path(drawn).absolute() if drawn else None
        priced = os.environ.get("GREEN_WORKS")
        works = Path(priced).absolute() if priced else None
        url = os.environ.get("GREEN_URL", "").rstrip("/")
        return cls(path, url, way, own, kept, office, works)

    @property
    def host(self) -> str:
        """The name in the address that people open, empty on this machine alone."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether only this machine is served.

        The address that people open decides, not the one that is listened on: behind a proxy on
        the same machine the whole network comes in by 127.0.0.1.
        """
        return not self.url or is_loopback(self.host)

    @property
    def reached_at(self) -> str:
        """Where links to the app begin; this machine, where nothing else is set."""
        return self.url or f"http://127.0.0.1:{os.environ.get('STREAMLIT_SERVER_PORT', '8501')}"

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the app over TLS, so that cookies may demand it."""
        return self.url.startswith("https:")

    def cookie(self, *, simulated: bool) -> str:
        """The session cookie's name: real and simulated data have people of their own."""
        name = "green_simulated" if simulated else "green_session"
        # Browsers take a cookie of this prefix only over TLS, for this host and all its paths.
        return f"__Host-{name}" if self.is_secure else name


def is_loopback(host: str) -> bool:
    """Whether a name or address leads to this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

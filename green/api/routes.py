"""All routes and guards, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from green.api import evidence
from green.api.account import account
from green.api.assets import asset, health, plain
from green.api.compressed import Compressed
from green.api.first_administrator import first_administrator
from green.api.gate import Gate
from green.api.headers import Headers
from green.api.invitation import invitation
from green.api.page import answers
from green.api.posts import Posts
from green.api.public_notice import public_notice, public_notices
from green.api.sign_in import sign_in, sign_out
from green.api.unforeseen import Unforeseen

_BOTH = ["GET", "POST"]


def routes() -> list[Route]:
    """What is answered beside the application's pages."""
    return [
        Route("/sign-in", answers(sign_in), methods=_BOTH),
        Route("/sign-out", answers(sign_out), methods=_BOTH),
        Route("/account", answers(account), methods=_BOTH),
        Route("/first-administrator", answers(first_administrator), methods=_BOTH),
        Route("/invitation/{token}", answers(invitation), methods=_BOTH),
        Route("/public-notices", answers(public_notices)),
        Route("/public-notice/{id}", answers(public_notice), methods=_BOTH),
        Route("/evidence/token", evidence.token),
        Route("/evidence/uploads", evidence.begin, methods=["POST"]),
        Route("/evidence/uploads/{id}", evidence.progress),
        Route("/evidence/uploads/{id}", evidence.cancel, methods=["DELETE"]),
        Route("/evidence/uploads/{id}/part", evidence.part, methods=["POST"]),
        Route("/evidence/uploads/{id}/done", evidence.done, methods=["POST"]),
        Route("/evidence/files/{id}", evidence.file),
        Route("/plain", answers(plain)),
        Route("/assets/{name}", asset),
        Route("/health", health),
    ]


def guards(hosts: Sequence[str]) -> list[Middleware]:
    """What every request passes, the outermost first; `hosts` are the names answered to."""
    return [
        Middleware(Headers),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(Unforeseen),
        Middleware(Posts),
        Middleware(Gate),
        Middleware(Compressed),
    ]

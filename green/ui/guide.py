"""The guides of `docs/guide` as the help of the application: the same words, without pictures."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit as st

from green.people.model import Action
from green.settings import ROOT
from green.texts import _, language
from green.ui import address, scope

_FOLDER = ROOT / "docs" / "guide"
_ENDINGS = {"zh_CN": ".zh-CN.md", "en": ".md"}
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img [^>]*>")
# Other documents are not served here: their names stay, without the way to them.
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def guide() -> None:
    """The guide of one audience, at first that of the person here."""
    names = {
        "community": _("For communities"),
        "reviewer": _("For reviewers"),
        "bureau": _("For the housing bureau"),
        "planner": _("For planners"),
        "administrator": _("For administrators"),
    }
    address.bring("guide", names, _own())
    chosen = st.segmented_control(
        _("Guide"),
        list(names),
        format_func=names.__getitem__,
        key="guide",
        required=True,
        label_visibility="collapsed",
    )
    address.keep("guide", _own())
    with st.container(key="guide_text"):
        st.markdown(text(_FOLDER / f"{chosen or _own()}{_ENDINGS[language()]}"))


def _own() -> str:
    if scope.may_somewhere(Action.MANAGE_PEOPLE):
        return "administrator"
    if scope.may_somewhere(Action.REVIEW):
        return "reviewer"
    return "community" if scope.may_somewhere(Action.ANSWER) else "bureau"


@cache
def text(path: Path) -> str:
    """A guide without its pictures, and without the lines that lead to other documents."""
    title, *lines = path.read_text(encoding="utf-8").splitlines()
    body = "\n".join(line for line in lines if not _is_way(line))
    return title + "\n" + _LINK.sub(r"\1", _PICTURE.sub("", body))


def _is_way(line: str) -> bool:
    """Whether a line is nothing but links with dots between them."""
    rest = _LINK.sub("", line)
    return rest != line and not rest.strip(" ·")

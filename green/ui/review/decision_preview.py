"""What would become of each line of a list: counts, what is asked, and the whole table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from green.exchange.decision_list import ReadList
from green.exchange.decision_sheet import problems_of, to_mend
from green.review.matching import How
from green.review.recording import Checked, Line, Outcome
from green.texts import _, n_
from green.ui import show

CHOICES, TURN = "decisions.choices", "decisions.choosing"
_LEAVE_OUT = 0
_MOST_ASKED, _MOST_SHOWN = 30, 20


@dataclass(frozen=True)
class Given:
    """A list as it was pasted or handed in; `data` is the file's."""

    read: ReadList
    data: bytes = b""
    name: str = ""


def preview(given: Given, found: Checked) -> bool:
    """Show what was checked; returns whether the list can be recorded."""
    st.subheader(_("What would be recorded"), anchor=False)
    _counts(found)
    _unreadable(given)
    _asked(found)
    _table(found)
    if given.data and (given.read.problems or found.open_lines):
        problems = problems_of(given.read, found.open_lines)
        st.download_button(
            _("The same file with the problems in its cells"),
            show.in_this_language(lambda: to_mend(given.data, given.name, problems)),
            file_name=_("to-mend-{name}", name=given.name),
            key="decisions.marked",
            icon=":material/download:",
        )
    if not found.new and not found.open_lines:
        st.info(_("Nothing in this list is new."), icon=":material/info:")
    return bool(found.new) and not found.open_lines and not given.read.problems


def _outcome_names() -> dict[Outcome, str]:
    return {
        "new": _("To record"),
        "already": _("Already so"),
        "repeated": _("Repeated"),
        "doubtful": _("Doubtful"),
        "impossible": _("Impossible"),
        "left_out": _("Left out"),
    }


def _how_name(how: How | None) -> str:
    names: dict[How | None, str] = {
        None: "",
        "code": _("by code"),
        "street": _("by street and name"),
        "district": _("by district and name"),
        "city": _("by city and name"),
        "name": _("by name alone"),
        "choice": _("chosen"),
    }
    return names[how]


def _counts(found: Checked) -> None:
    with st.grid(3, min_column_width=104):
        for outcome, name in _outcome_names().items():
            count = found.counts.get(outcome, 0)
            if count or outcome == "new":
                st.metric(name, show.number(count), border=True)


def _unreadable(given: Given) -> None:
    problems = given.read.problems
    if not problems:
        return
    lines = [show.plain(one.as_problem()) for one in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        lines.append(_("and {n} more", n=len(problems) - _MOST_SHOWN))
    st.error(
        "  \n".join(lines),
        title=n_("{n} cell cannot be read", "{n} cells cannot be read", len(problems)),
        icon=":material/error:",
    )


def _asked(found: Checked) -> None:
    """Each line that is doubtful or impossible, also after it was chosen."""
    asked = [
        line
        for line in found.lines
        if line.outcome in ("doubtful", "impossible") or line.row.number in found.choices
    ]
    if not asked:
        return
    st.markdown(_("**Please decide** what these lines mean, or leave them out."))
    for line in asked[:_MOST_ASKED]:
        _ask(line, found)
    if len(asked) > _MOST_ASKED:
        st.caption(_("and {n} more", n=len(asked) - _MOST_ASKED))
    rest = tuple(line.row.number for line in found.open_lines)
    if len(rest) > 1:
        st.button(
            n_("Leave out {n} line", "Leave out all {n} lines", len(rest)),
            key="decisions.leave_out",
            icon=":material/playlist_remove:",
            on_click=_leave_out,
            args=(rest,),
        )


def _ask(line: Line, found: Checked) -> None:
    number = line.row.number
    names = {one.id: f"{one.where} {one.code}" for one in line.match.candidates}
    names[_LEAVE_OUT] = _("leave this line out")
    key = f"decisions.choice.{st.session_state.get(TURN, 0)}.{number}"
    if number in found.choices:
        st.session_state[key] = found.choices[number] or _LEAVE_OUT
    with st.container(border=True, gap="xsmall"):
        st.markdown(_("**Line {n}** {text}", n=number, text=show.plain(line.row.words)))
        if line.why or line.match.why:
            st.caption(show.plain(line.why or line.match.why))
        st.selectbox(
            _("Line {n} means", n=number),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("choose"),
            key=key,
            on_change=_choose,
            args=(key, number),
            label_visibility="collapsed",
        )


def _choose(key: str, number: int) -> None:
    chosen = st.session_state.get(key)
    choices = dict(st.session_state.get(CHOICES) or {})
    if chosen is None:
        choices.pop(number, None)
    else:
        choices[number] = chosen or None
    st.session_state[CHOICES] = choices


def _leave_out(numbers: tuple[int, ...]) -> None:
    choices = dict(st.session_state.get(CHOICES) or {})
    st.session_state[CHOICES] = choices | dict.fromkeys(numbers)


def _table(found: Checked) -> None:
    names = _outcome_names()
    columns: dict[str, list[object]] = {
        _("Line"): [line.row.number for line in found.lines],
        _("As written"): [line.row.words for line in found.lines],
        _("Outcome"): [names[line.outcome] for line in found.lines],
        _("Community"): [_community(line) for line in found.lines],
        _("Matched"): [_how_name(line.match.how) for line in found.lines],
        _("Why"): [str(line.why or "") for line in found.lines],
    }
    if any(line.row.day for line in found.lines):
        columns[_("Date")] = [line.day.isoformat() for line in found.lines]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height=min(38 + 35 * len(found.lines), 420),
        key="decisions.lines",
    )


def _community(line: Line) -> str:
    one = line.match.community
    return f"{one.where} {one.code}" if one else ""

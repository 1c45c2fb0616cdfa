"""Small things every page shows the same way: text as typed, dates, times, states, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from html import escape
from urllib.parse import quote

import streamlit as st
from babel.dates import format_time

from green import clock, incidents, texts
from green.assessment.model import Case, State
from green.errors import GreenError
from green.people.model import ROLES, role_name
from green.people.records import names
from green.standard.model import Standard
from green.standard.verdict import Verdict
from green.texts import _, join, language, written
from green.texts.direction import isolated
from green.ui import session

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~:$&@])")
# Icons, arrows and addresses are made of text that Markdown has read already, so that no
# backslash keeps them from it; a sign without width inside them does.
_MADE_LATER = re.compile(
    r":(?=[\w+\-/]+:)|(?<!\S)[<>~-](?=[-=>]{1,2}(?!\S))|(?<=www)(?=\.)|(?<=http)(?=s?:)|(?=@)"
)
_JOINER = "\u2060"


def plain(text: object) -> str:
    """Text that people typed, safe to stand in Markdown: shown letter for letter."""
    kept = _MADE_LATER.sub(lambda found: found[0] + _JOINER, isolated(str(text)))
    return _MARKDOWN.sub(r"\\\1", kept).replace("\n", " ")


def dotted(*parts: object) -> str:
    """Parts in one line with dots between them; where it wraps, no line begins with a dot."""
    return "\u00a0· ".join(str(part) for part in parts)


def person_name(person: str) -> str:
    """Who did something, as it is said on the screen: rows also name three that are nobody."""
    match person:
        case "local":
            return _("this machine")
        case "simulated":
            return _("simulation")
        case "data":
            return _("published data")
        case _other if person.startswith("simulated-") and person[10:] in ROLES:
            return str(role_name(person.removeprefix("simulated-")))
        case _other:
            return plain(_name(person))


def _name(person: str) -> str:
    """The name shown for an account; a row may also name somebody who has none."""
    here = session.person()
    if here is not None and here.id == person:
        return here.name
    return session.once(("name", person), lambda: _looked_up(person))


def _looked_up(person: str) -> str:
    with session.store().read() as query:
        return names(query, [person]).get(person, person)


def by(person: str, on_behalf_of: str | None) -> str:
    """Who typed something, and whose word it was if not their own."""
    name = person_name(person)
    if on_behalf_of is None:
        return name
    return _("{person} for {other}", person=name, other=plain(on_behalf_of))


def link(label: str, address: str, *, primary: bool = False) -> None:
    """A way to a page outside the shell, in this window: Streamlit's own links open another."""
    kind = "button primary" if primary else "button"
    st.html(f'<a class="{kind}" href="{escape(address)}" target="_self">{escape(label)}</a>')


def script(name: str, word: str) -> None:
    """Run one of our scripts in the page with a word that it is told; scripts written into the
    page itself are not run (Content-Security-Policy)."""
    st.html(
        f'<script src="/assets/{name}.js?{quote(word)}"></script>', unsafe_allow_javascript=True
    )


def day(value: date) -> str:
    """A date as the language writes it: 2022年12月31日."""
    return written.day(value)


def moment(value: datetime) -> str:
    """A stored UTC moment in China's time: the hour today, else date and hour."""
    local = clock.in_china(value)
    hour = format_time(local, "HH:mm:ss", locale=language())
    return hour if local.date() == clock.today() else f"{day(local.date())} {hour}"


def number(value: int) -> str:
    return written.number(value)


def percent(value: Fraction | None) -> str:
    """A rate with one decimal, a dash where there is none."""
    return written.percent(value)


def error(problem: GreenError, title: str | None = None) -> None:
    """What was refused and how to mend it, as it was said."""
    st.error(plain(problem), title=title, icon=":material/error:")


def unforeseen(problem: Exception) -> bool:
    """For `st.App`: an exception out of a page or a callback, by its number in the log alone."""
    if isinstance(problem, GreenError):
        error(problem)
        return True
    number = incidents.record(problem)
    said = _("Something went wrong, and it was not your mistake. Load the page again.")
    number_for = _("If it happens again, tell your administrator this number:")
    st.error(f"{join(said, number_for)} {number}", icon=":material/error:")
    return True


def state(found: State) -> None:
    """The states as badges, each in words; what is not reached is not shown."""
    with st.container(horizontal=True, gap="xsmall"):
        if found.named:
            st.badge(_("Named"), icon=":material/military_tech:", color="yellow")
        if found.attained:
            # Where a chain decides, somebody is named or not; else the community says it itself.
            words = _("Attained, self-declared") if found.named is None else _("Attained")
            st.badge(words, icon=":material/verified:", color="green")
        if found.submitted:
            st.badge(_("Submitted"), icon=":material/outbox:", color="blue")
        if found.participating:
            st.badge(_("Participating"), icon=":material/how_to_reg:", color="violet")
        else:
            st.badge(_("Not participating"), icon=":material/radio_button_unchecked:", color="gray")


def headline(verdict: Verdict) -> str:
    """How far the answers have got, and what is in the way."""
    answered = len(verdict.items) - len(verdict.unanswered)
    parts = [_("{n} of {all} answered", n=answered, all=len(verdict.items))]
    if not verdict.unanswered:
        parts = [str(verdict.headline)]
    elif verdict.unmet:
        parts.append(_("not met: {items}", items=verdict.named(verdict.unmet)))
    return dotted(*parts)


def in_this_language(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file is made when it is pressed, outside of the page's run and its language."""
    spoken = language()

    def made() -> bytes:
        texts.use(spoken)
        return make()

    return made


def is_dark() -> bool:
    return st.context.theme.type == "dark"


def source(case: Case) -> None:
    """Which document the page's questions come from."""
    standard_source(case.standard)


def standard_source(standard: Standard) -> None:
    """The document of one text of a standard, which need not be today's."""
    st.caption(
        dotted(
            standard.title,
            standard.source.document,
            standard.version,
            f"SHA-256\u00a0{standard.sha256[:12]}",
        )
    )

"""What of the log is asked for: person, action, place and days, all in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from green import clock
from green.clock import CHINA
from green.log import records as log
from green.log.model import Entry
from green.people import directory
from green.people.log_sentences import ACTIONS
from green.registry.division_search import find_divisions
from green.registry.search import find
from green.store import Query
from green.texts import _
from green.ui import address

_MOST_NAMED = 50
_BEFORE = "before"


@dataclass(frozen=True)
class Asked:
    """The filter: texts as they were typed, days in China, `before` for older pages."""

    person: str = ""
    action: str = ""
    place: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None

    def read(self, query: Query, scopes: list[str], limit: int) -> list[Entry]:
        """The rows inside the scopes, the latest first."""
        return log.entries(
            query,
            scopes,
            person=_people(query, scopes, self.person),
            action=self.action,
            subject=_places(query, scopes, self.place),
            since=_moment(self.first) if self.first else None,
            until=_moment(self.last + timedelta(days=1)) if self.last else None,
            before=self.before,
            limit=limit,
        )

    def whole(self) -> Asked:
        """The same without pages."""
        return replace(self, before=None)


def asked() -> Asked:
    """The fields above the list."""
    with st.grid("auto", min_column_width=168, gap="small"):
        person = st.text_input(
            _("Person"),
            placeholder=_("name or account"),
            key="who",
            bind="query-params",
            on_change=latest,
        )
        address.bring("action", ACTIONS, None)
        action = st.selectbox(
            _("Action"),
            list(ACTIONS),
            index=None,
            format_func=lambda one: str(ACTIONS[one]),
            placeholder=_("all"),
            key="action",
            on_change=latest,
        )
        address.keep("action", None)
        place = st.text_input(
            _("Where"),
            placeholder=_("name or code"),
            key="place",
            bind="query-params",
            on_change=latest,
        )
        first = _day(_("From"), "from")
        last = _day(_("To"), "to")
    before = st.query_params.get(_BEFORE, "")
    return Asked(
        (person or "").strip(),
        action or "",
        (place or "").strip(),
        first,
        last,
        int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
    )


def older(entry: Entry) -> None:
    """Go on below this row (for callbacks)."""
    st.query_params[_BEFORE] = str(entry.id)


def latest() -> None:
    """Back to the latest rows, also with another filter (for callbacks)."""
    st.query_params.pop(_BEFORE, None)


def _day(label: str, key: str) -> date | None:
    found = st.date_input(
        label,
        value=None,
        key=key,
        format="YYYY-MM-DD",
        bind="query-params",
        on_change=latest,
    )
    return found if isinstance(found, date) else None


def _moment(day: date) -> datetime:
    """The beginning of a day in China, as the database stores moments."""
    return datetime.combine(day, time.min, CHINA).astimezone(UTC).replace(tzinfo=None)


def _people(query: Query, scopes: list[str], text: str) -> str | list[str]:
    """The sign-in names that are meant; what is in no account stands for itself (console)."""
    if not text:
        return ""
    found = directory.find(query, scopes, text, _MOST_NAMED)
    return [text.lower(), *(one.person.id for one in found)]


def _places(query: Query, scopes: list[str], text: str) -> str | list[str]:
    """The beginnings of codes that are meant."""
    if not text or text.isdecimal():
        return text
    codes = [one.code for one in find_divisions(query, text, scopes, _MOST_NAMED)]
    codes += [one.code for one in find(query, text, scopes, clock.today(), _MOST_NAMED)]
    return codes

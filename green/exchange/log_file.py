"""The log as a file; that somebody took it away stands in the log too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from openpyxl import Workbook

from green import clock
from green.exchange.sheets import csv_file, fill, saved, sheet_of
from green.log import records as log
from green.log.model import Entry
from green.people import guard, records
from green.people.log_sentences import ACTIONS, named, people_in, sentence
from green.people.model import Action, Actor
from green.people.place_names import place_names
from green.store import Query, Store
from green.texts import _

Kind = Literal["csv", "xlsx"]
Read = Callable[[Query, list[str]], list[Entry]]


def log_file(store: Store, actor: Actor, kind: Kind, read: Read) -> bytes:
    """The rows that `read` finds in the actor's scopes; raises `NotAllowed`.

    One row of the log for each scope says that they were exported, and how many.
    """
    guard.somewhere(store, actor, Action.SEE_LOG)
    with store.write() as query:
        scopes = guard.scopes(query, actor, Action.SEE_LOG)
        entries = read(query, scopes)
        for scope in scopes:
            log.add(query, actor.person, "export", scope, what="log", rows=len(entries), file=kind)
    # What follows takes a while; others may write meanwhile.
    with store.read() as query:
        rows = _rows(query, entries)
    if kind == "csv":
        return csv_file(rows)
    book = Workbook()
    sheet = sheet_of(book)
    sheet.title = _("Log")
    fill(sheet, rows, (8, 20, 24, 20, 48, 16, 28, 40, 66, 66))
    return saved(book)


def _rows(query: Query, entries: Sequence[Entry]) -> list[list[object]]:
    names = records.names(query, sorted({one for entry in entries for one in people_in(entry)}))
    places = place_names(query, (entry.subject for entry in entries))
    heading: list[object] = [
        _("Number"),
        _("Time (China)"),
        _("Who"),
        _("Action"),
        _("What"),
        _("Code"),
        _("Place"),
        _("Details"),
        _("Hash before"),
        _("Hash"),
    ]
    rows = [heading]
    for entry in entries:
        when = clock.in_china(entry.recorded_at)
        rows.append(
            [
                entry.id,
                f"{when:%Y-%m-%d %H:%M:%S}",
                named(entry.person, names),
                ACTIONS.get(entry.action, entry.action),
                sentence(entry, names),
                entry.subject,
                places.get(entry.subject, ""),
                entry.details,
                entry.previous,
                entry.hash,
            ]
        )
    return rows

"""`import decisions`: lists of decisions taken outside, from a file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from green.commands import people_words
from green.texts import _

if TYPE_CHECKING:
    from green.exchange.decision_list import ReadList
    from green.people.model import Actor
    from green.review.recording import Checked, Line
    from green.standard.programme import Programme
    from green.store import Store

_Verbs = Any  # argparse has no public name for what add_subparsers returns


def add_parser(verbs: _Verbs, add_database: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of `import decisions`."""
    parser = verbs.add_parser("import", help=_("record what stands in a file"))
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    found = kinds.add_parser("decisions", help=_("a list of decisions taken outside"))
    found.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx, .csv or text"))
    found.add_argument("--document", required=True, metavar="TEXT", help=_("its number"))
    found.add_argument("--date", required=True, metavar="DATE", help=_("the effective date"))
    found.add_argument("--state", required=True, choices=("attained", "named", "revoked"))
    found.add_argument("--batch", default="", metavar="TEXT")
    found.add_argument("--reason", default="", metavar="TEXT", help=_("of a revocation"))
    found.add_argument(
        "--scope", metavar="CODE", help=_("where names are looked for; default: the own place")
    )
    found.add_argument("--check", action="store_true", help=_("only check; store nothing"))
    found.add_argument("--json", action="store_true", help=_("print JSON alone"))
    add_database(found)
    people_words.add_as(found)
    found.set_defaults(run=import_decisions)


def import_decisions(options: argparse.Namespace) -> int:
    """Check a list and, without `--check`, record it whole. 1 if a line keeps it from that."""
    from green import clock
    from green.assessment.programmes import programme_here
    from green.commands.people import actor, opened
    from green.errors import Refused
    from green.exchange.decision_words import STATES
    from green.people.guard import logging_refusals
    from green.review.paper import Paper
    from green.review.recording import apply, check

    paper = Paper(
        options.document,
        clock.read_date(options.date, "--date"),
        STATES[options.state],
        options.batch,
        options.reason,
    )
    with opened(options) as store:
        who = actor(store, options)
        with store.read() as query:
            programme = programme_here(query)
        scope = _scope(store, who, programme, options.scope)
        read = _read(options.file)
        if read.problems:
            raise Refused(*(one.as_problem() for one in read.problems))
        if options.check:
            with logging_refusals(store), store.read() as query:
                found = check(query, who, programme, scope, paper, read.rows)
        else:
            found = apply(store, who, programme, scope, paper, read.rows)
    _show(found, recorded=not options.check, as_json=options.json)
    return 1 if found.open_lines else 0


def _scope(store: Store, who: Actor, programme: Programme, asked: str | None) -> str:
    """The place the list is for: as asked, else the person's own, at most the region."""
    from green.people import guard
    from green.people.model import Action

    if asked is not None:
        return asked
    with store.read() as query:
        own = guard.scopes(query, who, Action.RECORD_DECISIONS)
    inside = [scope for scope in own if scope.startswith(programme.region)]
    return inside[0] if len(inside) == 1 else programme.region


def _read(path: Path) -> ReadList:
    from green.errors import Problem, Refused
    from green.exchange.decision_list import decoded, read_file, read_text
    from green.texts import lazy

    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            Problem(
                lazy("The file cannot be read: {cause}.", cause=error.strerror or error),
                path,
                lazy("Check the path."),
            )
        ) from None
    if path.suffix.lower() in (".xlsx", ".csv"):
        return read_file(data, path.name)
    return read_text(decoded(data))


def _show(found: Checked, *, recorded: bool, as_json: bool) -> None:
    if as_json:
        value = {
            "document": found.paper.document,
            "recorded": len(found.new) if recorded else 0,
            "counts": found.counts,
            "lines": [_as_json(line) for line in found.lines],
        }
        print(json.dumps(value, ensure_ascii=False, indent=2))
        return
    from green.review.recording import as_problem

    for line in found.open_lines:
        print(as_problem(line))
    new, rest = len(found.new), len(found.lines) - len(found.new)
    if recorded:
        print(_("{n} recorded, {rest} recorded before or repeated.", n=new, rest=rest))
    else:
        wrong = len(found.open_lines)
        print(
            _(
                "{n} would be recorded, {wrong} lines are doubtful or impossible; nothing is "
                "stored.",
                n=new,
                wrong=wrong,
            )
        )


def _as_json(line: Line) -> dict[str, Any]:
    one = line.match.community
    return {
        "line": line.row.number,
        "text": line.row.words,
        "outcome": line.outcome,
        "code": one.code if one else None,
        "name": one.where if one else None,
        "how": line.match.how,
        "state": line.kind,
        "date": line.day.isoformat(),
        "batch": line.batch,
        "why": str(line.why) if line.why else None,
        "candidates": [
            {"code": other.code, "name": other.where} for other in line.match.candidates
        ],
    }

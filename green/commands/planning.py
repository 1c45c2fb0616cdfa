"""`compare`: two to six places side by side, item by item. Imports wait until they are needed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from green.commands import people_words
from green.texts import _

if TYPE_CHECKING:
    from green.planning.comparing import Comparison, Difference

_Verbs = Any  # argparse has no public name for what add_subparsers returns


def add_parser(verbs: _Verbs, add_database: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of `compare`."""
    found = verbs.add_parser("compare", help=_("two to six places side by side, item by item"))
    found.add_argument("codes", nargs="+", metavar="CODE", help=_("districts, cities or streets"))
    found.add_argument("--programme", metavar="ID", help=_("default: that of the database"))
    found.add_argument("--against", choices=("first", "rest"), default="first",
        help=_("the first place, or the rest of the programme's region"))  # fmt: skip
    found.add_argument("--as-of", metavar="DATE", help=_("the day; default: today"))
    found.add_argument("--known-at", metavar="MOMENT", help=_("what was recorded by then"))
    found.add_argument("--size", metavar="NAME", help=_("communities with so many households"))
    found.add_argument("--built", metavar="NAME", help=_("communities built then"))
    found.add_argument("--kind", metavar="NAME", help=_("communities of this kind"))
    found.add_argument("--json", action="store_true", help=_("print JSON alone"))
    add_database(found)
    people_words.add_as(found)
    found.set_defaults(run=compare)


def compare(options: argparse.Namespace) -> None:
    """Print the comparison; what the page Items and districts shows."""
    from green import clock
    from green.assessment.programmes import programme_here, programme_named
    from green.commands.people import actor, opened
    from green.people import guard
    from green.people.model import Action
    from green.planning import likeness
    from green.planning.reading import comparison
    from green.standard import loader

    if options.programme is not None:
        loader.programme(options.programme)
    as_of = clock.read_date(options.as_of, "--as-of") if options.as_of else None
    known_at = clock.read_moment(options.known_at, "--known-at") if options.known_at else None
    like = likeness.read(options.size, options.built, options.kind)
    with opened(options) as store:
        who = actor(store, options)
        with guard.logging_refusals(store), store.read() as query:
            programme = (
                programme_named(query, options.programme)
                if options.programme
                else programme_here(query)
            )
            for code in options.codes:
                guard.need(query, who, Action.SEE_FIGURES, code)
            if options.against == "rest":
                guard.need(query, who, Action.SEE_FIGURES, programme.region)
            found = comparison(
                query,
                programme,
                options.codes,
                against=options.against,
                like=like,
                as_of=as_of,
                known_at=known_at,
            )
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    _print(found)


def _print(found: Comparison) -> None:
    from green.texts import written

    for place in found.places:
        handed_in = _("{n} of {all} handed in", n=place.handed_in, all=place.listed)
        print(f"{place.code:<10}{place.name}  {handed_in}")
    for at, item in enumerate(found.items):
        print(f"\n{item.ref:>3}  {item.title}")
        beside = {one.place.code: one.differences[at] for one in found.compared}
        for place in found.places:
            cell = place.cells[at]
            difference = beside.get(place.code)
            said = "" if difference is None else _said(difference)
            print(f"     {place.code:<10}{cell.met:>6} /{cell.base:>6}  "
                  f"{written.percent(cell.rate):>6}  {said}")  # fmt: skip


def _said(difference: Difference) -> str:
    from green.planning.comparing_words import difference_words

    return difference_words(difference)

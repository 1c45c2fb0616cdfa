"""The words of `works` and of `export works`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from green.commands import people_words, works
from green.texts import _

_Verbs = Any  # argparse has no public name for what add_subparsers returns


def add_parsers(verbs: _Verbs) -> None:
    """The words of `works check`; it needs no database."""
    about = verbs.add_parser("works", help=_("the file of works and prices"))
    actions = about.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help=_("check files of works"))
    check.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help=_("default: the file in use")
    )
    check.add_argument("--json", action="store_true", help=_("print JSON alone"))
    check.set_defaults(run=works.check)


def add_export(actions: _Verbs, add_database: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of `export works`."""
    taking = actions.add_parser("works", help=_("the renovation list as Excel or GeoJSON"))
    add_database(taking)
    people_words.add_as(taking)
    taking.add_argument("--scope", required=True, metavar="CODE", help=_("a division"))
    taking.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="FILE",
        help=_("a .xlsx or .geojson that does not exist yet"),
    )
    taking.add_argument("--item", metavar="ITEM", help=_("only works for this item"))
    taking.add_argument(
        "--phase", type=int, metavar="NUMBER", help=_("only this phase; 0: without one")
    )
    taking.add_argument("--safety", action="store_true", help=_("only works for safety"))
    taking.add_argument(
        "--near", action="store_true", help=_("only communities that lack one or two items")
    )
    taking.add_argument(
        "--attained", action="store_true", help=_("also communities that have attained")
    )
    taking.add_argument("--programme", metavar="ID", help=_("default: that of the province"))
    taking.add_argument("--as-of", metavar="DATE", help=_("the day; default: today"))
    taking.add_argument("--known-at", metavar="MOMENT", help=_("what was recorded by then"))
    taking.add_argument("--json", action="store_true", help=_("print JSON alone"))
    taking.set_defaults(run=works.export)

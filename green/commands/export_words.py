"""The words of `export`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from green.commands import export, people_words, works_words
from green.texts import _

_Verbs = Any  # argparse has no public name for what add_subparsers returns


def add_parsers(verbs: _Verbs, add_database: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of `export forms`, `export bulletin` and `export works`."""
    taking = verbs.add_parser("export", help=_("files to take away"))
    actions = taking.add_subparsers(dest="action", required=True, metavar="ACTION")
    forms = actions.add_parser("forms", help=_("the official forms as Word or Excel"))
    add_database(forms)
    people_words.add_as(forms)
    forms.add_argument(
        "--scope", required=True, metavar="CODE", help=_("a community, or a division for all in it")
    )
    forms.add_argument(
        "--form",
        required=True,
        choices=("self-assessment", "summary", "public-notice", "blank", "rectification-plan"),
    )
    forms.add_argument("--kind", choices=("docx", "xlsx"), default="docx", help=_("Word or Excel"))
    forms.add_argument(
        "--to",
        required=True,
        type=Path,
        metavar="PATH",
        help=_("an empty folder, or a .zip that does not exist yet"),
    )
    forms.add_argument("--programme", metavar="ID", help=_("default: that of the province"))
    forms.add_argument("--as-of", metavar="DATE", help=_("the day; default: today"))
    forms.add_argument(
        "--everybody", action="store_true", help=_("also communities that do not take part")
    )
    forms.add_argument(
        "--notice",
        type=int,
        metavar="NUMBER",
        help=_("public notice: which list; default: the newest of the place"),
    )
    for name, help_text in (
        ("--starts", _("public notice: its first day")),
        ("--ends", _("public notice: its last day")),
        ("--contact", _("public notice: where to object")),
    ):
        forms.add_argument(name, default="", metavar="TEXT", help=help_text)
    forms.set_defaults(run=export.export_forms)

    bulletin = actions.add_parser("bulletin", help=_("a period's bulletin as Word or Excel"))
    add_database(bulletin)
    people_words.add_as(bulletin)
    bulletin.add_argument("--scope", metavar="CODE", help=_("a division; default: the region"))
    for name, where, help_text in (
        ("--from", "first", _("the first day of the period")),
        ("--until", "last", _("the last day of the period")),
    ):
        bulletin.add_argument(name, dest=where, required=True, metavar="DATE", help=help_text)
    bulletin.add_argument(
        "--kind", choices=("docx", "xlsx"), help=_("Word or Excel; default: by the file's name")
    )
    bulletin.add_argument(
        "--to",
        required=True,
        type=Path,
        metavar="FILE",
        help=_("a .docx or .xlsx that does not exist yet"),
    )
    bulletin.add_argument("--programme", metavar="ID", help=_("default: that of the province"))
    bulletin.add_argument("--known-at", metavar="MOMENT", help=_("what was recorded by then"))
    bulletin.add_argument(
        "--office", default="", metavar="TEXT", help=_("who gives it out; default: left to a pen")
    )
    bulletin.add_argument("--json", action="store_true", help=_("print JSON alone"))
    bulletin.set_defaults(run=export.export_bulletin)

    works_words.add_export(actions, add_database)

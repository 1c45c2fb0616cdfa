"""`python -m green …`: the same rules and figures as the pages, for scripts and the terminal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from green import texts
from green.commands import (
    backup_words,
    decisions,
    export_words,
    general,
    people_words,
    planning,
    works_words,
)
from green.errors import GreenError
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED
from green.texts import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused with reasons on standard error, 2 usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    texts.use(_asked_language(given))
    options = _parser().parse_args(given)
    try:
        run = options.run
        return int(run(options) or 0)
    except GreenError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone; what is left to print must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _asked_language(given: Sequence[str]) -> texts.Language:
    """The language has to be known before the parser is built with its help texts."""
    asked = os.environ.get("GREEN_LANG", "")
    for word, following in pairwise([*given, ""]):
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return "en" if asked == "en" else texts.DEFAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m green", description=_("Green community creation on the command line.")
    )
    parser.add_argument(
        "--lang", choices=texts.LANGUAGES, help=_("language of the output (or GREEN_LANG)")
    )
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    standards = verbs.add_parser("standards", help=_("the standards and programmes"))
    actions = standards.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help=_("list all standards"))
    _add_json(listed)
    listed.set_defaults(run=general.standards_list)
    show = actions.add_parser("show", help=_("show one standard"))
    show.add_argument("id")
    _add_json(show)
    show.set_defaults(run=general.standards_show)
    check = actions.add_parser("check", help=_("check standard or programme files"))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_json(check)
    check.set_defaults(run=general.standards_check)

    assess = verbs.add_parser("assess", help=_("judge an answers file; needs no database"))
    assess.add_argument("file", type=Path, metavar="FILE")
    _add_json(assess)
    assess.set_defaults(run=general.assess)

    init = verbs.add_parser("init", help=_("make a database for a province"))
    _add_database(init)
    init.add_argument(
        "--province", default=DEFAULT_PROVINCE, help=_("two-digit code (37 is Shandong), or all")
    )
    init.add_argument(
        "--programme", metavar="ID", help=_("of a part of the province, if not the province's own")
    )
    _add_json(init)
    init.set_defaults(run=general.init)

    progress = verbs.add_parser("progress", help=_("figures of a programme as of a date"))
    _add_database(progress)
    progress.add_argument("--programme", required=True, metavar="ID")
    progress.add_argument("--scope", metavar="CODE", help=_("a division; default: the region"))
    progress.add_argument("--by", choices=("city", "district", "street"), default="city")
    progress.add_argument("--as-of", metavar="DATE", help=_("the day; default: today"))
    progress.add_argument("--known-at", metavar="MOMENT", help=_("what was recorded by then"))
    people_words.add_as(progress)
    progress.add_argument("--series", choices=("month",), help=_("also every month's end"))
    progress.add_argument(
        "--pace", action="store_true", help=_("also the pace of 90 days and where it would lead")
    )
    progress.add_argument(
        "--funnel", action="store_true", help=_("also where communities wait and how long")
    )
    progress.add_argument(
        "--questions", action="store_true", help=_("also what is to be asked of the data")
    )
    _add_json(progress)
    progress.set_defaults(run=general.progress)

    planning.add_parser(verbs, _add_database)

    demo = verbs.add_parser("demo", help=_("make a database with a simulated history"))
    _add_database(demo)
    demo.add_argument(
        "--province", default=DEFAULT_PROVINCE, help=_("two-digit code (37 is Shandong), or all")
    )
    demo.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help=_("the same seed gives the same data")
    )
    _add_json(demo)
    demo.set_defaults(run=general.demo)

    people_words.add_parsers(verbs, _add_database)
    decisions.add_parser(verbs, _add_database)
    export_words.add_parsers(verbs, _add_database)
    backup_words.add_parsers(verbs, _add_database)
    works_words.add_parsers(verbs)

    bench = verbs.add_parser("bench", help=_("measure speed on real sizes"))
    bench.add_argument("what", choices=("walk", "queue", "progress", "planning", "browser"))
    bench.add_argument(
        "--province",
        default=DEFAULT_PROVINCE,
        help=_("of progress, planning and browser: two-digit code (37 is Shandong), or all"),
    )
    _add_json(bench)
    bench.set_defaults(run=general.bench)
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print JSON alone"))


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", metavar="PATH", help=_("the database file (or GREEN_DB)"))

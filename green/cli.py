"""`python -m green …`: the same rules and figures as the pages, for scripts and the terminal.

Imports inside the commands keep those quick that need no database.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from green import texts
from green.errors import GreenError, Refused
from green.settings import DEFAULT_PROVINCE, DEFAULT_SEED, Settings
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
    for word, following in zip(given, [*given[1:], ""], strict=True):
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
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    standards = commands.add_parser("standards", help=_("the standards and programmes"))
    actions = standards.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help=_("list all standards"))
    _add_json(listed)
    listed.set_defaults(run=_standards_list)
    show = actions.add_parser("show", help=_("show one standard"))
    show.add_argument("id")
    _add_json(show)
    show.set_defaults(run=_standards_show)
    check = actions.add_parser("check", help=_("check standard or programme files"))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_json(check)
    check.set_defaults(run=_standards_check)

    assess = commands.add_parser("assess", help=_("judge an answers file; needs no database"))
    assess.add_argument("file", type=Path, metavar="FILE")
    _add_json(assess)
    assess.set_defaults(run=_assess)

    init = commands.add_parser("init", help=_("make a database for a province"))
    _add_database(init)
    init.add_argument(
        "--province", default=DEFAULT_PROVINCE, help=_("two-digit code (37 is Shandong), or all")
    )
    _add_json(init)
    init.set_defaults(run=_init)

    progress = commands.add_parser("progress", help=_("figures of a programme as of a date"))
    _add_database(progress)
    progress.add_argument("--programme", required=True, metavar="ID")
    progress.add_argument("--scope", metavar="CODE", help=_("a division; default: the region"))
    progress.add_argument("--by", choices=("city", "district", "street"), default="city")
    progress.add_argument("--as-of", metavar="DATE", help=_("the day; default: today"))
    progress.add_argument("--known-at", metavar="MOMENT", help=_("what was recorded by then"))
    progress.add_argument("--series", choices=("month",), help=_("also every month's end"))
    _add_json(progress)
    progress.set_defaults(run=_progress)

    demo = commands.add_parser("demo", help=_("make a database with a simulated history"))
    _add_database(demo)
    demo.add_argument(
        "--province", default=DEFAULT_PROVINCE, help=_("two-digit code (37 is Shandong), or all")
    )
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED, help=_("equal seeds, equal rows"))
    _add_json(demo)
    demo.set_defaults(run=_demo)

    bench = commands.add_parser("bench", help=_("measure speed on real sizes"))
    bench.add_argument("what", choices=("walk",))
    _add_json(bench)
    bench.set_defaults(run=_bench)
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print JSON alone"))


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", metavar="PATH", help=_("the database file (or GREEN_DB)"))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _standards_list(options: argparse.Namespace) -> None:
    from green.standard import loader

    found = [loader.standard(standard_id) for standard_id in loader.standard_ids()]
    if options.json:
        _print_json(
            [
                {
                    "id": one.id,
                    "version": one.version,
                    "title": one.title.model_dump(),
                    "document": one.source.document,
                    "items": len(one.items),
                    "sha256": one.sha256,
                }
                for one in found
            ]
        )
        return
    for one in found:
        print(f"{one.id}  {one.version}  {one.title}  {one.source.document}")


def _standards_show(options: argparse.Namespace) -> None:
    from green.standard import loader

    standard = loader.standard(options.id)
    if options.json:
        _print_json(standard.model_dump(mode="json") | {"sha256": standard.sha256})
        return
    print(f"{standard.title}  {standard.source.document}  {standard.version}")
    for area in standard.areas:
        print(f"\n{area.title}")
        for item in area.items:
            print(f"{item.ref:>4}  {item.requirement}")


def _standards_check(options: argparse.Namespace) -> int:
    from green.standard.loader import check_file

    answers = []
    for path in options.files:
        try:
            found = check_file(path)
        except Refused as refused:
            answers.append({"file": str(path), "ok": False, "problems": str(refused).split("\n")})
            print(refused, file=sys.stderr)
        else:
            answers.append({"file": str(path), "ok": True, "id": found.id})
            if not options.json:
                print(_("{file}: in order ({id}).", file=path, id=found.id))
    if options.json:
        _print_json(answers)
    return 0 if all(answer["ok"] for answer in answers) else 1


def _assess(options: argparse.Namespace) -> None:
    from green.standard.validator import load_answers
    from green.standard.verdict import judge

    verdict = judge(*load_answers(options.file))
    if options.json:
        _print_json(verdict.as_json())
        return
    print(verdict.headline)
    for judged in verdict.items:
        print(f"{judged.item.ref:>4}  {judged.item.title}  {judged.explanation}")


def _init(options: argparse.Namespace) -> None:
    from green.setup import set_up

    made = set_up(Settings.from_environment(options.db).database, options.province)
    if options.json:
        _print_json(
            {
                "database": str(made.path),
                "province": made.province,
                "communities": made.communities,
            }
        )
        return
    print(_("{path}: {n} communities.", path=made.path, n=made.communities))


def _demo(options: argparse.Namespace) -> None:
    from dataclasses import asdict

    from green.simulation.build import simulate

    settings = Settings.from_environment(options.db)
    path = settings.database if options.db else settings.simulated
    made = simulate(path, options.province, options.seed, _tell)
    if options.json:
        _print_json(asdict(made) | {"path": str(made.path), "simulated": True})
        return
    print(_("{path}: simulated, {n} communities.", path=made.path, n=made.communities))


def _tell(share: float) -> None:
    """Progress of long work, on standard error where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _progress(options: argparse.Namespace) -> None:
    from green import clock
    from green.assessment.programmes import programme_named
    from green.progress.figures import progress
    from green.standard import loader
    from green.store import Store

    loader.programme(options.programme)
    as_of = clock.read_date(options.as_of, "--as-of") if options.as_of else None
    known_at = clock.read_moment(options.known_at, "--known-at") if options.known_at else None
    store = Store.open(Settings.from_environment(options.db).database)
    try:
        with store.read() as query:
            found = progress(
                query,
                programme_named(query, options.programme),
                scope=options.scope,
                by=options.by,
                as_of=as_of,
                known_at=known_at,
                monthly=options.series == "month",
            )
    finally:
        store.close()
    if options.json:
        _print_json(found.as_json())
        return
    for row in (*found.rows, found.total):
        counts, denominator = row.standing.counts, row.standing.denominator
        rate = row.standing.rate("attained")
        share = "–" if rate is None else f"{float(rate):.1%}"
        print(
            f"{row.code:<10}{counts.participating:>7}{counts.submitted:>7}{counts.attained:>7}"
            f" /{denominator.count:>7}  {share:>6}  {row.name}"
        )


def _bench(options: argparse.Namespace) -> None:
    from green.ui import bench

    figures = bench.walk()
    if options.json:
        _print_json(figures)
        return
    for name, value in figures.items():
        print(f"{name}: {value}")

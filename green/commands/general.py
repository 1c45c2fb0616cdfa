"""What each command of `python -m green` does, and what it prints.

Imports inside the commands keep those quick that need no database.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from green.errors import Refused
from green.settings import Settings
from green.texts import _


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def standards_list(options: argparse.Namespace) -> None:
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


def standards_show(options: argparse.Namespace) -> None:
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


def standards_check(options: argparse.Namespace) -> int:
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


def assess(options: argparse.Namespace) -> None:
    from green.standard.validator import load_answers
    from green.standard.verdict import judge

    verdict = judge(*load_answers(options.file))
    if options.json:
        _print_json(verdict.as_json())
        return
    print(verdict.headline)
    for judged in verdict.items:
        print(f"{judged.item.ref:>4}  {judged.item.title}  {judged.explanation}")


def init(options: argparse.Namespace) -> None:
    from green.setup import set_up

    made = set_up(
        Settings.from_environment(options.db).database, options.province, options.programme
    )
    if options.json:
        _print_json(
            {
                "database": str(made.path),
                "province": made.province,
                "communities": made.communities,
            }
        )
        return
    print(_("New database {path}: {n} communities.", path=made.path, n=made.communities))


def demo(options: argparse.Namespace) -> None:
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


def progress(options: argparse.Namespace) -> None:
    from green import clock
    from green.assessment.programmes import programme_named
    from green.commands.people import actor, opened
    from green.people.guard import looking
    from green.people.model import Action
    from green.progress.asking import questions
    from green.progress.figures import progress
    from green.progress.funnel import funnels
    from green.progress.pace_words import sentences
    from green.standard import loader
    from green.texts import written

    loader.programme(options.programme)
    as_of = clock.read_date(options.as_of, "--as-of") if options.as_of else None
    known_at = clock.read_moment(options.known_at, "--known-at") if options.known_at else None
    with opened(options) as store:
        with store.read() as query:
            programme = programme_named(query, options.programme)
        scope = programme.region if options.scope is None else options.scope
        with looking(store, actor(store, options), Action.SEE_FIGURES, scope) as query:
            found = progress(
                query,
                programme,
                scope=scope,
                by=options.by,
                as_of=as_of,
                known_at=known_at,
                monthly=options.series == "month",
                pace=options.pace,
            )
            waiting = (
                funnels(
                    query,
                    programme,
                    scope=scope,
                    by=options.by,
                    as_of=found.as_of,
                    known_at=found.known_at,
                )
                if options.funnel
                else None
            )
            asked = (
                questions(query, programme, scope, found.as_of, found.known_at)
                if options.questions
                else ()
            )
    if options.json:
        answer = found.as_json() | ({"funnel": waiting.as_json()} if waiting else {})
        _print_json(answer | ({"questions": [one.as_json() for one in asked]} if asked else {}))
        return
    for row in (*found.rows, found.total):
        counts, denominator = row.standing.counts, row.standing.denominator
        rate = row.standing.rate("attained")
        share = written.percent(rate)
        named = "" if counts.named is None else f"{counts.named:>7}"
        print(
            f"{row.code:<10}{counts.participating:>7}{counts.submitted:>7}{counts.attained:>7}{named}"
            f" /{denominator.count:>7}  {share:>6}  {row.name}"
        )
    for figure in found.total.targets:
        if figure.outlook is not None:
            print(f"\n{figure.target.deadline}  {figure.target.metric}  {figure.needed}")
            for sentence in sentences(figure.outlook, figure.target.deadline):
                print(f"  {sentence}")
    for stage in waiting.total.stages if waiting else ():
        days = "" if stage.median_days is None else f"{float(stage.median_days):>9.1f}"
        oldest = "" if stage.oldest_days is None else f"{stage.oldest_days:>7}"
        print(f"{stage.step or '':<12}{stage.phase:<12}{stage.number:>7}{days}{oldest}")
    for one in asked:
        print(f"{one.kind:<24}{len(one.findings):>7}")


def bench(options: argparse.Namespace) -> None:
    from green.ui import bench, bench_browser, bench_planning, bench_progress

    match options.what:
        case "walk":
            figures = bench.walk()
        case "queue":
            figures = bench.queue()
        case "browser":
            figures = bench_browser.measure(options.province)
        case "planning":
            figures = bench_planning.measure(options.province)
        case _other:
            figures = bench_progress.measure(options.province)
    if options.json:
        _print_json(figures)
        return
    for name, value in figures.items():
        print(f"{name}: {value}")

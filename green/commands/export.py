"""What the commands that make files do, and what they print. Imports wait until they are needed."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys

from green.texts import _, n_


def export_forms(options: argparse.Namespace) -> None:
    from green import clock
    from green.assessment.programmes import programme_here
    from green.commands.people import actor, opened
    from green.paper.export import save
    from green.standard import loader

    if options.programme is not None:
        loader.programme(options.programme)
    day = clock.read_date(options.as_of, "--as-of") if options.as_of else None
    said = {name: getattr(options, name) for name in ("starts", "ends", "contact")}
    with opened(options) as store:
        who = actor(store, options)
        with store.read() as query:
            programme = options.programme or programme_here(query).id
        n = save(
            store,
            who,
            programme,
            options.form,
            options.scope,
            options.kind,
            options.to,
            _tell,
            everybody=options.everybody,
            day=day,
            said=said,
            notice=options.notice,
        )
    print(n_("{path}: {n} file.", "{path}: {n} files.", n, path=options.to))


def export_bulletin(options: argparse.Namespace) -> None:
    from green import clock
    from green.assessment.programmes import programme_here, programme_named
    from green.bulletin.export import kind_of, save
    from green.bulletin.model import Period
    from green.commands.people import actor, opened
    from green.standard import loader

    kind = kind_of(options.to, options.kind)
    if options.programme is not None:
        loader.programme(options.programme)
    period = Period(
        clock.read_date(options.first, "--from"), clock.read_date(options.last, "--until")
    )
    known_at = clock.read_moment(options.known_at, "--known-at") if options.known_at else None
    with opened(options) as store:
        who = actor(store, options)
        with store.read() as query:
            programme = (
                programme_named(query, options.programme)
                if options.programme
                else programme_here(query)
            )
        scope = programme.region if options.scope is None else options.scope
        made = save(
            store,
            who,
            programme,
            scope,
            period,
            options.to,
            kind,
            known_at=known_at,
            office=options.office,
        )
    found = made.bulletin.found
    if options.json:
        answer = {
            "file": str(options.to),
            "kind": kind,
            "bytes": len(made.data),
            "sha256": hashlib.sha256(made.data).hexdigest(),
            "programme": found.programme,
            "scope": found.total.code,
            "from": period.first.isoformat(),
            "until": period.last.isoformat(),
            "known_at": clock.write_moment(found.known_at),
            "simulated": found.simulated,
            "pictures": made.pictures,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    print(_("{path}: bulletin of {place}.", path=options.to, place=found.total.name))
    if made.missing:
        print(made.missing)


def _tell(share: float) -> None:
    """Progress of long work, on standard error where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)

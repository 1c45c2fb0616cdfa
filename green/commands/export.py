"""What the commands that make files do, and what they print. Imports wait until they are needed."""

from __future__ import annotations

import argparse
import sys

from green.texts import n_


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


def _tell(share: float) -> None:
    """Progress of long work, on standard error where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)

"""What `backup` and `restore` do, and what they print. Imports wait until they are needed."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from green.errors import Problem, StoreInUse
from green.settings import Settings
from green.texts import _, lazy, n_

if TYPE_CHECKING:
    from green.backup.model import Backup


def back_up(options: argparse.Namespace) -> None:
    from green.backup import making
    from green.commands.people import opened
    from green.evidence.storage import Folder
    from green.people.model import CONSOLE, Actor

    settings = Settings.from_environment(options.db)
    files = Folder(settings.evidence_of(settings.database))
    folder = (options.folder or settings.backups).absolute()
    try:
        with opened(options) as store:
            made = making.back_up(store, Actor(CONSOLE), files, folder, _tell)
    except StoreInUse as error:
        # The program is most often the running app, which can make one itself.
        (problem,) = error.problems
        mend = lazy("Make the backup in the app, on the page Data; or stop the app and try again.")
        raise StoreInUse(Problem(problem.what, problem.where, mend)) from error
    _say(made, options, _("Backup made: {path}", path=made.folder))


def restore(options: argparse.Namespace) -> None:
    from green.backup import restoring

    settings = Settings.from_environment(options.db)
    files = settings.evidence_of(settings.database)
    found = restoring.restore(options.backup.absolute(), settings.database, files, _tell)
    _say(found, options, _("Restored: {path}", path=settings.database))
    if not options.json:
        print(_("Accounts and roles are those of that day: close those who left since."))


def _say(backup: Backup, options: argparse.Namespace, done: str) -> None:
    from green.backup.model import as_json, warnings

    record = backup.record
    if options.json:
        print(json.dumps(as_json(backup), ensure_ascii=False, indent=2))
    else:
        print(done)
        size = f"{backup.bytes / 1_000_000:.1f} MB"
        print(
            n_(
                "{n} file of evidence, {size} in all.",
                "{n} files of evidence, {size} in all.",
                record.files.count,
                size=size,
            )
        )
        chain = _(
            "The last of {n} rows of the log: {head}", n=record.log.rows, head=record.log.head
        )
        print(chain)
    for warning in warnings(backup):
        print(warning, file=sys.stderr)


def _tell(share: float) -> None:
    """Progress of long work, on standard error where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)

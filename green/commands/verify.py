"""What `verify` does and prints: the log's chain, what was handed in, the files of evidence."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from green.commands.people import opened
from green.settings import Settings
from green.texts import _

if TYPE_CHECKING:
    from green.evidence.storage import Storage
    from green.evidence.verifying import Verified as Files
    from green.log.model import Verified as Chain
    from green.review.proof import Proved


def verify(options: argparse.Namespace) -> int:
    """1 if anything was changed or is missing. Files that nobody has are named and change nothing.

    With `--json`: `rows`, `head`, `broken` (the log), `snapshots`, `altered` (hand-ins, by id),
    `files`, `files_missing`, `files_altered` (by the ids of evidence) and `files_orphaned` (names).
    """
    from green.evidence import verifying
    from green.log import records as log
    from green.review.proof import prove_snapshots

    storage = _storage(Settings.from_environment(options.db))
    with opened(options) as store, store.read() as query:
        chain, proved = log.verify(query), prove_snapshots(query)
        files = verifying.verify(query, storage)
    if options.json:
        _print_json(chain, proved, files)
    _say_chain(chain, quiet=options.json)
    is_sound = chain.broken is None
    _say_snapshots(proved, quiet=options.json or not is_sound)
    is_sound = is_sound and not proved.altered
    _say_files(files, quiet=options.json or not is_sound)
    return 0 if is_sound and files.is_whole else 1


def _storage(settings: Settings) -> Storage:
    """Where the files of the database lie: a backup has its own, under names of its own."""
    from green.backup.model import EVIDENCE, RECORD
    from green.evidence.storage import Folder

    beside = settings.database.parent
    is_backup = (beside / RECORD).is_file() and (beside / EVIDENCE).is_dir()
    return Folder(beside / EVIDENCE if is_backup else settings.evidence_of(settings.database))


def _print_json(chain: Chain, proved: Proved, files: Files) -> None:
    found = {
        "rows": chain.rows,
        "head": chain.head,
        "broken": chain.broken,
        "snapshots": proved.snapshots,
        "altered": proved.altered,
        "files": files.files,
        "files_missing": files.missing,
        "files_altered": files.altered,
        "files_orphaned": files.orphans,
    }
    print(json.dumps(found))


def _say_chain(chain: Chain, *, quiet: bool) -> None:
    if chain.broken is not None:
        sentence = _(
            "Row {n} is not as it was written, or a row before it is missing. The {rows} "
            "rows before it are sound.",
            n=chain.broken,
            rows=chain.rows,
        )
        print(sentence, file=sys.stderr)
    elif not quiet:
        print(
            _("The chain is whole: {n} rows, the last one {head}.", n=chain.rows, head=chain.head)
        )


def _say_snapshots(proved: Proved, *, quiet: bool) -> None:
    if proved.altered:
        ids = ", ".join(map(str, proved.altered))
        sentence = _("Not as handed in, or not as decided: submission {ids}.", ids=ids)
        print(sentence, file=sys.stderr)
    elif not quiet:
        print(_("What was handed in is as it was: {n} snapshots.", n=proved.snapshots))


def _say_files(files: Files, *, quiet: bool) -> None:
    if files.missing:
        ids = ", ".join(map(str, files.missing))
        print(_("The file of evidence {ids} is missing.", ids=ids), file=sys.stderr)
    if files.altered:
        ids = ", ".join(map(str, files.altered))
        print(_("The file of evidence {ids} is not as it was sent.", ids=ids), file=sys.stderr)
    if files.is_whole and not quiet:
        print(_("The files of evidence are as they were: {n}.", n=files.files))
    if files.orphans and not quiet:
        names = ", ".join(files.orphans)
        print(_("{n} files belong to no evidence: {names}", n=len(files.orphans), names=names))

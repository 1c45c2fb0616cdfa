"""The words of `backup` and `restore`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from green.commands import backup
from green.texts import _

_Verbs = Any  # argparse has no public name for what add_subparsers returns


def add_parsers(verbs: _Verbs, add_database: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of both commands."""
    making = verbs.add_parser("backup", help=_("a proved copy of the database and its files"))
    making.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help=_("where it is made; default: backups, beside the database"),
    )
    add_database(making)
    making.set_defaults(run=backup.back_up)
    bringing = verbs.add_parser("restore", help=_("bring a backup back where nothing is"))
    bringing.add_argument("backup", type=Path, metavar="BACKUP", help=_("the backup's folder"))
    add_database(bringing)
    bringing.set_defaults(run=backup.restore)
    for parser in (making, bringing):
        parser.add_argument("--json", action="store_true", help=_("print JSON alone"))

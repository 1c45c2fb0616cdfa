"""What a backup is: a folder with a database, its files, and a record of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, ValidationError

from green import clock
from green.errors import Problem, Refused
from green.log.model import Verified
from green.texts import _, lazy, n_

DATABASE, EVIDENCE, RECORD = "green.duckdb", "evidence", "backup.json"
_NAME = re.compile(r".+-[0-9]{8}-[0-9]{6}")


def _in_utc(moment: datetime) -> datetime:
    """Naive, as the database stores it."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


# Written with a Z, so that nobody reads it as the time of their own place.
_Moment = Annotated[datetime, AfterValidator(_in_utc), PlainSerializer(clock.write_moment)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chain(_Frozen):
    """The log as `verify` found it; `broken` is the first row that was not sound already."""

    rows: int
    head: str
    broken: int | None = None

    @classmethod
    def of(cls, found: Verified) -> Chain:
        return cls(rows=found.rows, head=found.head, broken=found.broken)


class Files(_Frozen):
    """The files of evidence. Hashes of those that the database names and the backup has not:
    `erased` while it was made, or `lacking` where they are kept: lost, or altered."""

    count: int
    bytes: int
    erased: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


class Record(_Frozen):
    """`backup.json`. `made_at` is the one moment (UTC) that everything is of; `steps` the number
    of the schema's last step; `rows` are by table; `sha256` and `bytes` the database file's."""

    format: Literal[1] = 1
    made_at: _Moment
    database: str
    sha256: str
    bytes: int
    steps: int
    rows: dict[str, int]
    log: Chain
    files: Files


@dataclass(frozen=True)
class Backup:
    """A finished backup and where it lies."""

    folder: Path
    record: Record

    @property
    def bytes(self) -> int:
        """How large it is, database and files."""
        return self.record.bytes + self.record.files.bytes

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost or altered already as it was made."""
        return self.record.log.broken is None and not self.record.files.lacking


def name_of(database: Path, at: datetime) -> str:
    """What a backup's folder is called: the database and the moment in UTC."""
    return f"{database.stem}-{at:%Y%m%d-%H%M%S}"


def read_backup(folder: Path) -> Backup:
    """The backup in a folder; raises `Refused` for anything that is none."""
    path = folder / RECORD
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(
            Problem(
                lazy("This is no backup."),
                str(folder),
                lazy("Name a folder that “backup” made, with {file} in it.", file=RECORD),
            )
        ) from None
    try:
        return Backup(folder, Record.model_validate_json(text))
    except ValidationError:
        raise Refused(
            Problem(
                lazy("This record of a backup is damaged, or of a newer version."),
                str(path),
                lazy("Update the software, or take another backup."),
            )
        ) from None


def latest(folder: Path, database: Path) -> Backup | None:
    """The newest backup of a database in a folder, if there is one."""
    try:
        names = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return None
    for path in sorted(names, key=lambda path: path.name, reverse=True):
        try:
            found = read_backup(path)
        except Refused:
            continue
        if found.record.database == str(database):
            return found
    return None


def as_json(backup: Backup) -> dict[str, object]:
    """The record as it is printed, with the folder."""
    head = {"folder": str(backup.folder), "whole": backup.is_whole}
    return head | backup.record.model_dump(mode="json")


def warnings(backup: Backup) -> list[str]:
    """What was not sound already as a backup was made, and what is not in it, in sentences."""
    record, found = backup.record, []
    if record.log.broken is not None:
        found.append(
            _("The log was not sound when the backup was made, from row {n}.", n=record.log.broken)
        )
    if record.files.lacking:
        found.append(
            n_(
                "{n} file of evidence was missing or altered and is not in the backup.",
                "{n} files of evidence were missing or altered and are not in the backup.",
                len(record.files.lacking),
            )
        )
    if record.files.erased:
        found.append(
            n_(
                "{n} file was erased while the backup was made.",
                "{n} files were erased while the backup was made.",
                len(record.files.erased),
            )
        )
    return found

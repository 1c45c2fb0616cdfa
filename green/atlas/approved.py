"""The office's own map file: GeoJSON with division codes, read as it is or refused as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from green.atlas.model import Atlas, Boundary, Source
from green.atlas.shapes import NotAShape, inside, shape
from green.errors import Problem, Refused
from green.texts import Text, lazy

# What the file's makers call them; the first that is there counts.
CODES = ("code", "adcode", "gb", "区划码", "行政区划代码", "id")
NAMES = ("name", "NAME", "名称", "地名")
APPROVALS = ("审图号", "approval")
# GS(2024)0650号, GS京(2022)1061号, 鲁SG(2023)026号.
_APPROVAL = re.compile(r"[\u4e00-\u9fff]{0,3}(?:GS|SG|S)[\u4e00-\u9fff]{0,2}[(（]\d{4}[)）]\d+号")
MOST_BYTES = 8_000_000
_SHOWN = 10


def read(path: Path) -> Atlas:
    """The file's places under the registry's codes; a changed file is read anew.

    A FeatureCollection in degrees whose features have a code (`370100`, `3701` or `156370100`)
    and an area. The approval number (审图号) is a member of the file, a property of its features,
    or the one line of a text file of the same name with `.txt` added. Raises `Refused` with the
    file, the feature, what is wrong and how to mend it.
    """
    try:
        now = path.stat()
    except OSError:
        raise _refused(
            path,
            lazy("The map file cannot be read."),
            lazy("Check the path in GREEN_MAP and the rights of the file."),
        ) from None
    return _read(path, _approval_beside(path), (now.st_mtime_ns, now.st_size))


@lru_cache(maxsize=2)
def _read(path: Path, beside: str | None, state: tuple[int, int]) -> Atlas:
    """`state`, the time of the last change and the size, has a changed file read again."""
    size = state[1]
    if size > MOST_BYTES:
        raise _refused(
            path,
            lazy("The map file has {n} MB; a browser would wait long for it.", n=size // 1_000_000),
            lazy("Simplify its boundaries to at most {n} MB.", n=MOST_BYTES // 1_000_000),
        )
    content = _content(path)
    features = content["features"]
    approval = beside or _given(content, APPROVALS) or _shared_approval(features)
    if approval and not _APPROVAL.fullmatch(approval):
        raise _refused(
            path,
            lazy("“{given}” is not a map approval number.", given=approval),
            lazy("Write it as in GS(2024)0650号, or leave it out: the map is then schematic."),
        )
    problems: list[Problem] = []
    found: dict[str, Boundary] = {}
    for boundary in _boundaries(path, features, problems):
        if boundary.code in found:
            problems.append(
                Problem(
                    lazy("The code {code} is there twice.", code=boundary.code),
                    path.name,
                    lazy("Merge the areas of one place into one feature."),
                )
            )
        found[boundary.code] = boundary
    if problems:
        more = len(problems) - _SHOWN
        rest = [Problem(lazy("And {n} more like these.", n=more), path.name)] if more > 0 else []
        raise Refused(*problems[:_SHOWN], *rest)
    return Atlas(Source(path.name, approval or None), tuple(found[code] for code in sorted(found)))


def _refused(where: object, what: Text, mend: Text) -> Refused:
    return Refused(Problem(what, where, mend))


def _content(path: Path) -> dict[str, Any]:
    """The file as JSON, once it is a FeatureCollection with features."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        content = None
    except json.JSONDecodeError as cause:
        raise _refused(
            path.name,
            lazy("Line {line} is not JSON.", line=cause.lineno),
            lazy("Export the map again as GeoJSON in UTF-8."),
        ) from None
    if not (
        isinstance(content, dict)
        and content.get("type") == "FeatureCollection"
        and isinstance(content.get("features"), list)
        and content["features"]
    ):
        raise _refused(
            path.name,
            lazy("This is not a GeoJSON FeatureCollection with features."),
            lazy("Export the map again as GeoJSON in UTF-8."),
        )
    return content


def _boundaries(path: Path, features: list[Any], problems: list[Problem]) -> Iterator[Boundary]:
    """The features that are places; what is wrong with the others goes to `problems`."""
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        known = properties if isinstance(properties, dict) else {}
        name = _given(known, NAMES)
        where = lazy("{file}, feature {n} {name}", file=path.name, n=number, name=name)
        given = _given(known, CODES) or (
            _given(feature, ("id",)) if isinstance(feature, dict) else ""
        )
        code = our_code(given)
        if code is None:
            problems.append(
                Problem(
                    lazy("“{given}” is not the code of a province, city or county.", given=given),
                    where,
                    lazy("Give each feature a property “code” with its six digits."),
                )
            )
            continue
        try:
            polygons = shape(feature.get("geometry"))
        except NotAShape as wrong:
            problems.append(Problem(wrong.what, where, wrong.mend))
            continue
        yield Boundary(code, name, polygons, inside(polygons))


def our_code(given: str) -> str | None:
    """A code as the registry writes it: 37, 3701 or 370102; None for what is none.

    >>> our_code("156370100"), our_code("370000"), our_code("370102")
    ('3701', '37', '370102')
    """
    digits = given.removeprefix("156") if len(given) == 9 else given
    if not re.fullmatch(r"[1-9]\d(?:\d\d){0,2}", digits):
        return None
    while len(digits) > 2 and digits.endswith("00"):
        digits = digits[:-2]
    return digits


def _given(properties: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of some properties that says something, as text."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip()
    return ""


def _shared_approval(features: list[Any]) -> str:
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict) and (found := _given(properties, APPROVALS)):
            return found
    return ""


def _approval_beside(path: Path) -> str | None:
    """The approval number in the text file beside the map, if there is one."""
    try:
        return path.with_name(path.name + ".txt").read_text(encoding="utf-8-sig").strip() or None
    except (OSError, UnicodeDecodeError):
        return None

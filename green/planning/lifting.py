"""The figures of progress as they would stand once more communities had attained."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from green.progress.model import Progress, Row, Standing, TargetFigure
from green.registry.model import is_subdistrict


@dataclass(frozen=True)
class Lifted:
    """One row of progress before and after; `newly` communities are the difference."""

    before: Row
    after: Row
    newly: int


def lifted(found: Progress, newly: Sequence[str]) -> tuple[tuple[Lifted, ...], Lifted]:
    """Each row and the whole, with the communities of these codes attained beside those now.

    Denominators, and how targets stood at deadlines that have passed, stay as they are. The whole
    adds up its rows, as in `progress`.
    """
    rows = []
    counted: list[str] = []
    for row in found.rows:
        ours = [code for code in newly if code.startswith(row.code)]
        counted += ours
        rows.append(_lifted(row, ours, found))
    return tuple(rows), _lifted(found.total, counted, found)


def _lifted(row: Row, newly: Sequence[str], found: Progress) -> Lifted:
    targets = tuple(_target(row, figure, set(newly), found) for figure in row.targets)
    after = replace(row, standing=_standing(row.standing, len(newly)), targets=targets)
    return Lifted(row, after, len(newly))


def _standing(standing: Standing, more: int) -> Standing:
    counts = standing.counts
    return replace(standing, counts=replace(counts, attained=counts.attained + more))


def _target(
    row: Row, figure: TargetFigure, newly: Collection[str], found: Progress
) -> TargetFigure:
    if figure.target.metric != "attained":
        return figure
    # An outlook tells how fast they come on their own.
    figure = replace(figure, outlook=None)
    if figure.listed is not None:
        listed = tuple(
            replace(one, reached=one.reached or one.code in newly) for one in figure.listed
        )
        missing = sum(not one.reached for one in listed)
        figure = replace(figure, listed=listed, missing=missing)
    elif figure.standing is not None:
        more = sum(is_subdistrict(code) for code in newly)
        standing = _standing(figure.standing, more)
        missing = max(0, figure.needed - standing.counts.attained)
        figure = replace(figure, standing=standing, missing=missing)
    else:
        missing = max(0, figure.needed - (row.standing.counts.attained + len(newly)))
        figure = replace(figure, missing=missing)
    if figure.target.deadline < found.as_of or figure.met is None:
        return figure
    return replace(figure, met=not missing)

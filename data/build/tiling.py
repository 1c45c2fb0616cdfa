"""Places on a grid of equal squares, each near where it is and beside its neighbours.

A few grids are tried; in each the places are assigned to squares so that they move as little as
possible in all (the Hungarian method), and the grid that keeps most neighbours beside each other
is taken. The same points give the same squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, inf, radians

Square = tuple[int, int]


def squares(
    points: Sequence[tuple[float, float]], neighbours: set[tuple[int, int]]
) -> list[Square]:
    """A (column, row) for each point (longitude, latitude), counted from the north-west.

    `neighbours` are pairs of positions that have an edge in common.
    """
    middle = radians(sum(y for _x, y in points) / len(points))
    flat = [(x * cos(middle), -y) for x, y in points]
    wide, high = (max(axis) - min(axis) or 1 for axis in zip(*flat, strict=True))
    best: tuple[float, list[Square]] | None = None
    for columns in range(1, len(points) + 1):
        for rows in range(1, len(points) + 1):
            room = columns * rows / len(points)
            if not 1 <= room <= (1.7 if len(points) > 4 else 2):
                continue
            stretched = abs((columns / rows) / (wide / high) - 1)
            if columns / rows > 2 * wide / high or rows / columns > 2 * high / wide:
                continue
            found = _assigned(_on(flat, columns, rows), columns, rows)
            score = _kept(flat, found, neighbours) - 1.5 * stretched - 2 * (room - 1)
            if best is None or score > best[0] + 1e-9:
                best = score, found
    if best is None:
        order = sorted(range(len(points)), key=lambda place: (flat[place][0], place))
        return [(order.index(place), 0) for place in range(len(points))]
    return _pushed(best[1])


def _on(flat: Sequence[tuple[float, float]], columns: int, rows: int) -> list[tuple[float, float]]:
    """The points on a grid's scale: half by where they are, half by their order.

    The order keeps one far-away island from pressing all others into a corner.
    """
    axes = []
    for axis, squares_ in zip(zip(*flat, strict=True), (columns, rows), strict=True):
        low, span = min(axis), max(axis) - min(axis) or 1
        order = {value: place for place, value in enumerate(sorted(set(axis)))}
        most = max(1, len(order) - 1)
        axes.append([((v - low) / span + order[v] / most) / 2 * (squares_ - 1) for v in axis])
    return list(zip(*axes, strict=True))


def _kept(
    flat: Sequence[tuple[float, float]], found: Sequence[Square], neighbours: set[tuple[int, int]]
) -> float:
    """How many neighbours lie beside each other, at best in the right direction."""
    kept = 0.0
    for one, other in sorted(neighbours):
        across = found[other][0] - found[one][0]
        down = found[other][1] - found[one][1]
        dx, dy = flat[other][0] - flat[one][0], flat[other][1] - flat[one][1]
        right = (across * dx + down * dy) / (hypot(across, down) * (hypot(dx, dy) or 1))
        distance = max(abs(across), abs(down))
        beside = 1.0 if abs(across) + abs(down) == 1 else 0.7 if distance == 1 else 0.0
        kept += beside * max(0.0, right) - (0.5 if distance > 2 else 0) - (0.5 if right < 0 else 0)
    return kept


def _pushed(found: Sequence[Square]) -> list[Square]:
    """The squares moved to the corner, without columns and rows that are empty."""
    columns, rows = (sorted(set(axis)) for axis in zip(*found, strict=True))
    return [(columns.index(column), rows.index(row)) for column, row in found]


def _assigned(wanted: Sequence[tuple[float, float]], columns: int, rows: int) -> list[Square]:
    """The squares with the least sum of squared distances (Kuhn and Munkres, with potentials)."""
    grid = [(column, row) for row in range(rows) for column in range(columns)]
    costs = [[(x - c) ** 2 + (y - r) ** 2 for c, r in grid] for x, y in wanted]
    height = [0.0] * (len(wanted) + 1)
    depth = [0.0] * (len(grid) + 1)
    holder = [0] * (len(grid) + 1)
    for place in range(1, len(wanted) + 1):
        holder[0], at = place, 0
        least, came = [inf] * (len(grid) + 1), [0] * (len(grid) + 1)
        seen = [False] * (len(grid) + 1)
        while holder[at]:
            seen[at] = True
            row, step, following = holder[at], inf, 0
            for square in range(1, len(grid) + 1):
                if seen[square]:
                    continue
                cost = costs[row - 1][square - 1] - height[row] - depth[square]
                if cost < least[square]:
                    least[square], came[square] = cost, at
                if least[square] < step:
                    step, following = least[square], square
            for square in range(len(grid) + 1):
                if seen[square]:
                    height[holder[square]] += step
                    depth[square] -= step
                else:
                    least[square] -= step
            at = following
        while at:
            holder[at], at = holder[came[at]], came[at]
    return [grid[holder.index(place, 1) - 1] for place in range(1, len(wanted) + 1)]

"""Conflicts (冲突): works of one community that get in each other's way, told by their tags."""

from __future__ import annotations

from collections.abc import Iterable

from green.planning.works import Conflict, Line, Works


def conflicts_in(works: Works, lines: Iterable[Line]) -> tuple[Conflict, ...]:
    """The conflicts of which these lines carry both tags, in the order of the file."""
    carried = {tag for line in lines for tag in line.work.tags}
    return tuple(one for one in works.conflicts if carried.issuperset(one.tags))

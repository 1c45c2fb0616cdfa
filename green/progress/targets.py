"""Targets seen from a row: what it needs, what is missing, and whether the deadline was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from green.assessment.model import State
from green.progress.model import OnList, Standing, TargetFigure
from green.registry.model import LEVELS, Level, is_subdistrict
from green.standard.programme import Target, TargetScope

_TARGET_LEVEL: dict[TargetScope, Level] = {
    "each-city": "city",
    "each-district": "district",
    "each-street": "street",
}
Standings = Mapping[date, Standing]
# What communities have reached, by code; who takes no part is not in it.
States = Mapping[str, State]


def needed(target: Target, denominator: int) -> int:
    """The least whole number that reaches the target."""
    if target.count is not None:
        return target.count
    if target.list is not None:
        return len(target.list)
    assert target.share_percent is not None
    # In whole numbers: rows by the thousand ask this, and fractions are slow.
    percent, parts = target.share_percent.as_integer_ratio()
    return -(-percent * denominator // (parts * 100))


def target_figures(
    targets: tuple[Target, ...],
    level: Level,
    whole: bool,
    at: date,
    standings: Standings,
    *,
    code: str = "",
    subdistricts: Standings | None = None,
    states: Mapping[date, States] | None = None,
) -> tuple[TargetFigure, ...]:
    """The targets that a row shows: its own, and those of wider scopes as not binding.

    `whole`: the row is the programme's whole region. `standings` holds the day `at` and every
    deadline before it, because a target is judged at its deadline and never after; so do
    `subdistricts`, of their communities alone, and `states`, of listed communities. `code` is
    the row's. Subdistricts and states may be left out where no target asks for them.
    """
    figures = []
    for target in targets:
        if not _is_shown(target, level, code):
            continue
        binding = whole if target.scope == "whole" else level == _TARGET_LEVEL[target.scope]
        if target.list is not None:
            figures.append(_of_a_list(target, binding, at, code, states or {}))
        elif target.denominator == "all":
            figures.append(_of_counts(target, binding, at, standings))
        else:
            assert subdistricts is not None, "asked for by a target"
            figures.append(_of_counts(target, binding, at, subdistricts, own=True))
    return tuple(figures)


def _is_shown(target: Target, level: Level, code: str) -> bool:
    """A target for each part is not shown above them, and one for subdistricts not in towns."""
    if target.scope == "whole":
        return True
    if target.denominator == "subdistricts" and level == "street" and not is_subdistrict(code):
        return False
    return LEVELS.index(level) >= LEVELS.index(_TARGET_LEVEL[target.scope])


def _of_counts(
    target: Target, binding: bool, at: date, standings: Standings, *, own: bool = False
) -> TargetFigure:
    now, judged = standings[at], standings[min(at, target.deadline)]
    number, number_then = now.counts.of(target.metric), judged.counts.of(target.metric)
    need = needed(target, now.denominator.count)
    return TargetFigure(
        target,
        binding,
        need,
        None if number is None else max(0, need - number),
        None
        if number_then is None or not judged.denominator.count
        else number_then >= needed(target, judged.denominator.count),
        now if own else None,
    )


def _of_a_list(
    target: Target, binding: bool, at: date, code: str, states: Mapping[date, States]
) -> TargetFigure:
    now = _listed(target, code, states[at])
    then = _listed(target, code, states[min(at, target.deadline)])
    return TargetFigure(
        target,
        binding,
        len(now),
        sum(not one.reached for one in now),
        all(one.reached for one in then) if then else None,
        listed=now,
    )


def _listed(target: Target, code: str, states: States) -> tuple[OnList, ...]:
    """The listed communities of a row. One that is not in the registry any more, by its code,
    has not reached it: its successor does not inherit by itself."""
    return tuple(
        OnList(
            one.code,
            one.name,
            bool(getattr(states[one.code], target.metric)) if one.code in states else False,
        )
        for one in target.list or ()
        if one.code.startswith(code)
    )

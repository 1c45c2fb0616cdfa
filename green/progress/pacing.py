"""The outlook of every target of every row, with the movements read once for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from green.progress.model import Row, TargetFigure
from green.progress.pace import Outlook, Pace, first_day_counted, outlook, pace_of
from green.progress.pace_records import Movements, movements
from green.registry.model import Level
from green.standard.programme import Programme, Target, TargetDenominator
from green.store import Query


class Paces:
    """The paces of a scope and its divisions at one day, as known at a moment."""

    def __init__(
        self,
        query: Query,
        programme: Programme,
        scope: str,
        by: Level,
        as_of: date,
        known_at: datetime,
    ) -> None:
        self._as_of = as_of
        self._opens = programme.opens
        first = first_day_counted(as_of)
        self._movements: dict[TargetDenominator, Movements] = {
            denominator: movements(
                query,
                programme,
                scope,
                by,
                first,
                as_of,
                known_at,
                in_subdistricts=denominator == "subdistricts",
            )
            for denominator in {t.denominator for t in programme.targets if t.list is None}
        }

    def with_outlooks(self, row: Row, *, add_up: bool = False) -> Row:
        """The row with an outlook at each of its targets, those by list left without one: their
        communities are known by name. With `add_up` all divisions' movements are the row's."""
        return replace(row, targets=tuple(self._with(row, one, add_up) for one in row.targets))

    def _with(self, row: Row, figure: TargetFigure, add_up: bool) -> TargetFigure:
        standing = figure.standing or row.standing
        number = standing.counts.of(figure.target.metric)
        if figure.target.list is not None or number is None or figure.missing is None:
            return figure
        found: Outlook = outlook(
            self._pace(None if add_up else row.code, figure.target),
            number=number,
            base=standing.denominator.count,
            missing=figure.missing,
            as_of=self._as_of,
            deadline=figure.target.deadline,
        )
        return replace(figure, outlook=found)

    def _pace(self, code: str | None, target: Target) -> Pace:
        """The pace of a division, or of all of them together."""
        found = self._movements[target.denominator]
        of_divisions = found.values() if code is None else [found.get(code, {})]
        moved = chain.from_iterable(one.get(target.metric, ()) for one in of_divisions)
        return pace_of(moved, self._as_of, self._opens)

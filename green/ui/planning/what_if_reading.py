"""What the page What if is about: the place, its figures now, and what stands handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from green.people.model import Action
from green.planning import standing_rows_records
from green.planning.standings import Standings
from green.progress.figures import progress
from green.progress.model import Progress
from green.registry.model import CODE_LENGTH, LEVELS, Division, Level
from green.registry.records import divisions_within
from green.standard.model import Standard
from green.standard.programme import Programme
from green.store import Query
from green.ui.bureau import figures, way
from green.ui.scope import looking


@dataclass(frozen=True)
class Here:
    """`level`: that of the parts that the place is shown by. `names`: of the divisions of that
    level and of the one below it, each with those above it inside the place."""

    programme: Programme
    standard: Standard
    place: Division
    level: Level
    found: Progress
    standings: Standings
    names: Mapping[str, str]

    @property
    def length(self) -> int:
        """How many digits the codes of the parts have."""
        return CODE_LENGTH[self.level]

    @property
    def finer(self) -> Level:
        """The level at which an item in one place is something to be done: districts, streets."""
        return "street" if self.place.level in ("district", "street") else "district"

    @property
    def is_divided(self) -> bool:
        return self.place.level != self.level

    def name(self, code: str) -> str:
        """A division's name; a code that has none stands for itself."""
        return self.place.name if code == self.place.code else self.names.get(code, code)


def read(programme: Programme, standard: Standard, scope: str, day: date) -> Here:
    """All that the page asks the database; raises `NotAllowed`, and logs it."""
    level = figures.below(scope)
    place = way.here(scope)
    with looking(Action.SEE_FIGURES, scope) as query:
        found = progress(query, programme, scope=scope, by=level, as_of=day, monthly=True)
        rows = standing_rows_records.standings(
            query, programme, standard, scope, day, found.known_at
        )
        return Here(programme, standard, place, level, found, rows, _names(query, scope, level))


def _names(query: Query, scope: str, level: Level) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in LEVELS[LEVELS.index(level) :][:2]:
        above = CODE_LENGTH[LEVELS[LEVELS.index(one) - 1]]
        for part in divisions_within(query, scope, one):
            found[part.code] = found.get(part.code[:above], "") + part.name
    return found

"""What of a renovation list is looked at, on the screen, in a file or by a command."""

from __future__ import annotations

from dataclasses import dataclass, replace

from green.planning.renovation import Entry, Renovation, Site

UNPHASED = 0


@dataclass(frozen=True)
class Choice:
    """Which communities and which of their works.

    `item`: an item's id; `phase`: 1 and up, `UNPHASED` for works without one, None for all.
    `attained`: also communities that have attained.
    """

    item: str | None = None
    phase: int | None = None
    safety: bool = False
    near: bool = False
    attained: bool = False

    def of(self, whole: Renovation) -> Renovation:
        """The part that is chosen; conflicts stay those of all works of a community."""
        streets = []
        for street in whole.streets:
            sites = []
            for site in street.sites:
                kept = tuple(one for one in site.entries if self._takes_line(one))
                if kept and self._takes(site):
                    sites.append(replace(site, entries=kept))
            if sites:
                streets.append(replace(street, sites=tuple(sites)))
        return replace(whole, streets=tuple(streets))

    def _takes(self, site: Site) -> bool:
        return (self.attained or not site.attained) and (not self.near or site.is_near)

    def _takes_line(self, entry: Entry) -> bool:
        return (
            (self.item is None or self.item in entry.line.lacking)
            and (self.phase is None or (entry.planned.phase or UNPHASED) == self.phase)
            and (not self.safety or entry.work.safety)
        )

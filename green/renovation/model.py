"""A renovation list with all that its files say beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from green.planning.choice import Choice
from green.planning.points import NOWHERE, Located
from green.planning.renovation import Renovation, Site
from green.planning.works_words import items
from green.standard.model import Standard
from green.texts import Text, _, lazy, listing, written

FileKind = Literal["xlsx", "geojson"]
KINDS: tuple[FileKind, ...] = get_args(FileKind)


@dataclass(frozen=True)
class Listed:
    """The list that was chosen, where its communities lie (by id), and by which choice."""

    found: Renovation
    places: Mapping[int, Located]
    choice: Choice
    standard: Standard

    def place(self, site: Site) -> Located:
        return self.places.get(site.id, NOWHERE)

    @property
    def chosen_by(self) -> str:
        """What was chosen, in words."""
        choice = self.choice
        said: list[object] = [
            _("attained or not") if choice.attained else _("those that have not attained")
        ]
        if choice.near:
            said.append(_("only near misses"))
        if choice.item is not None:
            said.append(_("item {item}", item=items((choice.item,), self.standard)))
        if choice.phase is not None:
            said.append(phase_name(choice.phase))
        if choice.safety:
            said.append(_("only safety"))
        return str(listing(said))


def phase_name(phase: int | None) -> Text:
    """A phase in words; 0 and None are lines without one."""
    return lazy("phase {n}", n=written.number(phase)) if phase else lazy("without a phase")

"""How the page Progress speaks of the divisions it compares: cities, districts or streets."""

from __future__ import annotations

from dataclasses import dataclass

from green.registry.model import Level
from green.texts import _


@dataclass(frozen=True)
class Parts:
    """The words for the divisions of one level."""

    title: str
    one: str
    show_one: str
    all_of_them: str
    one_by_one: str
    table: str
    reasons: str


def parts(level: Level) -> Parts:
    """The words for this level, in the language spoken now."""
    match level:
        case "district":
            return Parts(
                _("Progress of the districts"),
                _("District"),
                _("Show one district"),
                _("all districts"),
                _("District by district"),
                _("Figures of every district and of the whole"),
                _("What holds every district back"),
            )
        case "street":
            return Parts(
                _("Progress of the streets"),
                _("Street"),
                _("Show one street"),
                _("all streets"),
                _("Street by street"),
                _("Figures of every street and of the whole"),
                _("What holds every street back"),
            )
        case _other:
            return Parts(
                _("Progress of the cities"),
                _("City"),
                _("Show one city"),
                _("all cities"),
                _("City by city"),
                _("Figures of every city and of the whole"),
                _("What holds every city back"),
            )

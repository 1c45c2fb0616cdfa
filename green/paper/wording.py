"""Checks and profiles in the words of a form."""

from __future__ import annotations

from green.paper.model import ProfileWords
from green.registry.model import Profile
from green.standard.answers import CheckAnswer, NotApplicable, Share, YesNo
from green.standard.model import Basis
from green.texts import Text, _, lazy

_BASES: dict[Basis, Text] = {
    "quarters": lazy("quarters"),
    "households": lazy("households"),
    "floor_area": lazy("floor area (m²)"),
}


def check_words(title: str, answer: CheckAnswer | None) -> str:
    """What was answered to a check; empty for a blank."""
    match answer:
        case None:
            return ""
        case YesNo(value):
            return _("{title} – yes", title=title) if value else _("{title} – no", title=title)
        case NotApplicable(reason):
            return _("{title} – does not apply ({reason})", title=title, reason=reason)
        case Share(count, of, basis):
            base = _BASES[basis] if basis else _("base not stated")
            return f"{title} {count}/{of} ({base})"


def profile_words(profile: Profile) -> ProfileWords:
    """A profile as words; what was not stated is empty."""

    def words(value: int | None) -> str:
        return "" if value is None else str(value)

    years = [str(one) for one in (profile.built_from, profile.built_to) if one is not None]
    return ProfileWords(
        words(profile.quarters),
        words(profile.households),
        words(profile.residents),
        words(profile.floor_area),
        "–".join(dict.fromkeys(years)),
    )

"""How the classes of communities that are alike are called."""

from __future__ import annotations

from green.planning.likeness import Built, Kind, Likeness, Size
from green.texts import _


def size_name(size: Size) -> str:
    return {
        "under_1000": _("under 1,000 households"),
        "1000_to_1999": _("1,000 to 1,999 households"),
        "2000_to_2999": _("2,000 to 2,999 households"),
        "3000_and_more": _("3,000 households and more"),
        "not_recorded": _("not recorded"),
    }[size]


def built_name(built: Built) -> str:
    return {
        "before_2001": _("up to 2000 (old estate)"),
        "2001_to_2010": _("2001 to 2010"),
        "after_2010": _("2011 and later"),
        "not_recorded": _("not recorded"),
    }[built]


def kind_name(kind: Kind) -> str:
    return {
        "old_estate": _("Old estate"),
        "commercial": _("Commercial housing"),
        "unit": _("Housing of a work unit"),
        "resettlement": _("Resettlement housing"),
        "mixed": _("Mixed"),
        "not_recorded": _("not recorded"),
    }[kind]


def described(like: Likeness) -> str:
    """Which communities are looked at, in one line; empty for all of them."""
    parts = []
    if like.size is not None:
        parts.append(_("Size: {name}", name=size_name(like.size)))
    if like.built is not None:
        parts.append(_("Oldest building: {name}", name=built_name(like.built)))
    if like.kind is not None:
        parts.append(_("Kind: {name}", name=kind_name(like.kind)))
    return " · ".join(parts)

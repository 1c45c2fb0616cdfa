"""How a community may stand at an item, in words."""

from __future__ import annotations

from green.planning.matrix import Standing
from green.texts import _, status_name


def standing_name(standing: Standing) -> str:
    """As every page and file calls it; who is missing has nothing handed in."""
    return _("Not handed in") if standing == "missing" else status_name(standing)

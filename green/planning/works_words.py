"""How works, quantities and costs are written, the same on the screen and in files."""

from __future__ import annotations

from fractions import Fraction

from green.planning.renovation import Cost, Entry, Site, Total
from green.planning.works import Stage
from green.standard.model import Standard
from green.texts import Language, _, join, language, listing, n_, status_name, written

# Chinese counts in ten thousands (万) and hundred millions (亿).
_UNITS: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh_CN": ((100_000_000, "{low}–{high} 亿元"), (10_000, "{low}–{high} 万元")),
    "en": ((1_000_000, "{low}–{high} million yuan"), (1_000, "{low}–{high} thousand yuan")),
}


def cost(value: Cost | None) -> str:
    """Whole yuan as a range, one number where both are the same, a dash where nobody knows."""
    if value is None:
        return "–"
    if value.low == value.high:
        return _("{n} yuan", n=written.number(value.low))
    return _("{low} to {high} yuan", low=written.number(value.low), high=written.number(value.high))


def short_cost(value: Cost) -> str:
    """A range for a headline, in the largest unit that keeps a digit before the point."""
    for unit, words in _UNITS[language()]:
        if (value.low or value.high) >= unit:
            return words.format(low=_in(value.low, unit), high=_in(value.high, unit))
    return cost(value)


def _in(yuan: int, unit: int) -> str:
    """An amount in a larger unit, with one decimal up to a hundred of it."""
    if yuan >= 100 * unit:
        return written.number((2 * yuan + unit) // (2 * unit))
    return written.decimal(Fraction(yuan, unit))


def quantity(entry: Entry) -> str:
    """How much of a work, with its unit."""
    number = entry.quantity
    if number is None:
        return _("quantity open ({rule})", rule=entry.work.quantity.rule)
    return _("{n} × {unit}", n=written.number(number), unit=entry.work.unit)


def total(value: Total) -> str:
    """Communities, works and cost of a sum, with what is not in it."""
    said = [
        n_("{n} community", "{n} communities", value.communities),
        n_("{n} work", "{n} works", value.lines),
        cost(value.cost),
    ]
    return "\u00a0· ".join([*said, *left_out(value)])


def left_out(value: Total) -> list[str]:
    """What a sum of costs leaves out."""
    found = []
    if value.open:
        found.append(
            n_("{n} with open quantity not in it", "{n} with open quantity not in it", value.open)
        )
    if value.done:
        found.append(n_("{n} done not in it", "{n} done not in it", value.done))
    return found


def marks(entry: Entry) -> str:
    """Why a work comes first: for safety, for public use, or neither."""
    said = []
    if entry.work.safety:
        said.append(_("safety"))
    if entry.work.public_use:
        said.append(_("public use"))
    return str(listing(said))


def stage_name(stage: Stage | None) -> str:
    """The class of 国办发〔2020〕23号, empty where a work has none."""
    match stage:
        case "basic":
            return _("basic class")
        case "improving":
            return _("improving class")
        case "upgrading":
            return _("upgrading class")
        case None:
            return ""


def items(refs: tuple[str, ...], standard: Standard) -> str:
    """Items by number and title."""
    known = (standard.item(key) for key in refs)
    return "; ".join(f"{item.ref} {item.title}" for item in known if item)


def lacks(site: Site, standard: Standard) -> str:
    """What a community lacks, each with its status."""
    status = dict(site.lacking)
    return "; ".join(
        _("{item} ({status})", item=f"{item.ref} {item.title}", status=status_name(status[item.id]))
        for item in standard.items
        if item.id in status
    )


def estimate() -> str:
    """What has to stand beside every sum."""
    return join(
        _("Quantities are reckoned from the profile as if the whole community needed the work."),
        _("Costs are ranges for orientation, no quotation."),
    )

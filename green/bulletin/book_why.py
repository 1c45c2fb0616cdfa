"""The sheets that say why places stand where they stand: where it waits, what is missing."""

from __future__ import annotations

from openpyxl import Workbook

from green.bulletin import lines
from green.bulletin.model import Bulletin
from green.bulletin.table import about, days, number, text
from green.progress import figure_words
from green.progress.holding import by_item
from green.texts import _


def funnel(made: Workbook, bulletin: Bulletin) -> None:
    """Every step of the way, also those at which nobody waits; then the number in each part."""
    sheet = about(made, bulletin, _("Where it waits"))
    columns = [
        text(_("Step of the way"), 40),
        number(_("Communities")),
        days(_("Half of them over, days")),
        number(_("Longest, days")),
        text(_("Longest in"), 20),
    ]
    columns += [number(row.name) for row in bulletin.funnel.rows]
    rows: list[list[object]] = [
        [
            figure_words.stage(bulletin.programme, stage),
            stage.number,
            stage.median_days,
            stage.oldest_days,
            lines.longest_in(bulletin, stage),
            *(row.stages[place].number for row in bulletin.funnel.rows),
        ]
        for place, stage in enumerate(bulletin.funnel.total.stages)
    ]
    sheet.table(columns, rows)
    sheet.done(frozen=True, columns=1)


def items(made: Workbook, bulletin: Bulletin) -> None:
    """The items that are missing, the most missing first; then the number in each part."""
    sheet = about(made, bulletin, _("Items missing"))
    columns = [
        text(_("No."), 7),
        text(_("Item"), 44),
        number(_("Missing")),
        number(_("of these partly")),
        number(_("lacks only this")),
    ]
    columns += [number(row.name) for row in bulletin.found.rows]
    by_part = {(one.division, one.item): one.number for one in bulletin.held}
    rows: list[list[object]] = [
        [
            item.ref,
            str(item.title),
            one.number,
            one.partly,
            one.alone,
            *(by_part.get((row.code, item.id), 0) for row in bulletin.found.rows),
        ]
        for item, one in by_item(bulletin.standard, bulletin.held)
    ]
    sheet.table(columns, rows)
    sheet.pair(_("Lack one or two"), bulletin.near)
    sheet.note(
        _("Counted in what stands handed in by communities that have not attained; drafts are not.")
    )
    sheet.done(frozen=True, columns=2)

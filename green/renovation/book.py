"""The renovation list as a spreadsheet: sums, every line, and what gets in each other's way."""

from __future__ import annotations

from openpyxl import Workbook

from green.bulletin.table import Column, Sheet, number, text
from green.exchange.sheets import saved
from green.paper.filling import mark
from green.planning.plan import state_name
from green.planning.points import point_name
from green.planning.renovation import Entry, Site, Street, Total
from green.planning.works_words import estimate, items, left_out, stage_name
from green.renovation.long_table import long_table
from green.renovation.model import Listed
from green.standard.model import Words
from green.texts import _, join, status_name

_DEGREES = "0.000000"
# From the district to the state of the work; the rest is for sorting and for maps.
_PRINTED = 15


def book(listed: Listed) -> bytes:
    """The list as an .xlsx in the language spoken now; numbers are numbers, all else is text."""
    made = Workbook()
    made.remove(made.worksheets[0])
    _overview(made, listed)
    _lines(made, listed)
    _streets(made, listed)
    _works(made, listed)
    _payers(made, listed)
    _conflicts(made, listed)
    return saved(made)


def _sheet(made: Workbook, listed: Listed, name: str) -> Sheet:
    """A sheet whose first line says what it is about, so that it can be printed alone."""
    found = listed.found
    title = _("{place}: renovation list of {day}", place=found.name, day=found.as_of.isoformat())
    return Sheet(made, name, title, mark(simulated=found.simulated))


def _overview(made: Workbook, listed: Listed) -> None:
    found, summed = listed.found, listed.found.total
    sheet = _sheet(made, listed, _("Overview"))
    pairs: list[tuple[str, object]] = [
        (_("Place"), found.name),
        (_("Code"), found.scope),
        (_("As of"), found.as_of.isoformat()),
        (_("Chosen"), listed.chosen_by),
        (_("Communities"), summed.communities),
        (_("Works"), summed.lines),
        (_("Open quantity"), summed.open),
        (_("Done"), summed.done),
        (_("Cost from (yuan)"), summed.cost.low),
        (_("Cost to (yuan)"), summed.cost.high),
        (_("Works file"), f"{found.works.title} {found.works.version}"),
        (_("Prices from"), found.works.source.document),
    ]
    for name, value in pairs:
        sheet.pair(name, value)
    sheet.note("")
    sheet.note(estimate())
    for words in left_out(summed):
        sheet.note(words)
    if not found.works.source.verified:
        sheet.note(_("The prices are not verified."))
    if found.works.source.remark is not None:
        sheet.note(str(found.works.source.remark))
    sheet.note(
        join(
            _("A label point stands for the whole county: it is not where the community lies."),
            _("Longitude and latitude are degrees in WGS 84."),
        )
    )
    sheet.page.column_dimensions["A"].width = 24
    sheet.page.column_dimensions["B"].width = 40
    sheet.done(frozen=False)


def _lines(made: Workbook, listed: Listed) -> None:
    sheet = _sheet(made, listed, _("Lines"))
    columns = [
        text(_("District"), 14),
        text(_("Street"), 14),
        text(_("Community"), 20),
        text(_("Code"), 15),
        text(_("Item"), 22),
        text(_("Self-assessed"), 10),
        text(_("Work"), 40),
        number(_("Quantity")),
        text(_("Unit"), 10),
        Column(_("Cost from (yuan)"), "#,##0", 13),
        Column(_("Cost to (yuan)"), "#,##0", 13),
        text(_("Usual payer"), 22),
        number(_("Phase")),
        text(_("Planner"), 12),
        text(_("State of the work"), 10),
        text(_("Safety"), 8),
        text(_("Public use"), 8),
        text(_("Class"), 10),
        text(_("How reckoned"), 20),
        text(_("Responsible"), 12),
        text(_("By when"), 12),
        text(_("Conflicts"), 24),
        Column(_("Longitude"), _DEGREES, 12),
        Column(_("Latitude"), _DEGREES, 12),
        text(_("Whose point"), 24),
    ]
    number_of_rows = long_table(
        sheet,
        columns,
        (
            _line(listed, street, site, entry)
            for street in listed.found.streets
            for site in street.sites
            for entry in site.entries
        ),
    )
    sheet.done(frozen=True, columns=4)
    sheet.on_paper(_PRINTED, number_of_rows)


def _line(listed: Listed, street: Street, site: Site, entry: Entry) -> list[object]:
    work, planned, cost = entry.work, entry.planned, entry.cost
    place, statuses = listed.place(site), dict(site.lacking)
    longitude, latitude = place.point or (None, None)
    carried = {tag for one in site.conflicts for tag in one.tags} & set(work.tags)
    return [
        street.district,
        street.name,
        site.name,
        site.code,
        items(entry.line.lacking, listed.standard),
        status_name(statuses[entry.line.lacking[0]]),
        str(work.name),
        entry.quantity,
        str(work.unit),
        cost.low if cost else None,
        cost.high if cost else None,
        work.payer,
        planned.phase,
        planned.planner,
        str(state_name(planned.state)),
        _yes(work.safety),
        _yes(work.public_use),
        stage_name(work.stage),
        str(work.quantity.rule),
        planned.who,
        planned.by.isoformat() if planned.by else None,
        "; ".join(one.title for one in site.conflicts if carried & set(one.tags)),
        longitude,
        latitude,
        str(point_name(place.point_is)),
    ]


def _yes(value: bool) -> str:
    return _("yes") if value else ""


def _summed() -> list[Column]:
    return [
        number(_("Communities")),
        number(_("Works")),
        number(_("Open quantity")),
        number(_("Done")),
        Column(_("Cost from (yuan)"), "#,##0", 18),
        Column(_("Cost to (yuan)"), "#,##0", 18),
    ]


def _numbers(value: Total) -> list[object]:
    return list(value.as_json().values())


def _streets(made: Workbook, listed: Listed) -> None:
    sheet = _sheet(made, listed, _("By street"))
    rows = [
        [one.district, one.name, one.code, *_numbers(one.total)] for one in listed.found.streets
    ]
    columns = [text(_("District"), 16), text(_("Street"), 20), text(_("Code"), 12), *_summed()]
    whole = [_("Total"), "", listed.found.scope, *_numbers(listed.found.total)]
    sheet.table(columns, [*rows, whole], last_is_sum=True)
    sheet.done(frozen=True, columns=2)


def _works(made: Workbook, listed: Listed) -> None:
    sheet = _sheet(made, listed, _("By work"))
    found = listed.found
    columns = [
        text(_("Work"), 44),
        text(_("Item"), 22),
        number(_("Quantity")),
        text(_("Unit"), 12),
        number(_("Unit cost from (yuan)")),
        number(_("Unit cost to (yuan)")),
        *_summed(),
        text(_("Prices from"), 24),
        text(_("Verified"), 8),
    ]
    rows: list[list[object]] = [
        [
            str(work.name),
            items(work.items, listed.standard),
            found.quantity(work.id),
            str(work.unit),
            work.cost_low,
            work.cost_high,
            *_numbers(one),
            _provenance(work.source.document, work.source.remark),
            _yes(work.source.verified) or _("no"),
        ]
        for work, one in found.by_work()
    ]
    sheet.table(columns, rows)
    sheet.done(frozen=True, columns=1)


def _provenance(document: str, remark: Words | None) -> str:
    return document if remark is None else f"{document}: {remark}"


def _payers(made: Workbook, listed: Listed) -> None:
    sheet = _sheet(made, listed, _("By payer"))
    rows = [[name, *_numbers(one)] for name, one in listed.found.by_payer()]
    whole = [_("Total"), *_numbers(listed.found.total)]
    sheet.table([text(_("Usual payer"), 40), *_summed()], [*rows, whole], last_is_sum=True)
    sheet.note(_("Who pay together stand in one line, so that nothing is counted twice."))
    sheet.done(frozen=True, columns=1)


def _conflicts(made: Workbook, listed: Listed) -> None:
    sheet = _sheet(made, listed, _("Conflicts"))
    rows: list[list[object]] = [
        [street.name, site.name, site.code, one.title, str(one.weigh)]
        for street in listed.found.streets
        for site in street.sites
        for one in site.conflicts
    ]
    columns = [
        text(_("Street"), 16),
        text(_("Community"), 22),
        text(_("Code"), 15),
        text(_("What meets"), 26),
        text(_("What to weigh"), 90),
    ]
    sheet.table(columns, rows)
    sheet.done(frozen=True, columns=3)

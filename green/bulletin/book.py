"""A bulletin as a spreadsheet: numbers as numbers, five sheets, charts of the program's own."""

from __future__ import annotations

from openpyxl import Workbook

from green.bulletin import book_charts, book_why, lines
from green.bulletin.content import moment, paces, part_name
from green.bulletin.model import Bulletin
from green.bulletin.table import Column, about, days, number, rate, text
from green.exchange.sheets import saved
from green.progress import figure_words
from green.progress.model import Row
from green.standard.programme import Target
from green.texts import _

# So many columns are as wide as the chart below them.
_LEAST_PRINTED = 10


def book(bulletin: Bulletin) -> bytes:
    """The bulletin as an .xlsx; every figure exact, shown as everywhere else."""
    made = Workbook()
    made.remove(made.worksheets[0])
    _overview(made, bulletin)
    _parts(made, bulletin)
    _months(made, bulletin)
    book_why.funnel(made, bulletin)
    book_why.items(made, bulletin)
    return saved(made)


def _overview(made: Workbook, bulletin: Bulletin) -> None:
    found, programme = bulletin.found, bulletin.programme
    sheet = about(made, bulletin, _("Overview"))
    pairs = [
        (_("Place"), found.total.name),
        (_("Code"), found.total.code),
        (_("Issued by"), bulletin.office),
        (_("Programme"), str(programme.title)),
        (_("Document"), programme.source.document),
        (_("First day"), bulletin.period.first.isoformat()),
        (_("Last day"), bulletin.period.last.isoformat()),
        (_("Known at"), moment(bulletin)),
    ]
    for name, value in pairs:
        sheet.pair(name, value)
    sheet.heading(_("What changed in the period"))
    sheet.table(
        [
            text(_("State"), 20),
            number(_("At the beginning")),
            number(_("Gained")),
            number(_("Lost")),
            number(_("At the end")),
            number(_("All")),
            rate(_("Rate")),
        ],
        [
            [
                figure_words.metric_name(metric),
                bulletin.before(found.total, metric),
                bulletin.change(found.total, metric).gained,
                bulletin.change(found.total, metric).lost,
                found.total.standing.counts.of(metric),
                found.total.standing.denominator.count,
                found.total.standing.rate(metric),
            ]
            for metric in bulletin.metrics
        ],
    )
    sheet.heading(_("Against the targets"))
    sheet.table(
        [
            text(_("Target"), 20),
            text(_("State"), 14),
            text(_("Deadline"), 12),
            number(_("Reached")),
            number(_("Base")),
            rate(_("Rate")),
            number(_("Needed")),
            number(_("Still needed")),
            text(_("Result"), 22),
            number(_("Gained in 90 days")),
            number(_("Lost in 90 days")),
            days(_("In 30 days")),
            days(_("Needed in 30 days")),
            number(_("By the deadline, least")),
            number(_("By the deadline, most")),
        ],
        [
            [
                figure_words.target_name(figure),
                figure_words.metric_name(figure.target.metric),
                figure.target.deadline.isoformat(),
                *lines.reached(figure, found.total.standing),
                figure.needed,
                figure.missing,
                lines.met(bulletin, figure),
                *(
                    (
                        figure.outlook.pace.gained,
                        figure.outlook.pace.lost,
                        figure.outlook.pace.per_month,
                        figure.outlook.needed_per_month,
                        figure.outlook.low,
                        figure.outlook.high,
                    )
                    if figure.outlook
                    else (None,) * 6
                ),
            ]
            for figure in found.total.targets
        ],
    )
    sheet.heading(_("Notes"))
    for note in (*lines.bases(bulletin), *paces(bulletin), *lines.rules(bulletin)):
        sheet.note(note)
    sheet.done(frozen=False)


def _parts(made: Workbook, bulletin: Bulletin) -> None:
    metrics = bulletin.metrics
    columns: list[Column] = [text(_("Code"), 11), text(part_name(bulletin), 22)]
    columns += [number(figure_words.metric_name(metric)) for metric in metrics]
    columns += [number(_("All"))]
    columns += [
        rate(_("{state}, rate", state=figure_words.metric_name(metric))) for metric in metrics
    ]
    columns += [number(_("Still needed"))]
    for metric in metrics:
        name = figure_words.metric_name(metric)
        columns += [
            number(_("{state}, gained", state=name)),
            number(_("{state}, lost", state=name)),
        ]
    columns += [text(_("Base"), 40)]
    sheet = about(made, bulletin, _("Parts"))
    rows = [_part(bulletin, row) for row in (*bulletin.found.rows, bulletin.found.total)]
    first = sheet.table(columns, rows, last_is_sum=True)
    at = 2 + len(metrics) + 1 + metrics.index(bulletin.metric) + 1
    n = len(bulletin.found.rows)
    more = book_charts.bars(sheet.page, first, n, names=2, values=at) if n else 0
    # The documents behind the bases are for looking up; on paper they would make all else small.
    sheet.done(frozen=True, columns=2)
    sheet.on_paper(len(columns) - 1, more)


def _part(bulletin: Bulletin, row: Row) -> list[object]:
    standing, metrics = row.standing, bulletin.metrics
    changes = [bulletin.change(row, metric) for metric in metrics]
    denominator = standing.denominator
    return [
        row.code,
        row.name,
        *(standing.counts.of(metric) for metric in metrics),
        denominator.count,
        *(standing.rate(metric) for metric in metrics),
        bulletin.missing(row),
        *(value for one in changes for value in (one.gained, one.lost)),
        ", ".join(
            (
                denominator.source,
                figure_words.basis_name(denominator.basis),
                denominator.counted_on.isoformat(),
            )
        ),
    ]


def _months(made: Workbook, bulletin: Bulletin) -> None:
    """The whole month by month with the target lines, then the rate of every part."""
    found, metrics = bulletin.found, bulletin.metrics
    assert found.series is not None, "gathered with every month's end"
    shares = [
        target
        for target in bulletin.programme.targets
        if target.metric == bulletin.metric and target.share_percent is not None
    ]
    columns: list[Column] = [text(_("Month"), 10), text(_("As of"), 12)]
    columns += [number(figure_words.metric_name(metric)) for metric in metrics]
    columns += [number(_("All")), rate(_("{place}, rate", place=found.total.name))]
    columns += [rate(_target(target)) for target in shares]
    columns += [rate(row.name) for row in found.rows]
    sheet = about(made, bulletin, _("Months"))
    rows: list[list[object]] = [
        [
            month.month,
            month.day.isoformat(),
            *(month.total.standing.counts.of(metric) for metric in metrics),
            month.total.standing.denominator.count,
            month.total.standing.rate(bulletin.metric),
            *(_share(target) if month.day <= target.deadline else None for target in shares),
            *(row.standing.rate(bulletin.metric) for row in month.rows),
        ]
        for month in found.series
    ]
    first = sheet.table(columns, rows)
    at = 2 + len(metrics) + 2
    more = book_charts.lines(sheet.page, first, len(rows), at, 1 + len(shares)) if rows else 0
    # On paper the whole alone: its parts are on the sheet before.
    sheet.done(frozen=True, columns=2)
    sheet.on_paper(max(at + len(shares), _LEAST_PRINTED), more, upright=True)


def _target(target: Target) -> str:
    assert target.share_percent is not None
    return _(
        "{target} by {day}",
        target=f"{target.share_percent.normalize():f}%",
        day=target.deadline.isoformat(),
    )


def _share(target: Target) -> float:
    assert target.share_percent is not None
    return float(target.share_percent / 100)

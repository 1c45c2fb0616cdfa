"""Charts that the spreadsheet program draws itself from the cells, so they follow when these are
changed."""

from __future__ import annotations

from math import ceil

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from green.charts.palette import LIGHT
from green.texts import _

_WIDE, _HIGH = 19, 11
_BAR = 0.62
_DASHES = ("dash", "sysDash", "dashDot", "sysDot")
_POINT = 12700  # EMU
# A line of a sheet is 15 points high, in centimetres.
_LINE = 0.53


def bars(page: Worksheet, first: int, n: int, *, names: int, values: int) -> int:
    """A bar for the rate of each part, in the order of the table from the top; below it.

    Returns how many lines of the sheet it covers.
    """
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = "bar", 10, 40
    chart.add_data(_column(page, values, first - 1, n + 1), titles_from_data=True)
    chart.set_categories(_column(page, names, first, n))
    chart.title = str(page.cell(first - 1, values).value)
    chart.legend = None
    # The first part stands at the top, as in the table.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    _axes(chart)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=LIGHT.accent[1:])
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, other, False)
    chart.width, chart.height = _WIDE, max(7.0, 3 + n * _BAR)
    page.add_chart(chart, f"A{first + n + 3}")
    return _lines(chart.height)


def lines(page: Worksheet, first: int, n: int, start: int, count: int) -> int:
    """A line for the whole and one, dashed, for each target up to its deadline; below the table.

    `start`: the column of the whole's rate, which `count - 1` columns with targets follow.
    Returns how many lines of the sheet it covers.
    """
    chart = LineChart()
    chart.style = 12
    data = Reference(
        page,
        min_col=start,
        max_col=start + count - 1,
        min_row=first - 1,
        max_row=first + n - 1,
    )
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(_column(page, 1, first, n))
    chart.title = _("Rate by month, against the targets")
    chart.legend.position = "b"
    _axes(chart)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    for place, series in enumerate(chart.series):
        drawn = series.graphicalProperties.line
        drawn.solidFill = LIGHT.accent[1:] if place == 0 else LIGHT.strong[1:]
        drawn.width = int((3 if place == 0 else 1.5) * _POINT)
        if place:
            drawn.dashStyle = _DASHES[(place - 1) % len(_DASHES)]
        series.smooth = False
    chart.width, chart.height = _WIDE, _HIGH
    page.add_chart(chart, f"A{first + n + 2}")
    return _lines(chart.height)


def _lines(height: float) -> int:
    return ceil(height / _LINE) + 2


def _axes(chart: BarChart | LineChart) -> None:
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=None)
    # Left out, some programs hide them.
    chart.x_axis.delete = chart.y_axis.delete = False


def _column(page: Worksheet, column: int, first: int, n: int) -> Reference:
    return Reference(page, min_col=column, min_row=first, max_row=first + n - 1)

"""What a place on a map says: its short name, its rate, and all that explains the figure."""

from __future__ import annotations

import re
from fractions import Fraction
from html import escape

from green.atlas.model import Atlas
from green.progress.model import Row
from green.standard.programme import Metric
from green.texts import _, written

_PEOPLES = (
    "藏|羌|彝|回|苗|侗|布依|土家|壮|傣|景颇|傈僳|哈尼|白|朝鲜|蒙古|哈萨克|柯尔克孜|瑶|黎|满|水|"
    "仫佬|毛南|畲|土|撒拉|东乡|保安|裕固|拉祜|佤|布朗|独龙|怒|纳西|普米|仡佬|达斡尔|各"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治(州|县|旗|区)")
_FEW_CHARACTERS = 2
# As everybody shortens them.
_ZONES = (
    ("高新技术产业开发区", "高新区"),
    ("高技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)


def short_name(name: str) -> str:
    """A place's name as it fits on a map: 济南, 阿坝州, 烟台经开区, but 商河县 as it is."""
    for long, short in _ZONES:
        if name.endswith(long):
            return name.removesuffix(long) + short
    found = _AUTONOMOUS.fullmatch(name)
    if found:
        return found[1] + found[2]
    return name.removesuffix("市") if len(name) > _FEW_CHARACTERS else name


def share(rate: Fraction | None) -> str:
    """A rate with one decimal; a dash where there is none, which is not zero."""
    return written.percent(rate)


def metric_name(metric: Metric) -> str:
    return {
        "participating": _("Participating"),
        "submitted": _("Submitted"),
        "attained": _("Attained"),
        "named": _("Named"),
    }[metric]


def without_rate(row: Row, metric: Metric) -> str:
    """Why a row has no rate, in a few words."""
    if not row.standing.denominator.count:
        return _("no communities")
    return _("no data") if row.standing.counts.of(metric) is None else _("above the base")


def explained(row: Row | None, name: str, metric: Metric) -> str:
    """The text at the pointer: rate, numerator, denominator, base and date, and the targets."""
    if row is None:
        return f"<b>{escape(name)}</b><br>" + _("No figures of this place")
    standing, denominator = row.standing, row.standing.denominator
    number, rate = standing.counts.of(metric), standing.rate(metric)
    lines = [f"<b>{escape(row.name)}</b>"]
    if rate is None:
        lines.append(
            _("{metric}: {reason}", metric=metric_name(metric), reason=without_rate(row, metric))
        )
    else:
        lines.append(
            _(
                "{metric}: {share} ({number} of {n})",
                metric=metric_name(metric),
                share=share(rate),
                number=number,
                n=denominator.count,
            )
        )
    lines.append(
        _("Base: {n} on {day}", n=denominator.count, day=denominator.counted_on.isoformat())
    )
    lines.append(escape(denominator.source))
    for figure in row.targets:
        percent = figure.target.share_percent
        if rate is None or figure.target.metric != metric or percent is None:
            continue
        known = {"share": f"{percent.normalize():f}%", "day": figure.target.deadline.isoformat()}
        if figure.missing:
            lines.append(_("{share} by {day}: {n} missing", n=figure.missing, **known))
        elif figure.missing == 0:
            lines.append(_("{share} by {day}: reached", **known))
    return "<br>".join(lines)


def map_note(atlas: Atlas) -> str:
    """What must stand on a map: its approval number, or that it is schematic."""
    if atlas.source.approval:
        return _("Map approval number: {number}", number=atlas.source.approval)
    return _("Schematic map, not for publication")

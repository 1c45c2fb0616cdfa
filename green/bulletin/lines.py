"""The lines of a bulletin's tables as its Word file shows them: names of fields, written values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from green.bulletin.model import Bulletin, Change
from green.progress import figure_words
from green.progress.holding import by_item
from green.progress.model import Row, Standing, TargetFigure
from green.progress.pace import RULE
from green.progress.stages import Stage
from green.texts import _, join, written


@dataclass(frozen=True)
class TargetLine:
    """A target seen from the whole, with its own base where it has one."""

    name: str
    metric: str
    deadline: str
    number: str
    base: str
    rate: str
    needed: str
    missing: str
    met: str
    document: str


@dataclass(frozen=True)
class ChangeLine:
    """A state: how many as the period began, what came and went, how many at its end."""

    state: str
    before: str
    gained: str
    lost: str
    now: str


@dataclass(frozen=True)
class PartLine:
    """A part, or the whole: the columns of the page and what the period changed."""

    code: str
    name: str
    participating: str
    submitted: str
    attained: str
    named: str
    all: str
    rate: str
    missing: str
    change: str
    newly_named: str


@dataclass(frozen=True)
class StageLine:
    """Where communities wait, and how long: median and longest in days."""

    where: str
    number: str
    median: str
    longest: str
    longest_in: str


@dataclass(frozen=True)
class ItemLine:
    """An item that is missing in what was handed in."""

    ref: str
    title: str
    missing: str
    partly: str
    alone: str


def targets(bulletin: Bulletin) -> Iterator[TargetLine]:
    for figure in bulletin.found.total.targets:
        number, base, rate = reached(figure, bulletin.found.total.standing)
        target = figure.target
        yield TargetLine(
            figure_words.target_name(figure),
            figure_words.metric_name(target.metric),
            target.deadline.isoformat(),
            _count(number),
            _count(base),
            written.percent(rate),
            _count(figure.needed),
            _count(figure.missing),
            met(bulletin, figure),
            target.source.document,
        )


def reached(figure: TargetFigure, own: Standing) -> tuple[int | None, int, Fraction | None]:
    """A target's numerator, base and rate: of the row, of its subdistricts, or of its list."""
    if figure.listed is not None:
        number, base = sum(one.reached for one in figure.listed), len(figure.listed)
        return number, base, Fraction(number, base) if base else None
    standing = figure.standing or own
    metric = figure.target.metric
    return standing.counts.of(metric), standing.denominator.count, standing.rate(metric)


def met(bulletin: Bulletin, figure: TargetFigure) -> str:
    """Whether a target is met, at its deadline once that is past."""
    if figure.missing is None or figure.met is None:
        return "–"
    words = _("met") if figure.met else _("not met yet")
    if figure.target.deadline < bulletin.found.as_of:
        words = figure_words.at_deadline(figure) or _("met by the deadline")
    return words if figure.binding else _("{words} (for orientation)", words=words)


def changes(bulletin: Bulletin) -> Iterator[ChangeLine]:
    row = bulletin.found.total
    for metric in bulletin.metrics:
        change = bulletin.change(row, metric)
        yield ChangeLine(
            figure_words.metric_name(metric),
            _count(bulletin.before(row, metric)),
            _count(change.gained),
            _count(change.lost),
            _count(row.standing.counts.of(metric)),
        )


def parts(bulletin: Bulletin) -> Iterator[PartLine]:
    for row in bulletin.found.rows:
        yield part(bulletin, row)


def part(bulletin: Bulletin, row: Row) -> PartLine:
    """A row of figures as a line."""
    standing = row.standing
    decided = "named" in bulletin.metrics
    return PartLine(
        row.code,
        row.name,
        _count(standing.counts.participating),
        _count(standing.counts.submitted),
        _count(standing.counts.attained),
        _count(standing.counts.named),
        _count(standing.denominator.count),
        _("above its base") if standing.flag else written.percent(standing.rate(bulletin.metric)),
        _count(bulletin.missing(row)),
        _moved(bulletin.change(row, bulletin.metric)),
        _moved(bulletin.change(row, "named")) if decided else "–",
    )


def stages(bulletin: Bulletin) -> Iterator[StageLine]:
    """Where somebody waits, in the order of the way."""
    for stage in bulletin.funnel.total.stages:
        if stage.number:
            yield StageLine(
                figure_words.stage(bulletin.programme, stage),
                _count(stage.number),
                "–" if stage.median_days is None else written.halves(stage.median_days),
                _count(stage.oldest_days),
                longest_in(bulletin, stage),
            )


def longest_in(bulletin: Bulletin, stage: Stage) -> str:
    """The place in which somebody has waited longest at a stage, the first of equal ones."""
    waits = [
        (other.oldest_days, row.name)
        for row in bulletin.funnel.rows
        for other in row.stages
        if (other.step, other.phase) == (stage.step, stage.phase) and other.oldest_days is not None
    ]
    return max(waits, default=(0, "–"), key=lambda one: one[0])[1]


def items(bulletin: Bulletin) -> Iterator[ItemLine]:
    """The items that are missing anywhere, the most missing first."""
    for item, one in by_item(bulletin.standard, bulletin.held):
        yield ItemLine(
            item.ref, str(item.title), _count(one.number), _count(one.partly), _count(one.alone)
        )


def bases(bulletin: Bulletin) -> Iterator[str]:
    """Whose counts the bases are: that of the whole, and those of targets with their own."""
    total = bulletin.found.total
    standings = [total.standing, *(one.standing for one in total.targets if one.standing)]
    said = dict.fromkeys(one.denominator for one in standings)
    for base in said:
        yield _(
            "Base {n}: {source}, {basis}, {day}.",
            n=written.number(base.count),
            source=base.source,
            basis=figure_words.basis_name(base.basis),
            day=written.day(base.counted_on),
        )


def rules(bulletin: Bulletin) -> Iterator[str]:
    """The rules behind the figures, one after the other."""
    programme = bulletin.programme
    yield figure_words.rule(programme)
    yield _("Rate = numerator ÷ all urban communities of the place, rounded only as it is written.")
    targets = bulletin.found.total.targets
    if any(target.scope == "whole" for target in programme.targets):
        yield _(
            "The targets are for the whole ({document}); for a part of it, “still needed” shows "
            "the same share for orientation.",
            document=programme.source.document,
        )
    if any(one.missing and one.outlook and one.outlook.low is not None for one in targets):
        yield str(RULE)
    yield _("Places stand in the order of their division codes; their order says nothing else.")
    yield join(
        _("Waiting is counted in days up to the last day of the period."),
        _("Items are counted in what stands handed in by communities that have not attained."),
    )


def _moved(change: Change) -> str:
    """What came and went in one cell: +12, −1, +12 −1, or 0."""
    parts = [f"+{written.number(change.gained)}"] if change.gained else []
    parts += [f"−{written.number(change.lost)}"] if change.lost else []
    return " ".join(parts) or "0"


def _count(value: int | None) -> str:
    return "–" if value is None else written.number(value)

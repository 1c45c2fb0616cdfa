"""What a figure is called and what stands behind it, the same on the screen and in a bulletin."""

from __future__ import annotations

from green.progress.model import TargetFigure
from green.progress.stages import Stage, Waits
from green.standard.programme import Programme
from green.texts import Text, _, join, lazy, n_, written

_PHASES: dict[Waits, Text] = {
    "answering": lazy("Filling in, nothing handed in yet"),
    "returned": lazy("Returned, not handed in again"),
    "waiting": lazy("waits to be opened"),
    "begun": lazy("in review"),
    "noticeable": lazy("agreed to, not yet on notice"),
    "on_notice": lazy("on public notice"),
}


def metric_name(metric: str | None) -> str:
    match metric:
        case "participating":
            return _("Participating")
        case "submitted":
            return _("Submitted")
        case "attained":
            return _("Attained")
        case _other:
            return _("Named")


def basis_name(basis: str) -> str:
    """Whose count a denominator is, in words."""
    match basis.split("-"):
        case ["official"]:
            return _("official figure")
        case ["nbs", year]:
            return _("statistical codes of {year}", year=year)
        case _other:
            return _("mixed")


def target_name(figure: TargetFigure) -> str:
    """A target as it is called for short: its share, else how many it needs."""
    share = figure.target.share_percent
    return f"{share.normalize():f}%" if share is not None else written.number(figure.needed)


def still_needed(figure: TargetFigure) -> str:
    """How many are missing; a dash where nobody can say."""
    if figure.missing is None:
        return "–"
    if not figure.missing:
        return _("Reached")
    return _("{n} still needed", n=written.number(figure.missing))


def at_deadline(figure: TargetFigure) -> str:
    """How a target stood at its deadline, where that is another thing than now; else empty."""
    if figure.met and figure.missing:
        return _("reached at the deadline")
    if figure.met or figure.missing is None:
        return ""
    return _("not by the deadline") if figure.missing else _("only after the deadline")


def rule(programme: Programme) -> str:
    """What a community has to have done, or others for it, to count as attained and as named."""
    if programme.rule == "self-declared":
        return _(
            "Attained as communities declare it: the latest self-assessment meets the standard."
        )
    makes = {step.makes: step for step in programme.chain}
    attained = _(
        "Attained once recognised at the step “{step}”; what is only handed in does not count.",
        step=makes["attained"].title,
    )
    if "named" not in makes:
        return attained
    return join(attained, _("Named at the step “{step}”.", step=makes["named"].title))


def stage(programme: Programme, waits: Stage) -> str:
    """Where somebody waits: the step of the chain and what happens there."""
    step = programme.step(waits.step) if waits.step else None
    words = str(_PHASES[waits.phase])
    return _("{step}: {words}", step=step.title, words=words) if step else words


def days(number: str) -> str:
    """So many days, for a number written already."""
    return _("{n} days", n=number)


def needed(figure: TargetFigure) -> str:
    """What the target asks for, in whole communities."""
    count = written.number(figure.needed)
    return n_("{count} community needed", "{count} communities needed", figure.needed, count=count)

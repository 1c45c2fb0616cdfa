"""The 整改计划 of one community as the values of a form: pure, no database."""

from __future__ import annotations

from datetime import date

from green.paper.filling import Known, mark
from green.paper.model import PlanRow, RectificationPlan
from green.planning.community_plan import CommunityPlan, PlanLine
from green.planning.plan import state_name
from green.standard.answers import Answers, ItemAnswer
from green.standard.verdict import ItemVerdict
from green.texts import _, written


def rectification_plan(
    known: Known, plan: CommunityPlan, answers: Answers, today: date, *, simulated: bool
) -> RectificationPlan:
    """The plan as it stands today: the works in their order, numbered."""
    low, high = plan.estimate
    return RectificationPlan(
        mark=mark(simulated=simulated),
        place=known.place,
        programme=str(known.case.programme.title),
        standard=str(known.case.standard.title),
        document=known.case.standard.source.document,
        printed_on=today.isoformat(),
        count=len(plan.lines),
        done=sum(one.planned.state == "done" for one in plan.lines),
        overdue=len(plan.overdue(today)),
        estimate=amounts(low, high),
        cost=written.number(plan.cost) if plan.has_cost else "–",
        unanswered=_unanswered(plan),
        rows=tuple(_row(number, line, answers, today) for number, line in enumerate(plan.lines, 1)),
    )


def remedy(lines: tuple[PlanLine, ...]) -> str:
    """What is planned for an item, for the column 整改措施/时限/责任人 of the 自评表."""
    return "\n".join(
        _joined(
            line.name,
            line.planned.by.isoformat() if line.planned.by else "",
            line.planned.who or "",
        )
        for line in lines
    )


def amounts(low: int, high: int) -> str:
    """A range of yuan without its unit."""
    if low == high:
        return written.number(low)
    return f"{written.number(low)}–{written.number(high)}"


def _row(number: int, line: PlanLine, answers: Answers, today: date) -> PlanRow:
    planned, unit = line.planned, line.work.unit if line.work else ""
    state = str(state_name(planned.state))
    if planned.is_overdue(today):
        state = _("{state}, overdue", state=state)
    elif planned.state == "done" and planned.state_since is not None:
        state = _("{state} ({day})", state=state, day=planned.state_since.isoformat())
    return PlanRow(
        number=number,
        item="\n".join(f"{one.item.ref} {one.item.title}" for one in line.lacking),
        problem="\n".join(dict.fromkeys(_problem(one, answers) for one in line.lacking)),
        work=line.name,
        quantity="" if line.quantity is None else f"{line.quantity} {unit}",
        by=planned.by.isoformat() if planned.by else "",
        who=planned.who or "",
        cost=_cost(line),
        payer=line.work.payer if line.work else "",
        state=state,
        phase="" if planned.phase is None else str(planned.phase),
        planner=planned.planner or "",
        note=planned.note or "",
    )


def _problem(judged: ItemVerdict, answers: Answers) -> str:
    return answers.items.get(judged.item.id, ItemAnswer()).note or str(judged.explanation)


def _cost(line: PlanLine) -> str:
    """As planned; else by the file of works, which is said."""
    if line.planned.cost is not None:
        return written.number(line.planned.cost)
    if line.estimate is None:
        return ""
    return _("{range} (estimate)", range=amounts(*line.estimate))


def _joined(*parts: str) -> str:
    return " / ".join(part for part in parts if part)


def _unanswered(plan: CommunityPlan) -> str:
    if not plan.unanswered:
        return ""
    refs = ", ".join(item.ref for item in plan.unanswered)
    return _("Not answered yet, so not in this plan: {items}.", items=refs)

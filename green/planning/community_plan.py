"""The rectification plan (整改计划) of one community: what is lacking, and what is done about it.

Pure: from the present answers, the works, and what was planned. Nothing that was planned is left
out: what an item no longer needs stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from green.planning.failing import failing_checks
from green.planning.plan import OwnPlan, Planned
from green.planning.works import Failing, Work, Works, works_for
from green.registry.model import Profile
from green.standard.answers import Answers
from green.standard.model import Item
from green.standard.verdict import ItemVerdict, Verdict

_NOTHING = Planned()


@dataclass(frozen=True)
class PlanLine:
    """A work at an item, with what it puts right and what is planned for it.

    `work` is None for one that is no longer in the file of works; `suggested` is how much of it
    there is to do by its own rule, None where the profile lacks what that goes by.
    """

    item: Item
    work_id: str
    work: Work | None
    lacking: tuple[ItemVerdict, ...]
    planned: Planned
    suggested: int | None = None

    @property
    def name(self) -> str:
        """What the work is called, in the language spoken now."""
        return self.work_id if self.work is None else str(self.work.name)

    @property
    def quantity(self) -> int | None:
        """How much of it: as planned, else as its rule says."""
        return self.suggested if self.planned.quantity is None else self.planned.quantity

    @property
    def estimate(self) -> tuple[int, int] | None:
        """The lowest and the highest cost in yuan by the file of works."""
        if self.work is None or self.quantity is None:
            return None
        return self.work.cost_low * self.quantity, self.work.cost_high * self.quantity


@dataclass(frozen=True)
class Done:
    """An item whose planned works are all done since a day, and which is not answered met yet."""

    judged: ItemVerdict
    since: date
    works: tuple[str, ...]


@dataclass(frozen=True)
class CommunityPlan:
    """`lines` are the works for what is lacking, safety first, public use first.

    `done_with` are planned works whose items are met, or do not apply, since; `set_aside` planned
    ones whose item is unanswered now, or that are no longer offered for it. `without_work` are
    lacking items for which the file has none.
    """

    lines: tuple[PlanLine, ...]
    done_with: tuple[PlanLine, ...]
    set_aside: tuple[PlanLine, ...]
    unanswered: tuple[Item, ...]
    without_work: tuple[ItemVerdict, ...]

    @property
    def is_all_met(self) -> bool:
        return not (self.lines or self.unanswered or self.without_work)

    @property
    def estimate(self) -> tuple[int, int]:
        """What is still to be paid for by the file of works, in yuan, where it can be said."""
        known = [one.estimate for one in self._not_done if one.estimate is not None]
        return sum(low for low, _high in known), sum(high for _low, high in known)

    @property
    def not_estimated(self) -> int:
        """For how many works the cost cannot be said, because the profile lacks a number."""
        return sum(one.estimate is None for one in self._not_done)

    @property
    def cost(self) -> int:
        """What was planned for the works, in yuan."""
        return sum(one.planned.cost or 0 for one in self.lines)

    @property
    def has_cost(self) -> bool:
        return any(one.planned.cost is not None for one in self.lines)

    def overdue(self, day: date) -> tuple[PlanLine, ...]:
        return tuple(one for one in self.lines if one.planned.is_overdue(day))

    def for_item(self, item: Item) -> tuple[PlanLine, ...]:
        """What was planned for an item, whatever became of it."""
        found = []
        for one in (*self.lines, *self.done_with, *self.set_aside):
            served = {one.item.id, *(one.work.items if one.work else ())}
            if item.id in served and one.planned != _NOTHING:
                found.append(one)
        return tuple(found)

    def done(self) -> tuple[Done, ...]:
        """Lacking items of which every planned work is done: does the item hold now?"""
        by_item: dict[str, list[PlanLine]] = {}
        judged: dict[str, ItemVerdict] = {}
        for line in self.lines:
            for one in line.lacking:
                judged[one.item.id] = one
                if line.planned != _NOTHING:
                    by_item.setdefault(one.item.id, []).append(line)
        return tuple(
            Done(judged[item], since, tuple(one.name for one in lines))
            for item, lines in by_item.items()
            if (since := _done_since(lines)) is not None
        )

    @property
    def _not_done(self) -> list[PlanLine]:
        return [one for one in self.lines if one.planned.state != "done"]


def _done_since(lines: Iterable[PlanLine]) -> date | None:
    """The day on which the last of them was done; None if one is not."""
    days = [one.planned.state_since if one.planned.state == "done" else None for one in lines]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def plan_of(
    works: Works,
    verdict: Verdict,
    profile: Profile,
    planned: OwnPlan,
    answers: Answers | None = None,
) -> CommunityPlan:
    """The plan by the present verdict; `answers` say which checks of an item failed, if known."""
    judged = {one.item.id: one for one in verdict.items}
    lacking = [one.item.id for one in verdict.unmet]
    failing = _failing(verdict, answers) if answers is not None else {}
    lines = []
    for line in works_for(works, lacking, profile, failing):
        put_right = tuple(judged[item] for item in line.lacking)
        own = planned.get((line.item, line.work.id), _NOTHING)
        item = judged[line.item].item
        lines.append(PlanLine(item, line.work.id, line.work, put_right, own, line.quantity))
    there = {(one.item.id, one.work_id) for one in lines}
    done_with: list[PlanLine] = []
    set_aside: list[PlanLine] = []
    for (item_id, work_id), own in planned.items():
        if (item_id, work_id) in there or item_id not in judged:
            continue
        work = works.work(work_id)
        rest = PlanLine(judged[item_id].item, work_id, work, (), own)
        served = {item_id, *(work.items if work else ())} & judged.keys()
        holds = all(judged[one].status in ("met", "not_applicable") for one in served)
        (done_with if holds else set_aside).append(rest)
    served = {one.item.id for line in lines for one in line.lacking}
    return CommunityPlan(
        tuple(lines),
        tuple(done_with),
        tuple(set_aside),
        tuple(one.item for one in verdict.unanswered),
        tuple(one for one in verdict.unmet if one.item.id not in served),
    )


def _failing(verdict: Verdict, answers: Answers) -> Failing:
    """The checks that fail, by lacking item."""
    found: dict[str, dict[str, int | None]] = {}
    for judged in verdict.unmet:
        answer = answers.items.get(judged.item.id)
        if judged.item.checks and answer is not None:
            found[judged.item.id] = failing_checks(judged.item, answer.checks)
    return found

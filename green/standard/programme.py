"""A programme as it stands in `criteria/programmes/`: one standard applied in one region."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from green.standard.chain import Step, check_chain
from green.standard.model import Frozen, Id, Source, Words

Metric = Literal["participating", "submitted", "attained", "named"]
METRICS: tuple[Metric, ...] = ("participating", "submitted", "attained", "named")
Rule = Literal["self-declared", "decided"]
TargetScope = Literal["whole", "each-city", "each-district", "each-street"]


class Cycle(Frozen):
    """A dated pass. Only the last may have no closing date: it stays open for later batches."""

    id: Id
    title: Words
    opens: date
    closes: date | None = None

    def is_open(self, day: date) -> bool:
        return self.opens <= day and (self.closes is None or day <= self.closes)


class Target(Frozen):
    """What has to be reached by a date: a share of the communities or a number of them."""

    scope: TargetScope
    metric: Metric
    share_percent: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    count: Annotated[int, Field(gt=0)] | None = None
    deadline: date
    source: Source

    @model_validator(mode="after")
    def _one_measure(self) -> Target:
        if (self.share_percent is None) == (self.count is None):
            raise PydanticCustomError("one_measure", "either share_percent or count")
        return self


class Programme(Frozen):
    """`region` is a division code, a prefix of every community's code taking part; "" is China.

    `denominators`: `registry` counts the list in use; `published` takes the latest published
    count not after the day. `rule`: who decides that a community attained the standard: itself,
    or the levels of the `chain`, one after the other.
    """

    id: Id
    title: Words
    region: Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})?$")]
    standard: Id
    source: Source
    rule: Rule
    denominators: Literal["registry", "published"] = "registry"
    cycles: Annotated[tuple[Cycle, ...], Field(min_length=1)]
    targets: tuple[Target, ...] = ()
    chain: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _rule_and_chain_agree(self) -> Programme:
        if (self.rule == "decided") != bool(self.chain):
            raise PydanticCustomError("rule_and_chain", "a chain decides, and only a chain")
        if self.chain:
            check_chain(self.chain)
        return self

    @model_validator(mode="after")
    def _cycles_follow_each_other(self) -> Programme:
        for cycle in self.cycles:
            if cycle.closes is not None and cycle.closes < cycle.opens:
                raise PydanticCustomError("cycle_ends_early", "{id}", {"id": cycle.id})
        for before, after in zip(self.cycles, self.cycles[1:], strict=False):
            if before.closes is None or after.opens <= before.closes:
                ids = {"before": before.id, "after": after.id}
                raise PydanticCustomError("cycles_overlap", "{before} {after}", ids)
        return self

    @property
    def opens(self) -> date:
        return self.cycles[0].opens

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.chain if step.id == step_id), None)

    def cycle_on(self, day: date) -> Cycle | None:
        """The cycle open on that day; there is one at most."""
        return next((cycle for cycle in self.cycles if cycle.is_open(day)), None)

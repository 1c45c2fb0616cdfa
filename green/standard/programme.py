"""A programme as it stands in `criteria/programmes/`: one standard applied in one region."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from green.standard.chain import Step, check_chain
from green.standard.model import Frozen, Id, Line, Source, Words

Metric = Literal["participating", "submitted", "attained", "named"]
METRICS: tuple[Metric, ...] = ("participating", "submitted", "attained", "named")
Rule = Literal["self-declared", "decided"]
TargetScope = Literal["whole", "each-city", "each-district", "each-street"]
TargetUnit = Literal["share", "count", "list"]
# Whose communities a target is about: all of a scope, or those of its subdistricts (街道) alone.
TargetDenominator = Literal["all", "subdistricts"]


class Cycle(Frozen):
    """A dated pass. Only the last may have no closing date: it stays open for later batches."""

    id: Id
    title: Words
    opens: date
    closes: date | None = None

    def is_open(self, day: date) -> bool:
        return self.opens <= day and (self.closes is None or day <= self.closes)


class ListedCommunity(Frozen):
    """A community that a document names; found by its code, the name is for people to read."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
    name: Line


class Target(Frozen):
    """What has to be reached by a date: a share of the communities, a number, or a list of them.

    `denominator` says whose communities numerator and base are: a scope's own, or those of its
    subdistricts alone, towns and townships left out of both. `list` names communities that all
    have to reach the metric; it is its own base, and about the whole.
    """

    scope: TargetScope
    metric: Metric
    share_percent: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    count: Annotated[int, Field(gt=0)] | None = None
    list: Annotated[tuple[ListedCommunity, ...], Field(min_length=1)] | None = None
    denominator: TargetDenominator = "all"
    deadline: date
    source: Source

    @model_validator(mode="after")
    def _one_measure(self) -> Target:
        if sum(one is not None for one in (self.share_percent, self.count, self.list)) != 1:
            raise PydanticCustomError("one_measure", "one of share_percent, count and list")
        return self

    @model_validator(mode="after")
    def _a_list_stands_alone(self) -> Target:
        codes = [one.code for one in self.list or ()]
        if codes and (self.scope, self.denominator) != ("whole", "all"):
            raise PydanticCustomError("list_of_parts", "a list is for the whole")
        for place, code in enumerate(codes):
            if code in codes[:place]:
                raise PydanticCustomError("listed_twice", "{code}", {"code": code})
        return self

    @property
    def unit(self) -> TargetUnit:
        if self.list is not None:
            return "list"
        return "share" if self.count is None else "count"


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

    @model_validator(mode="after")
    def _targets_can_be_counted(self) -> Programme:
        names = any(step.makes == "named" for step in self.chain)
        for place, target in enumerate(self.targets):
            if target.metric == "named" and not names:
                raise PydanticCustomError("nobody_names", "{target}", {"target": place})
            for number, one in enumerate(target.list or ()):
                if not one.code.startswith(self.region):
                    where = {"target": place, "entry": number, "code": one.code}
                    raise PydanticCustomError("listed_outside", "{code}", where)
        return self

    @property
    def opens(self) -> date:
        return self.cycles[0].opens

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.chain if step.id == step_id), None)

    def cycle_on(self, day: date) -> Cycle | None:
        """The cycle open on that day; there is one at most."""
        return next((cycle for cycle in self.cycles if cycle.is_open(day)), None)

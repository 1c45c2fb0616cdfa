"""A review chain (审核流程) as it stands in a programme: who does what, one level after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field
from pydantic_core import PydanticCustomError

from green.standard.model import Frozen, Id, Words

Does = Literal["recommend", "review", "recheck", "accept", "name"]
Makes = Literal["attained", "named"]
# As the registry's levels, the widest first; this room stands below the registry.
Level = Literal["province", "city", "district", "street"]
_LEVELS: tuple[Level, ...] = ("province", "city", "district", "street")


class NoticePeriod(Frozen):
    """Days for which a list is shown to the public (公示期), the first and the last included."""

    days: Annotated[int, Field(gt=0, le=60)]
    count: Literal["calendar", "working"] = "calendar"


class Step(Frozen):
    """One level's part. `makes`: the state that a community has once this step is done.

    With `notice` the step takes effect when the list is published after its notice. `opinions`
    are departments that are asked before the level decides. `visit`: it looks on site.
    """

    id: Id
    title: Words
    level: Level
    does: Does
    makes: Makes | None = None
    notice: NoticePeriod | None = None
    opinions: tuple[Words, ...] = ()
    visit: bool = False


def check_chain(chain: Sequence[Step]) -> None:
    """Raises `PydanticCustomError` for a chain that could not be walked."""
    ids = [step.id for step in chain]
    for place, step_id in enumerate(ids):
        if step_id in ids[:place]:
            raise PydanticCustomError("step_twice", "{id}", {"id": step_id})
    for before, after in pairwise(chain):
        if _LEVELS.index(after.level) > _LEVELS.index(before.level):
            given = {"before": before.id, "after": after.id}
            raise PydanticCustomError("chain_goes_down", "{before} {after}", given)
    made = [step.makes for step in chain if step.makes]
    if made not in (["attained"], ["attained", "named"]):
        raise PydanticCustomError("chain_makes", "attained once, then named once at most")

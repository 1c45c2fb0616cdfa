"""The path of a community by its kind (分类推进): what comes first, and what next.

The words stand in `criteria/paths.yaml`; this decides which of them a community is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from green.planning import paths_file
from green.planning.paths_file import Paths, Step
from green.registry.model import Profile
from green.standard.model import Status, Words
from green.texts import Text, lazy

PathKind = Literal["old_estate", "partly_old", "complete", "green", "unknown"]
PATH_KINDS: tuple[PathKind, ...] = get_args(PathKind)


@dataclass(frozen=True)
class Path:
    """Where a community stands on the way, and the steps before it, the first one first.

    `is_derived`: its kind was not stated but follows from something else, as `reason` says.
    """

    kind: PathKind
    title: Words
    is_derived: bool
    reason: Text
    advice: Words
    steps: tuple[Step, ...]

    @property
    def first(self) -> Step:
        return self.steps[0]

    @property
    def next(self) -> Step | None:
        return self.steps[1] if len(self.steps) > 1 else None


def path_of(profile: Profile, attained: bool, paths: Paths | None = None) -> Path:
    """The path by what the profile says, and whether the green standard is attained.

    Raises `Refused` if the file of paths is not in order.
    """
    paths = paths or paths_file.paths()
    kind, is_derived, reason = _kind(profile, attained, paths.old_until)
    told = paths.kind(kind)
    steps = tuple(paths.step(one) for one in told.steps)
    return Path(kind, told.title, is_derived, reason, told.advice, steps)


def kind_of(profile: Profile, attained: bool, old_until: int | None = None) -> PathKind:
    """The kind alone, for filters and lists; see `path_of`."""
    return _kind(profile, attained, old_until or paths_file.paths().old_until)[0]


def counting(step: Step, statuses: Mapping[str, Status]) -> tuple[list[str], list[str]]:
    """The items (ids) that count for a step: those that hold already, and those that do not.

    What does not apply is in neither.
    """
    told = [one for one in step.items if statuses.get(one) != "not_applicable"]
    holds = [one for one in told if statuses.get(one) == "met"]
    return holds, [one for one in told if one not in holds]


def _kind(profile: Profile, attained: bool, old_until: int) -> tuple[PathKind, bool, Text]:
    if attained:
        return "green", True, lazy("Derived: it has attained the green standard.")
    if profile.kind == "old_estate":
        return "old_estate", False, lazy("As stated in the profile.")
    oldest, newest = profile.built_from, profile.built_to
    if newest is not None and newest <= old_until:
        return (
            "old_estate",
            True,
            lazy(
                "Derived: its newest building is of {year}, no later than {last}.",
                year=newest,
                last=old_until,
            ),
        )
    if oldest is not None and oldest > old_until:
        return (
            "complete",
            True,
            lazy(
                "Derived: its oldest building is of {year}, later than {last}.",
                year=oldest,
                last=old_until,
            ),
        )
    if oldest is not None and newest is not None:
        return (
            "partly_old",
            True,
            lazy("Derived: built from {first} to {last}.", first=oldest, last=newest),
        )
    return "unknown", True, lazy("The profile states neither an old estate nor both years.")

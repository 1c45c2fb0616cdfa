"""Drawing a spot check so that anybody can draw it again: from a seed, a list, and weights.

A community's lot is a number from 0 to 1 made from the seed, the sample's name and its code by
SHA-256. The random sample are the lowest lots. The weighted sample are, of the others, those with
the least -ln(lot) / weight, with which a community is drawn the sooner the more it weighs
(Efraimidis and Spirakis 2006, weighted sampling without replacement).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from green.standard.model import canonical

Kind = Literal["random", "weighted"]
# What each reason adds to a weight of 1. Shown beside every draw.
WEIGHTS: Mapping[str, int] = {
    "no_proof": 2,
    "bulk": 1,
    "resubmitted": 1,
    "last_days": 1,
    "not_applicable": 1,
}


@dataclass(frozen=True)
class Candidate:
    """A recognised community that may be drawn, and what speaks for looking at it."""

    code: str
    submission: int
    reasons: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        return 1 + sum(WEIGHTS[reason] for reason in self.reasons)


@dataclass(frozen=True)
class Pick:
    """A candidate that was drawn, and by which sample."""

    candidate: Candidate
    kind: Kind


def lot(seed: str, sample: Kind, code: str) -> float:
    """A community's lot in a sample, above 0 and at most 1."""
    digest = hashlib.sha256(f"{seed}|{sample}|{code}".encode()).digest()
    return (int.from_bytes(digest[:8]) + 1) / 2**64


def draw(seed: str, frame: Sequence[Candidate], random: int, weighted: int) -> list[Pick]:
    """So many of each sample, in code order; fewer where the list is shorter. Nobody twice."""
    by_lot = sorted(frame, key=lambda one: (lot(seed, "random", one.code), one.code))
    first = by_lot[:random]
    rest = sorted(
        by_lot[random:],
        key=lambda one: (-log(lot(seed, "weighted", one.code)) / one.weight, one.code),
    )
    picks = [Pick(one, "random") for one in first]
    picks += [Pick(one, "weighted") for one in rest[:weighted]]
    return sorted(picks, key=lambda pick: pick.candidate.code)


def frame_sha256(frame: Sequence[Candidate]) -> str:
    """The hash of the list that was drawn from, with its weights, so that it can be shown that
    it was not changed afterwards."""
    content = [[one.code, one.submission, list(one.reasons)] for one in frame]
    return hashlib.sha256(canonical(sorted(content)).encode()).hexdigest()

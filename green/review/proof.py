"""Proof that what was handed in and decided is as it was: everything hashed again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from green.review import records
from green.store import Query


@dataclass(frozen=True)
class Proved:
    """How many snapshots were hashed again, and the ids of submissions whose snapshot, standard
    or citation in a decision is not as it was."""

    snapshots: int
    altered: tuple[int, ...]


def prove_snapshots(query: Query) -> Proved:
    """Hash every snapshot and the standards they cite, and compare what decisions cite."""
    standards = {
        sha256
        for sha256, content in records.standard_texts(query)
        if hashlib.sha256(content.encode()).hexdigest() == sha256
    }
    altered = set(records.wrongly_cited(query))
    number = 0
    for submission, snapshot, sha256, standard in records.snapshots(query):
        number += 1
        sound = hashlib.sha256(snapshot.encode()).hexdigest() == sha256
        if not sound or standard not in standards:
            altered.add(submission)
    return Proved(number, tuple(sorted(altered)))

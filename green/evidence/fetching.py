"""The file of a piece of evidence, for who may see its community."""

from __future__ import annotations

from green.assessment.model import EvidenceFile
from green.errors import NotFound, Problem
from green.evidence import file_records
from green.people.guard import looking
from green.people.model import Action, Actor
from green.store import Store
from green.texts import lazy


def file_of(store: Store, evidence_id: int, actor: Actor) -> EvidenceFile:
    """What is kept of a piece. One that was taken out stays to be had as long as it is cited.

    Raises `NotFound`, and `NotAllowed`, which is logged, for another community's.
    """
    with store.read() as query:
        found = file_records.noted(query, evidence_id)
    if found is None or found.is_erased:
        raise NotFound(
            Problem(
                lazy("There is no such file."),
                mend=lazy("It may have been taken out of the library. Load the page again."),
            )
        )
    with looking(store, actor, Action.SEE_COMMUNITY, found.place):
        return found.file

"""Storing a community's profile: asked once, used by every item and form."""

from __future__ import annotations

from green import clock
from green.errors import NotPossible, Problem
from green.registry import records
from green.registry.model import Profile
from green.store import Store
from green.texts import lazy


def save_profile(
    store: Store, community_id: int, profile: Profile, person: str, code: str | None = None
) -> None:
    """Append a profile as it stands now; raises `Refused` for values that cannot be.

    `code` is the community's code as the person saw it; raises `NotPossible` if the database has
    another one under this id because it was exchanged.
    """
    day = clock.today()
    profile.check(day)
    with store.write() as query:
        if code is not None and records.community_by_id(query, community_id).code != code:
            raise NotPossible(
                Problem(
                    lazy("The database was exchanged or removed meanwhile."),
                    mend=lazy("Load the page again; nothing of this step was stored."),
                )
            )
        if records.profile(query, community_id) != profile:
            records.add_profile(query, community_id, profile, day, query.at, person)

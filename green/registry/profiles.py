"""Storing a community's profile: asked once, used by every item and form."""

from __future__ import annotations

from green import clock
from green.registry import records
from green.registry.model import Profile
from green.store import Store


def save_profile(store: Store, community_id: int, profile: Profile, person: str) -> None:
    """Append a profile as it stands now; raises `Refused` for values that cannot be."""
    day = clock.today()
    profile.check(day)
    with store.write() as query:
        if records.profile(query, community_id) != profile:
            records.add_profile(query, community_id, profile, day, query.at, person)

"""Storing a community's profile: asked once, used by every item and form."""

from __future__ import annotations

from green import clock
from green.errors import NotPossible, Problem
from green.people.guard import acting
from green.people.model import Action, Actor
from green.registry import records
from green.registry.model import Community, Profile
from green.store import Store
from green.texts import lazy


def save_profile(store: Store, community: Community, profile: Profile, actor: Actor) -> None:
    """Append a profile as it stands now.

    Raises `Refused` for values that cannot be, `NotAllowed`, and `NotPossible` if the database
    has another community under this id because it was exchanged.
    """
    day = clock.today()
    profile.check(day)
    with acting(store, actor, Action.ANSWER, community.code, "profile") as query:
        if not records.is_there(query, community):
            raise NotPossible(
                Problem(
                    lazy("The database was exchanged or removed meanwhile."),
                    mend=lazy("Load the page again; nothing of this step was stored."),
                )
            )
        if records.profile(query, community.id) != profile:
            records.add_profile(query, community.id, profile, day, query.at, actor.person)

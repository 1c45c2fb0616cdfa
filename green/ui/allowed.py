"""Permission at the head of a page that is about all the places a person has."""

from __future__ import annotations

from green.people import guard
from green.people.model import Action
from green.ui.session import actor, store


def somewhere(action: Action) -> list[str]:
    """Where the person may do this; raises `SignedOut`, and `NotAllowed`, which is logged."""
    return guard.somewhere(store(), actor(), action)

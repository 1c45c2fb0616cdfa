"""The one rule book: may this person do this to that place, and if not, why, and who can help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from green.errors import Problem
from green.people.model import ROLES, Action, Grant, Role, action_name, role_name
from green.registry.model import CODE_LENGTH, Level
from green.texts import Text, lazy, listing

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_COMMUNITY: frozenset(ROLES),
    Action.ANSWER: frozenset({"officer"}),
    Action.TAKE_PART: frozenset({"officer"}),
    Action.HAND_IN: frozenset({"officer"}),
    Action.SEE_FIGURES: frozenset({"reviewer", "viewer", "administrator"}),
    Action.PLAN: frozenset({"officer", "reviewer", "administrator"}),
    Action.REVIEW: frozenset({"reviewer"}),
    Action.RECORD_DECISIONS: frozenset({"reviewer"}),
    Action.RECORD_DENOMINATOR: frozenset({"reviewer", "administrator"}),
    Action.KEEP_REGISTRY: frozenset({"administrator"}),
    Action.MANAGE_PEOPLE: frozenset({"administrator"}),
    Action.SEE_LOG: frozenset({"administrator"}),
    Action.MANAGE_DATA: frozenset({"administrator"}),
}


def may(grants: Iterable[Grant], action: Action, place: str) -> bool:
    """Whether a person with these grants may do this to that place (a code, "" for all of it)."""
    return any(grant.role in ALLOWED[action] and grant.covers(place) for grant in grants)


def scopes(grants: Iterable[Grant], action: Action) -> list[str]:
    """Where a person may do this, for queries: the widest scopes, in code order, none twice."""
    found = sorted({grant.scope for grant in grants if grant.role in ALLOWED[action]})
    return [scope for scope in found if not _inside_another(scope, found)]


def _inside_another(scope: str, all_scopes: Iterable[str]) -> bool:
    return any(scope != other and scope.startswith(other) for other in all_scopes)


def office(grants: Iterable[Grant], level: Level, place: str) -> str | None:
    """The scope in which a person reviews for a level of the chain; None if they do not.

    A step is decided by its own level: a wider scope sees it, and does not decide in its stead.
    """
    scope = place[: CODE_LENGTH[level]]
    held = any(grant.role in ALLOWED[Action.REVIEW] and grant.scope == scope for grant in grants)
    return scope if held else None


def refusal(
    grants: Sequence[Grant],
    action: Action,
    place: str,
    place_name: str = "",
    administrators: Sequence[str] = (),
) -> Problem | None:
    """None if the person may; else the reason in one sentence, and who can help.

    `place_name` and the names of the place's `administrators` are only words for the sentence.
    """
    if may(grants, action, place):
        return None
    help_from: Text = (
        lazy("{names} can give you access.", names=listing(administrators))
        if administrators
        else lazy("An administrator of the place can give you access.")
    )
    if not grants:
        return Problem(lazy("Your account has no role at present."), mend=help_from)
    where = place_name or place
    if any(grant.role in ALLOWED[action] for grant in grants):
        what = (
            lazy("{place} is outside your scope.", place=where)
            if where
            else lazy("This concerns all places, and your scope is only a part.")
        )
        return Problem(what, mend=help_from)
    roles = [role for role in ROLES if role in ALLOWED[action]]
    return Problem(
        lazy(
            "{action} is a task for: {roles}.",
            action=action_name(action),
            roles=listing(role_name(role) for role in roles),
        ),
        mend=help_from,
    )

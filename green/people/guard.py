"""Where permission is asked: every unit of work for a person goes through here.

`acting` is for what is written, `looking` for what is read. Both ask the rule book with the
grants as they are in the database at that moment, and both put a refusal into the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from green import clock
from green.errors import GreenError, Problem
from green.log import records as log
from green.people import policy, records
from green.people.model import Action, Actor, Grant
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy


class NotAllowed(GreenError):
    """Somebody may not do this here: the reason, and who can help."""

    def __init__(self, actor: Actor, action: Action, place: str, problem: Problem) -> None:
        super().__init__(problem)
        self.actor = actor
        self.action = action
        self.place = place


def may(query: Query, actor: Actor, action: Action, place: str) -> bool:
    """Whether the actor may, as of now: for what a page offers."""
    return policy.may(records.grants_of(query, actor.person, clock.today()), action, place)


def scopes(query: Query, actor: Actor, action: Action) -> list[str]:
    """Where the actor may do this, for the condition of a query."""
    return policy.scopes(records.grants_of(query, actor.person, clock.today()), action)


def somewhere(store: Store, actor: Actor, action: Action) -> list[str]:
    """Where the actor may do this, as `scopes`, for a page that is about all of it.

    Raises `NotAllowed` if that is nowhere, and logs it.
    """
    with logging_refusals(store), store.read() as query:
        found = scopes(query, actor, action)
        if not found:
            held = records.grants_of(query, actor.person, clock.today())
            # Of a place they know, so that the sentence names somebody near.
            need(query, actor, action, max((grant.scope for grant in held), default=""))
        return found


def refusal(query: Query, actor: Actor, action: Action, place: str) -> Problem | None:
    """Why the actor may not, in words, and who can help; None if they may."""
    day = clock.today()
    grants = records.grants_of(query, actor.person, day)
    if policy.may(grants, action, place):
        return None
    return policy.refusal(
        grants,
        action,
        place,
        records.place_name(query, place),
        records.administrators(query, place, day),
    )


def need(query: Query, actor: Actor, action: Action, place: str) -> None:
    """Raises `NotAllowed` with the rule book's reason."""
    problem = refusal(query, actor, action, place)
    if problem is not None:
        raise NotAllowed(actor, action, place, problem)


@contextmanager
def acting(
    store: Store, actor: Actor, action: Action, place: str, verb: str = "", **details: object
) -> Iterator[Query]:
    """A unit of work that writes for a person, with its row in the log; all or nothing.

    `place` is the code of what is written about, `verb` what the log calls it if not the action.
    A unit that wrote nothing leaves no row. Raises `NotAllowed`, and logs that too, and `Refused`
    for an `on_behalf_of` that is no name.
    """
    with acting_in(store, actor, action, [place], verb, **details) as query:
        yield query


@contextmanager
def acting_in(
    store: Store,
    actor: Actor,
    action: Action,
    places: Sequence[str],
    verb: str = "",
    **details: object,
) -> Iterator[Query]:
    """`acting` in several places at once: in all of them or in none, with a row for each."""
    if actor.on_behalf_of is not None:
        details["on_behalf_of"] = read_line(actor.on_behalf_of, lazy("On behalf of"))
    with logging_refusals(store), store.write() as query:
        for place in places:
            need(query, actor, action, place)
        yield query
        if query.has_written:
            for place in places:
                log.add(query, actor.person, verb or action, place, **details)


@contextmanager
def looking(
    store: Store,
    actor: Actor,
    action: Action,
    place: str,
    held: Sequence[Grant] | None = None,
) -> Iterator[Query]:
    """A unit of work that reads for a person. Raises `NotAllowed`, and logs that.

    A page has looked up the grants as its run began and passes them as `held`.
    """
    with logging_refusals(store), store.read() as query:
        if held is None or not policy.may(held, action, place):
            need(query, actor, action, place)
        yield query


@contextmanager
def logging_refusals(store: Store) -> Iterator[None]:
    """Log a `NotAllowed` that comes out of the block, in a unit of work of its own."""
    try:
        yield
    except NotAllowed as refused:
        with store.write() as query:
            log.add_refusal(query, refused.actor.person, refused.action, refused.place)
        raise

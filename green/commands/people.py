"""What the commands about people and the log do, and what they print.

They act as the console, which may do everything as the owner of the database file may, or with
`--as` as a person, whose roles are then asked. Imports inside the commands keep others quick.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from green.settings import Settings
from green.texts import _

if TYPE_CHECKING:
    from green.people.model import Actor, Role
    from green.store import Store

_ALL = "all"


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Store]:
    """The database of the command, closed at its end."""
    from green.store import Store

    store = Store.open(Settings.from_environment(options.db).database)
    try:
        yield store
    finally:
        store.close()


def actor(store: Store, options: argparse.Namespace) -> Actor:
    """Who acts; raises `NotFound` for a name that nobody has."""
    from green.errors import NotFound, Problem
    from green.people import records
    from green.people.model import CONSOLE, Actor
    from green.texts import lazy

    name = options.acting_as
    if name is None:
        return Actor(CONSOLE)
    with store.read() as query:
        if name == CONSOLE or records.person(query, name) is None:
            raise NotFound(
                Problem(
                    lazy("There is nobody with the sign-in name “{name}”.", name=name),
                    "--as",
                    lazy("“person list” shows who there is."),
                )
            )
    return Actor(name)


def _office(options: argparse.Namespace) -> tuple[Role, str] | None:
    from green.errors import Problem, Refused
    from green.people.granting import read_role
    from green.texts import lazy

    if options.role is None and options.scope is None:
        return None
    if options.role is None or options.scope is None:
        raise Refused(
            Problem(
                lazy("A role needs a scope, and a scope a role."),
                "--role, --scope",
                lazy("Give both, or neither."),
            )
        )
    return read_role(options.role), "" if options.scope == _ALL else options.scope


def _password() -> str:
    """From the terminal without showing it, twice; else the first line of standard input."""
    from getpass import getpass

    from green.errors import Problem, Refused
    from green.texts import lazy

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass(_("Password:") + " ")
    if getpass(_("Again:") + " ") != given:
        raise Refused(Problem(lazy("The two are not the same."), mend=lazy("Try again.")))
    return given


def add_person(options: argparse.Namespace) -> None:
    from green.people.appointing import appoint

    with opened(options) as store:
        who, office = actor(store, options), _office(options)
        appoint(store, who, options.id, options.name, _password(), office)
    print(_("The account {name} is made.", name=options.id))


def list_people(options: argparse.Namespace) -> None:
    from green.people import directory, guard
    from green.people.model import Action, role_name
    from green.people.place_names import place_names

    with opened(options) as store:
        scopes = guard.somewhere(store, actor(store, options), Action.MANAGE_PEOPLE)
        with store.read() as query:
            found = directory.find(query, scopes, options.find, 1_000_000)
            places = place_names(query, {grant.scope for one in found for grant in one.grants})
    if options.json:
        print(json.dumps([_as_json(one, places) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        closed = _("(closed)") if one.person.is_closed else ""
        print(f"{one.person.id}  {one.person.name}  {closed}".rstrip())
        for grant in one.grants:
            where = places.get(grant.scope, _("all places"))
            days = f"{grant.since} – {grant.until or ''}"
            print(f"  {grant.id:>8}  {days:<23}  {role_name(grant.role)}  {grant.scope} {where}")


def _as_json(one: Any, places: dict[str, str]) -> dict[str, Any]:
    return {
        "id": one.person.id,
        "name": one.person.name,
        "closed": one.person.is_closed,
        "grants": [
            {
                "id": grant.id,
                "role": grant.role,
                "scope": grant.scope,
                "place": places.get(grant.scope, ""),
                "since": grant.since.isoformat(),
                "until": grant.until.isoformat() if grant.until else None,
            }
            for grant in one.grants
        ],
    }


def give(options: argparse.Namespace) -> None:
    from green.people import granting

    office = _office(options)
    assert office is not None, "argparse asks for both"
    with opened(options) as store:
        number = granting.give(store, actor(store, options), options.id, *office)
    print(_("Given, number {n}.", n=number))


def end_grant(options: argparse.Namespace) -> None:
    from green.people import granting

    with opened(options) as store:
        granting.end(store, actor(store, options), options.grant)
    print(_("The role has ended."))


def close_account(options: argparse.Namespace) -> None:
    from green.people import granting

    with opened(options) as store:
        granting.close_account(store, actor(store, options), options.id)
    print(_("The account is closed."))


def send_invitation(options: argparse.Namespace) -> None:
    from green.people import invitations

    office = _office(options)
    assert office is not None, "argparse asks for both"
    wanted = invitations.Wanted(options.name, *office, options.replaces)
    with opened(options) as store:
        (token,) = invitations.invite(store, actor(store, options), [wanted])
    print(invitations.link(Settings.from_environment().reached_at, token))


def set_password(options: argparse.Namespace) -> None:
    from green.people import appointing

    with opened(options) as store:
        appointing.set_password(store, actor(store, options), options.id, _password())
    print(_("The password is set; {name} has to sign in again everywhere.", name=options.id))

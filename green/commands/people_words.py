"""The words of the commands about people and the log."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from green.commands import people, verify
from green.texts import _

_Verbs = Any  # argparse has no public name for what add_subparsers returns


def add_parsers(verbs: _Verbs, add_database: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of `person` and `verify`."""
    person = verbs.add_parser("person", help=_("accounts, roles and invitations"))
    actions = person.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(
        name: str, help_text: str, run: Callable[[argparse.Namespace], None]
    ) -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = actions.add_parser(name, help=help_text)
        add_database(found)
        add_as(found)
        found.set_defaults(run=run)
        return found

    add = action(
        "add",
        _("make an account; the password is asked or read from input"),
        people.add_person,
    )
    _add_id(add)
    add.add_argument("--name", required=True, metavar="TEXT", help=_("the name that is shown"))
    _add_office(add, required=False)
    listed = action("list", _("people with their roles, the ended ones too"), people.list_people)
    listed.add_argument("--find", default="", metavar="TEXT", help=_("a part of a name or place"))
    listed.add_argument("--json", action="store_true", help=_("print JSON alone"))
    grant = action("grant", _("give a role from today on"), people.give)
    _add_id(grant)
    _add_office(grant, required=True)
    end = action("end", _("end a role today; “list” shows its number"), people.end_grant)
    end.add_argument("grant", type=int, metavar="NUMBER")
    _add_id(action("close", _("close an account for good"), people.close_account))
    invite = action(
        "invite", _("print a link that works once, for 14 days"), people.send_invitation
    )
    invite.add_argument("name", metavar="TEXT", help=_("whom it is for"))
    _add_office(invite, required=True)
    invite.add_argument(
        "--replaces", type=int, metavar="NUMBER", help=_("the role that ends when it is accepted")
    )
    _add_id(
        action(
            "password",
            _("set a password; it is asked or read from input"),
            people.set_password,
        )
    )

    proof = verbs.add_parser(
        "verify", help=_("prove that neither the log, what was handed in nor a file was changed")
    )
    add_database(proof)
    proof.add_argument("--json", action="store_true", help=_("print JSON alone"))
    proof.set_defaults(run=verify.verify)


def add_as(parser: argparse.ArgumentParser) -> None:
    """`--as NAME`: with somebody's roles."""
    parser.add_argument(
        "--as", dest="acting_as", metavar="NAME", help=_("with the roles of this person")
    )


def _add_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="NAME", help=_("the sign-in name"))


def _add_office(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--role", required=required, choices=("officer", "reviewer", "viewer", "administrator")
    )
    parser.add_argument(
        "--scope", required=required, metavar="CODE", help=_("a division or community, or all")
    )

"""The people of a simulated province: one per role, with passwords to be shown."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from green.people import passwords, records
from green.people.model import ROLES, Role
from green.people.records import place_name
from green.registry.model import CODE_LENGTH
from green.standard.chain import Step
from green.standard.programme import Programme
from green.store import Query

# Whoever explores may act from the beginning of the history on.
_SINCE = date(2020, 1, 1)
_NAMES: dict[Role, str] = {
    "officer": "社区工作者",
    "reviewer": "审核员",
    "viewer": "住建局查看人员",
    "administrator": "管理员",
}
_MARK = "simulated"


def add_people(query: Query, scope: str) -> None:
    """One account per role in the whole province, each with a random password.

    The passwords are stored beside their hashes, which only a database of invented data may do:
    they are shown to whoever explores it on this machine, and open nothing else.
    """
    for role in ROLES:
        person = f"{_MARK}-{role}"
        password = "-".join(secrets.token_hex(2) for _part in range(3))
        records.add_person(query, person, _NAMES[role], _MARK)
        records.set_credential(query, person, passwords.hash_of(password), _MARK)
        records.add_grant(query, person, role, scope, _SINCE, _MARK)
        query.run(
            "insert into simulated_password (holder, password) values ($holder, $password)",
            holder=person,
            password=password,
        )


def reviewer(step: Step, code: str) -> str:
    """Who decides a step for a place; every step has somebody else, so no two in a row are one."""
    return f"{_MARK}-{step.id}-{code[: CODE_LENGTH[step.level]]}"


def add_reviewers(query: Query, programme: Programme, communities: Iterable[str]) -> None:
    """An account for every office of the chain that has communities (their codes); it decided in
    the history, and nobody can sign in with it."""
    codes = list(communities)
    for step in programme.chain:
        for office in sorted({code[: CODE_LENGTH[step.level]] for code in codes}):
            person = reviewer(step, office)
            name = f"{place_name(query, office)}审核员（{step.title.zh}）"
            records.add_person(query, person, name, _MARK)
            records.add_grant(query, person, "reviewer", office, _SINCE, _MARK)

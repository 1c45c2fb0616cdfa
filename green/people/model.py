"""People, roles and scopes as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from green.texts import Text, lazy

Role = Literal["officer", "reviewer", "viewer", "administrator"]
ROLES: tuple[Role, ...] = ("officer", "reviewer", "viewer", "administrator")

# Acts on the command line, on this machine, as the owner of the database file.
CONSOLE = "console"
# Names that stand in rows without being anybody's account.
RESERVED = frozenset({CONSOLE, "local", "simulated", "data", "bench", "nobody"})


class Action(StrEnum):
    """Everything that permission is asked for. The value is the verb in the log."""

    SEE_COMMUNITY = "see_community"
    ANSWER = "answer"
    TAKE_PART = "take_part"
    HAND_IN = "hand_in"
    SEE_FIGURES = "see_figures"
    PLAN = "plan_works"
    REVIEW = "review"
    RECORD_DECISIONS = "record_decisions"
    RECORD_DENOMINATOR = "record_denominator"
    KEEP_REGISTRY = "keep_registry"
    MANAGE_PEOPLE = "manage_people"
    SEE_LOG = "see_log"
    MANAGE_DATA = "manage_data"


@dataclass(frozen=True)
class Actor:
    """Who does something, and for whom if not for themselves. `person` is an account's id."""

    person: str
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Grant:
    """A role in a scope: the beginning of a division code, a community's code, or all ("")."""

    role: Role
    scope: str
    id: int = 0
    holder: str = ""
    since: date | None = None
    until: date | None = None

    def covers(self, place: str) -> bool:
        return place.startswith(self.scope)


@dataclass(frozen=True)
class Person:
    """An account. `language` is what they chose last; a closed one cannot come in."""

    id: str
    name: str
    language: str | None = None
    is_closed: bool = False


@dataclass(frozen=True)
class Session:
    """One browser in which somebody is signed in. Times are UTC."""

    id: int
    holder: str
    started_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Invitation:
    """An open place for one person: their name, one role, one scope, until when (UTC)."""

    id: int
    name: str
    role: Role
    scope: str
    replaces: int | None
    expires_at: datetime
    recorded_at: datetime
    person: str


def role_name(role: str) -> Text:
    """What a role is called."""
    match role:
        case "officer":
            return lazy("community officer")
        case "reviewer":
            return lazy("reviewer")
        case "viewer":
            return lazy("viewer")
        case _other:
            return lazy("administrator")


def action_name(action: Action) -> Text:
    """The action as a noun that sentences of refusal begin with."""
    match action:
        case Action.SEE_COMMUNITY:
            return lazy("Looking at a community's self-assessment")
        case Action.ANSWER:
            return lazy("Filling in the self-assessment")
        case Action.TAKE_PART:
            return lazy("Joining and leaving the programme")
        case Action.HAND_IN:
            return lazy("Handing in and recalling")
        case Action.SEE_FIGURES:
            return lazy("Looking at figures")
        case Action.PLAN:
            return lazy("Planning works")
        case Action.REVIEW:
            return lazy("Reviewing what was handed in")
        case Action.RECORD_DECISIONS:
            return lazy("Recording decisions of an office")
        case Action.RECORD_DENOMINATOR:
            return lazy("Recording official denominators")
        case Action.KEEP_REGISTRY:
            return lazy("Keeping the list of communities")
        case Action.MANAGE_PEOPLE:
            return lazy("Managing people and their scopes")
        case Action.SEE_LOG:
            return lazy("Reading the log")
        case Action.MANAGE_DATA:
            return lazy("Managing the database")

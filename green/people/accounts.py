"""Coming in, going out, and what people change about their own account."""

from __future__ import annotations

import secrets
import unicodedata

from green import clock
from green.errors import NotPossible, Problem, Refused
from green.log import records as log
from green.people import attempts, passwords, records, sessions
from green.people.model import Actor, Person, Role, Session
from green.people.names import normal, read_id, read_name
from green.store import Query, Store
from green.texts import Language, lazy


def sign_in(store: Store, name: str, password: str) -> str:
    """Check a password and begin a session; returns the token for the cookie.

    Raises `TooManyAttempts`, and `Refused` with the same words whether the name or the password
    is wrong.
    """
    person_id = normal(name)
    with store.write() as query:
        attempts.begin(query, person_id)
        hashed = records.credential(query, person_id)
    # Outside of a unit of work: nobody else waits while the hash is computed.
    right = passwords.is_right(hashed, password)
    with store.write() as query:
        known = records.person(query, person_id)
        # It may have been changed while the hash was computed: then it is an old one by now.
        right = right and records.credential(query, person_id) == hashed
        if not right or known is None or known.is_closed:
            log.add_refusal(query, known.id if known else "nobody", "sign_in", "")
        else:
            attempts.succeed(query, person_id)
            return begin_session(query, person_id, "password")
    raise Refused(
        Problem(
            lazy("Name or password is wrong."),
            mend=lazy("Check both; an administrator can send you a new invitation."),
        )
    )


def begin_session(query: Query, person_id: str, way: str) -> str:
    """A session with its row in the log; `way` says how the person was recognised."""
    token = sessions.start(query, person_id)
    log.add(query, person_id, "sign_in", "", way=way)
    return token


def who(query: Query, token: str) -> tuple[Person, Session] | None:
    """Whose cookie this is; None for an unknown, expired or ended one, or a closed account."""
    session = sessions.find(query, token)
    if session is None:
        return None
    person = records.person(query, session.holder)
    if person is None or person.is_closed:
        return None
    return person, session


def sign_out(store: Store, token: str) -> None:
    """End the session of this cookie; nothing happens if it is over already."""
    with store.write() as query:
        session = sessions.find(query, token)
        if session is not None:
            sessions.end(query, session.id, session.holder)
            log.add(query, session.holder, "sign_out", "")


def sign_out_everywhere(store: Store, actor: Actor, *, but: int | None = None) -> int:
    """End all sessions of a person, for a lost phone; returns how many."""
    with store.write() as query:
        ended = sessions.end_all(query, actor.person, actor.person, but=but)
        log.add(query, actor.person, "sign_out_everywhere", "", sessions=ended)
    return ended


def change_password(
    store: Store, actor: Actor, now: str, new: str, *, session: int | None = None
) -> None:
    """Set another password and end all other sessions.

    Raises `TooManyAttempts` and `Refused`, for a wrong present password or a new one that may not
    be set.
    """
    passwords.check_new(new, actor.person)
    with store.write() as query:
        attempts.begin(query, actor.person)
        hashed = records.credential(query, actor.person)
    if not passwords.is_right(hashed, now):
        with store.write() as query:
            log.add_refusal(query, actor.person, "change_password", "")
        raise Refused(
            Problem(
                lazy("The present password is wrong."),
                lazy("Present password"),
                lazy("Type the one you signed in with."),
            )
        )
    fresh = passwords.hash_of(new)
    with store.write() as query:
        attempts.succeed(query, actor.person)
        records.set_credential(query, actor.person, fresh, actor.person)
        sessions.end_all(query, actor.person, actor.person, but=session)
        log.add(query, actor.person, "change_password", "")


def choose_language(store: Store, actor: Actor, language: Language) -> None:
    """Remember what a person chose, for their next session on any machine."""
    with store.write() as query:
        known = records.person(query, actor.person)
        if known is not None and known.language != language:
            records.add_person_event(query, actor.person, "language", language, actor.person)


def first_administrator(
    store: Store,
    given: str,
    code: str,
    person_id: str,
    name: str,
    password: str,
    *,
    is_officer: bool = False,
) -> str:
    """The first account, of who can read the server's console; returns the session's token.

    `code` is what the console shows, `given` what was typed. The account administers everything;
    with `is_officer` it may also fill in, for somebody who works alone. Raises `Refused`, and
    `NotPossible` once there is an account.
    """
    expected = _letters(code).encode()
    # A console that shows no code lets nobody in.
    if not expected or not secrets.compare_digest(_letters(given).encode(), expected):
        raise Refused(
            Problem(
                lazy("This is not the code on the server's console."),
                lazy("One-time code"),
                lazy("Look for it in the window in which the app was started."),
            )
        )
    account = new_account(person_id, name, password)
    with store.write() as query:
        if not records.nobody_yet(query):
            raise NotPossible(
                Problem(
                    lazy("There is an administrator already."),
                    mend=lazy("Ask them for an invitation."),
                )
            )
        add_account(query, account, account[0].id)
        roles: tuple[Role, ...] = ("administrator", "officer") if is_officer else ("administrator",)
        for role in roles:
            records.add_grant(query, account[0].id, role, "", clock.today(), account[0].id)
            log.add(query, account[0].id, "grant", "", holder=account[0].id, role=role)
        return begin_session(query, account[0].id, "first")


def new_account(person_id: str, name: str, password: str) -> tuple[Person, str]:
    """An account as a form gives it, checked, with its password's hash; raises `Refused`."""
    person = new_person(person_id, name)
    passwords.check_new(password, person.id)
    return person, passwords.hash_of(password)


def new_person(person_id: str, name: str) -> Person:
    """Who somebody says they are, checked; raises `Refused`."""
    return Person(read_id(person_id), read_name(name, lazy("Your name")))


def add_account(query: Query, account: tuple[Person, str], by: str) -> None:
    """Store a checked account; raises `Refused` if the name is taken."""
    person, hashed = account
    add_person(query, person, by)
    records.set_credential(query, person.id, hashed, by)


def add_person(query: Query, person: Person, by: str) -> None:
    """Store a person without a password of ours; raises `Refused` if the name is taken."""
    if records.person(query, person.id) is not None:
        raise Refused(
            Problem(
                lazy("The name “{name}” is taken.", name=person.id),
                lazy("Sign-in name"),
                lazy("Choose another, for example with your street's name in it."),
            )
        )
    records.add_person(query, person.id, person.name, by)
    log.add(query, by, "add_person", "", holder=person.id)


def _letters(code: str) -> str:
    normal = unicodedata.normalize("NFKC", code[:64]).upper()
    return "".join(letter for letter in normal if "0" <= letter <= "9" or "A" <= letter <= "Z")

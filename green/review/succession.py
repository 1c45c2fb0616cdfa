"""What is to be confirmed (待确认): whether a recognition passes on after a merger or a split.

A successor inherits nothing by itself. Until somebody decides, by a document, it is listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from green.assessment.model import State
from green.assessment.recognition_records import RecognitionKind
from green.errors import NotPossible, Problem, Refused
from green.people.guard import acting
from green.people.model import Action, Actor
from green.registry.change_records import successions
from green.registry.changes import Change, Life
from green.registry.model import CODE_LENGTH, short_name
from green.review import succession_records as records
from green.review.decision_list_records import states_at
from green.review.matching import Row
from green.review.paper import Paper, deciding, need_level
from green.review.recording import apply
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pending:
    """A recognition that may pass on: whose it was (`change.community`), who would have it now,
    and what is open of it, attained before named."""

    change: Change
    heir: Life
    kinds: tuple[RecognitionKind, ...]


def pending(query: Query, programme: Programme, scopes: Sequence[str]) -> list[Pending]:
    """What is to be confirmed for heirs inside the scopes, the earliest change first.

    Where communities declare by themselves there is nothing that could pass on.
    """
    if programme.rule != "decided":
        return []
    changes = successions(query, [programme.region])
    after: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        if change.is_ended:
            after[change.community.id].append(change)
    pairs = [
        (change, heir)
        for change in changes
        for heir in _heirs(change, after)
        if any(heir.code.startswith(scope) for scope in scopes)
    ]
    if not pairs:
        return []
    asked = [(change.community.id, change.effective_on - _DAY) for change, _heir in pairs]
    asked += [(heir.id, change.effective_on) for change, heir in pairs]
    states = states_at(query, programme, asked)
    decided = records.decided(query, programme.id, [heir.id for _change, heir in pairs])
    ended = records.ended(query, programme.id)
    found = []
    for change, heir in pairs:
        since = [kind for kind, day in decided.get(heir.id, []) if day >= change.effective_on]
        kinds = _open_kinds(change, heir, states, since)
        if kinds and (change.id, heir.id) not in ended:
            found.append(Pending(change, heir, kinds))
    return found


def _heirs(change: Change, after: Mapping[int, Sequence[Change]]) -> Iterator[Life]:
    """Who stands for the successor now: itself, or whom it went on in; nobody if it dissolved."""
    heir = change.successor
    if heir is None:
        return
    if heir.valid_to is None:
        yield heir
        return
    for following in after.get(heir.id, ()):
        yield from _heirs(following, after)


def _open_kinds(
    change: Change,
    heir: Life,
    states: Mapping[tuple[int, date], State],
    since: Sequence[RecognitionKind],
) -> tuple[RecognitionKind, ...]:
    """What the one before had, the heir has not of its own, and nobody decided about since."""
    nobody = State(named=False)
    had = states.get((change.community.id, change.effective_on - _DAY), nobody)
    has = states.get((heir.id, change.effective_on), nobody)
    found: list[RecognitionKind] = []
    if had.attained and not has.attained and not since:
        found.append("attain")
    if had.named and not has.named and not {"name", "revoke"} & set(since):
        found.append("name")
    return tuple(found)


def why_not(query: Query, actor: Actor, programme: Programme, one: Pending) -> Problem | None:
    """Why somebody who records decisions there does not decide this; None if they do."""
    try:
        need_level(query, actor, programme, one.heir.code, one.kinds[0])
    except NotPossible as refused:
        return refused.problems[0]
    return None


def mine(query: Query, programme: Programme, offices: Sequence[str]) -> int:
    """How many are open that these offices decide: a wider one does not in their stead."""
    found = pending(query, programme, offices) if offices else []
    levels = [deciding(programme, one.kinds[0]).level for one in found]
    return sum(
        one.heir.code[: CODE_LENGTH[level]] in offices
        for one, level in zip(found, levels, strict=True)
    )


def pass_on(
    store: Store,
    actor: Actor,
    programme: Programme,
    one: Pending,
    document: str,
    day: date,
    *,
    named: bool = False,
) -> None:
    """Record that the recognition passes on from a day on, by a document; `named`: the name too.

    It becomes a recognition of the heir like any that was decided outside. Raises as
    `recording.apply`, `Refused` for a day before the change, and `NotPossible` for what is no
    longer to be confirmed.
    """
    if day < one.change.effective_on:
        raise Refused(
            Problem(
                lazy("{day} lies before the change itself.", day=day.isoformat()),
                lazy("Effective date"),
                lazy("Choose a day from {first} on.", first=one.change.effective_on.isoformat()),
            )
        )
    with store.read() as query:
        _need_open(query, programme, one)
    kinds = [kind for kind in one.kinds if kind == "attain" or named or one.kinds == ("name",)]
    rows = [Row(number, one.heir.code, kind=kind, day=day) for number, kind in enumerate(kinds, 1)]
    apply(store, actor, programme, one.heir.code, Paper(document, day, kinds[0]), rows)


def end(store: Store, actor: Actor, programme: Programme, one: Pending, reason: str) -> None:
    """Record that the recognition does not pass on, and why.

    Raises `NotAllowed`, `NotPossible` for another level or for what is no longer to be confirmed,
    and `Refused` for a blank reason.
    """
    name = short_name(one.change.community.name)
    with acting(
        store, actor, Action.RECORD_DECISIONS, one.heir.code, "end_succession", name=name
    ) as query:
        need_level(query, actor, programme, one.heir.code, one.kinds[0])
        _need_open(query, programme, one)
        line = read_line(reason, lazy("Reason"))
        records.add_end(query, programme.id, one.change.id, one.heir.id, line, actor.person)


def _need_open(query: Query, programme: Programme, one: Pending) -> None:
    still = pending(query, programme, [one.heir.code])
    if (one.change.id, one.heir.id) not in {(open_.change.id, open_.heir.id) for open_ in still}:
        raise NotPossible(
            Problem(lazy("This was decided meanwhile."), mend=lazy("Load the page again."))
        )

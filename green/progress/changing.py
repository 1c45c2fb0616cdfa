"""Recording changes of the registry: new, renamed, merged, split and dissolved communities.

Administrators record them, not reviewers: who answers for a rate does not decide how many
communities it divides by. A change counts from its day on, and was not known before it was
recorded, so that no figure of the time before changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from green import clock
from green.assessment.programmes import programme_here
from green.errors import NotFound
from green.people import guard
from green.people.guard import acting
from green.people.model import Action, Actor
from green.progress.figures import progress
from green.progress.model import Standing
from green.progress.registry_parts import need_code
from green.progress.registry_rules import Checked, check
from green.registry import change_records as records
from green.registry.changes import Change, Wanted
from green.registry.denominators import OFFICIAL
from green.registry.model import CODE_LENGTH, LEVELS, Division, short_name
from green.registry.records import community_counts, division
from green.store import Query, Store

_MOST = 200


@dataclass(frozen=True)
class Effect:
    """What a change makes of a place today: the list's count and the programme's figures."""

    place: Division
    listed_before: int
    listed_after: int
    before: Standing
    after: Standing

    @property
    def is_official(self) -> bool:
        """Whether a document says how many there are: that figure stays until the next one."""
        return self.after.denominator.basis == OFFICIAL

    @property
    def is_too_small(self) -> bool:
        """Whether the official figure is below the list or below a numerator afterwards."""
        base = self.after.denominator.count
        return self.after.flag is not None or (self.is_official and base < self.listed_after)


class _TakenBack(Exception):
    """Ends a unit of work that was only tried."""


def record(store: Store, actor: Actor, wanted: Wanted) -> None:
    """Record a change, whole or not at all.

    Raises `NotAllowed` unless the actor keeps the registry of every place concerned, `NotFound`
    and `Refused` with everything that cannot be.
    """
    place, details = _described(store, wanted)
    with acting(store, actor, Action.KEEP_REGISTRY, place, "change_registry", **details) as query:
        _need_places(query, actor, wanted)
        _write(query, actor.person, check(query, wanted))


def preview(store: Store, actor: Actor, wanted: Wanted) -> list[Effect]:
    """What the change makes of the places concerned, from the province down to the streets, in
    code order within a level: it is tried and taken back, so nothing is stored.

    Raises as `record`.
    """
    place, _details = _described(store, wanted)
    found: list[Effect] = []
    try:
        with guard.logging_refusals(store), store.write() as query:
            guard.need(query, actor, Action.KEEP_REGISTRY, place)
            _need_places(query, actor, wanted)
            checked = check(query, wanted)
            places = _places(query, checked)
            before = _standings(query, places)
            _write(query, actor.person, checked)
            after = _standings(query, places)
            found = [
                Effect(one, was[0], now[0], was[1], now[1])
                for one, was, now in zip(places, before, after, strict=True)
            ]
            raise _TakenBack  # noqa: TRY301 - only an exception takes a unit of work back
    except _TakenBack:
        return found


def history(query: Query, scopes: Sequence[str]) -> list[Change]:
    """What was changed inside the scopes, the latest day first; at most two hundred."""
    return records.changes(query, scopes, _MOST)


def _described(store: Store, wanted: Wanted) -> tuple[str, dict[str, object]]:
    """The place that a change is about, and what the log says of it."""
    details: dict[str, object] = {
        "kind": wanted.kind,
        "day": wanted.effective_on,
        "document": wanted.document[:200],
        "others": [part.name[:60] for part in wanted.parts],
    }
    if wanted.kind == "new":
        for part in wanted.parts:
            need_code(part.code)
        code = wanted.parts[0].code if wanted.parts else ""
        return code, details | {"name": details["others"][0] if wanted.parts else ""}  # type: ignore[index]
    with store.read() as query:
        community = records.life(query, wanted.community or 0)
        successor = records.life(query, wanted.successor or 0)
    if successor is not None and wanted.kind == "merge":
        details["others"] = [short_name(successor.name)]
    if wanted.kind == "rename":
        details["others"] = [wanted.name[:60]]
    if community is None:
        return "", details
    return community.code, details | {"name": short_name(community.name)}


def _need_places(query: Query, actor: Actor, wanted: Wanted) -> None:
    """The successor and the new ones lie where the actor keeps the registry too."""
    codes = [part.code for part in wanted.parts]
    if wanted.kind == "merge" and wanted.successor is not None:
        successor = records.life(query, wanted.successor)
        codes += [successor.code] if successor else []
    for code in codes:
        guard.need(query, actor, Action.KEEP_REGISTRY, code)


def _write(query: Query, person: str, checked: Checked) -> None:
    wanted, about = checked.wanted, checked.community
    day, document, ends = wanted.effective_on, wanted.document, wanted.ends
    if about is None:
        for part in wanted.parts:
            added = records.add_community(query, part, day)
            records.add_change(query, "new", added, document, day, person)
        return
    if ends:
        into = checked.successor.id if checked.successor else None
        records.end_community(query, about.id, day, into)
    if wanted.kind == "split":
        for part in wanted.parts:
            added = records.add_community(query, part, day)
            records.add_change(
                query, "split", about.id, document, day, person, successor=added, is_ended=ends
            )
        return
    names = (about.name, wanted.name) if wanted.kind == "rename" else None
    if names:
        records.rename_community(query, about.id, wanted.name)
    records.add_change(
        query,
        wanted.kind,
        about.id,
        document,
        day,
        person,
        successor=checked.successor.id if checked.successor else None,
        is_ended=ends,
        names=names,
    )


def _places(query: Query, checked: Checked) -> list[Division]:
    """The divisions that the communities lie in, inside the programme's region."""
    codes = [one.code for one in (checked.community, checked.successor) if one]
    codes += [part.code for part in checked.wanted.parts]
    region = programme_here(query).region
    prefixes = _prefixes(codes, region)
    found = []
    for code in prefixes:
        try:
            found.append(division(query, code))
        except NotFound:
            continue
    return found


def _prefixes(codes: Iterable[str], region: str) -> list[str]:
    lengths = [CODE_LENGTH[level] for level in LEVELS if CODE_LENGTH[level]]
    found = {code[:length] for code in codes for length in lengths if code.startswith(region)}
    return sorted((code for code in found if code.startswith(region)), key=lambda c: (len(c), c))


def _standings(query: Query, places: Sequence[Division]) -> list[tuple[int, Standing]]:
    programme, today = programme_here(query), clock.today()
    found = []
    for place in places:
        total = progress(
            query, programme, scope=place.code, by=place.level, as_of=today, known_at=query.at
        ).total
        listed = community_counts(query, place.code, place.level, [today])[today]
        found.append((listed.get(place.code, 0), total.standing))
    return found

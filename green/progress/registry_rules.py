"""What a change of the registry must be: one validator for the page and whatever else asks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from green import clock
from green.errors import NotFound, Problem, Refused
from green.progress.registry_parts import NAME, namesake, other_province, part_problems
from green.registry import change_records as records
from green.registry.changes import (
    EARLIEST,
    MOST_PARTS,
    Life,
    Part,
    Wanted,
)
from green.registry.model import short_name
from green.standard.validator import read_line
from green.store import Query
from green.texts import Text, lazy

_DAY = lazy("Effective date")


@dataclass(frozen=True)
class Checked:
    """A change that can be recorded: its words as they are stored, and whom it is about."""

    wanted: Wanted
    community: Life | None
    successor: Life | None


def check(query: Query, wanted: Wanted) -> Checked:
    """What would be recorded; raises `NotFound` for a community that there never was, and
    `Refused` with everything that cannot be."""
    community = _life(query, wanted.community) if wanted.kind != "new" else None
    successor = _life(query, wanted.successor) if wanted.kind == "merge" else None
    problems: list[Problem] = []

    def line(text: str, label: Text) -> str:
        try:
            return read_line(text, label)
        except Refused as refused:
            problems.extend(refused.problems)
            return ""

    document = line(wanted.document, lazy("Document"))
    name = line(wanted.name, NAME) if wanted.kind == "rename" else ""
    parts = tuple(Part(part.code, line(part.name, _of(part, NAME))) for part in wanted.parts)
    clean = replace(wanted, document=document, name=name, parts=parts)
    problems += _day(query, clean, community)
    if community is not None:
        problems += _about(query, clean, community, successor)
    problems += _how_many(clean)
    problems += [
        problem for part in parts for problem in part_problems(query, clean, part, parts, community)
    ]
    if problems:
        raise Refused(*problems)
    return Checked(clean, community, successor)


def _life(query: Query, community: int | None) -> Life:
    found = records.life(query, community) if community is not None else None
    if found is None:
        raise NotFound(
            Problem(lazy("There is no such community."), mend=lazy("Choose one on the list again."))
        )
    return found


def _of(part: Part, label: Text) -> Text:
    return lazy("{label} of {code}", label=label, code=part.code[:20]) if part.code else label


def _day(query: Query, wanted: Wanted, community: Life | None) -> list[Problem]:
    day, today = wanted.effective_on, clock.today()
    if not EARLIEST <= day <= today:
        return [
            Problem(
                lazy("{day} cannot be the day of a change.", day=day.isoformat()),
                _DAY,
                lazy("Choose a day from {first} to today.", first=EARLIEST.isoformat()),
            )
        ]
    last = records.last_recorded(query, community.id) if community is not None else None
    # Who leaves on the day on which it came or was decided about would never have been there.
    if last is None or day > last or (day == last and not wanted.ends):
        return []
    return [
        Problem(
            lazy("Something of {day} is recorded about it already.", day=last.isoformat()),
            _DAY,
            lazy("Choose a later day, or ask the office that recorded it."),
        )
    ]


def _about(query: Query, wanted: Wanted, community: Life, successor: Life | None) -> list[Problem]:
    gone = [_gone(one) for one in (community, successor) if one and one.valid_to is not None]
    if gone:
        return gone
    found = []
    if wanted.kind == "rename":
        if wanted.name == community.name:
            found.append(
                Problem(lazy("That is its name already."), NAME, lazy("Write the new name."))
            )
        elif wanted.name:
            taken = namesake(query, wanted.name, community.code, wanted.effective_on, community)
            found += [taken] if taken else []
    if successor is not None:
        label = lazy("Merges into")
        if successor.id == community.id:
            found.append(
                Problem(
                    lazy("A community cannot merge into itself."), label, lazy("Choose another.")
                )
            )
        elif not successor.is_there(wanted.effective_on):
            found.append(
                Problem(
                    lazy(
                        "{name} was not on the list on {day}.",
                        name=short_name(successor.name),
                        day=wanted.effective_on.isoformat(),
                    ),
                    label,
                    lazy("Choose a later day, or another community."),
                )
            )
        if successor.code[:2] != community.code[:2]:
            found.append(other_province(label))
    return found


def _gone(one: Life) -> Problem:
    assert one.valid_to is not None, "who is gone has the day"
    return Problem(
        lazy(
            "{name} has not existed since {day}.",
            name=short_name(one.name),
            day=one.valid_to.isoformat(),
        ),
        mend=lazy("Choose one on the list again."),
    )


def _how_many(wanted: Wanted) -> list[Problem]:
    least, most = {"new": (1, 1), "split": (1 if wanted.stays else 2, MOST_PARTS)}.get(
        wanted.kind, (0, 0)
    )
    if least <= len(wanted.parts) <= most:
        return []
    return [
        Problem(
            lazy("From {least} to {most} new communities belong here.", least=least, most=most),
            lazy("New communities"),
            lazy("Write a code and a name for each."),
        )
    ]

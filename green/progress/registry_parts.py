"""What a community must be that is put on the list: its code, its street, its name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from green.errors import NotFound, Problem, Refused
from green.registry import change_records as records
from green.registry.changes import Life, Part, Wanted, is_committee_code
from green.registry.model import short_name
from green.registry.records import division
from green.store import Query
from green.texts import Text, lazy

NAME, CODE = lazy("Name"), lazy("Code")


def need_code(code: str) -> None:
    """Raises `Refused` for what cannot be a residents' committee's code."""
    if not is_committee_code(code):
        raise Refused(_wrong_code(code))


def _wrong_code(code: str) -> Problem:
    return Problem(
        lazy("“{code}” cannot be a community's code.", code=code[:20]),
        CODE,
        lazy("It has 12 digits: the nine of the street, then 001 to 199."),
    )


def other_province(label: Text) -> Problem:
    """The problem that a successor would carry a recognition out of its province."""
    return Problem(
        lazy("The successor lies in another province."),
        label,
        lazy("Choose one inside the same province."),
    )


def part_problems(
    query: Query, wanted: Wanted, part: Part, parts: Sequence[Part], community: Life | None
) -> list[Problem]:
    """All that keeps one of the parts of a change from the list; `community` is what it comes
    out of."""
    if not is_committee_code(part.code):
        return [_wrong_code(part.code)]
    street = part.code[:9]
    try:
        is_street = division(query, street).level == "street"
    except NotFound:
        is_street = False
    if not is_street:
        return [
            Problem(
                lazy("There is no street with the code {code}.", code=street),
                CODE,
                lazy("Its first nine digits are those of a street on the list."),
            )
        ]
    found = []
    leaves = community if wanted.ends else None
    others = [one for one in records.alike(query, street) if leaves is None or one.id != leaves.id]
    day = wanted.effective_on
    if (
        any(one.code == part.code and _lasts(one, day) for one in others)
        or [one.code for one in parts].count(part.code) > 1
    ):
        found.append(
            Problem(
                lazy("The code {code} belongs to another community.", code=part.code),
                CODE,
                lazy("Look it up: no code stands for two communities on one day."),
            )
        )
    alike = [one for one in parts if one is not part and one.code[:9] == street]
    if part.name and any(short_name(one.name) == short_name(part.name) for one in alike):
        found.append(_taken(part.name))
    elif part.name:
        taken = namesake(query, part.name, part.code, day, leaves)
        found += [taken] if taken else []
    if community is not None and part.code[:2] != community.code[:2]:
        found.append(other_province(CODE))
    return found


def _lasts(one: Life, day: date) -> bool:
    """Whether it is on the list on that day or on any later one."""
    return one.valid_to is None or one.valid_to > day


def namesake(query: Query, name: str, code: str, day: date, but: Life | None) -> Problem | None:
    """The problem that somebody else in the street has this name on that day or later."""
    for one in records.alike(query, code[:9]):
        is_other = but is None or one.id != but.id
        if is_other and _lasts(one, day) and short_name(one.name) == short_name(name):
            return _taken(name)
    return None


def _taken(name: str) -> Problem:
    return Problem(
        lazy("{name} is on the list in this street already.", name=short_name(name)),
        NAME,
        lazy("Look it up: in one street no two communities have one name."),
    )

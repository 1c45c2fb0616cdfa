"""A line of a paper list and the one community that it means, or the ones it could mean.

A code or a name that fits exactly one community is a match. Whatever is only similar is a
suggestion: a person is asked, and nothing is matched by likeness alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz import fuzz, process

from green.assessment.recognition_records import RecognitionKind
from green.registry.model import short_name
from green.review.wording import clean, digits, forms, leads_to, place_stem, stem
from green.texts import Text, lazy

How = Literal["code", "street", "district", "city", "name", "choice"]
_MOST_SUGGESTED, _LEAST_LIKE = 5, 50


@dataclass(frozen=True)
class Row:
    """A line as it was written: `number` counts from 1 in its file or text.

    `kind`, `day` and `batch` stand for this line alone; None: as for the whole list.
    """

    number: int
    code: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    name: str = ""
    kind: RecognitionKind | None = None
    day: date | None = None
    batch: str | None = None

    @property
    def words(self) -> str:
        """The line in one word, for the screen."""
        return " ".join(
            part for part in (self.code, self.city, self.district, self.street, self.name) if part
        )


@dataclass(frozen=True)
class Known:
    """A community as lines are compared with it; `place` is province, city, district, street,
    `former` are the names it had before."""

    id: int
    code: str
    name: str
    place: tuple[str, str, str, str]
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: int | None = None
    former: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Its place and name in one word."""
        return "".join(self.place[1:]) + short_name(self.name)

    def is_there(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True)
class Match:
    """What a line means: one community, or why not and which ones it could be."""

    community: Known | None = None
    how: How | None = None
    candidates: tuple[Known, ...] = ()
    why: Text | None = None


class Directory:
    """The communities that lines may mean, looked up by code and by name."""

    def __init__(self, communities: Sequence[Known], scope: str = "") -> None:
        """`scope`: where names are looked for; codes are known wherever they are."""
        self.by_id = {one.id: one for one in communities}
        self._by_code: dict[str, list[Known]] = defaultdict(list)
        self._by_stem: dict[str, list[Known]] = defaultdict(list)
        for one in communities:
            self._by_code[one.code].append(one)
            if one.code.startswith(scope):
                for name in dict.fromkeys(stem(name) for name in (one.name, *one.former)):
                    self._by_stem[name].append(one)

    def match(self, row: Row, day: date) -> Match:
        """The community that a line means on a day."""
        code = digits(row.code)
        if code:
            return self._match_code(row, code, day)
        if not clean(row.name):
            return Match(why=lazy("Neither a code nor a name is written."))
        found = [one for one in self._named(row) if one.is_there(day)]
        if len(found) == 1:
            return Match(found[0], _how(row, found[0]))
        if found:
            return Match(candidates=tuple(found), why=lazy("Several communities have this name."))
        gone = self._named(row)
        if gone:
            return self._gone(gone[-1], day)
        return self._suggest(row, day)

    def _match_code(self, row: Row, code: str, day: date) -> Match:
        having = self._by_code.get(code, [])
        there = [one for one in having if one.is_there(day)]
        if not there:
            if having:
                return self._gone(having[-1], day)
            likely = self._suggest(row, day) if clean(row.name) else Match()
            return Match(
                candidates=likely.candidates,
                why=lazy("No community has the code {code}.", code=code[:20]),
            )
        found = there[0]
        if len(there) == 1 and _agrees(row, found):
            return Match(found, "code")
        named = [one for one in self._named(row) if one.is_there(day) and one not in there]
        return Match(
            candidates=tuple([*there, *named][:_MOST_SUGGESTED]),
            why=lazy("Code and name do not belong together."),
        )

    def _gone(self, one: Known, day: date) -> Match:
        """A community that was not there on the day; where it merged, its successor is asked."""
        successor = self.by_id.get(one.merged_into) if one.merged_into is not None else None
        if one.valid_from is not None and day < one.valid_from:
            why = lazy("{name} exists only from {day} on.", name=one.where, day=one.valid_from)
        else:
            why = lazy("{name} existed until {day}.", name=one.where, day=one.valid_to)
        likely = (successor,) if successor is not None and successor.is_there(day) else ()
        return Match(candidates=likely, why=why)

    def _named(self, row: Row) -> list[Known]:
        """All that the name means, with the places that stand before it, in code order."""
        text = clean(row.name)
        found = {
            one.id: one
            for cut in range(len(text))
            for one in self._by_stem.get(stem(text[cut:]), [])
            if leads_to(text[:cut], one.place) and _places_agree(row, one)
        }
        exact = [one for one in found.values() if text.endswith(clean(one.name))]
        ordered = sorted(found.values(), key=lambda one: (one.code, one.id))
        return exact if len(exact) == 1 else ordered

    def _suggest(self, row: Row, day: date) -> Match:
        text = clean(row.name)
        same = [
            one
            for cut in range(len(text))
            for one in self._by_stem.get(stem(text[cut:]), [])
            if one.is_there(day) and leads_to(text[:cut], one.place)
        ]
        if same:
            return Match(
                candidates=tuple(same[:_MOST_SUGGESTED]),
                why=lazy("A community of this name is in another place."),
            )
        near = [one for one in self._all() if one.is_there(day) and _places_agree(row, one)]
        pool = near or [one for one in self._all() if one.is_there(day)]
        names = {one.id: stem(one.name) for one in pool}
        likely = process.extract(
            stem(clean(row.name)),
            names,
            scorer=fuzz.ratio,
            limit=_MOST_SUGGESTED,
            score_cutoff=_LEAST_LIKE,
        )
        found = tuple(self.by_id[key] for _name, _score, key in likely)
        if found:
            return Match(
                candidates=found, why=lazy("No community has just this name; these are like it.")
            )
        return Match(why=lazy("No community of this name was found in the place."))

    def _all(self) -> Iterator[Known]:
        for group in self._by_stem.values():
            yield from group


def _places_agree(row: Row, one: Known) -> bool:
    """Whether the places written in the line, in whatever detail, are those of the community."""
    for depth, text in enumerate((row.city, row.district, row.street), 1):
        given = clean(text)
        if not given or place_stem(given) == place_stem(one.place[depth]):
            continue
        # A place may be written with those above it: 历下区解放路街道 in the column of streets.
        own = next((form for form in forms(one.place[depth]) if given.endswith(form)), None)
        if own is None or not leads_to(given.removesuffix(own), one.place):
            return False
    return True


def _agrees(row: Row, one: Known) -> bool:
    """Whether what stands beside a code does not speak against it."""
    text = clean(row.name)
    if not _places_agree(row, one):
        return False
    names = {stem(name) for name in (one.name, *one.former)}
    return not text or any(
        stem(text[cut:]) in names and leads_to(text[:cut], one.place) for cut in range(len(text))
    )


def _how(row: Row, one: Known) -> How:
    text = clean(row.name)
    prefix = text[: max(text.rfind(stem(one.name)), 0)]
    levels: tuple[tuple[How, int, str], ...] = (
        ("street", 3, row.street),
        ("district", 2, row.district),
        ("city", 1, row.city),
    )
    for how, depth, given in levels:
        if clean(given) or place_stem(one.place[depth]) in prefix:
            return how
    return "name"

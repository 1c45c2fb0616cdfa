"""What a community does, step by step, under the same rules as real ones: takes part, answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from green.simulation.pace import EARLIEST, ENDS, Fate
from green.standard.model import Item, RatioCheck, Standard, Status, YesNoCheck
from green.standard.programme import Programme

# How often an item is the one that fails, by ref; what is not listed fails rarely. Full coverage
# of waste sorting, ageing access and property management are what real reports name as hard.
DIFFICULTY = {"5": 90.0, "9": 11.0, "12": 8.0, "11": 6.0, "3": 4.0, "8": 3.0, "2": 2.0, "7": 2.0}
_EASY = 0.4
_FAILING = ((0.15, 1, 1), (0.35, 2, 2), (0.65, 3, 4), (1.0, 5, 8))
_NOTES = (
    "有会议记录和签到表。",
    "台账在社区办公室。",
    "物业公司配合完成。",
    "街道统一安排，已验收。",
    "还差两个小区，下季度完成。",
    "居民代表参加，群内公示。",
)
# So many days after its own a step is recorded at the latest.
LATEST = 15
_REASONS = ("辖区内没有历史文化资源。", "辖区内没有列入海绵城市建设的项目。")


Statuses = dict[str, Status]
FAILING = ("partly", "unmet")


@dataclass(frozen=True)
class Base:
    """The numbers of the profile that counts are taken from."""

    quarters: int
    households: int
    residents: int
    floor_area: int
    built_from: int
    built_to: int
    kind: str

    def of(self, basis: str) -> int:
        value: int = getattr(self, basis)
        return value


@dataclass(frozen=True)
class Step:
    """Something that happened: `kind` says which row it becomes."""

    kind: str
    day: date
    at: datetime
    item: str = ""
    field: str = ""
    value: Any = None


@dataclass
class Life:
    """A community's numbers, and its steps in order; `at` never runs backwards."""

    programme: Programme
    standard: Standard
    base: Base
    chance: Random
    steps: list[Step] = field(default_factory=list)
    _last: datetime | None = None

    def add(self, kind: str, day: date, item: str = "", name: str = "", value: Any = None) -> None:
        """A step in office hours of its day, now and then recorded some days late."""
        late = self.chance.randint(1, LATEST) if self.chance.random() < 0.02 else 0
        self._at(kind, day, late, item, name, value)

    def decide(self, kind: str, day: date, step: str, item: str = "", value: Any = None) -> None:
        """What a level of the chain does: recorded on the day on which it is done."""
        self._at(kind, day, 0, item, step, value)

    def _at(self, kind: str, day: date, late: int, item: str, name: str, value: Any) -> None:
        seconds = self.chance.randrange(1 * 3600, 9 * 3600)
        at = datetime.combine(day, time()) + timedelta(days=late, seconds=seconds)
        if self._last is not None:
            at = max(at, self._last + timedelta(seconds=self.chance.randint(20, 90)))
        self._last = at
        self.steps.append(Step(kind, day, at, item, name, value))


def enrol(life: Life, day: date) -> date:
    """Take part some weeks or months before the day; returns since when."""
    begins = max(EARLIEST, day - timedelta(days=life.chance.randint(20, 200)))
    life.add("enrol", begins)
    life.add("profile", begins)
    return begins


def give_up(life: Life, begins: date, fate: Fate) -> None:
    """Leave, or go on with a draft, and hand nothing in."""
    chance = life.chance
    if fate.end == "withdrawn":
        leaves = min(ENDS, begins + timedelta(days=chance.randint(15, 200)))
        answer(life, _statuses(life, meets=False), begins, leaves, chance.randint(0, 8))
        life.add("withdraw", leaves)
    else:
        answer(life, _statuses(life, meets=False), begins, ENDS, chance.randint(3, 14))


def attempt(life: Life, begins: date, day: date, *, meets: bool) -> Statuses:
    """Answer everything in the cycle of the day and hand it in."""
    statuses = _statuses(life, meets=meets)
    answer(life, statuses, max(begins, opens(life, day)), day, len(life.standard.items))
    life.add("hand_in", day)
    return statuses


def opens(life: Life, day: date) -> date:
    cycle = life.programme.cycle_on(day)
    assert cycle is not None, "every simulated day lies in a cycle"
    return cycle.opens


def _statuses(life: Life, *, meets: bool) -> Statuses:
    """A status for every item; without `meets` one item at least is not met."""
    standard, chance = life.standard, life.chance
    found: Statuses = {}
    for item in standard.items:
        none = item.not_applicable is not None and chance.random() < 0.35
        found[item.id] = "not_applicable" if none else "met"
    if meets:
        return found
    roll = chance.random()
    _most, least, most = next(entry for entry in _FAILING if roll < entry[0])
    applicable = [item for item in standard.items if found[item.id] == "met"]
    for _n in range(chance.randint(least, most)):
        weights = [DIFFICULTY.get(item.ref, _EASY) for item in applicable]
        item = chance.choices(applicable, weights)[0]
        applicable.remove(item)
        partly = len(item.checks) != 1 and chance.random() < 0.6
        found[item.id] = "partly" if partly else "unmet"
    return found


def answer(life: Life, statuses: Statuses, begins: date, ends: date, items: int) -> None:
    """Answer so many items in the standard's order between two days, with notes and evidence."""
    chance = life.chance
    asked = life.standard.items[:items]
    days = sorted(chance.randint(0, (ends - begins).days) for _item in asked)
    for item, after in zip(asked, days, strict=True):
        day = begins + timedelta(days=after)
        if statuses[item.id] == "met" and not item.checks and chance.random() < 0.1:
            life.add("answer", day, item.id, "status", {"status": "partly"})
        _fields(life, item, statuses[item.id], day)
        if chance.random() < 0.2:
            life.add("answer", day, item.id, "note", chance.choice(_NOTES))
        if item.evidence and chance.random() < 0.15:
            life.add("evidence", day, item.id, value=chance.choice(item.evidence).what.zh)


def all_mended(statuses: Statuses) -> Statuses:
    """Every failing item brought to met."""
    return {item: "met" if status in FAILING else status for item, status in statuses.items()}


def mend(
    life: Life, statuses: Statuses, wanted: Statuses, first: date, ended: date, day: date
) -> None:
    """Bring items from what was handed in on `first` to what is wanted; in another cycle than the
    first all are answered again."""
    begins = opens(life, day)
    if first < begins:
        answer(life, wanted, max(ended, begins), day, len(life.standard.items))
        return
    for item in life.standard.items:
        if wanted[item.id] != statuses[item.id]:
            _fields(life, item, wanted[item.id], ended + (day - ended) // 2)


def _fields(life: Life, item: Item, status: Status, day: date) -> None:
    """The item's status as the fields that a person fills in."""
    if not item.checks:
        value: dict[str, str] = {"status": status}
        if status == "not_applicable":
            value["reason"] = _REASONS[0]
        life.add("answer", day, item.id, "status", value)
        return
    for place, check in enumerate(item.checks):
        # Partly: all but the last check pass. An item has several checks or is never partly.
        passes = status == "met" or (status == "partly" and place < len(item.checks) - 1)
        life.add("answer", day, item.id, check.id, _check(life, check, passes=passes))


def _check(life: Life, check: YesNoCheck | RatioCheck, *, passes: bool) -> Any:
    chance = life.chance
    if isinstance(check, YesNoCheck):
        if passes and check.not_applicable and chance.random() < 0.4:
            return {"not_applicable": _REASONS[1]}
        return "yes" if passes else "no"
    basis = chance.choice(check.bases)
    of = life.base.of(basis)
    needed = -(-int(check.at_least_percent) * of // 100)
    count = chance.randint(needed, of) if passes else chance.randint(0, needed - 1)
    return {"count": count, "of": of, "basis": basis}


def base_of(chance: Random) -> Base:
    """A profile such as an urban community has."""
    quarters = chance.randint(1, 14)
    households = quarters * chance.randint(90, 600)
    built_from = chance.randint(1978, 2015)
    return Base(
        quarters,
        households,
        round(households * chance.uniform(2.1, 3.1)),
        households * chance.randint(70, 115),
        built_from,
        min(2020, built_from + chance.randint(0, 25)),
        chance.choice(("old_estate", "commercial", "unit", "resettlement", "mixed")),
    )

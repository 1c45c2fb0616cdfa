"""A community's way where a chain decides: looked at by every level, returned, agreed to.

What a list on public notice brings is not here: lists hold many communities, see `lists`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from green.simulation import lists
from green.simulation.life import (
    DIFFICULTY,
    FAILING,
    LATEST,
    Base,
    Life,
    Statuses,
    all_mended,
    attempt,
    enrol,
    give_up,
    mend,
    opens,
)
from green.simulation.life import Step as Happening
from green.simulation.pace import EARLIEST, ENDS, Fate
from green.standard.chain import Step
from green.standard.model import Standard
from green.standard.programme import Programme

_RETURNS = (
    "佐证材料不足，请补充。",
    "现场情况与自评不一致，请整改后再报。",
    "覆盖范围未达到标准，请补齐。",
    "材料日期过早，请更新。",
)
_DONE = "已按意见整改，材料已补齐。"
# After handing in, so many days pass at least: something may have been recorded late.
_WAIT = LATEST + 1


def live(
    programme: Programme, standard: Standard, base: Base, fate: Fate, chance: Random
) -> list[Happening]:
    """All steps of a community with this fate, none after the history's end.

    Who attains does so on the fate's day, or with the last list before it; so it has handed in
    some weeks earlier.
    """
    if fate.end == "never":
        return []
    life = Life(programme, standard, base, chance)
    match fate.end:
        case "not_met":
            _fall_short(life, fate.day)
        case "attained":
            _attain(life, fate.day)
        case _other:
            give_up(life, enrol(life, fate.day), fate)
    return life.steps


def _attain(life: Life, day: date) -> None:
    """Handed in, agreed to by every level up to the one that makes it attained, and further."""
    chain, chance = life.programme.chain, life.chance
    number = next(n for n, step in enumerate(chain, 1) if step.makes == "attained")
    since, agreed = lists.last_agreement(chain[number - 1], day, chance)
    weeks = chance.randint(_WAIT + 2 + 4 * number, 37 + 8 * number)
    handed_in = max(EARLIEST + timedelta(days=2), agreed - timedelta(days=weeks))
    statuses = _prepare(life, enrol(life, handed_in), handed_in)
    room = (agreed - handed_in).days
    after = [*sorted(chance.randint(_WAIT, room) for _n in range(2 * number - 1)), room]
    days = [handed_in + timedelta(days=n) for n in after]
    for place, step in enumerate(chain[:number]):
        _agree(life, step, days[2 * place], days[2 * place + 1])
    _go_on(life, chain[number:], since, handed_in, statuses, may_return=chance.random() < 0.04)


def _prepare(life: Life, begins: date, day: date) -> Statuses:
    """Answer, and hand in on the day what meets; before it perhaps something that did not, which
    was recalled or came back."""
    chance, room = life.chance, (day - begins).days
    if room > 30 and chance.random() < 0.3:
        first = begins + timedelta(days=chance.randint(5, room // 2))
        before = attempt(life, begins, first, meets=False)
        statuses, left = all_mended(before), (day - first).days
        if left > _WAIT + 5 and chance.random() < 0.6:
            ended = first + timedelta(days=chance.randint(_WAIT + 1, left - 3))
            began = first + timedelta(days=_WAIT)
            _send_back(life, life.programme.chain[0], began, ended, _failing(before))
        else:
            ended = first + timedelta(days=chance.randint(1, left))
            life.add("recall", ended)
        mend(life, before, statuses, first, ended, day)
        life.add("hand_in", day)
        return statuses
    first = day - timedelta(days=chance.randint(6, 12))
    if first < max(begins, opens(life, day)) or chance.random() > 0.04:
        return attempt(life, begins, day, meets=True)
    statuses = attempt(life, begins, first, meets=True)
    life.add("recall", first + timedelta(days=chance.randint(1, 5)))
    life.add("hand_in", day)
    return statuses


def _fall_short(life: Life, day: date) -> None:
    """What does not meet waits at the first level, is being looked at, or came back."""
    chance, first = life.chance, life.programme.chain[0]
    statuses = attempt(life, enrol(life, day), day, meets=False)
    roll, begin = chance.random(), day + timedelta(days=chance.randint(_WAIT, 40))
    ended = begin + timedelta(days=chance.randint(0, 20))
    if roll > 0.6 or begin > ENDS:
        return
    if roll > 0.2 or ended > ENDS:
        life.decide("begin", begin, first.id)
        return
    failing = _failing(statuses)
    _send_back(life, first, begin, ended, failing)
    again = ended + timedelta(days=chance.randint(15, 60))
    if roll > 0.06 and again <= ENDS:
        # Mended in part: the hardest item takes longer than this.
        failing.sort(key=lambda item: DIFFICULTY.get(_ref(life, item), 0.0))
        mended = failing[: chance.randint(0, len(failing) - 1)]
        mend(life, statuses, statuses | dict.fromkeys(mended, "met"), day, ended, again)
        life.add("hand_in", again)


def _go_on(
    life: Life,
    steps: Sequence[Step],
    since: date,
    handed_in: date,
    statuses: Statuses,
    *,
    may_return: bool = False,
) -> None:
    """Walk these steps of the chain as far as the history goes."""
    chance = life.chance
    for step in steps:
        if step.notice is not None:
            ahead = next((one for one in lists.of(step) if one.takes_after(since)), None)
            if ahead is None:
                return
            day = ahead.agreed_on(chance)
            _agree(life, step, day, day)
            since = ahead.published_on
            continue
        # The province goes to see what the city has recognised, which takes its time.
        weeks = (30, 130) if step.does == "recheck" else (_WAIT, 60)
        begin = since + timedelta(days=chance.randint(*weeks))
        agreed = begin + timedelta(days=chance.randint(3, 20))
        if begin > ENDS:
            return
        if agreed > ENDS:
            life.decide("begin", begin, step.id)
            return
        if may_return and step.does == "recheck":
            _return_one(life, step, (begin, agreed), handed_in, statuses)
            return
        _agree(life, step, begin, agreed)
        since = agreed


def _return_one(
    life: Life, step: Step, days: tuple[date, date], handed_in: date, statuses: Statuses
) -> None:
    """One item comes back; it is mended, handed in, and goes through the whole chain again."""
    chance, (begin, ended) = life.chance, days
    met = [item for item in life.standard.items if statuses[item.id] == "met"]
    item = chance.choices(met, [DIFFICULTY.get(one.ref, 1.0) for one in met])[0]
    _send_back(life, step, begin, ended, [item.id])
    again = ended + timedelta(days=chance.randint(10, 30))
    if again > ENDS:
        return
    mend(life, statuses, statuses, handed_in, ended, again)
    if opens(life, again) <= handed_in:
        life.add("answer", ended + (again - ended) // 2, item.id, "note", _DONE)
    life.add("hand_in", again)
    _go_on(life, life.programme.chain, again, again, statuses)


def _agree(life: Life, step: Step, begin: date, day: date) -> None:
    life.decide("begin", begin, step.id)
    for item in life.standard.items:
        life.decide("mark", day, step.id, item.id, ("agree", None))
    life.decide("agree", day, step.id)


def _send_back(life: Life, step: Step, begin: date, day: date, items: Sequence[str]) -> None:
    life.decide("begin", begin, step.id)
    reasons = {item: life.chance.choice(_RETURNS) for item in items}
    for item, reason in reasons.items():
        life.decide("mark", day, step.id, item, ("return", reason))
    life.decide("return", day, step.id, value=reasons)


def _failing(statuses: Statuses) -> list[str]:
    return [item for item, status in statuses.items() if status in FAILING]


def _ref(life: Life, item: str) -> str:
    found = life.standard.item(item)
    assert found is not None, "its own items"
    return found.ref

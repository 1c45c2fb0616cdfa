"""Which works a community needs, in what order, how much of each, and what meets what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green.planning import works_file
from green.planning.choice import UNPHASED, Choice
from green.planning.conflicts import conflicts_in
from green.planning.failing import failing
from green.planning.plan import Planned
from green.planning.renovation import Cost, Entry, Renovation, Site, Street, total
from green.planning.works import Quantity, works_for
from green.registry.model import Profile
from green.standard import loader
from tests.database import GREEN, morning

WORKS = works_file.read(works_file.BUNDLED)
STANDARD = loader.standard(GREEN)
ITEMS = [item.id for item in STANDARD.items]
PLACE = {item: n for n, item in enumerate(ITEMS)}

some_items = st.sets(st.sampled_from(ITEMS))
some_number = st.one_of(st.none(), st.integers(1, 5000))
some_profile = st.builds(Profile, some_number, some_number, some_number, some_number)
some_plan = st.builds(
    Planned,
    quantity=st.one_of(st.none(), st.integers(0, 50)),
    cost=st.one_of(st.none(), st.integers(0, 10**7)),
    state=st.sampled_from(["open", "under_way", "done"]),
    phase=st.one_of(st.none(), st.integers(1, 3)),
)


@given(some_items, some_profile)
def test_safety_comes_first_then_public_use_then_the_order_of_the_items(
    lacking: set[str], profile: Profile
) -> None:
    lines = works_for(WORKS, lacking, profile)
    keys = [(not one.work.safety, not one.work.public_use, PLACE[one.item]) for one in lines]
    assert keys == sorted(keys)
    assert {one.work.id for one in lines} == {
        work.id for work in WORKS.works if lacking & set(work.items)
    }
    assert {item for one in lines for item in one.lacking} == lacking
    # A work is needed once, however many items it serves.
    assert len({one.work.id for one in lines}) == len(lines)


@given(some_number, st.integers(1, 300), st.integers(1, 9))
def test_a_quantity_covers_all_that_it_goes_by_and_no_more(
    households: int | None, every: int, number: int
) -> None:
    found = Quantity(number, "households", every).of(Profile(households=households))
    if households is None:
        assert found is None
        return
    assert found is not None
    times = found // number
    assert found == times * number
    assert times * every >= households > (times - 1) * every


def test_a_profile_without_the_number_leaves_the_quantity_open_and_not_zero() -> None:
    lines = works_for(WORKS, ["parking-lifelines"], Profile(households=900))
    assert {one.work.id: one.quantity for one in lines} == {
        "fire-lanes": None,
        "bicycle-charging": None,
        "parking-scheme": 1,
    }
    assert Entry(lines[0]).cost is None


def test_a_check_that_passed_needs_no_work_and_only_the_quarters_short_of_it_count() -> None:
    item, profile = "roads-sponge-waste", Profile(quarters=8)
    every = {one.work.id: one.quantity for one in works_for(WORKS, [item], profile)}
    assert every == {"road-repair": 8, "sponge-works": 8, "waste-points": 16}
    short = works_for(WORKS, [item], profile, {item: {"waste": 3}})
    assert {one.work.id: one.quantity for one in short} == {"waste-points": 6}
    # Counted in households: nobody knows in how many quarters.
    base = works_for(
        WORKS, ["property-management"], profile, {"property-management": {"coverage": None}}
    )
    assert [one.quantity for one in base] == [8]


def test_a_work_that_serves_two_lacking_items_is_there_once_under_its_first() -> None:
    twice = replace(WORKS.works[0], items=("training", "noise"))
    works = replace(WORKS, works=(twice,))
    (line,) = works_for(works, ["noise", "training"], Profile())
    assert (line.item, line.lacking) == ("training", ("training", "noise"))
    (only,) = works_for(works, ["noise"], Profile())
    assert (only.item, only.lacking) == ("training", ("noise",))


@given(some_items)
def test_a_conflict_is_flagged_exactly_where_both_tags_are_carried(lacking: set[str]) -> None:
    lines = works_for(WORKS, lacking, Profile())
    found = conflicts_in(WORKS, lines)
    for one in WORKS.conflicts:
        is_there = all(any(tag in line.work.tags for line in lines) for tag in one.tags)
        assert (one in found) == is_there


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        (["roads-sponge-waste", "parking-lifelines"], ["sponge-underground-parking"]),
        (["parking-lifelines", "green-space"], ["charging-green-space", "ornament-exercise"]),
        (["facilities", "green-space"], ["cabinets-public-space", "ornament-exercise"]),
        (["green-space"], ["ornament-exercise"]),
        (["parking-lifelines", "noise", "training"], []),
    ],
)
def test_the_four_conflicts_of_the_field(lacking: list[str], expected: list[str]) -> None:
    found = conflicts_in(WORKS, works_for(WORKS, lacking, Profile()))
    assert [one.id for one in found] == expected


def test_sponge_works_that_do_not_apply_are_in_nobodys_way() -> None:
    lacking = ["roads-sponge-waste", "parking-lifelines"]
    lines = works_for(WORKS, lacking, Profile(), {"roads-sponge-waste": {"waste": 1}})
    assert conflicts_in(WORKS, lines) == ()


@st.composite
def lists(draw: st.DrawFn) -> Renovation:
    streets = []
    for s in range(draw(st.integers(0, 3))):
        sites = []
        for n in range(draw(st.integers(1, 3))):
            lacking = sorted(draw(st.sets(st.sampled_from(ITEMS), min_size=1, max_size=4)))
            lines = works_for(WORKS, lacking, draw(some_profile))
            sites.append(
                Site(
                    100 * s + n,
                    f"37010200{s}{n:03}",
                    f"{s}{n}社区",
                    draw(st.booleans()),
                    tuple((item, "unmet") for item in lacking),
                    tuple(Entry(line, draw(some_plan)) for line in lines),
                    conflicts_in(WORKS, lines),
                )
            )
        streets.append(Street(f"37010200{s}", f"{s}街道", "历下区", tuple(sites)))
    day = date(2024, 3, 1)
    return Renovation("x", "370102", "历下区", day, day, morning(day), False, WORKS, tuple(streets))


def by_hand(entries: list[Entry]) -> tuple[int, int, int, int, int]:
    """Lines, open, done, lowest, highest: one after the other."""
    low = high = unknown = done = 0
    for one in entries:
        plan = one.planned
        quantity = one.line.quantity if plan.quantity is None else plan.quantity
        if plan.state == "done":
            done += 1
        elif plan.cost is not None:
            low, high = low + plan.cost, high + plan.cost
        elif quantity is None:
            unknown += 1
        else:
            low += quantity * one.work.cost_low
            high += quantity * one.work.cost_high
    return len(entries), unknown, done, low, high


def figures(one: object) -> tuple[int, ...]:
    return tuple(one.as_json().values())[1:]  # type: ignore[attr-defined]


@settings(max_examples=40)
@given(lists())
def test_sums_by_street_work_and_payer_are_each_the_whole_and_count_nothing_twice(
    found: Renovation,
) -> None:
    entries = [entry for site in found.sites for entry in site.entries]
    whole = by_hand(entries)
    assert figures(found.total) == whole
    for parts in (
        [street.total for street in found.streets],
        list(found.by_division(9).values()),
        [one for _work, one in found.by_work()],
        [one for _payer, one in found.by_payer()],
    ):
        summed = tuple(map(sum, zip(*map(figures, parts), strict=True))) or (0,) * 5
        assert summed == whole
    for work, one in found.by_work():
        assert figures(one) == by_hand([entry for entry in entries if entry.work is work])


@settings(max_examples=40)
@given(
    lists(),
    st.builds(
        Choice,
        st.one_of(st.none(), st.sampled_from(ITEMS)),
        st.sampled_from([None, UNPHASED, 1, 2]),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
)
def test_a_choice_leaves_exactly_the_lines_that_fit_and_nobody_without_a_line(
    whole: Renovation, choice: Choice
) -> None:
    found = choice.of(whole)
    expected = [
        (site.id, entry.work.id)
        for site in whole.sites
        for entry in site.entries
        if (choice.attained or not site.attained)
        and (not choice.near or (not site.attained and len(site.lacking) <= 2))
        and (choice.item is None or choice.item in entry.line.lacking)
        and (choice.phase is None or (entry.planned.phase or 0) == choice.phase)
        and (not choice.safety or entry.work.safety)
    ]
    assert [(site.id, one.work.id) for site in found.sites for one in site.entries] == expected
    assert all(site.entries for site in found.sites)
    assert all(street.sites for street in found.streets)
    # What has to be weighed is weighed for all works, whatever is looked at.
    kept = {site.id: site.conflicts for site in whole.sites}
    assert all(site.conflicts == kept[site.id] for site in found.sites)


def test_what_is_done_costs_nothing_any_more_and_a_cost_that_was_planned_is_no_range() -> None:
    (line,) = works_for(WORKS, ["publicity"], Profile())
    assert Entry(line).cost == Cost(3000, 15000)
    assert Entry(line, Planned(quantity=2)).cost == Cost(6000, 30000)
    assert Entry(line, Planned(quantity=2, cost=7000)).cost == Cost(7000, 7000)
    done = Site(1, "370102001001", "一", False, (), (Entry(line, Planned(state="done")),))
    assert figures(total([done])) == (1, 0, 1, 0, 0)


def handed_in(**checks: object) -> str:
    return json.dumps({"answers": {"5": {"checks": checks}}})


def test_which_checks_fail_is_read_out_of_what_was_handed_in() -> None:
    item, here = "roads-sponge-waste", STANDARD.sha256
    given = handed_in(
        roads="yes",
        sponge={"not_applicable": "没有场地"},
        waste={"count": 3, "of": 8, "basis": "quarters"},
    )
    assert failing(STANDARD, [item], here, given) == {item: {"waste": 5}}
    both = handed_in(roads="no", sponge="no", waste={"count": 8, "of": 8, "basis": "quarters"})
    assert failing(STANDARD, [item], here, both) == {item: {"roads": None, "sponge": None}}
    # Of another text of the standard, or of what cannot be read, nothing is known.
    assert failing(STANDARD, [item], "another", given) == {}
    for broken in ("", "[]", "{}", '{"answers": {}}'):
        assert failing(STANDARD, [item], here, broken) == {}


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_quarters_short_of_a_share_are_the_fewest_that_reach_it(count: int, of: int) -> None:
    count = min(count, of)
    share = {"coverage": {"count": count, "of": of, "basis": "quarters"}}
    given = json.dumps({"answers": {"12": {"checks": share}}})
    found = failing(STANDARD, ["property-management"], STANDARD.sha256, given)
    if count * 100 >= 30 * of:
        assert found == {}
        return
    short = found["property-management"]["coverage"]
    assert short is not None
    assert (count + short) * 100 >= 30 * of > (count + short - 1) * 100

"""Down from the province to a street, and the communities behind every number, by the address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from green.assessment.enrolment import enrol
from green.assessment.programmes import programme_here
from green.people.model import Actor
from green.progress.figures import progress
from green.progress.records import listed
from green.simulation.pace import ENDS
from green.store import Store, shared
from tests.database import JIEFANGQIAO, LISHANLU, LOCAL, QINGDAO, case_of, let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.test_progress import hand_in, numerators, table
from tests.pages.visit import PROGRESS, Visit, links, unlinked

Open = Callable[..., Visit]
JINAN, LIXIA, STREET = "3701", "370102", "370102001"
PROVINCE = {"data": "simulated", "community": None}


def cells(page: Visit, number: int = 0) -> list[list[str]]:
    return [list(map(str, row)) for row in page.app.table[number].value.to_numpy()]


def asked(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(link.removeprefix("?")).items()}


def codes(page: Visit) -> list[str]:
    (found,) = page.app.dataframe
    column = "代码"
    return list(found.value[column])


def test_every_name_leads_down_and_every_number_to_its_communities(
    visit: Open, store: Store
) -> None:
    hand_in(store, LISHANLU)
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    page = visit(PROGRESS, community=None)
    jinan = cells(page)[0]
    assert asked(links(jinan[0])[0])["place"] == JINAN
    (participating,) = links(jinan[1])
    assert {"place": JINAN, "list": "participating"}.items() <= asked(participating).items()
    below = visit(PROGRESS, community=None, place=JINAN)
    assert unlinked(cells(below)[0][0]) == "历下区"
    assert numerators(below)["历下区"] == (2, 1, 1)
    # Where nobody is, there is nothing to list.
    assert links(cells(page)[3][1]) == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("participating", [JIEFANGQIAO, LISHANLU]),
        ("submitted", [LISHANLU]),
        ("attained", [LISHANLU]),
    ],
)
def test_a_list_has_who_is_counted_and_nobody_else(
    visit: Open, store: Store, state: str, expected: list[str]
) -> None:
    hand_in(store, LISHANLU)
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL)
    hand_in(store, QINGDAO)
    assert codes(visit(PROGRESS, community=None, place=JINAN, list=state)) == expected


@pytest.mark.parametrize("asked_for", ["", "x", "item-", "item-no-such", "named' or 1=1"])
def test_a_list_that_there_is_not_is_left_out(visit: Open, asked_for: str) -> None:
    page = visit(PROGRESS, community=None, list=asked_for)
    assert not page.app.dataframe
    assert page.errors() == []
    assert len(table(page)) == 17


def test_of_a_place_where_nobody_takes_part_none_is_listed(visit: Open) -> None:
    page = visit(PROGRESS, community=None, place="3717", list="attained")
    assert not page.app.dataframe
    assert page.errors() == []


def test_the_steps_lead_back_up_and_no_higher_than_ones_own_place(
    visit: Open, store: Store, here: Somebody
) -> None:
    def way(page: Visit) -> list[str]:
        return [
            asked(link).get("place", "")
            for link in links(page.app.container(key="way").markdown[0].value)
        ]

    assert way(visit(PROGRESS, community=None, place=STREET)) == ["37", JINAN, LIXIA]
    let_in(store, Actor("zhao"), role="viewer", scope=JINAN)
    here.person = "zhao"
    assert way(visit(PROGRESS, community=None, place=STREET)) == [JINAN, LIXIA]


def test_a_place_outside_ones_own_is_refused_by_its_address_and_logged(
    visit: Open, store: Store, here: Somebody
) -> None:
    let_in(store, Actor("zhao"), role="viewer", scope=JINAN)
    here.person = "zhao"
    page = visit(PROGRESS, community=None, place="3702", list="attained")
    assert len(page.errors()) == 1
    assert not page.app.table
    assert not page.app.dataframe
    assert ("zhao", "3702") in rows(
        store, "select person, subject from log where action = 'refuse'"
    )


def test_the_figures_of_every_level_add_up_to_the_list_behind_them(
    visit: Open, simulated: Path
) -> None:
    store = shared(simulated)
    page = visit(PROGRESS, place=LIXIA, list="participating", **PROVINCE)
    with store.read() as query:
        programme = programme_here(query)
        expected = progress(query, programme, scope=LIXIA, by="street", as_of=ENDS)
        behind = listed(query, programme, LIXIA, ENDS, query.at)
    assert codes(page) == [one.code for one in behind]
    assert len(behind) == expected.total.standing.counts.participating > 50
    assert [row[0] for row in table(page)][:-1] == [row.name for row in expected.rows]


def test_what_is_missing_leads_to_the_communities_that_lack_it(
    visit: Open, simulated: Path
) -> None:
    page = visit(PROGRESS, place=JINAN, **PROVINCE)
    missing = next(one for one in page.app.table if "未符合" in one.value.columns)
    first = missing.value.iloc[0]
    number = int(unlinked(first["未符合"]).replace(",", ""))
    (link,) = links(first["未符合"])
    assert number > 0
    behind = visit(PROGRESS, **(PROVINCE | asked(link)))
    assert len(codes(behind)) == number
    assert all(code.startswith(JINAN) for code in codes(behind))


def test_a_street_has_neither_map_nor_parts_but_its_communities(visit: Open, store: Store) -> None:
    hand_in(store, LISHANLU)
    page = visit(PROGRESS, community=None, place=STREET, list="attained")
    assert codes(page) == [LISHANLU]
    assert not page.has("progress_map")
    assert not page.has("progress_chart")
    assert page.app.title[0].value != "各街道进展"

"""Items and districts: every number is that of the rows, leads to its list, and that to a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs

import pandas as pd
import pytest
from openpyxl import load_workbook

from green import texts
from green.assessment.profiles import save_profile
from green.charts.place_words import short_name
from green.cli import main
from green.people.model import Actor, Role
from green.planning.reading import matrix
from green.registry.model import Profile
from green.standard import loader
from green.store import Store
from green.texts import Language
from tests.database import (
    GREEN,
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    QINGDAO,
    SELF_DECLARED,
    TIANQIAO,
    case_of,
    let_in,
    morning,
    rows,
    self_declared,
)
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit

Open = Callable[..., Visit]
STANDARD = loader.standard(GREEN)
ITEMS = "planning/items.py"
JINAN, LIXIA, TIANQIAO_DISTRICT, STREET = "3701", "370102", "370105", "370102001"


@pytest.fixture
def handed_in(store: Store) -> Store:
    """In Lixia one of two lacks two items; in Tianqiao and Qingdao one each that lacks none."""
    lacking = {JIEFANGQIAO: {"noise": "partly", "training": "unmet"}}
    with store.write() as query:
        for code in (JIEFANGQIAO, LISHANLU, TIANQIAO, QINGDAO):
            given = {"code": code, "day": date(2021, 6, 1), "at": morning(date(2021, 6, 1))}
            query.run(
                f"""
                insert into enrolment_event
                    (programme, community, kind, effective_on, recorded_at, person)
                select '{SELF_DECLARED}', id, 'enrol', $day, $at, 'local'
                from community where code = $code
                """,
                **given,
            )
            query.run(
                f"""
                insert into submission (programme, cycle, community, outcome, standard_sha256,
                    snapshot, sha256, effective_on, recorded_at, person)
                select '{SELF_DECLARED}', '2021', id, 'meets', '', '', '', $day, $at, 'local'
                from community where code = $code
                """,
                **given,
            )
            query.load(
                "submission_item",
                pd.DataFrame(
                    {
                        "submission": query.value("select max(id) from submission"),
                        "item": [item.id for item in STANDARD.items],
                        "status": [
                            lacking.get(code, {}).get(item.id, "met") for item in STANDARD.items
                        ],
                    }
                ),
            )
    return store


def tables(page: Visit) -> list[str]:
    found = [one.proto.body for one in page.app.get("html")]
    return [body for body in found if "<table>" in body]


def cells(page: Visit) -> dict[str, list[str]]:
    """By the place's name its cells, as they are read."""
    body = tables(page)[0].split("<tbody>")[1]
    found = {}
    for line in re.findall(r"<tr>(.*?)</tr>", body):
        name, *others = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)
        found[_read(name)] = [_read(one) for one in others]
    return found


def links(page: Visit) -> list[dict[str, str]]:
    """Where the first table's links lead."""
    hrefs = re.findall(r'href="\?([^"]*)"', tables(page)[0])
    return [{name: values[0] for name, values in parse_qs(unescape(one)).items()} for one in hrefs]


def _read(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", markup)).strip()


def codes(page: Visit) -> list[str]:
    (found,) = page.app.dataframe
    return list(found.value["代码"])


def test_every_number_is_that_of_the_rows(visit: Open, handed_in: Store) -> None:
    page = visit(ITEMS, community=None, place=JINAN)
    with handed_in.read() as query:
        expected = matrix(query, self_declared(), scope=JINAN)
    shown = cells(page)
    assert len(shown) == len(expected.rows) + 1
    for row, line in zip((*expected.rows, expected.total), shown.values(), strict=True):
        assert line[0] == f"{row.handed_in}/{row.listed:,}"
        assert len(line) == 1 + len(expected.items)
        for cell, text in zip(row.cells, line[1:], strict=True):
            words = text.split()
            if cell.rate is None:
                assert words == ["–"]
            else:
                assert words[-1] == f"{cell.met}/{cell.base}"
    noise = 9
    assert shown["历下区"][1 + noise].split() == ["50.0", "1/2"]
    assert shown["天桥区"][1 + noise].split() == ["100", "1/1"]
    # Where nobody has handed in there is no rate, which is not zero.
    assert "0.0" not in shown["市中区"][1 + noise]


def test_a_number_leads_to_its_communities_and_they_to_a_file(
    visit: Open, handed_in: Store
) -> None:
    page = visit(ITEMS, community=None, place=JINAN)
    asked = next(one for one in links(page) if one.get("list") == f"{LIXIA}.noise")
    assert asked["place"] == JINAN
    behind = visit(ITEMS, community=None, **asked)
    assert codes(behind)[:2] == [JIEFANGQIAO, LISHANLU]
    assert len(codes(behind)) == 138
    assert len(cells(behind)) == 14, "the table stays"
    partly = visit(ITEMS, community=None, place=JINAN, list=f"{LIXIA}.noise.partly")
    assert codes(partly) == [JIEFANGQIAO]
    (button,) = partly.app.get("download_button")
    assert "Excel" in button.proto.label
    missing = visit(ITEMS, community=None, place=JINAN, list=f"{LIXIA}.-.missing")
    assert len(codes(missing)) == 136
    assert JIEFANGQIAO not in codes(missing)


ADDRESSES = (
    {"list": "370102.no-such"},
    {"list": "370202.noise", "codes": "370102"},
    {"list": "370102.-.met", "codes": ",,"},
    {"part": "x", "size": "x", "built": "x", "kind": "x", "by": "x", "one": "x", "list": "x' or"},
)


def test_what_an_address_cannot_mean_is_left_out(visit: Open, handed_in: Store) -> None:
    for address in ADDRESSES:
        page = visit(ITEMS, community=None, place=JINAN, **address)
        assert page.errors() == []
        assert not page.app.dataframe
        assert len(tables(page)) == 1
        assert len(cells(page)) == 14


def test_places_that_cannot_stand_side_by_side_are_named_and_the_page_goes_on(
    visit: Open, handed_in: Store
) -> None:
    for asked in ("370102,379999", "370102,3701"):
        page = visit(ITEMS, community=None, place=JINAN, codes=asked)
        assert len(page.errors()) == 1
        assert len(cells(page)) == 14


@pytest.mark.parametrize("against", ["first", "rest"])
def test_the_command_prints_what_the_page_shows(
    visit: Open, handed_in: Store, capsys: pytest.CaptureFixture[str], against: str
) -> None:
    page = visit(
        ITEMS, community=None, place=JINAN, codes=f"{LIXIA},{TIANQIAO_DISTRICT}", against=against
    )
    shown = tables(page)[1].split("<tbody>")[1]
    lines = [
        [_read(one) for one in re.findall(r"<td[^>]*>(.*?)</td>", line)]
        for line in re.findall(r"<tr>(.*?)</tr>", shown)
    ]
    handed_in.close()
    codes = [LIXIA, TIANQIAO_DISTRICT]
    path = str(handed_in.path)
    assert main(["compare", *codes, "--against", against, "--json", "--db", path]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [place["code"] for place in answer["places"]] == codes
    assert len(lines) == 16
    for at, line in enumerate(lines):
        for place, text in zip(answer["places"], line, strict=True):
            item = place["items"][at]
            assert f"{item['met']}/{item['base']}" in text
            assert f"{100 * item['rate']:.1f}%" in text
    differences = {one["code"]: one["items"] for one in answer["differences"]}
    assert (LIXIA in differences) == (against == "rest")
    for at, line in enumerate(lines):
        found = differences[TIANQIAO_DISTRICT][at]
        assert found["small"]
        assert not found["differs"]
        assert f"{abs(100 * found['difference']):.1f}" in line[1]
        assert "数量太少" in line[1]
    assert not any("▲" in text or "▼" in text for line in lines for text in line)


def test_like_with_like_leaves_the_others_out(visit: Open, handed_in: Store) -> None:
    old = case_of(handed_in, JIEFANGQIAO).community
    save_profile(handed_in, old, Profile(built_from=1990, households=1200), LOCAL)
    page = visit(ITEMS, community=None, place=JINAN, built="before_2001")
    assert cells(page)["历下区"][0] == "1/1"
    page.give("built", "not_recorded")
    assert cells(page)["历下区"][0] == "1/137"
    assert page.app.query_params["built"] == "not_recorded"
    page.give("built", None).give("size", "1000_to_1999")
    assert cells(page)["历下区"][0] == "1/1"


def test_one_area_has_its_items_alone_and_a_street_none_below_it(
    visit: Open, handed_in: Store
) -> None:
    page = visit(ITEMS, community=None, place=JINAN, part="environment")
    assert all(len(line) == 1 + 4 for line in cells(page).values())
    assert len(page.app.table[0].value) == 4
    street = visit(ITEMS, community=None, place=STREET)
    assert tables(street) == []
    assert len(street.app.table[0].value) == 16


def test_with_nothing_handed_in_it_says_so_and_gives_no_rate(visit: Open, store: Store) -> None:
    page = visit(ITEMS, community=None, place=JINAN)
    assert len(page.app.info) == 1
    assert {cell for line in cells(page).values() for cell in line[1:]} == {"–"}
    assert not page.app.table


@pytest.mark.parametrize("role", ["reviewer", "viewer", "administrator", "officer"])
def test_who_sees_figures_sees_their_own_place_alone(
    visit: Open, handed_in: Store, here: Somebody, role: Role
) -> None:
    let_in(handed_in, Actor("zhao"), role=role, scope=LIXIA)
    here.person = "zhao"
    page = visit(ITEMS, community=None)
    if role == "officer":
        assert len(page.errors()) == 1
        assert tables(page) == []
        return
    assert page.errors() == []
    assert "解放路街道" in cells(page)
    # Neither another place nor the rest of the province, by whatever address.
    other = visit(ITEMS, community=None, codes=f"{LIXIA},{TIANQIAO_DISTRICT}", against="rest")
    assert len(other.errors()) == 1
    assert len(tables(other)) == 1
    refused = visit(ITEMS, community=None, place=JINAN)
    assert tables(refused) == []
    logged = rows(handed_in, "select person, subject from log where action = 'refuse' order by id")
    assert logged == [("zhao", TIANQIAO_DISTRICT), ("zhao", JINAN)]


def test_the_file_of_a_list_has_its_rows_as_text_and_its_numbers_as_numbers(
    handed_in: Store,
) -> None:
    from green.exchange.standing_sheet import standing_sheet
    from green.planning.likeness import Likeness
    from green.planning.matrix_records import behind

    community = case_of(handed_in, JIEFANGQIAO).community
    save_profile(handed_in, community, Profile(built_from=1990, households=1200), LOCAL)
    with handed_in.read() as query:
        seen = matrix(query, self_declared())
        found = behind(
            query, self_declared(), LIXIA, "noise", seen.as_of, seen.known_at, Likeness()
        )
    book = load_workbook(BytesIO(standing_sheet(found[:2], ["=1+1"])))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][2:8] == [
        "部分符合", "2021-06-01", 1200, 1990, "未登记", JIEFANGQIAO
    ]  # fmt: skip
    assert sheet.max_row == 3
    assert book.worksheets[1]["A1"].data_type == "s"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_page_is_in_one_language(visit: Open, handed_in: Store, language: Language) -> None:
    page = visit(
        ITEMS,
        community=None,
        place=JINAN,
        codes=f"{LIXIA},{TIANQIAO_DISTRICT}",
        list=f"{LIXIA}.noise.partly",
        built="not_recorded",
    ).speak(language)
    assert page.errors() == []
    shown = " ".join([*map(_read, tables(page)), *(one.value for one in page.app.caption)])
    with handed_in.read() as query:
        names = [row.name for row in matrix(query, self_declared(), scope=JINAN).rows]
    for name in (*names, *map(short_name, names), "济南市", "济南", "山东省", "国办发〔2020〕23号"):
        shown = shown.replace(name, "")
    assert bool(re.search(r"[\u3400-\u9fff]", shown)) == (language == "zh_CN")
    if language == "zh_CN":
        assert not re.search(r"[A-Za-z]{2,}", shown)


def test_what_cannot_be_compared_is_refused_by_the_command_with_a_reason(
    handed_in: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    let_in(handed_in, Actor("zhao"), role="viewer", scope=LIXIA)
    handed_in.close()
    for words, said in (
        ([LIXIA], "2 to 6"),
        ([LIXIA, "379999"], "379999"),
        ([LIXIA, TIANQIAO_DISTRICT, "--kind", "villa"], "old_estate"),
        ([LIXIA, TIANQIAO_DISTRICT, "--as-of", "tomorrow"], "--as-of"),
        ([LIXIA, TIANQIAO_DISTRICT, "--as", "zhao"], "outside your scope"),
    ):
        assert main(["--lang", "en", "compare", *words, "--db", str(handed_in.path)]) == 1
        told = capsys.readouterr()
        assert said in told.err
        assert told.out == ""
    texts.use(texts.DEFAULT)
    assert main(["compare", LIXIA, TIANQIAO_DISTRICT, "--db", str(handed_in.path)]) == 0
    assert "50.0%" in capsys.readouterr().out

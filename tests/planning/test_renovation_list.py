"""The renovation list out of the rows, and its files read back beside it."""

from __future__ import annotations

import io
import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from green import clock, texts
from green.assessment.profiles import save_profile
from green.assessment.programmes import programme_here
from green.assessment.submission_records import add_event
from green.cli import main
from green.log.records import entries
from green.people.guard import NotAllowed
from green.people.log_sentences import sentence
from green.people.model import Actor
from green.planning import works_file
from green.planning.choice import Choice
from green.planning.gathering import gather
from green.planning.keeping import keep, keep_point
from green.planning.plan import Point
from green.planning.renovation import Cost, Entry, Renovation, Site
from green.planning.works_words import lacks
from green.progress import holding_records
from green.registry.model import Profile
from green.renovation import export
from green.renovation.model import FileKind
from green.simulation.pace import ENDS
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
    Days,
    case_of,
    database,
    days,
    english,
    let_in,
    rows,
    self_declared,
    shandong,
    store,
)
from tests.planning.handing_in import hand_in
from tests.simulation.worlds import TIBET, open_world

__all__ = ["database", "days", "english", "shandong", "store"]
STANDARD = loader.standard(GREEN)
LIXIA = "370102"
FORMULA = '=HYPERLINK("#A1","1")'


@pytest.fixture(autouse=True)
def _as_it_is_here(days: Days, english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GREEN_WORKS", raising=False)
    monkeypatch.delenv("GREEN_MAP", raising=False)


@pytest.fixture
def handed_in(store: Store) -> Store:
    """One that lacks two items and says how large it is, one that lacks one, one that meets."""
    hand_in(store, JIEFANGQIAO, parking_lifelines="unmet", green_space="partly")
    hand_in(store, LISHANLU, smart_security="unmet")
    hand_in(store, QINGDAO)
    save_profile(store, case_of(store, JIEFANGQIAO).community, Profile(quarters=3), LOCAL)
    return store


def read(store: Store, scope: str = LIXIA, as_of: date | None = None) -> Renovation:
    with store.read() as query:
        return gather(query, self_declared(), works_file.load(), scope, as_of)


def plan(store: Store, code: str, item: str, work: str, **changes: object) -> None:
    keep(store, LOCAL, self_declared(), case_of(store, code).community, item, work, changes)


def site(found: Renovation, code: str) -> Site:
    return next(one for one in found.sites if one.code == code)


def entry(found: Renovation, code: str, work: str) -> Entry:
    return next(one for one in site(found, code).entries if one.work.id == work)


def made(store: Store, kind: FileKind, scope: str = LIXIA, choice: Choice | None = None) -> bytes:
    return export.made(store, LOCAL, self_declared(), scope, kind, choice or Choice()).data


def sheet(data: bytes, name: str) -> list[list[Any]]:
    """The rows of a sheet from its heading on."""
    lines = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data))[name].rows]
    return lines[next(n for n, line in enumerate(lines) if sum(map(bool, line)) > 1) :]


def test_what_is_lacking_becomes_works_street_by_street(handed_in: Store) -> None:
    found = read(handed_in, "37")
    assert [street.code for street in found.streets] == ["370102001"]
    assert [one.code for one in found.sites] == [JIEFANGQIAO, LISHANLU]
    first, second = found.sites
    assert [one.work.id for one in first.entries] == [
        *("fire-lanes", "bicycle-charging"),
        *("pocket-green", "exercise-place", "parking-scheme"),
    ]
    assert [one.quantity for one in first.entries] == [6, 3, 600, 1, 1]
    assert [one.title for one in first.conflicts] == [
        "charging / green space",
        "ornamental green / exercise space",
    ]
    assert second.conflicts == ()
    assert lacks(first, STANDARD).startswith("7 ")
    assert lacks(first, STANDARD).endswith("(Not met)")
    # Nobody knows how many quarters the second has: its quantity is open, not nothing.
    assert (found.total.lines, found.total.open) == (6, 1)
    assert second.total.cost == Cost(0, 0)
    assert all(one.is_near for one in found.sites)


def test_who_meets_recalled_or_only_drafts_is_not_on_the_list(handed_in: Store) -> None:
    case = case_of(handed_in, LISHANLU)
    (identity,) = rows(
        handed_in, "select id from submission where community = $c", c=case.community.id
    )[0]
    with handed_in.write() as query:
        add_event(query, identity, "recall", clock.today(), "local")
    assert [one.code for one in read(handed_in, "37").sites] == [JIEFANGQIAO]
    assert read(handed_in, "3702").streets == ()
    before = clock.today() - timedelta(days=1)
    assert read(handed_in, "37", before).streets == ()


def test_what_is_planned_goes_before_what_is_reckoned(handed_in: Store) -> None:
    plan(handed_in, JIEFANGQIAO, "parking-lifelines", "fire-lanes", quantity=4, phase=2)
    plan(handed_in, JIEFANGQIAO, "parking-lifelines", "parking-scheme", state="done")
    plan(handed_in, LISHANLU, "smart-security", "cameras-gates", cost=90_000, planner="王工")
    found = read(handed_in)
    assert entry(found, JIEFANGQIAO, "fire-lanes").cost == Cost(12_000, 60_000)
    assert entry(found, LISHANLU, "cameras-gates").cost == Cost(90_000, 90_000)
    assert (found.total.open, found.total.done) == (0, 1)
    assert [one.work.id for one in Choice(phase=2).of(found).sites[0].entries] == ["fire-lanes"]
    assert Choice(phase=1).of(found).streets == ()


def test_the_list_lacks_what_progress_says_is_lacking_one_community_after_the_other(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with closing(open_world(tmp_path_factory, TIBET, 8).store) as there, there.read() as query:
        programme = programme_here(query)
        found = gather(query, programme, works_file.load(), TIBET)
        missing = {
            item.id: {
                one.code: dict(one.items)
                for one in holding_records.lacking(query, programme, TIBET, item.id, ENDS, query.at)
            }
            for item in STANDARD.items
        }
        near = holding_records.near_misses(query, programme, TIBET, ENDS, query.at)
        handed = {
            community: json.loads(snapshot)["answers"]
            for community, snapshot in query.rows(
                "select community, snapshot from submission order by effective_on, recorded_at, id"
            )
        }
    assert found.simulated
    expected = {code: gaps for by_code in missing.values() for code, gaps in by_code.items()}
    listed = Choice().of(found).sites
    assert {one.code: dict(one.lacking) for one in found.sites if not one.attained} == expected
    assert {one.code for one in listed if one.is_near} == {one.code for one in near}
    assert expected
    # Of roads, sponge works and waste only what fails asks for works.
    asked = {
        "roads": "road-repair",
        "sponge": "sponge-works",
        "waste": "waste-points",
    }
    spared = 0
    for one in listed:
        if "roads-sponge-waste" not in dict(one.lacking):
            continue
        checks = handed[one.id]["5"]["checks"]
        share = checks["waste"]
        fails = {key for key in ("roads", "sponge") if checks[key] == "no"}
        fails |= {"waste"} if share["count"] < share["of"] else set()
        works = {line.work.id: line for line in one.entries if line.line.item.startswith("roads")}
        assert set(works) == {asked[key] for key in fails}
        spared += len(fails) < 3
        if "waste" in fails:
            assert works["waste-points"].quantity == 2 * (share["of"] - share["count"])
    assert spared


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_spreadsheet_read_back_has_the_lists_figures(
    handed_in: Store, language: Language
) -> None:
    texts.use(language)
    found = read(handed_in)
    data = made(handed_in, "xlsx")
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert len(names) == 6
    lines, streets, works, payers = (sheet(data, name) for name in names[1:5])
    costs = [one.cost for place in found.sites for one in place.entries]
    assert [line[9:11] for line in lines[1:]] == [
        [one.low, one.high] if one else [None, None] for one in costs
    ]
    whole = list(found.total.as_json().values())
    for table, first in ((streets, 3), (payers, 1)):
        end = next(n for n, row in enumerate(table) if row[0] in ("Total", "合计"))
        numbers = [row[first : first + 6] for row in table[1 : end + 1]]
        assert numbers.pop() == whole
        summed = [sum(column) for column in zip(*numbers, strict=True)]
        # A community has works of several payers; a work and its cost have one line.
        assert summed[1:] == whole[1:]
    assert sum(row[7] for row in works[1:]) == whole[1]
    assert sum(row[10] for row in works[1:]) == whole[4]


def test_the_points_read_back_have_the_lists_figures_and_say_whose_they_are(
    handed_in: Store,
) -> None:
    own = Point(117.03, 36.66, "GPS at the gate")
    keep_point(handed_in, LOCAL, case_of(handed_in, LISHANLU).community, own)
    found = read(handed_in)
    told = json.loads(made(handed_in, "geojson"))
    assert told["type"] == "FeatureCollection"
    assert told["simulated"] is False
    assert "crs" not in told
    county, recorded = told["features"]
    assert [one["properties"]["code"] for one in told["features"]] == [JIEFANGQIAO, LISHANLU]
    assert recorded["geometry"] == {"type": "Point", "coordinates": [117.03, 36.66]}
    assert recorded["properties"]["point_is"] == "own"
    assert county["properties"]["point_is"] == "county"
    longitude, latitude = county["geometry"]["coordinates"]
    assert 116.9 < longitude < 117.3
    assert 36.5 < latitude < 36.8
    for feature, place in zip(told["features"], found.sites, strict=True):
        said, summed = feature["properties"], place.total
        assert [said[key] for key in ("lines", "open", "done", "cost_low", "cost_high")] == list(
            summed.as_json().values()
        )[1:]
        assert [one["work"] for one in said["works"]] == [one.work.id for one in place.entries]
    assert county["properties"]["name"] == site(found, JIEFANGQIAO).name


def test_a_place_without_a_boundary_has_no_point_rather_than_a_wrong_one(
    handed_in: Store,
) -> None:
    with handed_in.write() as query:
        query.run("update community set code = '370199001001' where code = $c", c=LISHANLU)
    lost = json.loads(made(handed_in, "geojson", "3701"))["features"]
    said = [(one["geometry"] is None, one["properties"]["point_is"]) for one in lost]
    assert said == [(False, "county"), (True, "none")]


def test_a_name_that_looks_like_a_formula_stays_text(handed_in: Store) -> None:
    with handed_in.write() as query:
        query.run("update community set name = $name where code = $c", name=FORMULA, c=LISHANLU)
    plan(handed_in, LISHANLU, "smart-security", "cameras-gates", planner=FORMULA)
    book = load_workbook(io.BytesIO(made(handed_in, "xlsx")))
    cells = [cell for page in book for row in page.rows for cell in row if cell.value == FORMULA]
    assert len(cells) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert not any(cell.data_type == "f" for page in book for row in page.rows for cell in row)
    assert json.loads(made(handed_in, "geojson"))["features"][1]["properties"]["name"] == FORMULA


def test_taking_it_stands_in_the_log_and_another_place_is_refused(handed_in: Store) -> None:
    let_in(handed_in, Actor("viola"), role="viewer", scope=LIXIA)
    export.made(handed_in, Actor("viola"), self_declared(), LIXIA, "geojson", Choice())
    logged = "select person, subject, action from log where person = 'viola' order by id"
    assert rows(handed_in, logged) == [("viola", LIXIA, "export")]
    with handed_in.read() as query:
        (taken,) = entries(query, [LIXIA], person="viola")
    assert sentence(taken, {}) == "viola exported the renovation list."
    with pytest.raises(NotAllowed):
        export.made(handed_in, Actor("viola"), self_declared(), "3702", "xlsx", Choice())
    assert rows(handed_in, logged)[1:] == [("viola", "3702", "refuse")]


@pytest.fixture
def closed(handed_in: Store) -> Path:
    path = handed_in.path
    handed_in.close()
    return path


def test_the_command_writes_what_was_asked_for_and_prints_the_sums(
    closed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--lang", "en", "export", "works", "--db", str(closed), "--programme", SELF_DECLARED]
    out = tmp_path / "list.geojson"
    words = [*asked, "--scope", LIXIA, "--item", "11", "--json", "--out", str(out)]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    told = json.loads(out.read_bytes())
    assert [one["properties"]["code"] for one in told["features"]] == [LISHANLU]
    assert answer["total"]["lines"] == 1
    assert answer["bytes"] == out.stat().st_size
    for more in (
        [*words],
        [*asked, "--scope", LIXIA, "--out", str(tmp_path / "list.pdf")],
        [*asked, "--scope", LIXIA, "--item", "99", "--out", str(tmp_path / "x.xlsx")],
        [*asked, "--scope", "99", "--out", str(tmp_path / "x.xlsx")],
        [*asked, "--scope", LIXIA, "--as", "nobody", "--out", str(tmp_path / "x.xlsx")],
    ):
        assert main(more) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.strip()
    assert [one.name for one in tmp_path.glob("*.xlsx")] == []

"""The bundled file of works, a district's own, and what the loader refuses."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from green import texts
from green.cli import main
from green.errors import Refused
from green.planning import works_file
from green.settings import Settings
from green.standard import loader
from tests.database import GREEN, ROOT

BROKEN = sorted((ROOT / "tests" / "broken" / "works").glob("*.yaml"))
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use(texts.DEFAULT)


def test_every_item_of_the_standard_has_a_work_of_its_own() -> None:
    works = works_file.read(works_file.BUNDLED)
    homes = {work.items[0] for work in works.works}
    assert homes == {item.id for item in loader.standard(GREEN).items}
    assert works.order == tuple(item.id for item in loader.standard(GREEN).items)


def test_no_price_of_ours_says_that_it_is_verified() -> None:
    works = works_file.read(works_file.BUNDLED)
    assert not works.source.verified
    assert not any(work.source.verified for work in works.works)
    classed = [work for work in works.works if work.stage]
    assert classed
    assert all("国办发〔2020〕23号" in str(works.source.remark and works.source.remark.zh)
               or work.source.document == "国办发〔2020〕23号" for work in classed)  # fmt: skip


def test_the_four_conflicts_have_works_on_both_sides() -> None:
    works = works_file.read(works_file.BUNDLED)
    carried = {tag for work in works.works for tag in work.tags}
    assert len(works.conflicts) == 4
    assert {tag for one in works.conflicts for tag in one.tags} <= carried


def test_names_and_units_are_in_both_languages() -> None:
    works = works_file.read(works_file.BUNDLED)
    for words in [one for work in works.works for one in (work.name, work.unit)]:
        assert HAN.search(words.zh)
        assert not HAN.search(words.en)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_exactly_its_message(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    message = first.removeprefix("# message: ")
    assert message != first
    with pytest.raises(Refused) as refused:
        works_file.read(path)
    assert str(refused.value) == message
    assert message.startswith(path.name)
    assert all(one.mend is not None for one in refused.value.problems)


def test_there_are_enough_broken_files() -> None:
    assert len(BROKEN) >= 25


def test_a_districts_own_file_takes_the_place_of_ours_and_a_change_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "prices.yaml"
    text = works_file.BUNDLED.read_text(encoding="utf-8")
    own.write_text(text.replace("{low: 3000, high: 15000}", "{low: 3100, high: 15000}"), "utf-8")
    monkeypatch.setenv("GREEN_WORKS", str(own))
    assert Settings.from_environment().works == own
    lanes = works_file.load().work("fire-lanes")
    assert lanes is not None
    assert lanes.cost_low == 3100
    own.write_text(text.replace("{low: 3000, high: 15000}", "{low: 3200, high: 15000}"), "utf-8")
    os.utime(own, ns=(1, 1))
    changed = works_file.load().work("fire-lanes")
    assert changed is not None
    assert changed.cost_low == 3200
    monkeypatch.delenv("GREEN_WORKS")
    ours = works_file.load().work("fire-lanes")
    assert ours is not None
    assert ours.cost_low == 3000


def test_a_file_that_is_not_there_is_said_so_and_ours_is_not_taken_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREEN_WORKS", str(tmp_path / "gone.yaml"))
    with pytest.raises(Refused, match="There is no such file"):
        works_file.load()


def test_the_command_checks_the_file_in_use_and_any_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GREEN_WORKS", raising=False)
    assert main(["--lang", "en", "works", "check"]) == 0
    assert "in order (green-community-works)" in capsys.readouterr().out
    assert main(["--lang", "en", "works", "check", "--json", str(BROKEN[0])]) == 1
    said = capsys.readouterr()
    (answer,) = json.loads(said.out)
    assert answer["ok"] is False
    assert answer["problems"] == said.err.splitlines()
    monkeypatch.setenv("GREEN_WORKS", str(BROKEN[1]))
    assert main(["--lang", "en", "works", "check"]) == 1
    assert BROKEN[1].name in capsys.readouterr().err

"""The standards and programmes of the repository, and what their loader refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from green.errors import NotFound, Refused
from green.standard import loader
from green.standard.model import Standard, Words
from green.standard.programme import Programme
from green.standard.yaml_file import read_document, read_json, read_yaml
from green.texts import DEFAULT, use

BROKEN = Path(__file__).resolve().parents[1] / "broken" / "standards"
GREEN = "cn-green-community-2020"
SHANDONG = "37-green-community"
IDS = {
    "mechanism": ["co-creation", "deliberation", "designers"],
    "infrastructure": ["facilities", "roads-sponge-waste", "economical-green"],
    "environment": ["green-space", "parking-lifelines", "ageing-access", "noise"],
    "intelligence": ["smart-security", "property-management"],
    "culture": ["publicity", "training", "green-pledge", "heritage"],
}
HAN = re.compile(r"[\u4e00-\u9fff]")
# Words that Chinese writes in Latin letters too.
LATIN_IN_CHINESE = {"LED"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use("en")
    yield
    use(DEFAULT)


@pytest.fixture
def standard() -> Standard:
    return loader.standard(GREEN)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(load: Callable[..., Any], *given: Any) -> str:
    """The sentences with which something was refused, or that it was accepted."""
    try:
        load(*given)
    except Refused as refused:
        return str(refused)
    return f"accepted {Path(given[-1]).name}"


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every pair of a Chinese and an English text in a dumped model, with its path."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            name = inner.get("id", i) if isinstance(inner, dict) else i
            yield from texts(inner, f"{path}.{name}")


# What is in the repository


def test_the_standard_has_five_areas_and_sixteen_items_under_their_ids(standard):
    assert {area.id: [item.id for item in area.items] for area in standard.areas} == IDS
    assert [area.id for area in standard.areas] == list(IDS)
    assert [len(area.items) for area in standard.areas] == [3, 3, 4, 2, 4]


def test_the_items_are_numbered_from_1_to_16_in_order(standard):
    assert [item.ref for item in standard.items] == [str(n) for n in range(1, 17)]


def test_an_item_is_found_by_number_and_by_id_and_by_nothing_else(standard):
    assert standard.item("16") is standard.item("heritage")
    assert standard.item("17") is None
    assert standard.item("Heritage") is None
    assert standard.item("") is None


def test_only_heritage_and_sponge_works_may_not_apply(standard):
    items = [item.ref for item in standard.items if item.not_applicable]
    checks = [
        (item.ref, check.id)
        for item in standard.items
        for check in item.checks
        if check.not_applicable
    ]
    assert items == ["16"]
    assert checks == [("5", "sponge")]


def test_only_publicity_and_training_recur_and_only_lifelines_are_a_matter_of_safety(standard):
    assert [item.ref for item in standard.items if item.recurring] == ["13", "14"]
    assert [item.ref for item in standard.items if item.safety] == ["8"]


def test_items_5_and_12_take_their_status_from_checks_and_no_others_do(standard):
    assert [item.ref for item in standard.items if item.checks] == ["5", "12"]
    roads, sponge, waste = standard.item("5").checks
    assert [(roads.id, roads.kind), (sponge.id, sponge.kind)] == [
        ("roads", "yes_no"),
        ("sponge", "yes_no"),
    ]
    assert (waste.id, waste.kind, waste.bases) == ("waste", "ratio", ("quarters",))
    assert waste.at_least_percent == Decimal(100)
    (coverage,) = standard.item("12").checks
    assert (coverage.id, coverage.kind) == ("coverage", "ratio")
    assert coverage.bases == ("quarters", "households", "floor_area")
    assert coverage.at_least_percent == Decimal(30)


def test_every_item_says_where_it_comes_from_and_how_far_that_was_compared(standard):
    for item in standard.items:
        assert item.source.document == "建城〔2020〕68号"
        assert item.source.issued == date(2020, 7, 22)
        assert item.source.place is not None
        assert item.source.verified or item.source.remark, f"{item.ref} is silent on the wording"
    assert [item.ref for item in standard.items if item.source.verified] == ["2", "5"]


def test_every_item_names_evidence_that_exists_already_and_how_fresh_it_should_be(standard):
    for item in standard.items:
        assert item.evidence, item.ref
        for piece in item.evidence:
            assert (piece.fresh.months is None) != (piece.fresh.until is None), piece.what.en
            assert "照片" not in piece.what.zh, "a photo is never compulsory"


def test_titles_are_short_enough_for_a_wheel_and_a_step(standard):
    for item in standard.items:
        assert len(item.title.zh) <= 8, item.title.zh
        assert len(item.title.en.split()) <= 4, item.title.en
    for area in standard.areas:
        assert 2 <= len(area.short.zh) <= 6, area.short.zh
        assert len(area.short.en.split()) <= 3, area.short.en


@pytest.mark.parametrize("name", [GREEN, *loader.programme_ids()])
def test_every_text_is_in_both_languages_and_no_language_strays_into_the_other(name):
    model = loader.standard(GREEN) if name == GREEN else loader.programme(name)
    found = list(texts(model.model_dump(mode="json")))
    assert found
    for path, words in found:
        assert HAN.search(words["zh"]), path
        assert not set(re.findall(r"[A-Za-z]+", words["zh"])) - LATIN_IN_CHINESE, path
        assert "  " not in words["zh"], path
        assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", words["zh"]), path
        assert not re.search(r"[,;:!?]", words["zh"]), f"{path} has English punctuation"
        assert re.search(r"[A-Za-z]{2}", words["en"]), path
        assert not HAN.search(words["en"]), path
        assert not re.search(r"[，。；：、（）]", words["en"]), f"{path} has Chinese punctuation"


def test_no_two_items_share_a_text(standard):
    for field in ("title", "requirement", "guidance", "counts", "example"):
        said = [getattr(item, field).zh for item in standard.items]
        assert len(set(said)) == len(said), field


def test_texts_follow_the_language_spoken(standard):
    use("zh_CN")
    assert str(standard.item("1").title) == "共同缔造"
    use("en")
    assert str(standard.item("1").title) == "Creating it together"


def test_the_other_places_say_their_own_rules_and_the_nations_beside_them():
    """As the field notes have them: who is meant, what counts, how much, and by when."""
    said = {
        place: [
            (t.scope, t.metric, t.unit, t.share_percent or t.count, t.denominator, str(t.deadline))
            for t in loader.programme(f"{place}-green-community").targets
        ]
        for place in ("11", "32", "42", "45")
    }
    nation = ("whole", "attained", "share", 60, "all", "2022-12-31")
    assert said == {
        "11": [
            ("whole", "attained", "share", 25, "all", "2021-12-31"),
            ("each-street", "participating", "count", 2, "subdistricts", "2021-12-31"),
            nation,
        ],
        "32": [("each-city", "attained", "share", 10, "all", "2020-12-31"), nation],
        "42": [("whole", "participating", "share", 30, "all", "2022-06-30"), nation],
        "45": [("each-city", "attained", "share", 30, "all", "2021-12-31"), nation],
    }


def test_what_a_programme_already_said_means_what_it_meant():
    """Targets written before there were lists and subdistricts are of all communities."""
    for programme_id in (SHANDONG, "31-green-community", "4418-green-community"):
        for target in loader.programme(programme_id).targets:
            assert (target.unit, target.list, target.denominator) == ("share", None, "all")


def test_shandong_counts_30_percent_by_2021_and_60_by_2022_over_the_whole_province():
    programme = loader.programme(SHANDONG)
    assert (programme.region, programme.standard) == ("37", GREEN)
    assert programme.source.document == "鲁建城建字〔2020〕22号"
    assert (programme.rule, programme.denominators) == ("decided", "registry")
    assert [
        (t.scope, t.metric, t.share_percent, t.count, t.deadline) for t in programme.targets
    ] == [
        ("whole", "attained", Decimal(30), None, date(2021, 12, 31)),
        ("whole", "attained", Decimal(60), None, date(2022, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("day", "cycle"),
    [
        (date(2020, 7, 21), None),
        (date(2020, 7, 22), "2020"),
        (date(2020, 12, 31), "2020"),
        (date(2021, 1, 1), "2021"),
        (date(2021, 12, 31), "2021"),
        (date(2022, 1, 1), "2022"),
        (date(2026, 6, 1), "2022"),
    ],
    ids=str,
)
def test_at_most_one_cycle_is_open_and_the_last_stays_open(day, cycle):
    found = loader.programme(SHANDONG).cycle_on(day)
    assert (found.id if found else None) == cycle


def test_every_file_of_the_repository_is_in_order():
    for path in sorted(loader.CRITERIA.glob("*/*.yaml")):
        assert loader.check_file(path).id == path.stem


def test_an_unknown_id_is_not_found_and_the_known_ones_are_named():
    with pytest.raises(NotFound, match=f"There is no standard “nonsense”. Known are: {GREEN}."):
        loader.standard("nonsense")
    with pytest.raises(NotFound, match=f"There is no programme “../x”. Known are: .*{SHANDONG}"):
        loader.programme("../x")


# Content and hash


def test_the_same_content_has_the_same_hash_whatever_its_file_looks_like(standard, tmp_path):
    dumped = json.dumps(standard.model_dump(mode="json"), ensure_ascii=False)
    as_json = write(tmp_path, f"{GREEN}.json", dumped)
    turned = json.dumps(dict(reversed(json.loads(dumped).items())))
    as_yaml = write(tmp_path, "turned.yaml", "# a comment\n\n" + turned)
    again = loader.load_standard(loader.CRITERIA / "standards" / f"{GREEN}.yaml")
    hashes = {loader.load_standard(path).sha256 for path in (as_json, as_yaml)}
    assert hashes == {standard.sha256} == {again.sha256}
    assert re.fullmatch(r"[0-9a-f]{64}", standard.sha256)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from leaves(inner, (*path, key))
    else:
        yield path


STANDARD_JSON = loader.standard(GREEN).model_dump(mode="json")
TEXT_PLACES = [path for path in leaves(STANDARD_JSON) if path[-1] in ("zh", "en", "document")]


@given(st.sampled_from(TEXT_PLACES))
def test_any_changed_text_has_another_hash(place):
    changed = json.loads(json.dumps(STANDARD_JSON))
    holder = changed
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] += "!"
    assert Standard.model_validate(changed).sha256 != loader.standard(GREEN).sha256


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [(7, "safety", False), (12, "recurring", False), (15, "not_applicable", None)],
    ids=["safety", "recurring", "not applicable"],
)
def test_a_changed_rule_has_another_hash(standard, item, field, value):
    changed = standard.model_dump(mode="json")
    items = [one for area in changed["areas"] for one in area["items"]]
    items[item][field] = value
    assert Standard.model_validate(changed).sha256 != standard.sha256


def test_a_changed_threshold_has_another_hash(standard):
    changed = standard.model_dump(mode="json")
    changed["areas"][3]["items"][1]["checks"][0]["at_least_percent"] = "31"
    assert Standard.model_validate(changed).sha256 != standard.sha256


def test_a_loaded_standard_cannot_be_changed(standard):
    with pytest.raises(ValidationError, match="frozen"):
        standard.version = "2.0"
    with pytest.raises(ValidationError, match="frozen"):
        standard.items[0].title.zh = "别的"
    with pytest.raises(ValidationError, match="frozen"):
        loader.programme(SHANDONG).cycles[0].closes = None
    assert isinstance(standard.areas, tuple)
    assert isinstance(standard.items[4].checks, tuple)


# Broken files


BROKEN_FILES = sorted(BROKEN.glob("*.yaml"))


def test_there_are_enough_broken_files():
    assert len(BROKEN_FILES) >= 14


@pytest.mark.parametrize("path", BROKEN_FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_exactly_its_message(path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    message = first.removeprefix("# message: ")
    assert message != first, "the first line says which message must appear"
    with pytest.raises(Refused) as refused:
        loader.check_file(path)
    assert str(refused.value) == message
    assert message.startswith(path.name)


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    with pytest.raises(Refused) as refused:
        loader.check_file(write(tmp_path, "tiny.yaml", "id: tiny\nrule: any\nareas: []\n"))
    lines = str(refused.value).split("\n")
    assert len(lines) == len(refused.value.problems) == 6
    wrong = "tiny.yaml, line 2 (rule): “any” is not one of the choices for “rule”."
    assert f"{wrong} Choose from: all-met." in lines
    assert "tiny.yaml, line 3 (areas): “areas” is empty. List at least one." in lines


def test_what_somebody_wrote_is_shown_on_one_line_and_cut_short(tmp_path):
    text = (BROKEN / "unknown-rule.yaml").read_text(encoding="utf-8")
    path = write(tmp_path, "tiny.yaml", text.replace("most-met", '"a\\n\\e' + "x" * 90 + '"'))
    said = refusal(loader.check_file, path)
    assert f": “a��{'x' * 57}…” is not one of the choices" in said
    assert said.isprintable()
    path = write(tmp_path, "tiny.yaml", text.replace("all-met", "x").replace("rule:", '"a\\nb":'))
    assert "The key “a�b” is not known here." in refusal(loader.check_file, path)


def test_every_message_has_a_place_and_a_fix():
    for path in BROKEN_FILES:
        with pytest.raises(Refused) as refused:
            loader.check_file(path)
        for problem in refused.value.problems:
            assert str(problem.where), path.stem
            assert problem.mend is not None, path.stem


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "y", "n", "Yes", "NO"])
def test_a_word_that_old_yaml_took_for_true_or_false_stays_a_word(word, tmp_path):
    text = (BROKEN / "blank-text.yaml").read_text(encoding="utf-8").replace('"  "', word)
    loaded = loader.load_standard(write(tmp_path, "tiny.yaml", text))
    assert loaded.items[0].guidance == Words(zh="晚上走一圈", en=word)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("012", 12),
        ("0o14", 12),
        ("0x0c", 12),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2020-07-22", "2020-07-22"),
        ("30.0", Decimal("30.0")),
        (".inf", ".inf"),
        ("1" * 5000, "1" * 5000),
        ("0x" + "f" * 5000, "0x" + "f" * 5000),
        ("=", "="),
        ("<<", "<<"),
        ("~", None),
        ("True", True),
        ("'12'", "12"),
        ('"\\ud83d\\ude00"', "😀"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_plain_values_are_read_as_yaml_12_has_them(written, value):
    found = read_yaml(f"a: {written}\n", "values.yaml").value["a"]
    assert found == value
    assert type(found) is type(value)


# Files that are no standard at all


def test_any_file_can_be_checked_wherever_it_is_and_whatever_it_is_called(standard, tmp_path):
    source = (loader.CRITERIA / "standards" / f"{GREEN}.yaml").read_text(encoding="utf-8")
    for name in ("draft.yaml", "草稿 一.yml", "no-ending"):
        assert loader.check_file(write(tmp_path, name, source)) == standard
    with_mark = write(tmp_path, "bom.yaml", "\ufeff" + source)
    assert loader.check_file(with_mark) == standard
    dumped = loader.programme(SHANDONG).model_dump_json()
    assert isinstance(loader.check_file(write(tmp_path, "P.JSON", dumped)), Programme)


def test_in_the_repository_a_file_is_called_by_its_id(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "CRITERIA", tmp_path)
    text = (BROKEN / "blank-text.yaml").read_text(encoding="utf-8").replace('"  "', "Walk")
    with pytest.raises(Refused) as refused:
        loader.load_standard(write(tmp_path, "small.yaml", text))
    assert str(refused.value) == (
        "small.yaml, line 2 (id): The id “tiny” is not the file's name. "
        "Call the file tiny.yaml or change the id."
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.yaml", b"", "The file is empty."),
        ("x.json", b" \n\t\n", "The file is empty."),
        ("x.yaml", b"\xff\xfe\x00\x01", "The file is not UTF-8 text."),
        ("x.yaml", "标准".encode("gb18030"), "The file is not UTF-8 text."),
        ("x.yaml", b"PK\x03\x04", "x.yaml, line 1: The file holds a character that is not text."),
        ("x.yaml", b"a: 1\nb: \x00\n", "x.yaml, line 2: The file holds a character that is not"),
        ("x.yaml", b"just words", "x.yaml, line 1: The file holds no keys with values."),
        ("x.yaml", b"null", "x.yaml, line 1: The file holds no keys with values."),
        ("x.json", b"[1, 2]", "x.json, line 1: The file holds no keys with values."),
        ("x.json", b'{"id": "a",\n}', "x.json, line 2: This is not valid JSON."),
        ("x.json", b'{"id": NaN}', "x.json: The file holds a number that cannot be read."),
        ("x.json", b'{"id": ' + b"1" * 5000 + b"}", "x.json: The file holds a number that"),
        ("x.json", b'{"id": "\\ud83d"}', "x.json: The text holds half of a character"),
        ("x.yaml", b'id: "\\ud83d"\n', "x.yaml, line 1: The text holds half of a character"),
        ("x.yaml", b'"\\ude00": 1\n', "x.yaml, line 1: The text holds half of a character"),
        ("x.json", b'{"a": 1,\n "a": 2}', "x.json, line 2: The key “a” is written twice."),
        ("x.json", b'{"a": 1,\n\t"a": 2}', "The key “a” is written twice."),
        ("x.json", b"[" * 20_000, "x.json: The file is nested too deeply."),
        ("x.yaml", b"[" * 20_000, "The file is nested too deeply."),
        ("x.yaml", b"[" * 50 + b"]" * 50, "x.yaml: The file is nested too deeply."),
        ("x.yaml", b"? [1, 2]\n: 3\n", "x.yaml, line 1: A key must be plain text."),
        ("x.yaml", b"a: &x 1\nb: &x 2\n", "x.yaml, line 1: Anchors (&) and aliases (*) are"),
        ("x.yaml", b"a: &a [*a]\n", "x.yaml, line 1: Anchors (&) and aliases (*) are"),
        ("x.yaml", b"x" * 1_000_001, "The file is larger than 1 MB."),
        ("x.yaml", b'{"id": "tiny"}', "x.yaml, line 1 (version): “version” is missing."),
        ("x.json", b'{"id": "tiny"}', "x.json, line 1 (version): “version” is missing."),
        ("x.yaml", b"areas: 3\n", "x.yaml, line 1 (areas): “areas” must be a list."),
        ("x.yaml", b"cycles: 3\n", "x.yaml, line 1 (cycles): “cycles” must be a list."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_that_is_no_standard_gets_a_sentence(name, content, sentence, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        loader.check_file(path)
    assert sentence in str(refused.value)


def test_a_folder_and_a_missing_file_get_a_sentence_with_their_path(tmp_path):
    missing = tmp_path / "nowhere" / "x.yaml"
    with pytest.raises(Refused) as refused:
        loader.check_file(missing)
    assert str(refused.value) == (
        f"{missing}: There is no such file. Check the path and the spelling."
    )
    with pytest.raises(Refused) as refused:
        loader.check_file(tmp_path)
    assert str(refused.value) == f"{tmp_path}: This is a folder. Name a file."


def test_a_path_through_a_file_and_a_name_too_long_get_a_sentence(tmp_path):
    file = write(tmp_path, "file", "a: 1\n")
    for path in (file / "x.yaml", tmp_path / ("x" * 300)):
        with pytest.raises(Refused, match=r"The file cannot be read|There is no such file"):
            loader.check_file(path)


@given(st.text())
def test_no_yaml_text_brings_the_reader_down(text):
    assert "any.yaml" in refusal(read_yaml, text, "any.yaml")


@given(st.text() | st.from_regex(r'\{("[ab]": ?[0-9"\[\{\}\]]*,?)*\}?', fullmatch=True))
def test_no_json_text_brings_the_reader_down(text):
    assert "any.json" in refusal(read_json, text, "any.json")


@settings(max_examples=40)
@given(
    place=st.sampled_from(list(leaves(STANDARD_JSON))),
    new=st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just({}),
)
def test_no_value_anywhere_in_a_standard_brings_the_loader_down(place, new, tmp_path_factory):
    changed = json.loads(json.dumps(STANDARD_JSON))
    holder = changed
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = new
    path = write(tmp_path_factory.mktemp("any"), "x.json", json.dumps(changed))
    for line in refusal(loader.check_file, path).split("\n"):
        assert line.startswith("x.json, line 1 (") or line == "accepted x.json"
        assert "Compare it with the files" not in line, "every misuse has words of its own"


def test_a_place_is_named_by_line_and_by_the_ids_on_the_way():
    document = read_document(loader.CRITERIA / "standards" / f"{GREEN}.yaml")
    place = str(document.where(("areas", 1, "items", 1, "checks", 2, "at_least_percent")))
    assert place.endswith("(areas.infrastructure.items.5.checks.waste.at_least_percent)")
    number = int(re.search(r"line (\d+)", place).group(1))
    path = loader.CRITERIA / "standards" / f"{GREEN}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[number - 1].strip() == "at_least_percent: 100"

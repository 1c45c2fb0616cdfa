"""The one validator of answers: what it refuses, and that nothing changes on the way through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.errors import Refused
from green.standard import loader
from green.standard.answers import (
    Answers,
    ItemAnswer,
    NotApplicable,
    Share,
    YesNo,
    write_answers,
    write_item,
)
from green.standard.document import Document
from green.standard.model import Item, RatioCheck, Standard, YesNoCheck
from green.standard.validator import load_answers, read_answers, read_field
from green.standard.yaml_file import read_document, read_json, read_yaml
from green.texts import DEFAULT, use

BROKEN = Path(__file__).resolve().parents[1] / "broken" / "answers"
STANDARD = loader.standard("cn-green-community-2020")
MESSAGES: dict[str, str] = read_document(BROKEN / "messages.yaml").value


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use("en")
    yield
    use(DEFAULT)


# Answers that are in order, as the file would hold them


def words() -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs", "Cc"])
    return st.text(letters, min_size=1, max_size=40).filter(lambda text: text == text.strip())


def shares(check: RatioCheck) -> st.SearchStrategy[dict[str, Any]]:
    basis = st.sampled_from(check.bases).map(lambda name: {"basis": name}) | st.just({})
    return st.builds(
        lambda numbers, named: {"count": min(numbers), "of": max(numbers), **named},
        st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)),
        basis,
    )


def check_answers(check: YesNoCheck | RatioCheck) -> st.SearchStrategy[Any]:
    said = st.sampled_from(["yes", "no"]) if isinstance(check, YesNoCheck) else shares(check)
    if check.not_applicable:
        said |= words().map(lambda reason: {"not_applicable": reason})
    return said


def item_answers(item: Item) -> st.SearchStrategy[dict[str, Any]]:
    note = words().map(lambda text: {"note": text}) | st.just({})
    if item.checks:
        checks = st.fixed_dictionaries(
            {}, optional={check.id: check_answers(check) for check in item.checks}
        )
        said = checks.map(lambda given: {"checks": given} if given else {})
    else:
        said = st.sampled_from([{}, *({"status": s} for s in ("met", "partly", "unmet"))])
        if item.not_applicable:
            said |= words().map(lambda reason: {"status": "not_applicable", "reason": reason})
    return st.builds(lambda one, other: one | other, said, note)


def answer_files() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "standard": st.just(STANDARD.id),
            "answers": st.fixed_dictionaries(
                {}, optional={item.ref: item_answers(item) for item in STANDARD.items}
            ),
        },
        optional={"community": st.from_regex(r"[1-8][0-9]{11}", fullmatch=True)},
    )


def read(value: Any) -> Answers:
    return read_answers(STANDARD, Document("answers.json", value))


@given(answer_files())
def test_reading_what_was_written_gives_the_same_answers(value):
    answers = read(value)
    assert read(write_answers(STANDARD, answers)) == answers


@given(answer_files())
def test_what_is_written_is_what_was_read(value):
    assert write_answers(STANDARD, read(value)) == value


@given(answer_files())
def test_json_and_yaml_hold_the_same_answers(value):
    text = json.dumps(value, ensure_ascii=False)
    as_json = read_answers(STANDARD, read_json(text, "a.json"))
    assert as_json == read_answers(STANDARD, read_yaml(json.dumps(value), "a.yaml")) == read(value)


@given(answer_files())
def test_items_may_be_named_by_number_or_by_id(value):
    by_id = {STANDARD.item(ref).id: answer for ref, answer in value["answers"].items()}
    assert read(value | {"answers": by_id}) == read(value)


@given(answer_files())
def test_a_form_that_gives_field_by_field_stores_what_the_file_holds(value):
    for ref, answer in value["answers"].items():
        item = STANDARD.item(ref)
        built: dict[str, Any] = {}
        if "status" in answer:
            said = {key: answer[key] for key in ("status", "reason") if key in answer}
            built |= read_field(item, "status", said)
        for check_id, said in answer.get("checks", {}).items():
            stored = read_field(item, check_id, said)
            built.setdefault("checks", {})[check_id] = stored
        if "note" in answer:
            built["note"] = read_field(item, "note", answer["note"])
        assert built == answer


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["met", "not_applicable", "yes", "quarters"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["status", "reason", "note", "checks", "roads", "waste", "of"])
            | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["1", "5", "12", "16", "heritage", "x"]), json_values))
def test_whatever_is_answered_is_either_in_order_or_refused_with_a_place(items):
    try:
        answers = read({"standard": STANDARD.id, "answers": items})
    except Refused as refused:
        problems = refused.problems
    else:
        problems = ()
        assert read(write_answers(STANDARD, answers)) == answers
    assert all(str(problem.where).startswith("answers.json (") for problem in problems)


@given(st.sampled_from(STANDARD.items), st.sampled_from(["status", "note", "roads"]), json_values)
def test_whatever_a_form_gives_is_either_in_order_or_refused(item, field, value):
    try:
        stored = read_field(item, field, value)
    except Refused as refused:
        assert refused.problems  # noqa: PT017 - either outcome is right
    else:
        assert stored is None or read_field(item, field, stored) == stored


# Blank


@pytest.mark.parametrize(
    "raw", [None, {}, {"status": None}, {"status": "unanswered"}, {"note": None}], ids=str
)
def test_null_absent_and_unanswered_are_all_blank(raw):
    assert read({"answers": {"1": raw}}).items["co-creation"] == ItemAnswer()
    assert write_item(read({"answers": {"1": raw}}).items["co-creation"]) == {}


@pytest.mark.parametrize(
    "raw",
    [{}, {"checks": None}, {"checks": {}}, {"checks": {"roads": None, "waste": None}}],
    ids=str,
)
def test_checks_that_are_null_or_absent_are_blank(raw):
    assert read({"answers": {"5": raw}}).items["roads-sponge-waste"] == ItemAnswer()


@pytest.mark.parametrize("field", ["status", "note", "roads", "waste"])
def test_a_form_clears_a_field_with_nothing(field):
    item = STANDARD.item("5" if field in ("roads", "waste") else "1")
    assert read_field(item, field, None) is None


def test_a_file_may_leave_out_the_community_and_all_answers():
    assert read({"standard": STANDARD.id}) == Answers(STANDARD.id, None, {})
    assert read({"standard": STANDARD.id, "community": None, "answers": None}).items == {}


def test_a_community_may_be_written_with_or_without_quotes():
    for code in ("370102001002", 370102001002):
        assert read({"community": code}).community == "370102001002"


# Values


def test_yes_and_no_may_be_words_or_booleans_and_are_stored_as_words():
    item = STANDARD.item("5")
    assert read_field(item, "roads", True) == read_field(item, "roads", "yes") == "yes"
    assert read_field(item, "roads", False) == read_field(item, "roads", "no") == "no"


def test_yes_and_no_in_yaml_are_the_words_and_never_turn_round():
    text = f"standard: {STANDARD.id}\nanswers: {{5: {{checks: {{roads: yes, sponge: no}}}}}}\n"
    checks = read_answers(STANDARD, read_yaml(text, "a.yaml")).items["roads-sponge-waste"].checks
    assert checks == {"roads": YesNo(True), "sponge": YesNo(False)}


def test_a_share_keeps_both_numbers_and_the_basis():
    share = {"count": 300, "of": 1000, "basis": "households"}
    checks = read({"answers": {"12": {"checks": {"coverage": share}}}})
    answer = checks.items["property-management"].checks["coverage"]
    assert answer == Share(300, 1000, "households")
    assert (answer.exact.numerator, answer.exact.denominator) == (3, 10)


def test_not_applicable_keeps_its_reason_and_a_blank_one_is_none():
    item = STANDARD.item("5")
    said = {"not_applicable": "  no project area "}
    assert read_field(item, "sponge", said) == {"not_applicable": "no project area"}
    answers = read({"answers": {"5": {"checks": {"sponge": said}}}})
    checks = answers.items["roads-sponge-waste"].checks
    assert checks == {"sponge": NotApplicable("no project area")}
    with pytest.raises(Refused, match="needs a reason"):
        read_field(item, "sponge", {"not_applicable": " \n "})


def test_a_note_of_500_characters_fits_and_one_more_is_refused_rather_than_cut():
    item = STANDARD.item("1")
    assert read_field(item, "note", "长" * 500) == "长" * 500
    with pytest.raises(Refused, match="501 characters; 500 fit"):
        read_field(item, "note", "长" * 501)


def test_control_characters_do_not_get_into_a_note():
    assert read_field(STANDARD.item("1"), "note", "\x00a\x1b\tb\n\x7f") == "a\tb"


def test_answers_once_read_cannot_be_changed():
    answers = read({"answers": {"5": {"checks": {"roads": "yes"}}}})
    with pytest.raises(TypeError):
        answers.items["noise"] = ItemAnswer()
    with pytest.raises(TypeError):
        answers.items["roads-sponge-waste"].checks["sponge"] = YesNo(True)


# Broken files


BROKEN_FILES = sorted(path for path in BROKEN.iterdir() if path.name != "messages.yaml")


def test_every_broken_file_has_its_message_and_there_are_enough_of_both_kinds():
    assert {path.name for path in BROKEN_FILES} == set(MESSAGES)
    assert len(BROKEN_FILES) >= 14
    assert {path.suffix for path in BROKEN_FILES} == {".json", ".yaml"}


@pytest.mark.parametrize("path", BROKEN_FILES, ids=lambda path: path.name)
def test_a_broken_file_is_refused_with_exactly_its_message(path):
    with pytest.raises(Refused) as refused:
        load_answers(path)
    assert str(refused.value) == MESSAGES[path.name]
    assert str(refused.value).startswith(path.name)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept():
    wrong = {"0": {}, "1": {"status": "done"}, "5": {"checks": {"waste": {"count": 3, "of": 2}}}}
    with pytest.raises(Refused) as refused:
        read({"answers": wrong})
    assert [str(problem.where) for problem in refused.value.problems] == [
        "answers.json (answers.0)",
        "answers.json (answers.1.status)",
        "answers.json (answers.5.checks.waste.count)",
    ]


def test_what_a_form_gives_wrong_is_placed_by_item_and_field():
    with pytest.raises(Refused) as refused:
        read_field(STANDARD.item("12"), "coverage", {"count": 5, "of": 4})
    assert str(refused.value) == (
        "Property management coverage: 5 is more than the base of 4. Check both numbers."
    )


def test_a_file_is_read_with_the_standard_it_names(tmp_path):
    path = tmp_path / "answers.JSON"
    path.write_text(json.dumps({"standard": STANDARD.id, "answers": {"1": {"status": "met"}}}))
    standard, answers = load_answers(path)
    assert isinstance(standard, Standard)
    assert standard is STANDARD
    assert answers.items["co-creation"] == ItemAnswer(status="met")


def test_the_example_of_the_file_format_is_in_order():
    text = """
        {"standard": "cn-green-community-2020", "community": "370102001002",
         "answers": {"1": {"status": "met", "note": "…"},
                     "5": {"checks": {"roads": "yes",
                                      "sponge": {"not_applicable": "no project area"},
                                      "waste": {"count": 12, "of": 12}}},
                     "12": {"checks": {"coverage": {"count": 4, "of": 12, "basis": "quarters"}}},
                     "16": {"status": "not_applicable", "reason": "no listed resource"}}}
    """
    document = read_json(text, "example.json")
    assert write_answers(STANDARD, read_answers(STANDARD, document)) == document.value

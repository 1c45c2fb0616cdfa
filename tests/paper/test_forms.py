"""Forms say what the screen says, whatever was typed, and nothing that was not."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from green import clock, texts
from green.assessment import attaching, submission
from green.assessment.attaching import NewEvidence
from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.errors import NotPossible, Refused
from green.paper.export import one_form, save
from green.paper.fields import fields_of
from green.paper.model import FORMS, KINDS, FileKind, Form
from green.paper.petals import picture
from green.paper.templates import FORMS_FOLDER
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.standard.verdict import judge
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    QINGDAO,
    SELF_DECLARED,
    answer,
    answer_all,
    case_of,
    draft_of,
    let_in,
    rows,
)
from tests.paper.reading import pictures, table, text

HOSTILE = "=1+1 <w:p> & \"'&amp; {{ mark }} {% x %} 𠮷\u202e"
BOTH = pytest.mark.parametrize("kind", KINDS)


def made(store: Store, form: Form, kind: FileKind, scope: str = JIEFANGQIAO) -> bytes:
    return one_form(store, LOCAL, SELF_DECLARED, form, scope, kind)


@BOTH
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_form_has_the_statuses_and_counts_of_the_verdict(
    store: Store, enrolled: Case, kind: FileKind, language: texts.Language
) -> None:
    texts.use(language)
    answer_all(store, enrolled, noise="partly", training="unmet")
    verdict = judge(enrolled.standard, draft_of(store, enrolled).answers(enrolled))
    data = made(store, "self-assessment", kind)
    heading = "创建标准" if language == "zh_CN" else "创建标准 Requirement"
    lines = table(data, kind, heading)
    assert [str(line[0]) for line in lines] == [one.item.ref for one in verdict.items]
    assert [line[3] for line in lines] == [texts.status_name(one.status) for one in verdict.items]
    numbers = re.findall(r"\d+", next(t for t in text(data, kind).split("\n") if "14" in t))
    assert numbers == ["16", "14", "1", "1", "0", "0"]
    assert picture(verdict) in pictures(data, kind)
    texts.use(texts.DEFAULT)


@BOTH
def test_opinions_that_do_not_exist_are_left_to_the_pen(
    store: Store, enrolled: Case, kind: FileKind
) -> None:
    answer_all(store, enrolled)
    for line in table(made(store, "self-assessment", kind), kind):
        assert line[6:] == [""] * 5


@BOTH
def test_what_was_handed_in_is_printed_with_day_and_hash_and_a_draft_without(
    store: Store, enrolled: Case, kind: FileKind
) -> None:
    answer_all(store, enrolled)
    assert "SHA-256" not in text(made(store, "self-assessment", kind), kind)
    found = submission.hand_in(store, enrolled, LOCAL)
    said = text(made(store, "self-assessment", kind), kind)
    assert found.sha256 in said
    assert found.effective_on.isoformat() in said
    assert "草稿" not in said


@BOTH
def test_hostile_text_stays_text(store: Store, enrolled: Case, kind: FileKind) -> None:
    answer(store, enrolled, "noise", "status", {"status": "met"})
    answer(store, enrolled, "noise", "note", HOSTILE)
    today = clock.today()
    attaching.attach_evidence(store, enrolled, "noise", NewEvidence(HOSTILE, today, "@柜子"), LOCAL)
    data = made(store, "self-assessment", kind)
    line = next(line for line in table(data, kind) if str(line[0]) == "10")
    assert line[4] == HOSTILE
    assert line[5].startswith(HOSTILE)
    if kind == "xlsx":
        cells = [c for r in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for c in r]
        assert not [cell for cell in cells if cell.data_type == "f"]


@BOTH
def test_a_control_character_breaks_no_file(
    store: Store, enrolled: Case, kind: FileKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as query:
        query.run("update community set name = $name where code = $code",
                  name="桥\x0b\x00社区\ufffe", code=JIEFANGQIAO)  # fmt: skip
    assert "桥\ufffd" in text(made(store, "self-assessment", kind), kind)


@BOTH
def test_the_blank_form_has_sixteen_items_and_no_answers(
    store: Store, enrolled: Case, kind: FileKind
) -> None:
    answer_all(store, enrolled, noise="unmet")
    lines = table(made(store, "blank", kind), kind)
    assert len(lines) == 16
    assert len({tuple(line[4:]) for line in lines}) == 1
    assert lines[0][4].count("□") == 4


@BOTH
def test_the_summary_lists_who_takes_part_and_its_sums_are_those_of_progress(
    store: Store, enrolled: Case, kind: FileKind
) -> None:
    other = case_of(store, LISHANLU)
    enrol(store, other, LOCAL)
    answer_all(store, other, noise="unmet")
    submission.hand_in(store, other, LOCAL)
    data = made(store, "summary", kind, "370102")
    lines = table(data, kind, "代码")
    assert [(line[4], str(line[6])) for line in lines] == [(JIEFANGQIAO, ""), (LISHANLU, "15")]
    assert "参与 2，已申报 1，达到创建要求 0，命名 –" in text(data, kind)
    assert table(made(store, "public-notice", kind, "370102"), kind, "代码") == [] or kind == "xlsx"
    assert LISHANLU not in text(made(store, "public-notice", kind, "370102"), kind)


@BOTH
@pytest.mark.parametrize("form", FORMS)
def test_simulated_data_are_marked_and_real_ones_are_not(
    store: Store, enrolled: Case, form: Form, kind: FileKind
) -> None:
    scope = "370102" if form in ("summary", "public-notice") else JIEFANGQIAO
    assert "模拟数据" not in text(made(store, form, kind, scope), kind)
    day = clock.today()
    with store.write() as query:
        query.run("insert into simulation values (8, $day)", day=day)
    data = made(store, form, kind, scope)
    if kind == "docx":
        header = Document(io.BytesIO(data)).sections[0].header
        assert [one.text for one in header.paragraphs] == ["模拟数据"]
    else:
        assert load_workbook(io.BytesIO(data)).worksheets[0].oddHeader.right.text == "模拟数据"


# Templates of an office


def own(folder: Path, form: Form, kind: FileKind, old: str, new: str) -> None:
    """Our template with one text in it changed, as an office changes it."""
    name = f"{form}.zh_CN.{kind}"
    if kind == "docx":
        document = Document(str(FORMS_FOLDER / name))
        section = document.sections[0]
        for paragraph in (*document.paragraphs, *section.header.paragraphs):
            for run in paragraph.runs:
                run.text = run.text.replace(old, new)
        document.save(str(folder / name))
        return
    book = load_workbook(FORMS_FOLDER / name)
    page = book.worksheets[0]
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(old, new)
    page.oddHeader.right.text = page.oddHeader.right.text.replace(old, new)
    book.save(folder / name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "forms"
    found.mkdir()
    monkeypatch.setenv("GREEN_FORMS", str(found))
    return found


@BOTH
def test_an_edited_template_is_used_and_ours_for_what_is_not_there(
    store: Store, enrolled: Case, folder: Path, kind: FileKind
) -> None:
    own(folder, "summary", kind, "汇总表", "历下区一览表")
    assert "历下区一览表" in text(made(store, "summary", kind, "370102"), kind)
    assert "自评表" in text(made(store, "self-assessment", kind), kind)


@BOTH
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ as_of }}", "{{ colour }}", "不存在的字段：colour"),
        ("{{ mark }}", "", "缺少必需的字段：mark"),
        ("{{ as_of }}", "{{ as_of", "写法不正确"),
        ("{{ as_of }}", "{{ as_of.__class__ }}", "不存在的字段：as_of.__class__"),
    ],
)
def test_a_template_with_a_wrong_or_missing_field_is_refused_and_nothing_is_logged(
    store: Store, enrolled: Case, folder: Path, kind: FileKind, old: str, new: str, said: str
) -> None:
    own(folder, "summary", kind, old, new)
    with pytest.raises(Refused, match=re.escape(said)) as refused:
        made(store, "summary", kind, "370102")
    assert f"summary.zh_CN.{kind}" in str(refused.value)
    assert rows(store, "select 1 from log where action = 'export_forms'") == []


@BOTH
def test_a_broken_template_and_a_missing_folder_are_refused(
    store: Store, enrolled: Case, folder: Path, kind: FileKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / f"blank.zh_CN.{kind}").write_bytes(b"PK no file")
    with pytest.raises(Refused, match="无法作为"):
        made(store, "blank", kind)
    monkeypatch.setenv("GREEN_FORMS", str(folder / "nowhere"))
    with pytest.raises(Refused, match="不存在"):
        made(store, "blank", kind)


@pytest.mark.parametrize("form", FORMS)
def test_the_readme_names_every_field(form: Form) -> None:
    said = (FORMS_FOLDER / "README.md").read_text(encoding="utf-8")
    assert [one for one in sorted(fields_of(form)) if f"`{one}`" not in said] == []


# Who may, and where files go


def test_forms_of_another_place_are_refused_and_the_refusal_is_logged(store: Store) -> None:
    chen = Actor("chen")
    let_in(store, chen, scope=JIEFANGQIAO)
    for form, scope in (("blank", QINGDAO), ("self-assessment", QINGDAO), ("summary", "370102")):
        with pytest.raises(NotAllowed):
            one_form(store, chen, SELF_DECLARED, form, scope, "docx")  # type: ignore[arg-type]
    assert rows(store, "select count(*) from log where action = 'refuse'") == [(2,)]
    assert rows(store, "select 1 from log where action = 'export_forms'") == []
    one_form(store, chen, SELF_DECLARED, "blank", JIEFANGQIAO, "docx")
    logged = rows(store, "select person, subject from log where action = 'export_forms'")
    assert logged == [("chen", JIEFANGQIAO)]


def test_a_whole_place_is_written_one_file_a_community_with_its_progress(
    store: Store, enrolled: Case, tmp_path: Path
) -> None:
    enrol(store, case_of(store, LISHANLU), LOCAL)
    told: list[float] = []
    to = tmp_path / "out"
    n = save(store, LOCAL, SELF_DECLARED, "self-assessment", "370102", "docx", to, told.append)
    assert n == 2
    assert [one.name[:12] for one in sorted(to.iterdir())] == [JIEFANGQIAO, LISHANLU]
    assert told[-1] == 1
    with pytest.raises(NotPossible):
        save(store, LOCAL, SELF_DECLARED, "self-assessment", "370102", "docx", to, told.append)
    assert len(list(to.iterdir())) == 2


def test_where_nobody_takes_part_nothing_is_written(store: Store, tmp_path: Path) -> None:
    to = tmp_path / "out.zip"
    with pytest.raises(NotPossible):
        save(
            store,
            LOCAL,
            SELF_DECLARED,
            "self-assessment",
            "370102",
            "docx",
            to,
            lambda _share: None,
        )
    assert list(tmp_path.glob("out*")) == []
    assert rows(store, "select 1 from log where action = 'export_forms'") == []

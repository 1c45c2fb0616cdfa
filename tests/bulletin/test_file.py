"""The files themselves: marks, pictures, charts, numbers, an office's template, hostile words."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from green import texts
from green.bulletin import pictures
from green.bulletin.book import book
from green.bulletin.content import content, fields_of
from green.bulletin.model import Bulletin
from green.bulletin.word import word
from green.errors import Refused
from green.paper.templates import FORMS_FOLDER
from tests.bulletin.reading import alternatives, said, tables

HOSTILE = "=1+1 <w:p> & \"'&amp; {{ mark }} {% x %} 𠮷\u202e\x0b"
CHINESE = re.compile(r"[\u3400-\u9fff]")


def real(bulletin: Bulletin) -> Bulletin:
    return replace(bulletin, found=replace(bulletin.found, simulated=False))


def test_simulated_data_are_marked_on_every_page_and_real_ones_nowhere(quarter: Bulletin) -> None:
    data = word(content(quarter, pictures.Pictures()))
    (section,) = Document(io.BytesIO(data)).sections
    assert [one.text for one in section.header.paragraphs] == ["模拟数据"]
    for page in load_workbook(io.BytesIO(book(quarter))).worksheets:
        assert page.oddHeader.right.text == "模拟数据"
        assert page.cell(2, 1).value == "模拟数据"
    assert "模拟" not in said(word(content(real(quarter), pictures.Pictures())))
    for page in load_workbook(io.BytesIO(book(real(quarter)))).worksheets:
        assert not page.oddHeader.right.text
        assert "模拟" not in str([cell.value for row in page.iter_rows() for cell in row])


def test_without_a_chinese_font_there_are_tables_alone_and_the_file_says_so(
    quarter: Bulletin,
) -> None:
    assert not pictures.has_chinese_font(of_machine=False)
    data = word(content(quarter, pictures.without_font()))
    assert "未附图" in said(data)
    assert alternatives(data) == []
    assert len(tables(data)) == 5


@pytest.mark.skipif(not pictures.has_chinese_font(), reason="needs a font with Chinese")
def test_pictures_are_drawn_and_say_in_words_what_they_show(quarter: Bulletin) -> None:
    data = word(content(quarter, pictures.pictures(quarter)))
    assert "未附图" not in said(data)
    the_map, panels, *more = alternatives(data)
    assert len(more) == (len(quarter.found.rows) - 1) // 4
    assert "济南市" in the_map
    assert "历下区" in panels
    attained = quarter.found.rows[0].standing.counts.attained
    assert f"{attained}" in panels


def test_the_charts_of_the_spreadsheet_are_its_own_and_read_its_cells(quarter: Bulletin) -> None:
    made = load_workbook(io.BytesIO(book(quarter)))
    charts = [len(page._charts) for page in made.worksheets]
    assert charts == [0, 1, 1, 0, 0]
    parts, months = made.worksheets[1], made.worksheets[2]
    (bars,), (lines,) = parts._charts, months._charts
    assert bars.series[0].val.numRef.f == f"'{parts.title}'!$J$4:$J$16"
    assert [parts.cell(row, 2).value for row in (4, 16)] == [
        quarter.found.rows[0].name,
        quarter.found.rows[-1].name,
    ]
    titles = [one.tx.strRef.f.split("!")[1] for one in lines.series]
    words = [months[one.replace("$", "")].value for one in titles]
    assert [word[:10] for word in words] == ["济南市比例", "2021-12-31", "2022-12-31"]
    # A target ends at its deadline.
    by_month = {row[0]: row[8] for row in months.iter_rows(min_row=4, values_only=True)}
    assert by_month["2021-12"] == 0.3
    assert by_month["2022-01"] is None


def test_figures_are_numbers_with_formats_and_headings_stay_in_sight(quarter: Bulletin) -> None:
    made = load_workbook(io.BytesIO(book(quarter)))
    assert len(made.worksheets) == 5
    assert [page.freeze_panes for page in made.worksheets] == [None, "C4", "C4", "B4", "C4"]
    parts = made.worksheets[1]
    assert {cell.number_format for cell in parts["C"][3:]} == {"#,##0"}
    assert {cell.number_format for cell in parts["J"][3:]} == {"0.0%"}
    assert {cell.data_type for column in "CDEFGHIJK" for cell in parts[column][3:]} == {"n"}
    assert not [c for page in made.worksheets for r in page.iter_rows() for c in r if _formula(c)]


def _formula(cell: object) -> bool:
    return getattr(cell, "data_type", "") == "f"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_both_languages_name_the_places_as_they_are(
    quarter: Bulletin, language: texts.Language
) -> None:
    texts.use(language)
    data = word(content(quarter, pictures.Pictures()))
    made = load_workbook(io.BytesIO(book(quarter)))
    texts.use(texts.DEFAULT)
    heads = [one for rows in tables(data) for one in [rows]]
    assert any(CHINESE.search(one) for one in heads) == (language == "zh_CN")
    names = [page.title for page in made.worksheets]
    assert all(bool(CHINESE.search(one)) == (language == "zh_CN") for one in names)
    assert "历下区" in said(data)
    assert "{{" not in said(data)
    assert "{%" not in said(data)


def test_hostile_words_stay_words(quarter: Bulletin) -> None:
    hostile = replace(quarter, office=HOSTILE)
    shown = HOSTILE.replace("\x0b", "\ufffd")
    assert shown in said(word(content(hostile, pictures.Pictures())))
    page = load_workbook(io.BytesIO(book(hostile))).worksheets[0]
    (cell,) = [cell for row in page.iter_rows() for cell in row if cell.value == shown]
    assert cell.data_type == "s"


def test_nobody_is_named_in_it(quarter: Bulletin) -> None:
    data = word(content(quarter, pictures.Pictures()))
    cells = [
        str(cell.value)
        for page in load_workbook(io.BytesIO(book(quarter))).worksheets
        for row in page.iter_rows()
        for cell in row
    ]
    assert "simulated-" not in said(data)
    assert not [one for one in cells if "simulated-" in one]
    # Nor a community: places are divisions.
    assert "居委会" not in said(data)
    assert not [one for one in cells if "居委会" in one or "居民委员会" in one]


# Templates of an office


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "forms"
    found.mkdir()
    monkeypatch.setenv("GREEN_FORMS", str(found))
    return found


def own(folder: Path, old: str, new: str) -> None:
    """Our template with one text in it changed, as an office changes it."""
    document = Document(str(FORMS_FOLDER / "bulletin.zh_CN.docx"))
    places = [*document.paragraphs, *document.sections[0].header.paragraphs]
    places += [p for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs]
    for paragraph in places:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(str(folder / "bulletin.zh_CN.docx"))


def test_an_edited_template_is_used(quarter: Bulletin, folder: Path) -> None:
    own(folder, "绿色社区创建工作通报", "绿色社区季度简报")
    assert "济南市绿色社区季度简报" in said(word(content(quarter, pictures.Pictures())))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{ summary }}", "{{ colour }}", "不存在的字段：colour"),
        ("{{ mark }}", "", "缺少必需的字段：mark"),
        ("{{ row.rate }}", "", "缺少必需的字段：row.rate"),
        ("{{ summary }}", "{{ summary", "写法不正确"),
        ("{{ summary }}", "{{ summary.__class__ }}", "不存在的字段：summary.__class__"),
    ],
)
def test_a_template_with_a_wrong_or_missing_field_is_refused(
    quarter: Bulletin, folder: Path, old: str, new: str, words: str
) -> None:
    own(folder, old, new)
    with pytest.raises(Refused, match=re.escape(words)) as refused:
        word(content(quarter, pictures.Pictures()))
    assert "bulletin.zh_CN.docx" in str(refused.value)


def test_a_broken_template_is_refused(quarter: Bulletin, folder: Path) -> None:
    (folder / "bulletin.zh_CN.docx").write_bytes(b"PK no file")
    with pytest.raises(Refused, match="无法作为"):
        word(content(quarter, pictures.Pictures()))


def test_the_readme_names_every_field() -> None:
    words = (FORMS_FOLDER / "README.md").read_text(encoding="utf-8")
    assert [one for one in sorted(fields_of()) if f"`{one}`" not in words] == []

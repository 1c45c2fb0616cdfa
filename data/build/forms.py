"""Make the templates of the forms in `data/forms`: ordinary Word and Excel files.

    PYTHONPATH=. python data/build/forms.py

Both languages; official columns stay Chinese in both. The same code makes the same files.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from green.paper.petals import picture
from green.standard import loader
from green.standard.answers import Answers
from green.standard.verdict import judge

OUT = Path(__file__).resolve().parent.parent / "forms"
MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SONGTI = "SimSun"
# Heading in Chinese, in English, the field, width in cm (Word) and in characters (Excel).
Column = tuple[str, str, str, float, int]

SELF: list[Column] = [
    ("序号", "No.", "item.ref", 1.0, 6),
    ("创建内容", "Area", "item.area", 2.4, 11),
    ("创建标准", "Requirement", "item.requirement", 4.6, 24),
    ("自评", "Self", "item.status", 1.5, 8),
    ("实测值/口径", "Measured / base", "item.measured", 2.9, 17),
    ("佐证材料清单", "Evidence", "item.evidence", 3.4, 19),
    ("存在问题", "Problem", "item.problem", 2.6, 15),
    ("整改措施/时限/责任人", "Remedy / by when / who", "item.remedy", 2.5, 14),
    ("街道意见", "Street", "item.street_opinion", 1.9, 9),
    ("区县复核", "District", "item.district_review", 1.9, 9),
    ("市级验收", "City", "item.city_acceptance", 1.9, 9),
]
SUMMARY: list[Column] = [
    ("市", "City", "row.city", 1.9, 12),
    ("区县", "District", "row.district", 1.9, 12),
    ("街道", "Street", "row.street", 2.7, 18),
    ("社区", "Community", "row.community", 4.1, 26),
    ("代码", "Code", "row.code", 2.7, 15),
    ("参与时间", "Since", "row.since", 2.3, 12),
    ("自评达标项数", "Items met", "row.met", 1.8, 9),
    ("初审", "First review", "row.first_review", 2.3, 12),
    ("验收", "Acceptance", "row.acceptance", 2.3, 12),
    ("公示", "Notice", "row.notice", 2.6, 14),
    ("命名批次", "Batch", "row.batch", 2.0, 12),
]
NOTICE: list[Column] = [
    ("序号", "No.", "row.number", 1.3, 7),
    ("市", "City", "row.city", 2.5, 14),
    ("区县", "District", "row.district", 2.5, 14),
    ("街道", "Street", "row.street", 3.3, 20),
    ("社区", "Community", "row.community", 4.8, 30),
    ("代码", "Code", "row.code", 2.8, 16),
]
BLANK: list[Column] = [
    ("序号", "No.", "item.ref", 1.0, 6),
    ("创建内容", "Item", "item.title", 2.8, 13),
    ("创建标准", "Requirement", "item.requirement", 6.6, 31),
    ("怎样算达标", "What counts as met", "item.counts_as_met", 6.6, 31),
    ("自评", "Self", "", 3.6, 15),
    ("实测值、佐证材料、存在问题", "Measured, evidence, problem", "", 6.0, 27),
]
PLAN: list[Column] = [
    ("序号", "No.", "row.number", 1.1, 6),
    ("创建内容", "Item", "row.item", 3.6, 18),
    ("存在问题", "Problem", "row.problem", 4.2, 24),
    ("整改措施", "Work", "row.work", 5.2, 28),
    ("时限", "By when", "row.by", 2.4, 12),
    ("责任人", "Who", "row.who", 2.8, 14),
    ("费用（元）", "Cost (yuan)", "row.cost", 3.7, 20),
    ("状态", "State", "row.state", 3.5, 16),
]
BOXES = {
    "zh_CN": "□ 符合\n□ 部分符合\n□ 不符合\n□ 不适用",
    "en": "□ met\n□ partly\n□ not met\n□ not applicable",
}

TITLES = {
    "self-assessment": ("绿色社区创建自评表", "Green community self-assessment 自评表"),
    "summary": ("绿色社区创建情况汇总表", "Green community summary 汇总表"),
    "public-notice": ("绿色社区公示名单", "Green communities, public notice 公示名单"),
    "blank": ("绿色社区创建自查清单", "Green community checklist 自查清单"),
    "rectification-plan": ("绿色社区创建整改计划", "Green community rectification plan 整改计划"),
}
WHERE = "{{ place.city }} {{ place.district }} {{ place.street }} {{ place.name }}"
ABOVE: dict[str, tuple[list[str], list[str]]] = {
    "self-assessment": (
        [
            f"社区：{WHERE}　代码：{{{{ place.code }}}}",
            "创建活动：{{ programme }}　{{ cycle }}",
            "标准：{{ standard }}（{{ document }}）",
            (
                "小区 {{ profile.quarters }}　户数 {{ profile.households }}"
                "　人口 {{ profile.residents }}"
                "　建筑面积（平方米）{{ profile.floor_area }}"
                "　建成年份 {{ profile.built }}"
            ),
            (
                "适用 {{ counts.applicable }} 项：符合 {{ counts.met }}，"
                "部分符合 {{ counts.partly }}，不符合 {{ counts.unmet }}，"
                "未填 {{ counts.unanswered }}；"
                "不适用 {{ counts.not_applicable }} 项"
            ),
            "{{ headline }}",
        ],
        [
            f"Community: {WHERE}, code {{{{ place.code }}}}",
            "Programme: {{ programme }}, {{ cycle }}",
            "Standard: {{ standard }} ({{ document }})",
            (
                "Quarters {{ profile.quarters }}, households {{ profile.households }}, residents "
                "{{ profile.residents }}, floor area (m²) {{ profile.floor_area }}, built "
                "{{ profile.built }}"
            ),
            (
                "{{ counts.applicable }} items apply: {{ counts.met }} met, {{ counts.partly }} "
                "partly, {{ counts.unmet }} not met, {{ counts.unanswered }} unanswered; "
                "{{ counts.not_applicable }} not applicable"
            ),
            "{{ headline }}",
        ],
    ),
    "summary": (
        [
            "{{ scope }}　{{ programme }}　截至 {{ as_of }}",
            (
                "参与 {{ participating }}，已申报 {{ submitted }}，"
                "达到创建要求 {{ attained }}，命名 {{ named }}"
            ),
        ],
        [
            "{{ scope }}, {{ programme }}, as of {{ as_of }}",
            (
                "{{ participating }} take part, {{ submitted }} handed in, {{ attained }} "
                "attained, {{ named }} named"
            ),
        ],
    ),
    "public-notice": (
        [
            "{{ scope }}　{{ programme }}",
            "现将截至 {{ as_of }} 达到绿色社区创建要求的 {{ count }} 个社区予以公示。",
            "公示时间：{{ starts }}　　　　　至　{{ ends }}　　　　　",
            "公示期内如有异议，请以书面形式实名反映，并附必要的证明材料。",
            "联系方式：{{ contact }}",
        ],
        [
            "{{ scope }}, {{ programme }}",
            "The {{ count }} communities below attained the requirements as of {{ as_of }}.",
            "On notice from {{ starts }}                to {{ ends }}                ",
            "Objections within this time: in writing, with your name and what supports them.",
            "Contact: {{ contact }}",
        ],
    ),
    "blank": (
        [f"社区：{WHERE}　{{{{ place.code }}}}", "标准：{{ standard }}（{{ document }}）"],
        [
            f"Community: {WHERE} {{{{ place.code }}}}",
            "Standard: {{ standard }} ({{ document }})",
        ],
    ),
    "rectification-plan": (
        [
            f"社区：{WHERE}　代码：{{{{ place.code }}}}",
            "创建活动：{{ programme }}　标准：{{ standard }}（{{ document }}）",
            (
                "整改措施 {{ count }} 项，已完成 {{ done }} 项，逾期 {{ overdue }} 项；"
                "未完成部分估算 {{ estimate }} 元，计划费用 {{ cost }} 元"
            ),
            "{{ unanswered }}",
        ],
        [
            f"Community: {WHERE}, code {{{{ place.code }}}}",
            "Programme: {{ programme }}. Standard: {{ standard }} ({{ document }})",
            (
                "{{ count }} works, {{ done }} done, {{ overdue }} overdue; estimate for what is "
                "not done {{ estimate }} yuan, planned {{ cost }} yuan"
            ),
            "{{ unanswered }}",
        ],
    ),
}
BELOW: dict[str, tuple[list[str], list[str]]] = {
    "self-assessment": (
        [
            "{{ state }}",
            "打印日期：{{ printed_on }}　　填表人：　　　　　　　负责人：　　　　　　　（盖章）",
        ],
        [
            "{{ state }}",
            "Printed {{ printed_on }}    Filled in by:              Responsible:              Seal",
        ],
    ),
    "summary": (
        ["打印日期：{{ printed_on }}　　填报单位（盖章）：　　　　　　　　　审核人："],
        ["Printed {{ printed_on }}    Office (seal):                Checked by:"],
    ),
    "public-notice": (
        ["（公章）", "　　　　年　　月　　日"],
        ["(Seal)", "Date:"],
    ),
    "blank": (
        ["检查人：　　　　　　　　日期：　　　　年　　月　　日"],
        ["Checked by:                         Date:"],
    ),
    "rectification-plan": (
        ["打印日期：{{ printed_on }}　　填表人：　　　　　　　负责人：　　　　　　　（盖章）"],
        ["Printed {{ printed_on }}    Filled in by:              Responsible:              Seal"],
    ),
}
COLUMNS = {
    "self-assessment": SELF,
    "summary": SUMMARY,
    "public-notice": NOTICE,
    "blank": BLANK,
    "rectification-plan": PLAN,
}
LINES = {"self-assessment": "item in items", "blank": "item in items"}
LANDSCAPE = {"self-assessment", "summary", "blank", "rectification-plan"}


def heading(column: Column, english: bool) -> str:
    return f"{column[0]} {column[1]}" if english else column[0]


def field(column: Column, language: str) -> str:
    if not column[2]:
        return BOXES[language] if column[0] == "自评" else ""
    return "{{ " + column[2] + " }}"


def wheel() -> bytes:
    standard = loader.standard("cn-green-community-2020")
    return picture(judge(standard, Answers(standard.id, None, {})))


def say(run: Any, size: float, *, bold: bool = False) -> None:
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, SONGTI
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONGTI)  # noqa: SLF001


def cell_text(cell: Any, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    # Chinese characters fill their line; without room above they touch the border.
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(2), Pt(1)
    for place, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        if place < text.count("\n"):
            run.add_break()
        say(run, 8.5, bold=bold)


def page_number(paragraph: Any) -> None:
    for code in ("PAGE", "NUMPAGES"):
        run = paragraph.add_run()
        for kind, content in (("begin", ""), ("", code), ("end", "")):
            if kind:
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            else:
                part = OxmlElement("w:instrText")
                part.text = content
            run._element.append(part)  # noqa: SLF001
        say(run, 8)
        if code == "PAGE":
            say(paragraph.add_run(" / "), 8)


def repeats(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:tblHeader"))


def whole(row: Any) -> None:
    """A line of the table is not divided between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def docx(form: str, language: str) -> bytes:
    english = language == "en"
    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.author = ""
    document.core_properties.title = TITLES[form][english]
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if form in LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.5)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    marked = header.add_run("{{ mark }}")
    say(marked, 14, bold=True)
    marked.font.color.rgb = RGBColor(0xB0, 0x20, 0x20)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(footer)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(title.add_run(TITLES[form][english]), 18, bold=True)
    place: Any = document
    if form == "self-assessment":
        beside = document.add_table(1, 2)
        beside.autofit = False
        for number, width in enumerate((22.2, 4.4)):
            beside.columns[number].width = beside.rows[0].cells[number].width = Cm(width)
        shown = (
            beside.rows[0]
            .cells[1]
            .paragraphs[0]
            .add_run()
            .add_picture(io.BytesIO(wheel()), width=Cm(3.8))
        )
        shown._inline.docPr.set("descr", "{{ wheel }}")  # noqa: SLF001
        shown._inline.docPr.set("name", "wheel")  # noqa: SLF001
        place = beside.rows[0].cells[0]
    for line in ABOVE[form][english]:
        paragraph = place.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        say(paragraph.add_run(line), 10.5)
    if form == "self-assessment":
        first = place.paragraphs[0]._element  # noqa: SLF001
        first.getparent().remove(first)
        # Two tables that touch become one, whose heading is then not repeated.
        say(document.add_paragraph().add_run(" "), 2)
        document.paragraphs[-1].paragraph_format.space_after = Pt(0)
    columns = COLUMNS[form]
    table = document.add_table(4, len(columns))
    table.style = "Table Grid"
    table.autofit = False
    loop = LINES.get(form, "row in rows")
    for number, text in ((1, "{%tr for " + loop + " %}"), (3, "{%tr endfor %}")):
        cell_text(table.rows[number].cells[0], text)
    repeats(table.rows[0])
    whole(table.rows[2])
    for place_, column in enumerate(columns):
        cell_text(table.rows[0].cells[place_], heading(column, english), bold=True)
        cell_text(table.rows[2].cells[place_], field(column, language))
        table.columns[place_].width = Cm(column[3])
        for row in table.rows:
            row.cells[place_].width = Cm(column[3])
    for line in BELOW[form][english]:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(4)
        say(paragraph.add_run(line), 10.5)
    out = io.BytesIO()
    document.save(out)
    return dated(out.getvalue())


def xlsx(form: str, language: str) -> bytes:
    english = language == "en"
    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    book.properties.creator = ""
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    page.title = TITLES[form][0][-4:]
    columns = COLUMNS[form]
    last = get_column_letter(len(columns))
    line, border = 1, Side(style="thin", color="FF808080")
    edges = Border(left=border, right=border, top=border, bottom=border)

    def across(text: str, size: float = 11, *, bold: bool = False, to: str = last) -> None:
        nonlocal line
        cell = page.cell(line, 1, text)
        cell.font = Font(name=SONGTI, size=size, bold=bold)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        page.merge_cells(f"A{line}:{to}{line}")
        page.row_dimensions[line].height = size * 1.9
        line += 1

    across(TITLES[form][english] + "　{{ mark }}", 16, bold=True)
    first = line
    has_wheel = form == "self-assessment"
    to = get_column_letter(len(columns) - 2) if has_wheel else last
    for text in ABOVE[form][english]:
        across(text, to=to)
    if has_wheel:
        beside = get_column_letter(len(columns) - 1)
        page.cell(first, len(columns) - 1, "{{ wheel }}")
        page.merge_cells(f"{beside}{first}:{last}{line - 1}")
    page.print_title_rows = f"1:{line}" if form != "self-assessment" else f"{line}:{line}"
    for place, column in enumerate(columns, 1):
        for row, text in ((line, heading(column, english)), (line + 1, field(column, language))):
            cell = page.cell(row, place, text)
            cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
            cell.border = edges
            cell.font = Font(name=SONGTI, size=10, bold=row == line)
            if row == line:
                cell.fill = PatternFill("solid", fgColor="FFEFEFEF")
        page.column_dimensions[get_column_letter(place)].width = column[4]
    page.row_dimensions[line].height = 44 if english else 30
    line += 2
    for text in BELOW[form][english]:
        across(text)
    page.page_setup.orientation = "landscape" if form in LANDSCAPE else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddHeader.right.text = "{{ mark }}"
    page.oddHeader.right.size = 14
    page.oddFooter.center.text = "&P / &N"
    out = io.BytesIO()
    book.save(out)
    return dated(out.getvalue())


def dated(data: bytes) -> bytes:
    """The same file with the same dates, so that making it again changes nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", 8) as packed:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                stamp = MADE.strftime("%Y-%m-%dT%H:%M:%SZ")
                text = content.decode()
                for tag in ("created", "modified"):
                    start = text.find(">", text.find(f"<dcterms:{tag}")) + 1
                    text = text[:start] + stamp + text[text.find("<", start) :]
                content = text.encode()
            packed.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, 8)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for form in TITLES:
        for language in ("zh_CN", "en"):
            for kind, make in (("docx", docx), ("xlsx", xlsx)):
                path = out / f"{form}.{language}.{kind}"
                path.write_bytes(make(form, language))
                print(path.name)
    # It takes its small parts from here.
    from data.build import bulletin  # noqa: PLC0415

    for language in ("zh_CN", "en"):
        path = out / f"bulletin.{language}.docx"
        path.write_bytes(bulletin.docx(language))
        print(path.name)


if __name__ == "__main__":
    main()

"""The template of the bulletin in Word: A4 upright, headings, tables whose lines are repeated."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from data.build.forms import MADE, SONGTI, dated, page_number, repeats, say, whole

HEITI = "SimHei"
INK, RULE_COLOUR, SHADE, RED = "28302C", "8A9590", "EAF1ED", RGBColor(0xB0, 0x20, 0x20)
# Heading in Chinese, in English, the field of the line, its width in cm, whether it is a number.
Column = tuple[str, str, str, float, bool]

TARGETS: list[Column] = [
    ("目标", "Target", "target.name", 1.5, False),
    ("状态", "State", "target.metric", 2.2, False),
    ("期限", "Deadline", "target.deadline", 2.2, False),
    ("已达", "So far", "target.number", 1.5, True),
    ("基数", "Base", "target.base", 1.5, True),
    ("比例", "Rate", "target.rate", 1.5, True),
    ("应达", "Need", "target.needed", 1.5, True),
    ("还差", "To go", "target.missing", 1.5, True),
    ("完成情况", "Result", "target.met", 4.2, False),
]
CHANGES: list[Column] = [
    ("状态", "State", "change.state", 5.6, False),
    ("期初", "At the beginning", "change.before", 3.0, True),
    ("本期新增", "Gained", "change.gained", 3.0, True),
    ("本期减少", "Lost", "change.lost", 3.0, True),
    ("期末", "At the end", "change.now", 3.0, True),
]
PARTS: list[Column] = [
    ("{{ part }}", "{{ part }}", "row.name", 3.2, False),
    ("参与创建", "Part.", "row.participating", 1.5, True),
    ("已申报", "Subm.", "row.submitted", 1.5, True),
    ("达到要求", "Att.", "row.attained", 1.5, True),
    ("命名", "Named", "row.named", 1.5, True),
    ("全部", "All", "row.all", 1.5, True),
    ("比例", "Rate", "row.rate", 1.6, True),
    ("还差", "To go", "row.missing", 1.5, True),
    ("本期增减", "Change", "row.change", 1.9, True),
    ("本期命名", "Newly named", "row.newly_named", 1.9, True),
]
STAGES: list[Column] = [
    ("环节", "Where", "stage.where", 7.0, False),
    ("社区数", "Number", "stage.number", 2.2, True),
    ("中位天数", "Median days", "stage.median", 2.2, True),
    ("最长天数", "Longest, days", "stage.longest", 2.2, True),
    ("最长在", "Longest in", "stage.longest_in", 4.0, False),
]
ITEMS: list[Column] = [
    ("项", "Item", "item.ref", 1.2, False),
    ("内容", "Title", "item.title", 8.8, False),
    ("未达标", "Missing", "item.missing", 2.5, True),
    ("其中部分达标", "Of these partly", "item.partly", 2.5, True),
    ("仅差此项", "Only this", "item.alone", 2.6, True),
]
WORDS = {
    "title": ("{{ place }}绿色社区创建工作通报", "Green communities in {{ place }}: bulletin"),
    "period": ("{{ first }} 至 {{ last }}", "{{ first }} to {{ last }}"),
    "office": ("发文单位：{{ office }}", "Office: {{ office }}"),
    "programme": (
        "创建活动：{{ programme }}（{{ document }}）",
        "{{ programme }} ({{ document }})",
    ),
    "known": (
        "数据截至 {{ as_of }}，以 {{ known_at }} 前记录的为准",
        "As of {{ as_of }}, by what was recorded until {{ known_at }}",
    ),
    "targets": ("一、目标完成情况", "1. Against the targets"),
    "no_target": ("没有针对本地整体的目标。", "There is no target for this place as a whole."),
    "changes": ("二、本期变化", "2. What changed in the period"),
    "parts": ("三、分地区情况", "3. Place by place"),
    "rate_of": (
        "比例、还差、本期增减均指“{{ rate_of }}”。",
        "Rate, “to go” and change are those of “{{ rate_of }}”.",
    ),
    "stages": ("四、办理环节", "4. Where communities wait"),
    "nobody": ("本期末没有社区在等待办理。", "Nobody waits on the last day."),
    "items": ("五、未达标项目", "5. What is missing"),
    "nothing": ("已申报的内容中没有未达标项目。", "Nothing of what was handed in is missing."),
    "notes": ("六、说明", "6. Notes"),
    "printed": (
        "制表日期：{{ printed_on }}　　　　　　　　（盖章）",
        "Made on {{ printed_on }}                    Seal",
    ),
}


def styles(document: Any) -> None:
    """Styles with names, so that an office changes all headings or texts at once in Word."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = SONGTI, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONGTI)
    normal.paragraph_format.space_after = Pt(3)
    normal.paragraph_format.line_spacing = 1.25
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.bold = HEITI, Pt(14), False
    heading.font.color.rgb = RGBColor.from_string(INK)
    fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), HEITI)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(5)
    heading.paragraph_format.keep_with_next = True
    small = document.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    small.font.size = Pt(9)
    small.paragraph_format.space_after = Pt(2)
    cell = document.styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.font.size = Pt(9)
    # Chinese characters fill their line; without room above they touch the border.
    cell.paragraph_format.space_before, cell.paragraph_format.space_after = Pt(2), Pt(2)
    cell.paragraph_format.line_spacing = 1


def line(document: Any, text: str, style: str = "Normal", *, middle: bool = False) -> Any:
    paragraph = document.add_paragraph(text, style)
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def write(cell: Any, text: str, *, right: bool = False, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Cell"
    paragraph.add_run(text).bold = bold
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def shaded(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def ruled(table: Any) -> None:
    """Lines between the rows alone: easier to read across than a grid."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 10), ("bottom", 10), ("insideH", 4)):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("color", RULE_COLOUR)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)  # noqa: SLF001
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "55")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)  # noqa: SLF001


def table(document: Any, loop: str, columns: list[Column], *, english: bool) -> None:
    """A table whose line is repeated; that of the parts begins with the whole, in bold.

    At its end the whole would come to stand alone on the next page.
    """
    has_whole = loop == "row in parts"
    made = document.add_table(4 + has_whole, len(columns))
    first = 1 + has_whole
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    ruled(made)
    for number, text in (
        (first, "{%tr for " + loop + " %}"),
        (first + 2, "{%tr endfor %}"),
    ):
        write(made.rows[number].cells[0], text)
    repeats(made.rows[0])
    for row in made.rows:
        whole(row)
    for place, (chinese, english_words, field, width, is_number) in enumerate(columns):
        head = made.rows[0].cells[place]
        write(head, english_words if english else chinese, right=is_number, bold=True)
        shaded(head)
        write(made.rows[first + 1].cells[place], "{{ " + field + " }}", right=is_number)
        if has_whole:
            own = "{{ " + field.replace("row.", "whole.") + " }}"
            write(made.rows[1].cells[place], own, right=is_number, bold=True)
        made.columns[place].width = Cm(width)
        for row in made.rows:
            row.cells[place].width = Cm(width)


def repeated(document: Any, loop: str, field: str, style: str, *, middle: bool = False) -> None:
    """A paragraph for each of a list."""
    line(document, "{%p for " + loop + " %}", style)
    line(document, "{{ " + field + " }}", style, middle=middle)
    line(document, "{%p endfor %}", style)


def when(document: Any, condition: str) -> None:
    line(document, "{%p if " + condition + " %}")


def otherwise(document: Any) -> None:
    line(document, "{%p else %}")


def done(document: Any) -> None:
    line(document, "{%p endif %}")


def docx(language: str) -> bytes:
    """The template in a language."""
    english = language == "en"
    said = {name: both[english] for name, both in WORDS.items()}
    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.author = ""
    document.core_properties.title = "通报" if not english else "Bulletin"
    styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.8)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    marked = header.add_run("{{ mark }}")
    say(marked, 14, bold=True)
    marked.font.color.rgb = RED
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(footer)
    say(line(document, "", middle=True).add_run(said["title"]), 20, bold=True)
    say(line(document, "", middle=True).add_run(said["period"]), 13)
    for name in ("office", "programme", "known"):
        line(document, said[name], "Small", middle=True)
    line(document, "{{ summary }}").paragraph_format.first_line_indent = Pt(21)
    when(document, "no_pictures")
    line(document, "{{ no_pictures }}", "Small")
    done(document)
    line(document, said["targets"], "Heading 1")
    when(document, "targets")
    table(document, "target in targets", TARGETS, english=english)
    otherwise(document)
    line(document, said["no_target"])
    done(document)
    repeated(document, "base in bases", "base", "Small")
    repeated(document, "pace in paces", "pace", "Normal")
    line(document, said["changes"], "Heading 1")
    table(document, "change in changes", CHANGES, english=english)
    line(document, said["parts"], "Heading 1")
    table(document, "row in parts", PARTS, english=english)
    line(document, said["rate_of"], "Small")
    when(document, "map")
    line(document, "{{ map }}", middle=True)
    done(document)
    repeated(document, "panel in panels", "panel", "Normal", middle=True)
    line(document, said["stages"], "Heading 1")
    when(document, "stages")
    table(document, "stage in stages", STAGES, english=english)
    otherwise(document)
    line(document, said["nobody"])
    done(document)
    line(document, said["items"], "Heading 1")
    when(document, "items")
    table(document, "item in items", ITEMS, english=english)
    line(document, "{{ near }}")
    otherwise(document)
    line(document, said["nothing"])
    done(document)
    line(document, said["notes"], "Heading 1")
    repeated(document, "note in notes", "note", "Small")
    line(document, said["printed"]).paragraph_format.space_before = Pt(12)
    out = io.BytesIO()
    document.save(out)
    return dated(out.getvalue())

"""A bulletin as Word, from a template that an office may edit.

One is made at a time, so docxtpl itself renders it: pictures have the size of their drawing.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from green.bulletin.content import NEEDED, Content, fields_of
from green.bulletin.pictures import Picture
from green.errors import Refused
from green.exchange.sheets import shown
from green.paper import templates

NAME = "bulletin"
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_WITH_TEXT = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_PAIRS = (("{{", "}}"), ("{%", "%}"))
_MOST_WIDE, _MOST_HIGH = 17.6, 15.0
# A picture that is small in its drawing is not blown up: so many points of it make a centimetre.
_TO_A_CENTIMETRE = 50


def word(content: Content) -> bytes:
    """The bulletin as a .docx; raises `Refused` for a template that cannot be used."""
    path, template, env = _ready()
    context = {one.name: _placed(getattr(content, one.name), template) for one in fields(content)}
    try:
        template.render(context, env, autoescape=True)
    except TemplateError as error:
        raise templates.broken(path, error) from error
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def usable() -> None:
    """Raises `Refused` if the template cannot be used."""
    _ready()


def _ready() -> tuple[Path, Any, ImmutableSandboxedEnvironment]:
    path = templates.template_path(NAME, "docx")
    data = templates.read(path)
    env = templates.environment(_as_xml, escape=True)
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.init_docx()
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sources = [
                template.patch_xml(packed.read(name).decode("utf-8"))
                for name in packed.namelist()
                if _WITH_TEXT.fullmatch(name)
            ]
    except Refused:
        raise
    except Exception as error:
        raise templates.unreadable(path) from error
    for part in (template.docx.element, *_headers(template)):
        _need_closed(part, path)
    used = {one for text in sources for one in templates.used_in(text, path, env)}
    templates.check_fields(used, fields_of(), NEEDED, path)
    return path, template, env


def _headers(template: Any) -> list[Any]:
    found = []
    for section in template.docx.sections:
        found += [section.header._element, section.footer._element]  # noqa: SLF001
    return found


def _need_closed(part: Any, path: Path) -> None:
    """Raises `Refused` for a field without its end.

    docxtpl would look for the end in the paragraphs behind it, and lose them without a word.
    """
    for paragraph in part.iter(qn("w:p")):
        written = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        if any(written.count(begin) != written.count(end) for begin, end in _PAIRS):
            raise templates.broken(path, TemplateError(written))


@dataclass(frozen=True)
class _Inline:
    """A picture where its field stands, with what it shows in words for who cannot see it."""

    picture: Picture
    template: Any

    def __html__(self) -> str:
        width, height = _size(self.picture)
        inline = self.template.current_rendering_part.new_pic_inline(
            io.BytesIO(self.picture.png), Cm(width), Cm(height)
        )
        inline.docPr.set("descr", shown(self.picture.alt))
        return (
            f"</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
            '<w:r><w:t xml:space="preserve">'
        )


def _size(picture: Picture) -> tuple[float, float]:
    """In centimetres: as wide as a page allows, and no higher than a page."""
    width = min(_MOST_WIDE, picture.width / _TO_A_CENTIMETRE)
    height = width * picture.height / picture.width
    if height > _MOST_HIGH:
        width, height = width * _MOST_HIGH / height, _MOST_HIGH
    return width, height


def _placed(value: Any, template: Any) -> Any:
    if isinstance(value, Picture):
        return _Inline(value, template)
    if isinstance(value, tuple):
        return [_placed(one, template) for one in value]
    return value


def _as_xml(value: Any) -> Any:
    """A value as Word holds it: escaped, line breaks as breaks, no character XML cannot hold."""
    if isinstance(value, Markup | _Inline) or is_dataclass(value):
        return value
    text = "" if value is None else shown(str(value)).replace("\r", "")
    return _BREAK.join(escape(line) for line in text.split("\n"))

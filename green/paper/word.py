"""A form as Word.

docxtpl turns what people wrote in Word into a text jinja understands; that is done and compiled
once a template. A form is then rendered straight into the file, so that thousands are quick.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError
from markupsafe import Markup, escape

from green.errors import Refused
from green.exchange.sheets import shown
from green.paper import templates
from green.paper.model import Content, Form

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_WITH_TEXT = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_WHEEL = re.compile(r"\{\{\s*wheel\s*\}\}")


@dataclass(frozen=True)
class _Prepared:
    path: Path
    data: bytes
    texts: dict[str, Template]
    # The part whose picture has {{ wheel }} as its description.
    wheel: str | None


def word(form: Form, content: Content) -> bytes:
    """The form as a .docx; raises `Refused` for a template that cannot be used."""
    ready = _ready(form)
    context = {one.name: getattr(content, one.name) for one in fields(content)}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(ready.data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed,
    ):
        for part in before.infolist():
            packed.writestr(part, _part(ready, part.filename, before, context), part.compress_type)
    return out.getvalue()


def _part(ready: _Prepared, name: str, before: zipfile.ZipFile, context: dict[str, Any]) -> bytes:
    if name in ready.texts:
        try:
            return ready.texts[name].render(context).encode()
        except TemplateError as error:
            raise templates.broken(ready.path, error) from error
    if name == ready.wheel:
        return bytes(context["picture"])
    return before.read(name)


def check_word(form: Form) -> None:
    """Raises `Refused` if the template cannot be used."""
    _ready(form)


def _ready(form: Form) -> _Prepared:
    path = templates.template_path(form, "docx")
    return _prepared(form, path, templates.read(path))


@lru_cache(maxsize=16)
def _prepared(form: Form, path: Path, data: bytes) -> _Prepared:
    env = templates.environment(_as_xml, escape=True)
    try:
        document = DocxTemplate(io.BytesIO(data))
        document.init_docx()
        wheel = _wheel_part(document)
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sources = {
                name: document.patch_xml(packed.read(name).decode("utf-8"))
                for name in packed.namelist()
                if _WITH_TEXT.fullmatch(name)
            }
    except Refused:
        raise
    except Exception as error:
        raise templates.unreadable(path) from error
    used = {one for text in sources.values() for one in templates.used_in(text, path, env)}
    templates.check(form, used, path)
    return _Prepared(path, data, {n: env.from_string(t) for n, t in sources.items()}, wheel)


def _as_xml(value: Any) -> Any:
    """A value as Word holds it: escaped, line breaks as breaks, no character XML cannot hold."""
    if isinstance(value, Markup):
        return value
    text = "" if value is None else shown(str(value)).replace("\r", "")
    return _BREAK.join(escape(line) for line in text.split("\n"))


def _wheel_part(document: Any) -> str | None:
    body = document.docx.element.body
    for drawing in body.iter(qn("w:drawing")):
        described = next(drawing.iter(qn("wp:docPr")), None)
        blip = next(drawing.iter(qn("a:blip")), None)
        if described is None or blip is None:
            continue
        if _WHEEL.search(described.get("descr") or ""):
            part = document.docx.part.related_parts[blip.get(qn("r:embed"))]
            return str(part.partname).lstrip("/")
    return None

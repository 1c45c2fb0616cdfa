"""A person at the pages, without a browser: what they press, and what is then to be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

from green import texts
from green.assessment.model import Case
from green.texts import Language
from green.ui.community.autosave import key_of
from tests.database import ROOT

HOME, WALK = "community/home.py", "community/assessment.py"
PROGRESS, DATA = "bureau/progress.py", "admin/data.py"
PAGES = (HOME, WALK, PROGRESS, DATA)
# Parts of an element that no reader sees: how it is built, drawn and addressed.
UNSEEN = {
    *("id", "key", "element_id", "form_id", "icon", "type", "url", "mime_type", "color", "name"),
    *("format", "anchor", "tag", "autocomplete", "config", "styler", "imgs", "theme", "page"),
    *(
        "deferred_file_id",
        "width",
        "height",
        "page_script_hash",
        "material_icon",
        "query_param_key",
        "class_name",
    ),
}


class Visit:
    """A person at the pages; every step is followed by a rerun that may not fail."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)

    def run(self) -> Visit:
        self.app.run()
        assert not self.app.exception, [str(one.value) for one in self.app.exception]
        return self

    def go(self, page: str) -> Visit:
        self.app.switch_page(page)
        return self.run()

    def speak(self, language: Language) -> Visit:
        self.give("lang", language)
        # Options are recognised by what they are called, which is asked in the test's own thread.
        texts.use(language)
        return self

    def area_of(self, item: str) -> Visit:
        """Open the step of the walk in which this item is."""
        area = next(a for a in self.case.standard.areas if self.item(item) in a.items)
        return self.give("area", area.id)

    def item(self, ref: str) -> Any:
        found = self.case.standard.item(ref)
        assert found is not None
        return found

    def key(self, ref: str, field: str = "status") -> str:
        """The key of an item's widget: its answer, a check, the note, or what belongs to these."""
        return key_of(self.case, self.item(ref), field)

    def widget(self, key: str) -> Any:
        """A widget by its key; one that was filled anew has a turn in it, behind its field."""
        parts = key.split(".")
        base, ending = ".".join(parts[:5]), "".join(f".{part}" for part in parts[5:])
        turn = self.app.session_state.get(f"turn.{base}")
        try:
            return self.app.get_by_key(f"{base}.{turn}{ending}" if turn else key)
        except KeyError:
            return self.app.get_by_key(key)

    def has(self, key: str) -> bool:
        try:
            self.widget(key)
        except KeyError:
            return False
        return True

    def give(self, key: str, value: Any) -> Visit:
        self.widget(key).set_value(value)
        return self.run()

    def press(self, key: str) -> Visit:
        self.widget(key).click()
        return self.run()

    def card(self, ref: str) -> Any:
        return self.app.container(key=f"item-{ref}")

    def errors(self) -> list[str]:
        return [read_back(one.value) for one in self.app.error]

    def words(self) -> list[str]:
        """Every text on the page and around it, as it was sent to the browser."""
        return [text for element in self.app.main for text in _texts(element)] + [
            text for element in self.app.sidebar for text in _texts(element)
        ]


def read_back(markdown: str) -> str:
    """What a reader sees of text in which special signs are escaped or held apart."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.replace("\u2060", ""))


def unlinked(cell: object) -> str:
    """A cell of a table without the link that it is."""
    return re.sub(r"\[([^\]]*)\]\(\?[^)]*\)", r"\1", str(cell))


def links(cell: object) -> list[str]:
    """Where the links of a cell or a line lead."""
    return re.findall(r"\]\((\?[^)]*)\)", str(cell))


def _texts(element: Any) -> Iterator[str]:
    proto = getattr(element, "proto", None)
    if element.type in ("table", "arrow_table", "arrow_data_frame", "dataframe"):
        frame = element.value
        yield from map(str, frame.columns)
        yield from (str(cell) for cell in frame.to_numpy().ravel())
        yield from (text for text in (proto.alt,) if text)
    elif element.type == "plotly_chart":
        yield from _of_chart(json.loads(proto.spec))
        yield proto.alt
    elif element.type == "html":
        yield re.sub("<[^>]*>", " ", proto.body)
    elif isinstance(proto, BidiComponent):
        yield from _of_part(json.loads(proto.json))
    elif isinstance(proto, Message):
        yield from _of(proto)


def _of(proto: Message) -> Iterator[str]:
    for field, value in proto.ListFields():
        if field.name in UNSEEN:
            continue
        if field.type == field.TYPE_STRING:
            yield from [value] if isinstance(value, str) else value
        elif field.type == field.TYPE_MESSAGE:
            for one in [value] if isinstance(value, Message) else value:
                if isinstance(one, Message):
                    yield from _of(one)


def _of_part(told: dict[str, Any]) -> Iterator[str]:
    """What our part of the browser is given to say."""
    yield from (re.sub(r"\{\w+\}", "", word) for word in told["words"].values())
    yield told["why"]


def _of_chart(spec: Any) -> Iterator[str]:
    if isinstance(spec, list):
        for one in spec:
            yield from _of_chart(one)
    elif isinstance(spec, dict):
        for name, value in spec.items():
            if name == "template":
                continue
            if isinstance(value, str) and name in ("name", "text", "title"):
                yield value
            else:
                yield from _of_chart(value)

"""A file that was read: its plain value, and where in the file each part of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from green.errors import Problem, Refused
from green.texts import Text, lazy

Place = tuple[str | int, ...]
LARGEST = 1_000_000
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Document:
    """A plain value, the name of the file it comes from, and what tells the lines in it."""

    name: str
    value: Any
    source: Node | str | None = field(default=None, repr=False, compare=False)

    def where(self, path: Place = ()) -> Text | str:
        """File, line and path of a value, as near as is known."""
        dotted = ".".join(self._names(path))
        known = path
        while known and known not in self._lines:
            known = known[:-1]
        if known not in self._lines:
            place: Text | str = self.name
        else:
            place = at_line(self.name, self._lines[known])
        return lazy("{place} ({path})", place=place, path=dotted) if dotted else place

    @cached_property
    def _lines(self) -> dict[Place, int]:
        node = self.source
        if isinstance(node, str):
            # JSON is YAML too, except where tabs indent it: then the path alone has to do.
            try:
                node = compose(node)
            except (YAMLError, ValueError, RecursionError):
                node = None
        return dict(_lines(node, ())) if node is not None else {}

    def _names(self, path: Place) -> Iterator[str]:
        """The path with list entries called by their ref or id, else counted from 1."""
        value = self.value
        for part in path:
            try:
                value = value[part]
            except (LookupError, TypeError):
                value = None
            entry = value if isinstance(part, int) and isinstance(value, dict) else {}
            called = entry.get("ref") or entry.get("id")
            yield shown(called or (part + 1 if isinstance(part, int) else part))


def read_text(path: Path) -> str:
    """The file as UTF-8 text; raises `Refused` for what cannot be read as that."""
    where = str(path)
    try:
        if path.is_dir():
            raise refused(lazy("This is a folder."), where, lazy("Name a file."))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        mend = lazy("Check the path and the spelling.")
        raise refused(lazy("There is no such file."), where, mend) from None
    except OSError as error:
        what = lazy("The file cannot be read: {cause}.", cause=error.strerror)
        raise refused(what, where, lazy("Check that you may read it.")) from None
    right_file = lazy("Check that it is the right file.")
    if len(content) > LARGEST:
        raise refused(lazy("The file is larger than 1 MB."), where, right_file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        mend = lazy("Save it again as UTF-8.")
        raise refused(lazy("The file is not UTF-8 text."), where, mend) from None
    if not text.strip():
        raise refused(lazy("The file is empty."), where, right_file)
    return text


class _QuietComposer(Composer):
    """Composes without a warning on repeated anchors: every anchor is refused anyway."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False


def compose(text: str) -> Node | None:
    """The nodes of a YAML 1.2 text, nothing constructed from them yet."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _QuietComposer
    node: Node | None = yaml.compose(text)
    return node


def line_of(node: Node) -> int:
    """The line on which a node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def _lines(node: Node, path: Place) -> Iterator[tuple[Place, int]]:
    """The line of every key and list entry."""
    if not path:
        yield path, line_of(node)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield here, line_of(key)
            yield from _lines(value, here)
    elif isinstance(node, SequenceNode):
        for i, entry in enumerate(node.value):
            yield (*path, i), line_of(entry)
            yield from _lines(entry, (*path, i))


def shown(given: object) -> str:
    """What somebody wrote, for a sentence: on one line and not too long."""
    text = str(given).lower() if isinstance(given, bool) else str(given)
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def at_line(name: str, line: int) -> Text:
    """File and line, for a problem."""
    return lazy("{file}, line {line}", file=name, line=line)


def refused(what: Text, where: Text | str, mend: Text) -> Refused:
    """One problem as an error to be raised."""
    return Refused(Problem(what, where, mend))

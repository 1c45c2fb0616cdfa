"""YAML 1.2 and JSON read strictly: one value for each key, nothing guessed, every place known."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from green.errors import Problem, Refused
from green.standard.document import (
    Document,
    at_line,
    compose,
    line_of,
    read_text,
    refused,
    shown,
)
from green.texts import Text, lazy

DEEPEST = 40
LONGEST_NUMBER = 40
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_NO_ANCHORS = lazy("Anchors (&) and aliases (*) are not used here.")
_WRITE_OUT = lazy("Write the text out, or put it in quotes.")


def read_document(path: Path) -> Document:
    """A JSON (`.json`) or YAML file; raises `Refused` with file and line."""
    text = read_text(path)
    is_json = path.suffix.lower() == ".json"
    return read_json(text, path.name) if is_json else read_yaml(text, path.name)


def read_json(text: str, name: str) -> Document:
    """JSON with duplicate keys refused; numbers with a point stay exact."""
    repeated: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        together: dict[str, Any] = {}
        for key, value in found:
            if key in together:
                repeated.append(key)
            together[key] = value
        return together

    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_float=Decimal, parse_constant=_no_number
        )
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        where = at_line(name, error.lineno)
        mend = lazy("Look for a missing comma, quote or bracket at this place or just before it.")
        raise refused(lazy("This is not valid JSON."), where, mend) from None
    except UnicodeEncodeError:
        raise Refused(_half_character(name)) from None
    except ValueError:
        what = lazy("The file holds a number that cannot be read.")
        mend = lazy("Look for NaN, Infinity or a number with very many digits.")
        raise refused(what, name, mend) from None
    except RecursionError:
        raise _too_deep(name) from None
    if repeated:
        raise Refused(*_twice_in_json(text, name, repeated))
    return Document(name, value, text)


def read_yaml(text: str, name: str) -> Document:
    """YAML 1.2 without anchors, tags and directives; duplicate keys refused with their line."""
    _refuse_directives(text, name)
    try:
        node = compose(text)
    except MarkedYAMLError as error:
        raise Refused(_not_yaml(error, name)) from None
    except ReaderError as error:
        what = lazy("The file holds a character that is not text.")
        where = at_line(name, text.count("\n", 0, error.position) + 1)
        mend = lazy("Delete it, or check that it is the right file.")
        raise refused(what, where, mend) from None
    except (YAMLError, ValueError) as error:
        mend = lazy("Cause: {cause}.", cause=str(error).partition("\n")[0])
        raise refused(lazy("This is not valid YAML."), name, mend) from None
    except RecursionError:
        raise _too_deep(name) from None
    reader = _Reader(name)
    value = reader.plain(node, 0) if node is not None else None
    if reader.problems:
        raise Refused(*reader.problems)
    return Document(name, value, node)


class _Reader:
    """Turns composed nodes into plain values and collects what is refused on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def plain(self, node: Node, depth: int) -> Any:
        if depth > DEEPEST:
            raise _too_deep(self.name)
        if node.anchor is not None:
            self._refuse(_NO_ANCHORS, _WRITE_OUT, node)
        elif isinstance(node, MappingNode):
            return self._mapping(node, depth + 1)
        elif isinstance(node, SequenceNode):
            return [self.plain(entry, depth + 1) for entry in node.value]
        elif isinstance(node, ScalarNode):
            return self._scalar(node)
        return None

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                what = lazy("A key must be plain text.")
                self._refuse(what, lazy("Write a single word."), key_node)
                continue
            key = self._text(key_node)
            if key in found:
                self.problems.append(_duplicate(key, at_line(self.name, line_of(key_node))))
            else:
                found[key] = self.plain(value_node, depth)
        return found

    def _scalar(self, node: ScalarNode) -> Any:
        text = self._text(node)
        match str(node.tag).removeprefix("tag:yaml.org,2002:"):
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int":
                return _whole(text)
            case "float":
                try:
                    return Decimal(text)
                except ArithmeticError:
                    return text
            case "str" | "timestamp" | "value" | "merge":
                return text
            case tag:
                what = lazy("The tag {tag} is not used here.", tag=shown(tag))
                self._refuse(what, lazy("Write plain text."), node)
                return None

    def _text(self, node: ScalarNode) -> str:
        text = str(node.value)
        if _HALF_CHARACTER.search(text):
            # JSON writes rare characters as two halves, \ud83d\ude00, and JSON is YAML.
            try:
                return text.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError:
                self.problems.append(_half_character(at_line(self.name, line_of(node))))
                return ""
        return text

    def _refuse(self, what: Text, mend: Text, node: Node) -> None:
        self.problems.append(Problem(what, at_line(self.name, line_of(node)), mend))


def _whole(text: str) -> int | str:
    """A whole number as YAML 1.2 has it: 012 is twelve. Anything else stays text."""
    if len(text) > LONGEST_NUMBER:
        return text
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    return int(text, 0) if re.fullmatch(r"0o[0-7]+|0x[0-9a-fA-F]+", text) else text


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _refuse_directives(text: str, name: str) -> None:
    # A directive such as %YAML 1.1 would turn “yes” and “no” into something else.
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("%"):
            what = lazy("Lines beginning with % are not used here.")
            raise refused(what, at_line(name, number), lazy("Take the line out."))
        if line.strip() and not line.lstrip().startswith("#"):
            return


def _not_yaml(error: MarkedYAMLError, name: str) -> Problem:
    """What is wrong with the YAML, where the reader can see it, and the likeliest cause."""
    cause = f"{error.context} {error.problem}"
    mark = error.problem_mark
    what, mend = lazy("This is not valid YAML."), lazy("Check the indentation, colons and quotes.")
    if "another document" in cause:
        what, mend = lazy("The file holds two documents."), lazy("Take out the line “---”.")
    elif "alias" in cause or "anchor" in cause:
        what, mend = _NO_ANCHORS, _WRITE_OUT
    elif "'\\t'" in cause:
        mend = lazy("Indent with spaces, not with tabs.")
    elif "end" in cause and "stream" in cause and error.context_mark:
        mark, mend = error.context_mark, lazy("Close the quote or bracket that opens here.")
    elif "cannot start any token" in cause or "mapping values are not allowed" in cause:
        mend = lazy("Put the text in quotes, or check the indentation.")
    return Problem(what, at_line(name, mark.line + 1 if mark else 1), mend)


def _twice_in_json(text: str, name: str, keys: list[str]) -> list[Problem]:
    """The keys written twice, with their lines if the file can be read as YAML too."""
    reader = _Reader(name)
    try:
        node = compose(text)
    except (YAMLError, ValueError, RecursionError):
        node = None
    if node is not None:
        reader.plain(node, 0)
    return reader.problems or [_duplicate(key, name) for key in dict.fromkeys(keys)]


def _duplicate(key: str, where: Text | str) -> Problem:
    what = lazy("The key “{key}” is written twice.", key=shown(key))
    return Problem(what, where, lazy("Keep one of the two."))


def _half_character(where: Text | str) -> Problem:
    what = lazy("The text holds half of a character, as \\ud83d without the half that follows.")
    return Problem(what, where, lazy("Write the character itself."))


def _too_deep(name: str) -> Refused:
    what = lazy("The file is nested too deeply.")
    return refused(what, name, lazy("Check that it is the right file."))

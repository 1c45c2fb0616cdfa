"""Finding a template, and refusing one with a field that does not exist or without a needed one.

A template is an ordinary file with fields in double braces (docxtpl's writing in Word). Offices
put their own into the folder that `GREEN_FORMS` names; what is not there is taken from ours.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from green.errors import Problem, Refused
from green.paper.fields import LINES, NEEDED, fields_of
from green.paper.model import FileKind, Form
from green.settings import DATA, Settings
from green.texts import language, lazy, listing

FORMS_FOLDER = DATA / "forms"
MOST_BYTES = 10_000_000


def template_path(form: str, kind: FileKind) -> Path:
    """The file a form is made from, in the language spoken now: the office's, else ours."""
    name = f"{form}.{language()}.{kind}"
    folder = Settings.from_environment().forms
    if folder is None:
        return FORMS_FOLDER / name
    if not folder.is_dir():
        raise Refused(
            Problem(
                lazy("The folder for templates of forms does not exist."),
                f"GREEN_FORMS, {folder}",
                lazy("Make it, or leave the setting out."),
            )
        )
    own = folder / name
    return own if own.is_file() else FORMS_FOLDER / name


def read(path: Path) -> bytes:
    """The template's bytes; raises `Refused`."""
    try:
        if path.stat().st_size <= MOST_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise unreadable(path) from error
    raise unreadable(path)


def unreadable(path: Path) -> Refused:
    return Refused(
        Problem(
            lazy("The template cannot be read as a {kind} file.", kind=path.suffix.lstrip(".")),
            path,
            lazy("Save it again in Word or Excel, or take it away to use ours."),
        )
    )


def environment(finalize: Callable[[Any], Any], *, escape: bool) -> ImmutableSandboxedEnvironment:
    """What compiles templates: they may show values and loop, not reach into Python."""
    return ImmutableSandboxedEnvironment(
        autoescape=escape, undefined=StrictUndefined, finalize=finalize
    )


def used_in(source: str, path: Path, env: ImmutableSandboxedEnvironment) -> set[str]:
    """The fields that a text names, dotted; raises `Refused` for broken braces."""
    try:
        tree = env.parse(source)
    except TemplateError as error:
        raise broken(path, error) from error
    inner = {id(one.node) for one in tree.find_all(nodes.Getattr)}
    attributes = {_dotted(one) for one in tree.find_all(nodes.Getattr) if id(one) not in inner}
    names = {
        one.name
        for one in tree.find_all(nodes.Name)
        if one.ctx == "load" and id(one) not in inner and one.name != "loop"
    }
    return {one for one in attributes if not one.startswith("loop.")} | names


def broken(path: Path, error: TemplateError) -> Refused:
    return Refused(
        Problem(
            lazy("A field of the template is not written correctly: {reason}", reason=error),
            path,
            lazy("Write fields as they stand in our template."),
        )
    )


def check(form: Form, used: set[str], path: Path) -> None:
    """Raises `Refused` with every unknown field of a form, and every needed one that is missing."""
    line, many, _kind = LINES[form]
    check_fields(used - {line, many}, fields_of(form), NEEDED[form], path)


def check_fields(used: Set[str], known: Set[str], needed: Set[str], path: Path) -> None:
    """Raises `Refused` with every field that is not known, and every needed one that is missing."""
    unknown = sorted(used - known)
    missing = sorted(needed - used)
    problems = []
    if unknown:
        problems.append(
            Problem(
                lazy(
                    "The template has fields that do not exist: {fields}.", fields=listing(unknown)
                ),
                path,
                lazy("The fields that exist: {fields}.", fields=listing(sorted(known))),
            )
        )
    if missing:
        problems.append(
            Problem(
                lazy(
                    "The template lacks fields this form needs: {fields}.", fields=listing(missing)
                ),
                path,
                lazy("Put them in, for example {example}.", example="{{ mark }}"),
            )
        )
    if problems:
        raise Refused(*problems)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "?"

"""Inviting many people by a spreadsheet: checks of all cells, links as a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from green import clock, texts
from green.errors import Refused
from green.exchange.cells import CellProblem, Line, read_lines
from green.exchange.invitation_template import CODE, NAME, ROLE, heading
from green.exchange.sheets import fill, saved, sheet_of
from green.people import guard, invitation_records, policy, records
from green.people.invitations import Wanted
from green.people.model import ROLES, Action, Actor, Grant, Role, role_name
from green.people.names import read_name
from green.people.place_names import known_codes, place_names
from green.store import Query
from green.texts import LANGUAGES, _, lazy, listing


@dataclass(frozen=True)
class Checked:
    """What a sheet asks for, or everything that is wrong with it; never both."""

    wanted: tuple[Wanted, ...]
    problems: tuple[CellProblem, ...]


def check(query: Query, actor: Actor, data: bytes) -> Checked:
    """Read a sheet and run all checks on all lines; raises `Refused` for what is no sheet."""
    lines = read_lines(data, CODE)
    problems = list(_heading_is_ours(lines[0] if lines else Line(1, ("", "", ""))))
    body = [line for line in lines if line.number > 1]
    if not body:
        problems.append(
            CellProblem(2, NAME, lazy("The sheet is empty."), lazy("Write one person a line."))
        )
    known = _Known(query, actor, body)
    for line in body:
        for look in _CHECKS:
            problems += look(line, known)
    if problems:
        return Checked((), tuple(sorted(problems, key=lambda one: (one.line, one.column))))
    return Checked(
        tuple(
            Wanted(_cell(line, NAME), known.roles[_cell(line, ROLE).lower()], _cell(line, CODE))
            for line in body
        ),
        (),
    )


def result(query: Query, wanted: Sequence[Wanted], links: Sequence[str], until: str) -> bytes:
    """The people with their links; it is the only place where these stand."""
    names = place_names(query, (one.scope for one in wanted))
    rows: list[list[object]] = [[*heading(), _("Place"), _("Link"), _("Valid until")]]
    for one, link in zip(wanted, links, strict=True):
        place = names.get(one.scope, "")
        rows.append([one.name, role_name(one.role), one.scope, place, link, until])
    book = Workbook()
    sheet = sheet_of(book)
    sheet.title = _("Invitations")
    fill(sheet, rows, (24, 20, 16, 36, 80, 24))
    return saved(book)


class _Known:
    """What the checks compare with, asked once for the whole sheet."""

    def __init__(self, query: Query, actor: Actor, lines: Sequence[Line]) -> None:
        self.roles = _role_words()
        self.codes = known_codes(query, (_cell(line, CODE) for line in lines))
        self.grants: tuple[Grant, ...] = records.grants_of(query, actor.person, clock.today())
        scopes = guard.scopes(query, actor, Action.MANAGE_PEOPLE)
        self.waiting = {
            (one.name, one.role, one.scope) for one in invitation_records.open_within(query, scopes)
        }
        self.first: dict[tuple[str, str, str], int] = {}
        for line in lines:
            self.first.setdefault(_whole(line, self), line.number)


_Check = Callable[[Line, _Known], Iterator[CellProblem]]


def _name_is_written(line: Line, _known: _Known) -> Iterator[CellProblem]:
    try:
        read_name(_cell(line, NAME), lazy("Name"))
    except Refused as refused:
        for problem in refused.problems:
            mend = problem.mend or lazy("Write the person's name.")
            yield CellProblem(line.number, NAME, problem.what, mend)


def _role_is_known(line: Line, known: _Known) -> Iterator[CellProblem]:
    if _cell(line, ROLE).lower() not in known.roles:
        yield CellProblem(
            line.number,
            ROLE,
            lazy("There is no role “{role}”.", role=_cell(line, ROLE)[:40]),
            lazy("Write one of: {roles}.", roles=listing(role_name(role) for role in ROLES)),
        )


def _code_is_a_place_of_ours(line: Line, known: _Known) -> Iterator[CellProblem]:
    code = _cell(line, CODE)
    if code not in known.codes:
        yield CellProblem(
            line.number,
            CODE,
            lazy("There is no place with the code “{code}”.", code=code[:40]),
            lazy("Take it from the sheet with the codes."),
        )
    elif not policy.may(known.grants, Action.MANAGE_PEOPLE, code):
        yield CellProblem(
            line.number,
            CODE,
            lazy("The code {code} is outside your scope.", code=code),
            lazy("Leave this line to an administrator of that place."),
        )


def _no_cell_is_a_formula(line: Line, _known: _Known) -> Iterator[CellProblem]:
    for column, cell in enumerate(line.cells, 1):
        if cell is None:
            yield CellProblem(
                line.number,
                column,
                lazy("This is a formula."),
                lazy("Write what it gives, as text."),
            )


def _nobody_stands_twice(line: Line, known: _Known) -> Iterator[CellProblem]:
    first = known.first[_whole(line, known)]
    if first != line.number:
        yield CellProblem(
            line.number,
            NAME,
            lazy("This is the same as line {n}.", n=first),
            lazy("Take one of the two out."),
        )


def _nobody_is_invited_already(line: Line, known: _Known) -> Iterator[CellProblem]:
    if _whole(line, known) in known.waiting:
        yield CellProblem(
            line.number,
            NAME,
            lazy("An invitation for this person is waiting already."),
            lazy("Withdraw that one first, or take this line out."),
        )


_CHECKS: tuple[_Check, ...] = (
    _no_cell_is_a_formula,
    _name_is_written,
    _role_is_known,
    _code_is_a_place_of_ours,
    _nobody_stands_twice,
    _nobody_is_invited_already,
)


def _heading_is_ours(line: Line) -> Iterator[CellProblem]:
    spoken = texts.language()
    known = []
    for language in LANGUAGES:
        texts.use(language)
        known.append([str(word) for word in heading()])
    texts.use(spoken)
    for column in (NAME, ROLE, CODE):
        if line.number != 1 or _cell(line, column) not in [words[column - 1] for words in known]:
            yield CellProblem(
                1,
                column,
                lazy("The heading of this column is missing or another one."),
                lazy("Keep the first line of the template as it is."),
            )


def _role_words() -> dict[str, Role]:
    """Roles by what they are called in the files and in either language."""
    spoken = texts.language()
    found: dict[str, Role] = {role: role for role in ROLES}
    for language in LANGUAGES:
        texts.use(language)
        found |= {str(role_name(role)).lower(): role for role in ROLES}
    texts.use(spoken)
    return found


def _cell(line: Line, column: int) -> str:
    return (line.cells[column - 1] or "").strip()


def _whole(line: Line, known: _Known) -> tuple[str, str, str]:
    role = _cell(line, ROLE).lower()
    return _cell(line, NAME), known.roles.get(role, role), _cell(line, CODE)

"""The empty sheet for inviting many people, with what explains it."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from green.exchange.cells import MOST_LINES
from green.exchange.sheets import fill, saved, sheet_of
from green.people import guard
from green.people.invitations import LASTS
from green.people.model import ROLES, Action, Actor, role_name
from green.people.place_names import place_names
from green.registry.records import communities_within
from green.store import Store
from green.texts import _, listing

NAME, ROLE, CODE = 1, 2, 3
_MOST_LISTED = 10_000


def template(store: Store, actor: Actor) -> bytes:
    """An empty sheet with choices of roles, one that explains, and one with the codes."""
    scopes = guard.somewhere(store, actor, Action.MANAGE_PEOPLE)
    with store.read() as query:
        listed = [one for scope in scopes for one in communities_within(query, scope)]
        names = place_names(query, scopes)
    book = Workbook()
    sheet = sheet_of(book)
    sheet.title = _("Invitations")
    fill(sheet, [heading()], (24, 20, 20))
    for column in ("A", "B", "C"):
        sheet.column_dimensions[column].number_format = "@"
    roles = DataValidation(
        type="list", formula1=f'"{",".join(str(role_name(role)) for role in ROLES)}"'
    )
    roles.add(f"B2:B{MOST_LINES + 1}")
    sheet.add_data_validation(roles)
    fill(book.create_sheet(_("How to fill it in")), _explanation(), (100,))
    codes: list[list[object]] = [[_("Code"), _("Place")]]
    codes += [[scope, names[scope]] for scope in scopes if scope]
    if len(listed) <= _MOST_LISTED:
        codes += [[one.code, f"{one.where}{one.name}"] for one in listed if one.valid_to is None]
    fill(book.create_sheet(_("Codes")), codes, (20, 60))
    return saved(book)


def heading() -> list[object]:
    """What stands in the first line, in the language spoken now."""
    return [_("Name"), _("Role"), _("Code")]


def _explanation() -> list[list[object]]:
    roles = listing(role_name(role) for role in ROLES)
    return [
        [_("How to fill it in")],
        [_("One person a line, at most {n} lines; leave the first line as it is.", n=MOST_LINES)],
        [_("Name: as it will be shown; the person may change it.")],
        [_("Role: one of {roles}.", roles=roles)],
        [_("Code: of the division or community; the sheet “{sheet}” has them.", sheet=_("Codes"))],
        [_("All lines are checked first. If one is wrong, nothing is stored.")],
        [_("You get a link for each line; it works once, for {n} days.", n=LASTS.days)],
    ]

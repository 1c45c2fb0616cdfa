"""A row of the log as a sentence: who did what to whom."""

from __future__ import annotations

import json
from typing import Any

from green.log.model import Entry
from green.people.model import CONSOLE, ROLES, Action, action_name, role_name
from green.people.registry_sentences import of_change
from green.texts import Text, _, lazy, n_
from green.texts.direction import isolated

# The verbs that there are, for choosing one. Others are shown as they are written.
ACTIONS: dict[str, Text] = {
    "sign_in": lazy("Signing in"),
    "sign_out": lazy("Signing out"),
    "sign_out_everywhere": lazy("Signing out everywhere"),
    "change_password": lazy("Changing the password"),
    "set_password": lazy("Setting a password for somebody"),
    "add_person": lazy("Making an account"),
    "close_account": lazy("Closing an account"),
    "grant": lazy("Giving a role"),
    "end_grant": lazy("Ending a role"),
    "invite": lazy("Inviting"),
    "withdraw_invitation": lazy("Withdrawing an invitation"),
    "enrol": lazy("Joining the programme"),
    "withdraw": lazy("Leaving the programme"),
    "answer": lazy("Answering an item"),
    "profile": lazy("Changing a profile"),
    "attach": lazy("Adding evidence"),
    "detach": lazy("Taking evidence away"),
    "take_out": lazy("Taking evidence out of the library"),
    "plan_works": lazy("Planning works"),
    "place": lazy("Saying where a community lies"),
    "hand_in": lazy("Handing in"),
    "recall": lazy("Recalling"),
    "begin_review": lazy("Beginning a review"),
    "mark_item": lazy("Judging an item"),
    "agree": lazy("Agreeing to a self-assessment"),
    "return": lazy("Returning a self-assessment"),
    "visit": lazy("Looking on site"),
    "open_notice": lazy("Putting on public notice"),
    "withdraw_notice": lazy("Withdrawing a public notice"),
    "publish": lazy("Publishing recognitions"),
    "object": lazy("Objecting"),
    "answer_objection": lazy("Answering an objection"),
    "record_decisions": lazy("Recording decisions of an office"),
    "recheck": lazy("Re-checking a recognised community"),
    "draw_spot_check": lazy("Drawing a spot check"),
    "score": lazy("Scoring an item in a spot check"),
    "revoke": lazy("Revoking a recognition"),
    "record_denominator": lazy("Recording an official figure"),
    "change_registry": lazy("Changing the list of communities"),
    "end_succession": lazy("Not passing a recognition on"),
    "export": lazy("Exporting"),
    "export_forms": lazy("Exporting forms"),
    "back_up": lazy("Backing up"),
    "restore": lazy("Restoring a backup"),
    "refuse": lazy("Refusals"),
}


def sentence(entry: Entry, names: dict[str, str]) -> str:
    """What was done, in the language spoken now; `names` are the people's by their sign-in name.

    Where and when it was done stand beside it.
    """
    details = json.loads(entry.details)
    who = named(entry.person, names)
    text = _sentence(entry, details, who, names)
    behalf = details.get("on_behalf_of")
    if not behalf:
        return text
    return _("{sentence} (for {name})", sentence=text, name=isolated(str(behalf)))


def named(person: str, names: dict[str, str]) -> str:
    """Somebody by name and sign-in name, or what stands for nobody's account."""
    if person == CONSOLE:
        return _("the command line")
    if person == "nobody":
        return _("somebody not signed in")
    name = names.get(person)
    if name is None or name == person:
        return isolated(person)
    return _("{name} ({id})", name=isolated(name), id=person)


def people_in(entry: Entry) -> list[str]:
    """The sign-in names that the sentence of a row needs names for."""
    details = json.loads(entry.details)
    return [entry.person, *(str(details[key]) for key in ("holder", "successor") if key in details)]


def _sentence(entry: Entry, details: dict[str, Any], who: str, names: dict[str, str]) -> str:
    holder = named(str(details.get("holder", "")), names)
    role = _role(details.get("role"))
    match entry.action:
        case "sign_in":
            return _("{who} signed in.", who=who)
        case "sign_out":
            return _("{who} signed out.", who=who)
        case "set_password":
            return _("{who} set a new password for {holder}.", who=who, holder=holder)
        case "add_person" if details.get("holder") == entry.person:
            return _("{who} made their account.", who=who)
        case "add_person":
            return _("{who} made the account {holder}.", who=who, holder=holder)
        case "close_account":
            return _("{who} closed the account {holder}.", who=who, holder=holder)
        case "grant":
            return _("{who} gave {holder} the role {role}.", who=who, holder=holder, role=role)
        case "end_grant" if "successor" in details:
            successor = named(str(details["successor"]), names)
            return _(
                "{holder} handed the role {role} over to {successor}, as {who} had arranged.",
                holder=holder,
                role=role,
                successor=successor,
                who=who,
            )
        case "end_grant":
            return _("{who} ended the role {role} of {holder}.", who=who, role=role, holder=holder)
        case "invite":
            name = isolated(str(details.get("name", "")))
            return _("{who} invited {name} as {role}.", who=who, name=name, role=role)
        case "withdraw_invitation":
            return _("{who} withdrew an invitation.", who=who)
        case "refuse":
            return _("{who} was refused: {what}.", who=who, what=_asked(details.get("asked")))
        case _other:
            return _of_own(entry, details, who)


def _of_own(entry: Entry, details: dict[str, Any], who: str) -> str:
    item = ", ".join(details.get("items", [details.get("item", "")]))
    match entry.action:
        case "sign_out_everywhere":
            return _("{who} signed out everywhere.", who=who)
        case "change_password":
            return _("{who} changed their password.", who=who)
        case "enrol":
            return _("{who} joined the programme.", who=who)
        case "withdraw":
            return _("{who} left the programme.", who=who)
        case "answer":
            return _("{who} answered item {item}.", who=who, item=item)
        case "profile":
            return _("{who} changed the community's profile.", who=who)
        case "attach" if item:
            return _("{who} added evidence to item {item}.", who=who, item=item)
        case "attach":
            return _("{who} added evidence to the library.", who=who)
        case "take_out":
            return _("{who} took evidence out of the library.", who=who)
        case "detach":
            return _("{who} took evidence away.", who=who)
        case "hand_in":
            return _("{who} handed the self-assessment in.", who=who)
        case "recall":
            return _("{who} recalled the self-assessment.", who=who)
        case "record_denominator":
            return _(
                "{who} recorded {n} communities as of {day}, by {source}.",
                who=who,
                n=details.get("communities", ""),
                day=details.get("counted_on", ""),
                source=isolated(str(details.get("source", ""))),
            )
        case _other:
            return _of_lists(entry, details, who)


def _of_lists(entry: Entry, details: dict[str, Any], who: str) -> str:
    match entry.action:
        case "plan_works" if "works" in details:
            return n_(
                "{who} planned {n} work with one press.",
                "{who} planned {n} works with one press.",
                int(details["works"]),
                who=who,
            )
        case "plan_works":
            item = str(details.get("item", ""))
            return _("{who} planned works for item {item}.", who=who, item=item)
        case "place":
            return _("{who} recorded where the community lies.", who=who)
        case "record_decisions" if "recorded" in details:
            return n_(
                "{who} recorded {n} decision by {document}.",
                "{who} recorded {n} decisions by {document}.",
                int(details["recorded"]),
                who=who,
                document=isolated(str(details.get("document", ""))),
            )
        case "export" if details.get("what") == "log" and "rows" in details:
            return n_(
                "{who} exported {n} row of the log.",
                "{who} exported {n} rows of the log.",
                int(details["rows"]),
                who=who,
            )
        case "export" if details.get("what") == "bulletin" and "last" in details:
            return _(
                "{who} exported the bulletin from {first} to {last}.",
                who=who,
                first=isolated(str(details.get("first", ""))),
                last=isolated(str(details["last"])),
            )
        case "export" if details.get("what") == "works":
            return _("{who} exported the renovation list.", who=who)
        case "change_registry":
            return of_change(details, who)
        case "end_succession":
            return _(
                "{who} recorded that the recognition of {name} does not pass on.",
                who=who,
                name=_name(details),
            )
        case "export_forms":
            return _("{who} exported forms.", who=who)
        case "back_up":
            return _("{who} made the backup {name}.", who=who, name=_name(details))
        case "restore":
            return _(
                "{who} restored the data from the backup {name}.", who=who, name=_name(details)
            )
        case _other:
            return _("{who}: {action}.", who=who, action=ACTIONS.get(entry.action, entry.action))


def _name(details: dict[str, Any]) -> str:
    return isolated(str(details.get("name", "")))


def _role(text: object) -> object:
    return next((role_name(role) for role in ROLES if role == text), text)


def _asked(text: object) -> object:
    if text in ACTIONS:
        return ACTIONS[str(text)]
    return next((action_name(action) for action in Action if action == text), text)

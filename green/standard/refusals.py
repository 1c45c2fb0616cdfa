"""What pydantic finds wrong in a standard or programme, said in our own words."""

from __future__ import annotations

import difflib
import re
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from green.errors import Problem
from green.standard.document import Document, Place, shown
from green.texts import Text, lazy, listing

Sentence = tuple[Text, Text]

_ABOUT_KEYS_AND_LISTS = {
    "missing",
    "union_tag_not_found",
    "union_tag_invalid",
    "one_bound",
    "one_measure",
    "cycles_overlap",
    "cycle_ends_early",
    "step_twice",
    "chain_goes_down",
    "chain_makes",
    "rule_and_chain",
    "list_of_parts",
    "listed_twice",
    "listed_outside",
    "nobody_names",
    "too_short",
}
_FORMS: dict[str, Text] = {
    "id": lazy("Use small letters, digits and single hyphens, for example green-space."),
    "standard": lazy("Use small letters, digits and single hyphens, for example green-space."),
    "ref": lazy("Use digits with points between them, for example 12 or 3.1."),
    "version": lazy("Use digits with points between them, for example 1.0."),
    "code": lazy("Write a community's code of 12 digits in quotes."),
    "region": lazy("Write a division code of 2, 4, 6 or 9 digits, for example 37."),
}


def problems_of(
    error: ValidationError, model: type[BaseModel], document: Document
) -> list[Problem]:
    """Every error as a problem with file, line and fix."""
    return [
        _problem(details, model, document)
        for details in error.errors()
        # A list counts as too short also when its entries were refused one by one.
        if not (details["type"] == "too_short" and details["input"])
    ]


def _problem(details: ErrorDetails, model: type[BaseModel], document: Document) -> Problem:
    place = _place(details, document)
    key = next((part for part in reversed(place) if isinstance(part, str)), "")
    given = details.get("input")
    context = details.get("ctx", {})
    kind = details["type"]
    if kind == "extra_forbidden":
        what, mend = _unknown(key, model, document, place)
    elif given is None or given == "":
        what, mend = lazy("“{key}” is empty.", key=key), lazy("Fill it in.")
    elif kind in ("model_type", "model_attributes_type", "tuple_type"):
        what, mend = _shape(kind, key, context, is_entry=key != place[-1])
    elif isinstance(given, dict | list) and kind not in _ABOUT_KEYS_AND_LISTS:
        what = lazy("“{key}” takes a single value.", key=key)
        mend = lazy("Write it after the colon, on the same line.")
    elif kind.startswith(("bool_", "int_", "decimal_", "finite_", "date_")):
        what, mend = _value(kind, key, shown(given))
    else:
        what, mend = _sentence(kind, key, shown(given), context)
    return Problem(what, document.where(place), mend)


def _place(details: ErrorDetails, document: Document) -> Place:
    """Where the file has what pydantic complains of."""
    # Pydantic puts the kind of a check into the path; the file has no such level.
    place = tuple(part for part in details["loc"] if part not in ("yes_no", "ratio"))
    match details["type"]:
        case "union_tag_invalid" | "union_tag_not_found":
            return (*place, "kind")
        case "cycles_overlap" | "cycle_ends_early":
            context = details.get("ctx", {})
            wanted = context.get("after") or context.get("id")
            ids = [cycle["id"] for cycle in document.value["cycles"]]
            return ("cycles", ids.index(wanted))
        case "step_twice" | "chain_goes_down":
            context = details.get("ctx", {})
            wanted = context.get("after") or context.get("id")
            ids = [step["id"] for step in document.value["chain"]]
            # Of two with one id the later is meant.
            return ("chain", len(ids) - 1 - ids[::-1].index(wanted))
        case "listed_twice":
            codes = [entry["code"] for entry in details["input"]["list"]]
            last = len(codes) - 1 - codes[::-1].index(details["ctx"]["code"])
            return (*place, "list", last, "code")
        case "listed_outside":
            context = details["ctx"]
            return ("targets", context["target"], "list", context["entry"], "code")
        case "nobody_names":
            return ("targets", details["ctx"]["target"], "metric")
        case "chain_makes" | "rule_and_chain":
            return ("chain",) if document.value.get("chain") else ("rule",)
    return place


def _sentence(kind: str, key: str, given: str, context: dict[str, Any]) -> Sentence:
    match kind:
        case "missing" if key == "zh":
            return lazy("The Chinese text is missing."), lazy("Add “zh:” with the text.")
        case "missing" if key == "en":
            return lazy("The English text is missing."), lazy("Add “en:” with the text.")
        case "missing" | "union_tag_not_found":
            return lazy("“{key}” is missing.", key=key), lazy("Add “{key}:” here.", key=key)
        case "string_too_short":
            return lazy("“{key}” is empty.", key=key), lazy("Fill it in.")
        case "too_short":
            return lazy("“{key}” is empty.", key=key), lazy("List at least one.")
        case "string_type":
            what = lazy("“{key}” must be text, and “{given}” is not.", key=key, given=given)
            return what, lazy("Put it in quotes.")
        case "literal_error" | "union_tag_invalid":
            given = shown(context.get("tag", given))
            expected = str(context.get("expected") or context.get("expected_tags"))
            what = lazy("“{given}” is not one of the choices for “{key}”.", given=given, key=key)
            choices = listing(re.findall(r"'([^']*)'", expected))
            return what, lazy("Choose from: {choices}.", choices=choices)
        case "string_pattern_mismatch" | "string_too_long":
            what = lazy("“{given}” does not fit “{key}”.", given=given, key=key)
            most = lazy("Write at most {n} characters.", n=context.get("max_length"))
            return what, most if kind == "string_too_long" else _FORMS[key]
        case "greater_than" | "less_than_equal":
            return _limit(kind, key, given, context)
        case "one_bound":
            what = lazy("A freshness needs months or until, and only one of them.")
            return what, lazy("Keep exactly one of “months” and “until”.")
        case "cycle_ends_early":
            what = lazy("The cycle “{id}” closes before it opens.", id=context["id"])
            return what, lazy("Correct the dates.")
        case "cycles_overlap":
            what = lazy("The cycles “{before}” and “{after}” are open at the same time.", **context)
            return what, lazy("List them by date, and close the earlier before the later opens.")
    return (
        _about_a_target(kind, context)
        or _about_the_chain(kind, context)
        or (
            lazy("“{given}” is not right for “{key}”.", given=given, key=key),
            lazy("Compare it with the files in criteria/."),
        )
    )


def _about_a_target(kind: str, context: dict[str, Any]) -> Sentence | None:
    match kind:
        case "one_measure":
            what = lazy("A target needs a share, a count or a list, and only one of them.")
            return what, lazy("Keep exactly one of “share_percent”, “count” and “list”.")
        case "list_of_parts":
            what = lazy("A list of communities is a target for the whole, and its own base.")
            return what, lazy("Write “scope: whole”, and no “denominator”.")
        case "listed_twice":
            what = lazy("The community {code} is on the list twice.", code=context["code"])
            return what, lazy("Take one out, or correct its code.")
        case "listed_outside":
            what = lazy("The community {code} is outside the region.", code=context["code"])
            return what, lazy("Correct its code, or take it out.")
        case "nobody_names":
            what = lazy("Nobody names communities here, so this can never be counted.")
            return what, lazy("Choose another metric, or give a step “makes: named”.")
    return None


def _about_the_chain(kind: str, context: dict[str, Any]) -> Sentence | None:
    match kind:
        case "step_twice":
            what = lazy("The step id “{id}” is used twice.", id=context["id"])
            return what, lazy("Change the newer one: an id, once used, stays for good.")
        case "chain_goes_down":
            what = lazy("The step “{after}” goes down again after “{before}”.", **context)
            return what, lazy("List the steps from the street up.")
        case "chain_makes":
            what = lazy("The chain does not say who makes a community attained.")
            mend = lazy("Give one step “makes: attained”, and after it one “makes: named” at most.")
            return what, mend
        case "rule_and_chain":
            what = lazy("The rule and the chain contradict each other.")
            return what, lazy("Give a chain exactly if the rule is “decided”.")
    return None


def _unknown(key: str, model: type[BaseModel], document: Document, place: Place) -> Sentence:
    what = lazy("The key “{key}” is not known here.", key=shown(key))
    beside: Any = document.value
    for part in place[:-1]:
        beside = beside[part]
    free = [name for name in _field_names(model) if name not in beside]
    near = difflib.get_close_matches(key, free, n=1)
    return what, lazy("Did you mean “{near}”?", near=near[0]) if near else lazy("Take it out.")


def _shape(kind: str, key: str, context: dict[str, Any], *, is_entry: bool) -> Sentence:
    if kind == "tuple_type":
        what = lazy("“{key}” must be a list.", key=key)
        return what, lazy("Begin each entry on its own line with a hyphen and a space.")
    if context.get("class_name") == "Words":
        what = lazy("“{key}” needs a Chinese and an English text.", key=key)
        return what, lazy("Write “zh:” and “en:” on lines of their own below it.")
    mend = lazy("Write them on lines of their own below it, further in.")
    if is_entry:
        return lazy("Every entry of “{key}” needs keys with values.", key=key), mend
    return lazy("“{key}” needs keys with values.", key=key), mend


def _value(kind: str, key: str, given: str) -> Sentence:
    if kind.startswith("date_"):
        what = lazy("“{text}” is not a date.", text=given)
        return what, lazy("Write it as year-month-day, for example 2022-12-31.")
    if kind.startswith("bool_"):
        what = lazy("“{key}” cannot be “{given}”.", key=key, given=given)
        return what, lazy("Write true or false.")
    what = lazy("“{key}” must be a number, and “{given}” is not.", key=key, given=given)
    if kind == "int_from_float":
        what = lazy("“{key}” must be a whole number, and “{given}” is not.", key=key, given=given)
    return what, lazy("Write digits only.")


def _limit(kind: str, key: str, given: str, context: dict[str, Any]) -> Sentence:
    if key in ("at_least_percent", "share_percent"):
        mend = lazy("Write a number above 0 and at most 100.")
        if kind == "less_than_equal":
            return lazy("{given}% can never be reached.", given=given), mend
        return lazy("{given}% is always reached, so it asks for nothing.", given=given), mend
    what = lazy("“{key}” cannot be “{given}”.", key=key, given=given)
    if kind == "less_than_equal":
        return what, lazy("Write a number up to {most}.", most=context["le"])
    return what, lazy("Write a number above {least}.", least=context["gt"])


def _field_names(model: type[BaseModel]) -> list[str]:
    """Every key that may stand anywhere in a file of this kind, for “did you mean”."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return sorted({name for part in parts for name in part.get("properties", {})})

"""Which fields the template of each form may use, and which it needs: read from the values."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from green.paper.model import (
    Blank,
    Form,
    ItemRow,
    NoticeRow,
    PlanRow,
    PublicNotice,
    RectificationPlan,
    SelfAssessment,
    Summary,
    SummaryRow,
)

CONTENT: dict[Form, type[Any]] = {
    "self-assessment": SelfAssessment,
    "summary": Summary,
    "public-notice": PublicNotice,
    "blank": Blank,
    "rectification-plan": RectificationPlan,
}
# What a template names a line of its list.
LINES: dict[Form, tuple[str, str, type[Any]]] = {
    "self-assessment": ("item", "items", ItemRow),
    "summary": ("row", "rows", SummaryRow),
    "public-notice": ("row", "rows", NoticeRow),
    "blank": ("item", "items", ItemRow),
    "rectification-plan": ("row", "rows", PlanRow),
}
# Without these a form would say nothing, or pass simulated data off as real.
NEEDED: dict[Form, frozenset[str]] = {
    "self-assessment": frozenset({"mark", "place.name", "item.ref", "item.status"}),
    "summary": frozenset({"mark", "row.community", "row.code"}),
    "public-notice": frozenset({"mark", "row.community"}),
    "blank": frozenset({"mark", "item.ref", "item.requirement"}),
    "rectification-plan": frozenset({"mark", "place.name", "row.work"}),
}


def fields_of(form: Form) -> frozenset[str]:
    """The fields a template of this form may use, as they are written: `place.name`, `item.ref`."""
    name, _many, line = LINES[form]
    own = _names(CONTENT[form], "") - {"picture"}
    return frozenset(own | {f"{name}.{one.name}" for one in fields(line)})


def _names(kind: type[Any], before: str) -> set[str]:
    hints, found = get_type_hints(kind), set()
    for one in fields(kind):
        inner = hints[one.name]
        if is_dataclass(inner):
            assert isinstance(inner, type)
            found |= _names(inner, f"{before}{one.name}.")
        else:
            found.add(before + one.name)
    return found

"""What happened to a community in words: its own steps, the chain's decisions, notices, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from green.assessment.model import EventKind, HistoryEvent
from green.review.course import Course
from green.review.course_records import NoticeStep
from green.review.model import Decision, DecisionKind
from green.texts import Text, join, lazy

_OWN: dict[EventKind, Text] = {
    "enrol": lazy("Took part"),
    "withdraw": lazy("Left the programme"),
    "hand_in": lazy("Handed in the self-assessment"),
    "recall": lazy("Recalled the self-assessment"),
    "return": lazy("Self-assessment returned"),
    "attain": lazy("Recognised: attained"),
    "name": lazy("Recognised: named"),
    "revoke": lazy("Recognition revoked"),
}


@dataclass(frozen=True)
class Told:
    """A row of the history; `submission` is the one it is about."""

    day: date
    recorded_at: datetime
    person: str
    text: str
    submission: int | None = None


def told(events: Sequence[HistoryEvent], course: Course | None) -> list[Told]:
    """All of it, the newest first, in the language spoken now. A return stands there once, as
    the decision of the level that made it."""
    decisions = (
        [(number, one) for number, ours in course.decisions.items() for one in ours]
        if course
        else []
    )
    known = {number for number, one in decisions if one.kind == "return"}
    found = [
        Told(one.effective_on, one.recorded_at, one.person, str(_OWN[one.kind]), one.submission)
        for one in events
        if not (one.kind == "return" and one.submission in known)
    ]
    if course is not None:
        found = [_decided(course, number, one) for number, one in reversed(decisions)] + found
        found = [_noticed(course, one) for one in reversed(course.notices)] + found
    return sorted(found, key=lambda one: one.recorded_at, reverse=True)


def _decided(course: Course, submission: int, one: Decision) -> Told:
    step = course.programme.step(one.step)
    office = course.places.get(one.office, one.office)
    words = _decision(one.kind, step.title if step else one.step, office)
    text = join(words, lazy("“{text}”", text=one.note)) if one.note else str(words)
    return Told(one.effective_on, one.recorded_at, one.person, text, submission)


def _decision(kind: DecisionKind, step: object, office: str) -> Text:
    match kind:
        case "begin":
            return lazy("{step}: review begun, {office}.", step=step, office=office)
        case "agree":
            return lazy("{step}: agreed to, {office}.", step=step, office=office)
        case "return":
            return lazy("{step}: returned, {office}.", step=step, office=office)
        case _other:
            return lazy(
                "{step}: to be decided anew after an objection, {office}.",
                step=step,
                office=office,
            )


def _noticed(course: Course, one: NoticeStep) -> Told:
    office = course.places.get(one.scope, one.scope)
    match one.kind:
        case "open":
            text = lazy(
                "On public notice until {day}, {office}.",
                day=one.ends_on.isoformat(),
                office=office,
            )
        case "publish":
            text = lazy("Published: {document}, {office}.", document=one.document, office=office)
        case _other:
            text = lazy("Public notice withdrawn, {office}.", office=office)
    return Told(one.effective_on, one.recorded_at, one.person, str(text), one.submission)

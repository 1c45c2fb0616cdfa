"""From the steps of many lives to frames for the tables, with ids and snapshots as real ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pandas as pd

from green.assessment.model import Case, Draft, Evidence, FieldValue
from green.assessment.submission import snapshot
from green.people.model import Actor
from green.registry.model import CODE_LENGTH, Community, Profile
from green.review.model import KINDS
from green.simulation.life import Base, Step
from green.simulation.lists import document
from green.simulation.people import reviewer
from green.standard.programme import Programme
from green.standard.verdict import judge
from green.store import Query

PERSON = "simulated"
_KEPT_AT = "社区办公室档案柜"
_IDS = {"id", "based_on", "evidence", "submission"}


class Rows:
    """Collects rows table by table, with ids counted from 0 until they are loaded."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._used = 0
        self._tables: dict[str, list[dict[str, Any]]] = {}

    def add_life(self, community: Community, base: Base, steps: Iterable[Step]) -> None:
        """All rows of one community's steps."""
        fields: dict[str, dict[tuple[str, str], FieldValue]] = {}
        attached: dict[str, list[Evidence]] = {}
        standing: tuple[int, str] | None = None
        profile = Profile(**asdict(base))
        for step in steps:
            cycle = self._programme.cycle_on(step.day)
            assert cycle is not None, "every simulated day lies in a cycle"
            case = Case(self._programme, cycle, community)
            if step.kind == "answer" and _is_held(fields.get(cycle.id, {}), step):
                continue
            event = self._id()
            dated = {"effective_on": step.day, "recorded_at": step.at, "person": PERSON}
            about = {"programme": self._programme.id, "community": community.id}
            if step.kind in ("enrol", "withdraw"):
                self._add("enrolment_event", id=event, kind=step.kind, **about, **dated)
            elif step.kind == "profile":
                known = {"id": event, "community": community.id, **asdict(base)}
                self._add("profile_event", **known, **dated)
            elif step.kind == "answer":
                key = (step.item, step.field)
                before = fields.setdefault(cycle.id, {}).get(key)
                self._add(
                    "answer_event",
                    id=event,
                    cycle=cycle.id,
                    item=step.item,
                    field=step.field,
                    value=json.dumps(step.value, ensure_ascii=False),
                    based_on=before.event if before else None,
                    **about,
                    **dated,
                )
                fields[cycle.id][key] = FieldValue(event, step.value, PERSON, step.at)
            elif step.kind == "evidence":
                attached.setdefault(cycle.id, []).append(self._evidence(case, step, event))
            elif step.kind == "hand_in":
                draft = Draft(fields.get(cycle.id, {}))
                evidence = attached.get(cycle.id, [])
                standing = event, self._submission(case, profile, draft, evidence, step, event)
            else:
                assert standing is not None, "only what was handed in is recalled or decided"
                self._after_hand_in(case, standing, step, event)

    def load(self, query: Query) -> None:
        """Append everything collected to the database, under ids of its own."""
        first = query.reserve("event_id", self._used)
        for table, rows in self._tables.items():
            frame = pd.DataFrame(rows)
            for column in _IDS & set(frame.columns):
                frame[column] = frame[column].astype("Int64") + first
            query.load(table, frame)

    def _id(self) -> int:
        self._used += 1
        return self._used - 1

    def _add(self, table: str, **row: Any) -> None:
        self._tables.setdefault(table, []).append(row)

    def _evidence(self, case: Case, step: Step, event: int) -> Evidence:
        found = Evidence(
            event,
            step.item,
            str(step.value),
            step.day - timedelta(days=event % 200),
            _KEPT_AT,
            PERSON,
        )
        self._add(
            "evidence",
            id=event,
            community=case.community.id,
            what=found.what,
            true_as_of=found.true_as_of,
            kept_at=found.kept_at,
            recorded_at=step.at,
            person=PERSON,
        )
        self._add(
            "evidence_link_event",
            id=self._id(),
            evidence=event,
            programme=self._programme.id,
            cycle=case.cycle.id,
            community=case.community.id,
            item=step.item,
            kind="attach",
            effective_on=step.day,
            recorded_at=step.at,
            person=PERSON,
        )
        return found

    def _submission(
        self,
        case: Case,
        profile: Profile,
        draft: Draft,
        evidence: list[Evidence],
        step: Step,
        event: int,
    ) -> str:
        """Hand in; returns the snapshot's hash."""
        answers = draft.answers(case)
        verdict = judge(case.standard, answers)
        assert verdict.outcome != "incomplete", "only complete answers are handed in"
        text, sha256 = snapshot(
            case,
            profile,
            answers,
            evidence,
            verdict,
            step.day,
            step.at,
            Actor(PERSON),
            simulated=True,
        )
        self._add(
            "submission",
            id=event,
            programme=self._programme.id,
            cycle=case.cycle.id,
            community=case.community.id,
            outcome=verdict.outcome,
            standard_sha256=case.standard.sha256,
            snapshot=text,
            sha256=sha256,
            effective_on=step.day,
            recorded_at=step.at,
            person=PERSON,
        )
        for judged in verdict.items:
            self._add(
                "submission_item", submission=event, item=judged.item.id, status=judged.status
            )
        return sha256

    def _after_hand_in(self, case: Case, standing: tuple[int, str], step: Step, event: int) -> None:
        """A recall, or what a level of the chain does; `field` is the step of the chain then."""
        submission, sha256 = standing
        dated = {"effective_on": step.day, "recorded_at": step.at}
        about: dict[str, Any] = {"submission": submission}
        if step.kind == "recall":
            self._add("submission_event", id=event, kind="recall", **about, **dated, person=PERSON)
            return
        doing = case.programme.step(step.field)
        assert doing is not None, "a step of the programme's own chain"
        person = reviewer(doing, case.community.code)
        about["step"] = step.field
        if step.kind == "mark":
            outcome, reason = step.value
            said = {"item": step.item, "outcome": outcome, "reason": reason, "bulk": False}
            self._add("review_mark", id=event, **about, **said, recorded_at=step.at, person=person)
            return
        self._add(
            "decision",
            id=event,
            kind=step.kind,
            snapshot_sha256=sha256,
            office=case.community.code[: CODE_LENGTH[doing.level]],
            person=person,
            **about,
            **dated,
        )
        if step.kind == "return":
            ended = {"id": self._id(), "submission": submission, "kind": "return"}
            self._add("submission_event", **ended, **dated, person=person)
            for item, reason in step.value.items():
                self._add("returned_item", submission=submission, item=item, reason=reason)
        elif step.kind == "agree" and doing.makes and doing.notice is None:
            self._add(
                "recognition_event",
                id=self._id(),
                programme=case.programme.id,
                community=case.community.id,
                kind=KINDS[doing.makes],
                submission=submission,
                document=document(step.day),
                person=person,
                **dated,
            )


def _is_held(fields: dict[tuple[str, str], FieldValue], step: Step) -> bool:
    """An answer that changes nothing is no row."""
    before = fields.get((step.item, step.field))
    return before is not None and before.value == step.value

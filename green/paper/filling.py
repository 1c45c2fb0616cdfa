"""What is known about communities, as the values of a form: pure, no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from green.assessment.model import Case, Draft, Evidence, Submission, is_closed, standing
from green.charts.wheel import alt
from green.paper.model import (
    Counts,
    ItemRow,
    Place,
    SelfAssessment,
)
from green.paper.petals import picture
from green.paper.wording import check_words, profile_words
from green.planning.plan import OwnPlan
from green.registry.model import Profile
from green.standard.answers import Answers, ItemAnswer
from green.standard.document import Document
from green.standard.model import Standard
from green.standard.validator import read_answers
from green.standard.verdict import ItemVerdict, Verdict, judge
from green.texts import _, status_name


@dataclass(frozen=True)
class Known:
    """All that is stored about a community in a programme."""

    case: Case
    place: Place
    draft: Draft
    evidence: Sequence[Evidence]
    submissions: Sequence[Submission]
    profile: Profile
    # What is planned, by item and work (ids), and the same in words, by item.
    planned: OwnPlan = field(default_factory=dict)
    remedies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Reference:
    item: str
    what: str
    true_as_of: str
    kept_at: str
    kept_by: str = ""
    file: str = ""

    @property
    def place(self) -> str:
        """Where it is found: in which folder and with whom, or under which name in the library."""
        file = _("file {name}", name=self.file) if self.file else ""
        return ", ".join(one for one in (self.kept_at, self.kept_by, file) if one)


def _cited(found: Mapping[str, Any]) -> _Reference:
    """A piece of evidence as a snapshot names it."""
    name = found["file"]["name"] if "file" in found else ""
    place = found["kept_at"], found.get("kept_by", "")
    return _Reference(found["item"], found["what"], found["true_as_of"], *place, name)


def self_assessment(
    known: Known,
    today: date,
    *,
    simulated: bool,
    kept: Mapping[str, Standard] | None = None,
) -> SelfAssessment:
    """The 自评表: what was handed in for this cycle, else the answers as they are now.

    Where this cycle has no answers yet it is what stands from an earlier one, as on the screen.
    `kept` are texts of standards by SHA-256, for what was handed in under another text.
    """
    case, before = known.case, standing(known.submissions)
    if before is not None and (is_closed(known.submissions, case.cycle) or not known.draft.fields):
        standard = {case.standard.sha256: case.standard, **(kept or {})}.get(before.standard_sha256)
        if standard is not None:
            return _from_snapshot(known, before, standard, today, simulated=simulated)
    answers = known.draft.answers(case)
    references = [
        _Reference(
            one.item,
            one.what,
            one.true_as_of.isoformat(),
            one.kept_at,
            one.kept_by,
            one.file.name if one.file else "",
        )
        for one in known.evidence
    ]
    state = _("Draft of {day}, not handed in.", day=today.isoformat())
    return _form(
        known,
        judge(case.standard, answers),
        answers,
        references,
        known.profile,
        today,
        state=state,
        simulated=simulated,
    )


def _from_snapshot(
    known: Known, submission: Submission, standard: Standard, today: date, *, simulated: bool
) -> SelfAssessment:
    content = json.loads(submission.snapshot)
    raw = {"standard": standard.id, "answers": content["answers"]}
    answers = read_answers(standard, Document(known.case.community.name, raw))
    day = submission.effective_on.isoformat()
    state = _(
        "Handed in on {day}. SHA-256 of the snapshot: {hash}", day=day, hash=submission.sha256
    )
    if not submission.is_intact:
        state = _("The snapshot was altered after it was handed in: its SHA-256 differs.")
    return _form(
        known,
        judge(standard, answers),
        answers,
        [_cited(one) for one in content["evidence"]],
        Profile(**content["community"]["profile"]),
        today,
        state=state,
        cycle=submission.cycle,
        day=day,
        sha256=submission.sha256,
        simulated=simulated,
    )


def _form(
    known: Known,
    verdict: Verdict,
    answers: Answers,
    references: Sequence[_Reference],
    profile: Profile,
    today: date,
    *,
    state: str,
    simulated: bool,
    cycle: str = "",
    day: str = "",
    sha256: str = "",
) -> SelfAssessment:
    standard, programme = verdict.standard, known.case.programme
    cycles = {one.id: str(one.title) for one in programme.cycles}
    counts = verdict.counts
    areas = {item.id: str(area.title) for area in standard.areas for item in area.items}
    return SelfAssessment(
        mark=mark(simulated=simulated),
        place=known.place,
        programme=str(programme.title),
        cycle=cycles.get(cycle or known.case.cycle.id, cycle),
        standard=str(standard.title),
        document=standard.source.document,
        profile=profile_words(profile),
        counts=Counts(**counts, applicable=len(verdict.items) - counts["not_applicable"]),
        headline=str(verdict.headline),
        state=state,
        handed_in=day,
        sha256=sha256,
        printed_on=today.isoformat(),
        wheel=alt(verdict),
        items=tuple(
            _row(
                judged,
                areas[judged.item.id],
                answers.items.get(judged.item.id, ItemAnswer()),
                [one for one in references if one.item == judged.item.id],
                # What was handed in says nothing of a plan.
                "" if sha256 else known.remedies.get(judged.item.id, ""),
            )
            for judged in verdict.items
        ),
        picture=picture(verdict),
    )


def _row(
    judged: ItemVerdict,
    area: str,
    answer: ItemAnswer,
    references: Iterable[_Reference],
    remedy: str,
) -> ItemRow:
    item, is_gap = judged.item, judged.status in ("partly", "unmet")
    measured = [check_words(str(one.title), answer.checks.get(one.id)) for one in item.checks]
    if answer.reason:
        measured.append(answer.reason)
    if answer.note and not is_gap:
        measured.append(answer.note)
    return ItemRow(
        ref=item.ref,
        area=area,
        title=str(item.title),
        requirement=str(item.requirement),
        counts_as_met=str(item.counts),
        status="" if judged.status == "unanswered" else status_name(judged.status),
        measured="\n".join(one for one in measured if one),
        evidence="\n".join(
            _(
                "{what} ({day}; kept at: {kept})",
                what=one.what,
                day=one.true_as_of,
                kept=one.place,
            )
            if one.place
            else _("{what} ({day})", what=one.what, day=one.true_as_of)
            for one in references
        ),
        problem=(answer.note or str(judged.explanation)) if is_gap else "",
        remedy=remedy if is_gap else "",
    )


def mark(*, simulated: bool) -> str:
    """What stands on every page of what is not real."""
    return _("Simulated data") if simulated else ""

"""Handing in the self-assessment (提交自评) and recalling it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from green import clock
from green.assessment import answer_records, evidence_records, submission_records
from green.assessment.enrolment import check_day, need_participation
from green.assessment.model import Case, Evidence, Submission, is_closed, standing
from green.errors import NotPossible, Problem
from green.people.guard import acting
from green.people.model import Action, Actor
from green.registry.model import Profile
from green.registry.records import profile, simulation_ends
from green.standard.answers import Answers, write_answers
from green.standard.document import Document
from green.standard.model import canonical
from green.standard.validator import read_answers
from green.standard.verdict import Verdict, judge
from green.store import Store
from green.texts import lazy


def hand_in(store: Store, case: Case, actor: Actor, day: date | None = None) -> Submission:
    """Freeze answers and evidence into a snapshot with its SHA-256; raises `NotPossible`."""
    day = day or clock.today()
    with acting(store, actor, Action.HAND_IN, case.community.code, day=day) as query:
        at = query.at
        check_day(query, case, day)
        need_participation(query, case, day)
        found = submission_records.submissions(query, case.programme.id, case.community.id)
        if is_closed(found, case.cycle):
            raise NotPossible(
                Problem(
                    lazy("The self-assessment is handed in already."),
                    mend=lazy("Recall it first to hand in another."),
                )
            )
        answers = answer_records.draft(query, case).answers(case)
        verdict = judge(case.standard, answers)
        _need_complete(verdict)
        known = profile(query, case.community.id)
        evidence = evidence_records.evidence(query, case)
        simulated = simulation_ends(query) is not None
        text, sha256 = snapshot(
            case, known, answers, evidence, verdict, day, at, actor, simulated=simulated
        )
        submission_records.keep_standard(query, case.standard)
        identity = submission_records.add_submission(
            query, case, verdict.outcome, text, sha256, day, at, actor
        )
        for judged in verdict.items:
            submission_records.add_submission_item(query, identity, judged.item.id, judged.status)
        return submission_records.submissions(query, case.programme.id, case.community.id)[-1]


def recall(
    store: Store, case: Case, submission_id: int, actor: Actor, day: date | None = None
) -> None:
    """Take a submission back; the answers open again. Raises `NotPossible`.

    While communities declare themselves nobody opens a submission, so a recall is always
    possible; under a chain only until the next level has opened it.
    """
    day = day or clock.today()
    with acting(store, actor, Action.HAND_IN, case.community.code, "recall", day=day) as query:
        check_day(query, case, day)
        found = submission_records.submissions(query, case.programme.id, case.community.id)
        now = standing(found)
        if now is None or now.id != submission_id:
            raise NotPossible(
                Problem(
                    lazy("This self-assessment was recalled already."),
                    mend=lazy("Load the page again."),
                )
            )
        if submission_records.is_opened(query, submission_id):
            raise NotPossible(
                Problem(
                    lazy("The review has begun, so it can no longer be recalled."),
                    mend=lazy("If something is wrong, ask the reviewer to return it."),
                )
            )
        submission_records.add_event(query, submission_id, "recall", day, actor.person)


def handed_in(case: Case, submission: Submission) -> Verdict | None:
    """The verdict on what was handed in; None if it was another text of the standard."""
    standard = case.standard
    if submission.standard_sha256 != standard.sha256:
        return None
    answers = {"standard": standard.id, "answers": json.loads(submission.snapshot)["answers"]}
    return judge(standard, read_answers(standard, Document(case.community.name, answers)))


def _need_complete(verdict: Verdict) -> None:
    if verdict.unanswered:
        raise NotPossible(
            Problem(
                lazy(
                    "Not everything is answered yet: item {refs}.",
                    refs=verdict.refs(verdict.unanswered),
                ),
                mend=lazy("Answer what is missing, then hand in."),
            )
        )


def snapshot(
    case: Case,
    profile: Profile,
    answers: Answers,
    evidence: Sequence[Evidence],
    verdict: Verdict,
    day: date,
    at: datetime,
    actor: Actor,
    *,
    simulated: bool,
) -> tuple[str, str]:
    """What is handed in, as JSON, and its SHA-256.

    It holds everything a reviewer may want to see a year later, answers in the shape of the
    answers file; keys are sorted and no spaces written, so equal content has equal hashes.
    """
    standard, community = case.standard, case.community
    content = {
        "format": 1,
        "simulated": simulated,
        "programme": case.programme.id,
        "cycle": case.cycle.id,
        "standard": {
            "id": standard.id,
            "version": standard.version,
            "sha256": standard.sha256,
        },
        "community": {
            "code": community.code,
            "name": community.name,
            "place": list(community.place),
            "profile": {key: value for key, value in vars(profile).items() if value is not None},
        },
        "answers": write_answers(standard, answers)["answers"],
        "evidence": [_cited(found) for found in evidence],
        "outcome": verdict.outcome,
        "counts": verdict.counts,
        "effective_on": day.isoformat(),
        "recorded_at": clock.write_moment(at),
        "person": actor.person,
    }
    text = canonical(content)
    return text, hashlib.sha256(text.encode()).hexdigest()


def _cited(found: Evidence) -> dict[str, Any]:
    """A piece of evidence as a snapshot names it; a file by the hash of its content."""
    cited: dict[str, Any] = {
        "item": found.item,
        "what": found.what,
        "true_as_of": found.true_as_of.isoformat(),
        "kept_at": found.kept_at,
    }
    if found.kept_by:
        cited["kept_by"] = found.kept_by
    if found.file is not None:
        cited["file"] = {"evidence": found.id} | vars(found.file)
    return cited

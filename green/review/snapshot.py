"""What was handed in, read back from its snapshot, under the very text of the standard it cites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from green.assessment import submission_records
from green.assessment.model import Evidence, EvidenceFile, Submission
from green.standard.answers import Answers
from green.standard.document import Document
from green.standard.model import Item, Standard
from green.standard.validator import read_answers
from green.standard.verdict import Verdict, judge
from green.store import Query


@dataclass(frozen=True)
class Proof:
    """A piece of evidence as the snapshot names it; `evidence` is its id if it has a file."""

    what: str
    true_as_of: date
    kept_at: str
    kept_by: str = ""
    file: EvidenceFile | None = None
    evidence: int | None = None


def proof_of(found: Evidence) -> Proof:
    """A piece at an item of a draft, as a snapshot would name it."""
    identity = found.id if found.file else None
    return Proof(found.what, found.true_as_of, found.kept_at, found.kept_by, found.file, identity)


@dataclass(frozen=True)
class Snapshot:
    """A submission opened: its standard, answers, verdict and evidence by item id.

    `is_intact`: the text still has the hash it was stored with.
    """

    submission: Submission
    standard: Standard
    answers: Answers
    verdict: Verdict
    evidence: Mapping[str, tuple[Proof, ...]]
    profile: Mapping[str, Any]

    @property
    def is_intact(self) -> bool:
        return self.submission.is_intact

    def same(self, item: Item, other: Snapshot | None) -> bool:
        """Whether an item's answer, note and evidence are as in another snapshot."""
        return (
            other is not None
            and self.answers.items.get(item.id) == other.answers.items.get(item.id)
            and self.evidence.get(item.id) == other.evidence.get(item.id)
        )


def read_snapshot(query: Query, submission: Submission) -> Snapshot:
    """Open a submission; a later version of the standard changes nothing about it."""
    content = json.loads(submission.snapshot)
    standard = submission_records.kept_standard(query, submission.standard_sha256)
    assert standard is not None, "what is handed in keeps the text it was handed in under"
    answers = read_answers(
        standard,
        Document(
            content["community"]["name"],
            {"standard": standard.id, "answers": content["answers"]},
        ),
    )
    evidence: dict[str, tuple[Proof, ...]] = {}
    for one in content["evidence"]:
        evidence[one["item"]] = (*evidence.get(one["item"], ()), _read_proof(one))
    return Snapshot(
        submission,
        standard,
        answers,
        judge(standard, answers),
        evidence,
        content["community"]["profile"],
    )


def _read_proof(cited: Mapping[str, Any]) -> Proof:
    day = date.fromisoformat(cited["true_as_of"])
    kept = dict(cited.get("file") or {})
    evidence = kept.pop("evidence", None)
    file = EvidenceFile(**kept) if kept else None
    kept_by = cited.get("kept_by", "")
    return Proof(cited["what"], day, cited["kept_at"], kept_by, file, evidence)

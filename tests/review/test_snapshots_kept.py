"""What a decision cites stays as it was, whatever comes after it."""

from __future__ import annotations

import json

import pytest

from green.assessment.model import Case
from green.assessment.submission_records import submissions
from green.review.deciding import mark
from green.review.proof import prove_snapshots
from green.review.snapshot import Snapshot, read_snapshot
from green.standard import loader
from green.standard.model import Standard
from green.store import Store
from tests.review.conftest import STREET_REVIEWER, handed_in


def opened(store: Store, case: Case) -> Snapshot:
    with store.read() as query:
        found = submissions(query, case.programme.id, case.community.id)[-1]
        return read_snapshot(query, found)


def test_a_snapshot_is_read_by_its_own_standard_after_that_has_a_new_version(
    store: Store, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = handed_in(store, case)
    mark(store, STREET_REVIEWER, case, submission.id, "street", "1", "agree")
    before = opened(store, case)

    def next_version(_id: str) -> Standard:
        first, *others = before.standard.areas
        renamed = first.model_copy(update={"items": first.items[1:]})
        return before.standard.model_copy(update={"version": "2.0", "areas": (renamed, *others)})

    monkeypatch.setattr(loader, "standard", next_version)
    assert len(case.standard.items) == 15
    after = opened(store, case)
    assert after.standard.version == before.standard.version
    assert len(after.standard.items) == 16
    assert after.is_intact
    assert [one.status for one in after.verdict.items] == ["met"] * 15 + ["met"]
    assert json.loads(after.submission.snapshot)["standard"]["sha256"] == before.standard.sha256
    with store.read() as query:
        assert prove_snapshots(query).altered == ()


@pytest.mark.parametrize(
    "change",
    [
        "update submission set snapshot = replace(snapshot, '见台账', '见档案')",
        "update submission set sha256 = repeat('0', 64)",
        "update decision set snapshot_sha256 = repeat('0', 64)",
        "update standard_text set content = replace(content, '共同缔造', '共同')",
    ],
)
def test_whatever_is_changed_behind_the_applications_back_shows(
    store: Store, case: Case, change: str
) -> None:
    submission = handed_in(store, case)
    mark(store, STREET_REVIEWER, case, submission.id, "street", "1", "agree")
    with store.write() as query:
        query.run(change)
    with store.read() as query:
        assert prove_snapshots(query).altered == (submission.id,)

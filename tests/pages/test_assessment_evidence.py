"""Evidence of an item: a reference is attached whole or not at all, and can be taken off."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from green import clock
from green.assessment import attaching, evidence_records, submission
from green.assessment.attaching import NewEvidence
from green.assessment.model import Case, Evidence
from green.store import Store
from tests.database import LOCAL, Days, answer_all, rows
from tests.pages.visit import WALK, Visit, read_back

pytestmark = pytest.mark.usefixtures("enrolled")
Open = Callable[..., Visit]
# Words of one's own are typed in a real browser; here the fields take what is offered.
TODAY = clock.today()
MINUTES = NewEvidence("共建单位名单", date(2022, 9, 1), "居委会办公室")


def attached(store: Store, case: Case) -> list[Evidence]:
    with store.read() as query:
        return evidence_records.evidence(query, case)


def attach(store: Store, case: Case, new: NewEvidence = MINUTES) -> Evidence:
    return attaching.attach_evidence(store, case, "1", new, LOCAL)


class Form:
    """The form for one more reference, under an item."""

    def __init__(self, page: Visit, ref: str = "1") -> None:
        self.page = page
        self.prefix = f"evidence.{page.case.community.id}.{page.item(ref).id}"

    def fill(self, what: str | None, kept_at: str, day: date | None = None) -> Form:
        self.page.give(f"{self.prefix}.what", what).give(f"{self.prefix}.kept_at", kept_at)
        if day:
            self.page.give(f"{self.prefix}.true_as_of", day)
        return self

    def add(self) -> Visit:
        return self.page.press(f"{self.prefix}.what.add")

    def value(self, name: str) -> Any:
        return self.page.widget(f"{self.prefix}.{name}").value


def test_evidence_is_what_it_is_as_of_when_and_where_it_is_kept(
    visit: Open, store: Store, enrolled: Case
) -> None:
    form = Form(visit(WALK))
    found = form.fill(MINUTES.what, MINUTES.kept_at, MINUTES.true_as_of).add()
    (one,) = attached(store, enrolled)
    assert (one.item, one.what, one.true_as_of, one.kept_at) == (
        found.item("1").id,
        MINUTES.what,
        MINUTES.true_as_of,
        MINUTES.kept_at,
    )
    assert MINUTES.what in found.card("1").expander(f"evidence.{one.item}").markdown[0].value
    # The form is ready for the next one, which is not the same again.
    assert (form.value("what"), form.value("kept_at")) == (None, "")
    found.run()
    assert len(attached(store, enrolled)) == 1


def test_what_usually_exists_for_the_item_is_offered(visit: Open) -> None:
    found = visit(WALK)
    offered = found.widget(f"evidence.{found.case.community.id}.co-creation.what").options
    assert offered == [str(usual.what) for usual in found.item("1").evidence]


@pytest.mark.parametrize(
    ("what", "kept_at"), [(None, "柜子"), (MINUTES.what, ""), (MINUTES.what, "  ")]
)
def test_a_blank_is_refused_with_what_else_was_written_kept(
    visit: Open, store: Store, enrolled: Case, what: str | None, kept_at: str
) -> None:
    form = Form(visit(WALK))
    found = form.fill(what, kept_at).add()
    assert attached(store, enrolled) == []
    assert rows(store, "select * from evidence") == []
    assert len(found.card("1").error) == 1
    assert (form.value("what"), form.value("kept_at")) == (what, kept_at)
    form.fill(MINUTES.what, "柜子").add()
    assert len(attached(store, enrolled)) == 1
    assert not found.app.error


def test_a_date_in_the_future_is_neither_offered_nor_stored(
    visit: Open, store: Store, enrolled: Case
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    form = Form(visit(WALK)).fill(MINUTES.what, "柜子", tomorrow)
    assert form.page.widget(f"{form.prefix}.true_as_of").proto.max == str(clock.today())
    form.add()
    assert all(one.true_as_of < tomorrow for one in attached(store, enrolled))


def test_the_day_offered_first_is_today_in_china(visit: Open, days: Days) -> None:
    days.go_to(TODAY + timedelta(days=2))
    assert Form(visit(WALK)).value("true_as_of") == days.today()


def test_evidence_older_than_ten_years_can_be_attached(
    visit: Open, store: Store, enrolled: Case
) -> None:
    # Acceptance papers of buildings and pipes stay good until something changes.
    built = date(1998, 6, 30)
    Form(visit(WALK)).fill(MINUTES.what, "档案室", built).add()
    assert [one.true_as_of for one in attached(store, enrolled)] == [built]


def test_evidence_can_be_taken_off_and_stays_in_what_was_handed_in(
    visit: Open, store: Store, enrolled: Case
) -> None:
    one = attach(store, enrolled)
    answer_all(store, enrolled)
    handed_in = submission.hand_in(store, enrolled, LOCAL)
    submission.recall(store, enrolled, handed_in.id, LOCAL)
    found = visit(WALK).press(f"detach.{one.id}.{one.item}")
    assert attached(store, enrolled) == []
    assert not found.has(f"detach.{one.id}.{one.item}")
    assert len(json.loads(handed_in.snapshot)["evidence"]) == 1
    assert len(rows(store, "select * from evidence")) == 1


def test_evidence_taken_off_in_another_window_is_not_taken_off_twice(
    visit: Open, store: Store, enrolled: Case
) -> None:
    one = attach(store, enrolled)
    first, second = visit(WALK), visit(WALK)
    first.press(f"detach.{one.id}.{one.item}")
    second.press(f"detach.{one.id}.{one.item}")
    assert len(second.card("1").error) == 1
    assert len(rows(store, "select * from evidence_link_event")) == 2


def test_evidence_of_what_is_handed_in_is_shown_and_cannot_be_taken_off(
    visit: Open, store: Store, enrolled: Case
) -> None:
    one = attach(store, enrolled)
    answer_all(store, enrolled)
    submission.hand_in(store, enrolled, LOCAL)
    found = visit(WALK)
    assert MINUTES.what in read_back(" ".join(found.words()))
    assert not found.has(f"detach.{one.id}.{one.item}")


def test_evidence_for_what_was_handed_in_meanwhile_is_refused(
    visit: Open, store: Store, enrolled: Case
) -> None:
    answer_all(store, enrolled)
    form = Form(visit(WALK)).fill(MINUTES.what, "柜子")
    submission.hand_in(store, enrolled, LOCAL)
    found = form.add()
    assert attached(store, enrolled) == []
    assert found.app.error

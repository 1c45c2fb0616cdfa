"""The reviewers' pages: who decides, who only looks, and what is stored by a press."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from green import texts
from green.assessment.answering import save
from green.assessment.attaching import NewEvidence, attach_evidence, use_for
from green.assessment.enrolment import enrol
from green.assessment.model import Case, EvidenceFile, Submission
from green.assessment.submission import hand_in
from green.people.model import Actor
from green.review import deciding
from green.store import Store, shared
from green.store.store import _opened
from tests.database import all_met, let_in, rows
from tests.pages.conftest import Somebody
from tests.pages.visit import Visit, read_back
from tests.review.conftest import (
    CITY,
    CITY_REVIEWER,
    DISTRICT_REVIEWER,
    OFFICER,
    STREET,
    STREET_REVIEWER,
    answered,
    case,
    guangdong,
    programme,
)

__all__ = ["case", "guangdong", "programme"]

QUEUE, REVIEW = "review/queue.py", "review/submission.py"
HOSTILE = "<script>alert(1)</script> **[x](y)** $a$"


@pytest.fixture
def store(
    guangdong: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: None
) -> Iterator[Store]:
    path = Path(shutil.copy(guangdong, tmp_path / "green.duckdb"))
    monkeypatch.setenv("GREEN_DB", str(path))
    yield shared(path)
    _opened.pop(path).close()


@pytest.fixture
def submission(store: Store, case: Case) -> Submission:
    """Handed in with everything met; what is hostile stands in a note and a piece of evidence."""
    answered(store, case)
    event = rows(store, "select max(id) from answer_event where field = 'note'")[0][0]
    item = case.standard.items[-1].id
    save(store, case, item, "note", HOSTILE, event, OFFICER)
    return hand_in(store, case, OFFICER)


@pytest.fixture
def enter(case: Case, here: Somebody) -> Iterator[Callable[..., Visit]]:
    """Open one of the pages as somebody."""

    def come(person: Actor, page: str, **address: object) -> Visit:
        here.person = person.person
        found = Visit(case)
        for name, value in address.items():
            found.app.query_params[name] = str(value)
        found.run().speak("en")
        found.app.switch_page(page)
        return found.run()

    yield come
    texts.use(texts.DEFAULT)


Enter = Callable[..., Visit]


def said(page: Visit) -> str:
    return "\n".join(page.words())


def all_agreed(store: Store, case: Case, submission: int, step: str, actor: Actor) -> None:
    for item in case.standard.items:
        deciding.mark(store, actor, case, submission, step, item.id, "agree")
    deciding.agree(store, actor, case, submission, step)


def test_the_queue_shows_a_reviewer_their_own_and_a_wider_scope_where_it_waits(
    store: Store, submission: Submission, enter: Enter
) -> None:
    row = f"review_{submission.id}"
    street = enter(STREET_REVIEWER, QUEUE)
    assert street.has(row)
    assert not street.give("part", "others").has(row)
    city = enter(CITY_REVIEWER, QUEUE)
    assert not city.has(row)
    assert "Nothing waits for you." in said(city)
    city.give("part", "others")
    assert city.has(row)
    assert "Recommendation by the street" in said(city)


def test_the_queue_is_narrowed_by_the_address(
    store: Store, submission: Submission, enter: Enter
) -> None:
    row = f"review_{submission.id}"
    assert enter(CITY_REVIEWER, QUEUE, part="others", step="street").has(row)
    assert not enter(CITY_REVIEWER, QUEUE, part="others", step="district").has(row)
    assert not enter(STREET_REVIEWER, QUEUE, where="441899").has(row)


def test_an_officer_is_refused_at_the_queue_and_a_viewer_decides_nothing(
    store: Store, submission: Submission, enter: Enter
) -> None:
    assert "is a task for" in " ".join(enter(OFFICER, QUEUE).errors())
    let_in(store, Actor("looker"), role="viewer", scope=CITY)
    queue = enter(Actor("looker"), QUEUE)
    assert queue.errors() == []
    assert queue.has(f"review_{submission.id}")
    page = enter(Actor("looker"), REVIEW, submission=submission.id)
    assert not page.has("agree-9")
    assert not page.has("pass_on")
    assert "is decided by the reviewers of" in said(page)
    assert "your queue" not in said(page)


@pytest.mark.parametrize("person", [OFFICER, DISTRICT_REVIEWER, CITY_REVIEWER])
def test_who_may_not_decide_sees_everything_and_why(
    store: Store, submission: Submission, enter: Enter, person: Actor
) -> None:
    page = enter(person, REVIEW, submission=submission.id)
    assert page.errors() == []
    assert not page.has("agree-9")
    assert not page.has("agree_rest")
    assert page.has("review_snapshot")
    assert "“Recommendation by the street” is decided by the reviewers of" in said(page)


def test_of_a_place_outside_the_scope_nothing_is_shown(
    store: Store, submission: Submission, enter: Enter
) -> None:
    let_in(store, Actor("stranger"), role="reviewer", scope="440100")
    page = enter(Actor("stranger"), REVIEW, submission=submission.id)
    assert "is outside your scope" in " ".join(page.errors())
    assert not page.has("review_snapshot")


@pytest.mark.parametrize("asked", ["999999", "-1", "x", "1" * 40])
def test_a_number_that_nobody_has_is_answered_with_a_sentence(
    store: Store, enter: Enter, asked: str
) -> None:
    page = enter(STREET_REVIEWER, REVIEW, submission=asked)
    assert "There is no self-assessment with this number." in " ".join(page.errors())


def test_what_a_reviewer_says_is_stored_at_once_and_passed_on_when_all_is_agreed(
    store: Store, submission: Submission, enter: Enter
) -> None:
    page = enter(STREET_REVIEWER, REVIEW, submission=submission.id)
    page.press("agree-9")
    found = rows(store, "select step, outcome, bulk, person from review_mark")
    assert found == [("street", "agree", False, "street")]
    page.press("pass_on")
    assert "Not agreed to yet" in " ".join(page.errors())
    page.press("agree_rest")
    assert rows(store, "select count(*) from review_mark where bulk") == [(15,)]
    page.press("pass_on")
    assert page.errors() == []
    kinds = rows(store, "select kind, office from decision order by id")
    assert kinds == [("begin", STREET), ("agree", STREET)]
    assert not page.has("pass_on")


def test_an_item_goes_back_with_a_reason_only_and_the_opinions_heard_stand_in_the_note(
    store: Store, case: Case, submission: Submission, enter: Enter
) -> None:
    all_agreed(store, case, submission.id, "street", STREET_REVIEWER)
    page = enter(DISTRICT_REVIEWER, REVIEW, submission=submission.id)
    page.press("return-9")
    assert "Reason" in " ".join(page.errors())
    assert rows(store, "select count(*) from review_mark where step = 'district'") == [(0,)]
    page.press("phrase-9-0")
    item = page.item("9").id
    field = f"review.{submission.id}.district.{item}.reason"
    page.give(field, page.widget(field).value + " 另见现场。").press("return-9")
    page.give(f"review.{submission.id}.district.opinion.1", True)
    page.press("send_back")
    assert page.errors() == []
    returned = rows(store, "select item, reason from returned_item")
    assert [row[0] for row in returned] == [item]
    assert returned[0][1].endswith(" 另见现场。")
    assert returned[0][1].startswith("Evidence is missing")
    note = rows(store, "select note from decision where kind = 'return'")[0][0]
    assert note == "Opinions heard: civil affairs."


def test_on_site_a_finding_stands_beside_the_item_and_is_not_agreed_to_with_the_rest(
    store: Store, case: Case, submission: Submission, enter: Enter
) -> None:
    all_agreed(store, case, submission.id, "street", STREET_REVIEWER)
    all_agreed(store, case, submission.id, "district", DISTRICT_REVIEWER)
    page = enter(CITY_REVIEWER, REVIEW, submission=submission.id, mode="site")
    assert not page.has("agree-9")
    page.press("not_as_stated-9")
    assert page.errors() != []
    page.give(f"review.{submission.id}.city.{page.item('9').id}.site", "灯不亮。")
    page.press("not_as_stated-9")
    page.press("as_stated-1")
    page.give("mode", "desk")
    assert "On site not as stated" in said(page)
    assert "灯不亮。" in said(page)
    page.press("agree_rest")
    assert rows(store, "select count(*) from review_mark where bulk") == [(15,)]
    assert not rows(
        store, "select 1 from review_mark where bulk and item = $item", item=page.item("9").id
    )


def test_who_comes_second_is_told_and_what_they_wrote_is_shown(
    store: Store, case: Case, submission: Submission, enter: Enter
) -> None:
    let_in(store, Actor("street-2"), role="reviewer", scope=STREET)
    page = enter(Actor("street-2"), REVIEW, submission=submission.id)
    page.give(f"review.{submission.id}.street.{page.item('9').id}.reason", "看不清照片")
    all_agreed(store, case, submission.id, "street", STREET_REVIEWER)
    page.press("return-9")
    assert "Somebody decided in the meantime" in " ".join(page.errors())
    assert "看不清照片" in said(page)
    assert not page.has("return-9")
    assert not rows(store, "select 1 from review_mark where outcome = 'return'")


def test_hostile_text_is_shown_letter_for_letter(
    store: Store, submission: Submission, enter: Enter
) -> None:
    page = enter(STREET_REVIEWER, REVIEW, submission=submission.id)
    shown = [one.value for one in page.app.main.markdown if "script" in one.value]
    assert shown
    assert all(HOSTILE in read_back(one) for one in shown)
    assert not any(re.search(r"(?<!\\)[<*\[$]", one.split(": ", 1)[1]) for one in shown)


def test_a_snapshot_that_was_altered_is_not_passed_over_in_silence(
    store: Store, submission: Submission, enter: Enter
) -> None:
    with store.write() as query:
        query.run("update submission set sha256 = $other", other="0" * 64)
    page = enter(STREET_REVIEWER, REVIEW, submission=submission.id)
    assert "was altered" in " ".join(page.errors())


def test_the_reviewer_sees_a_picture_in_place_and_the_one_of_the_cycle_before_beside_it(
    store: Store, case: Case, enter: Enter
) -> None:
    item, other = case.standard.items[:2]
    cycle = case.programme.cycles[case.programme.cycles.index(case.cycle) - 1]
    earlier = replace(case, cycle=cycle)
    then = date(2021, 3, 1)
    enrol(store, earlier, OFFICER, then)
    for (one, field), value in all_met(case.standard).items():
        save(store, earlier, one, field, value, None, OFFICER)
        save(store, case, one, field, value, None, OFFICER)
    before = attach_evidence(store, earlier, item.id, photo("1"), OFFICER)
    kept = attach_evidence(store, earlier, other.id, photo("2"), OFFICER)
    hand_in(store, earlier, OFFICER, then)
    now = attach_evidence(store, case, item.id, photo("3"), OFFICER)
    use_for(store, case, kept.id, other.id, OFFICER)
    page = enter(DISTRICT_REVIEWER, REVIEW, submission=hand_in(store, case, OFFICER).id)

    def pictures(key: str) -> list[str]:
        lines = " ".join(one.value for one in page.app.container(key=key).markdown)
        return re.findall(r"\]\(/evidence/files/(\d+)", lines)

    assert pictures(f"proof-before-{item.ref}") == [str(before.id)] * 2
    assert pictures(f"review-item-{item.ref}") == [str(now.id)] * 2 + [str(before.id)] * 2
    # What is the same as then is shown once.
    assert pictures(f"review-item-{other.ref}") == [str(kept.id)] * 2
    assert pictures(f"review-item-{case.standard.items[2].ref}") == []


def photo(upload: str) -> NewEvidence:
    file = EvidenceFile(upload * 64, "jpeg", "garden.jpg", 9)
    return NewEvidence("Garden", date(2020, 1, 5), file=file, upload=upload)

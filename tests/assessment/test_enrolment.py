"""Taking part and leaving: what is possible on which day, and the sentence where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from green.assessment import records, submission_records
from green.assessment.enrolment import enrol, withdraw
from green.assessment.model import Case, State, open_case
from green.assessment.states import state_of
from green.assessment.submission import hand_in, recall
from green.errors import NotPossible
from green.people.model import Actor
from green.standard.programme import Programme
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    answer_all,
    case_of,
    morning,
    rows,
)

DAY = date(2024, 3, 1)
OUT, IN = State(), State(participating=True)
LATER = morning(date(2030, 1, 1))


def state(store: Store, case: Case, day: date = DAY) -> State:
    with store.read() as query:
        return state_of(query, case.programme, case.community.id, day, LATER)


def steps(store: Store, case: Case) -> list[tuple[str, date]]:
    """The community's history, oldest first."""
    with store.read() as query:
        found = records.history(query, case.programme.id, case.community.id)
    return [(step.kind, step.effective_on) for step in reversed(found)]


def test_nobody_takes_part_before_enrolling(store: Store, case: Case) -> None:
    assert state(store, case) == OUT
    assert steps(store, case) == []


def test_who_enrols_takes_part_from_that_day_and_not_before(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    assert state(store, case) == IN
    assert state(store, case, DAY - timedelta(days=1)) == OUT


def test_an_earlier_day_can_be_given(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL, date(2022, 1, 10))
    assert state(store, case, date(2022, 1, 10)) == IN
    assert state(store, case, date(2022, 1, 9)) == OUT


def test_enrolling_one_community_enrols_no_other(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    assert state(store, case_of(store, LISHANLU)) == OUT


def test_enrolment_belongs_to_the_programme_and_lasts_into_the_next_cycle(
    store: Store, days: Days
) -> None:
    then = date(2021, 5, 1)
    enrol(store, case_of(store, JIEFANGQIAO, day=then), LOCAL, then)
    now = case_of(store, JIEFANGQIAO)
    assert now.cycle.id == "2022"
    assert state(store, now) == IN


def test_who_takes_part_already_cannot_enrol_again(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    with pytest.raises(NotPossible) as refused:
        enrol(store, case, LOCAL)
    assert str(refused.value) == ("解放桥社区 takes part already. Go on with the self-assessment.")
    assert steps(store, case) == [("enrol", DAY)]


def test_who_leaves_takes_part_no_longer_from_that_day(
    store: Store, case: Case, days: Days
) -> None:
    enrol(store, case, LOCAL)
    days.go_to(DAY + timedelta(days=9))
    withdraw(store, case, LOCAL)
    assert state(store, case, DAY + timedelta(days=8)) == IN
    assert state(store, case, DAY + timedelta(days=9)) == OUT


def test_who_left_can_enrol_again_on_the_same_day(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    withdraw(store, case, LOCAL)
    enrol(store, case, LOCAL)
    assert state(store, case) == IN
    assert [kind for kind, _day in steps(store, case)] == ["enrol", "withdraw", "enrol"]


def test_who_does_not_take_part_cannot_leave(store: Store, case: Case) -> None:
    with pytest.raises(NotPossible) as refused:
        withdraw(store, case, LOCAL)
    assert str(refused.value) == (
        "解放桥社区 does not take part yet. Press “Take part” on the page My community first."
    )


def test_who_has_attained_the_standard_cannot_leave(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    answer_all(store, case)
    hand_in(store, case, LOCAL)
    with pytest.raises(NotPossible) as refused:
        withdraw(store, case, LOCAL)
    assert str(refused.value) == (
        "A community that has attained the standard cannot leave the programme. "
        "Recall the self-assessment first."
    )
    assert state(store, case).attained


def test_who_attained_and_recalled_can_leave(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    answer_all(store, case)
    submission = hand_in(store, case, LOCAL)
    recall(store, case, submission.id, LOCAL)
    withdraw(store, case, LOCAL)
    assert state(store, case) == OUT


def test_leaving_recalls_what_was_handed_in_and_enrolling_again_does_not_bring_it_back(
    store: Store, case: Case
) -> None:
    enrol(store, case, LOCAL)
    answer_all(store, case, noise="unmet")
    hand_in(store, case, LOCAL)
    assert state(store, case) == State(participating=True, submitted=True)
    withdraw(store, case, LOCAL)
    assert state(store, case) == OUT
    enrol(store, case, LOCAL)
    assert state(store, case) == IN
    with store.read() as query:
        (kept,) = submission_records.submissions(query, case.programme.id, case.community.id)
    assert kept.recalled_on == DAY


def test_a_day_in_the_future_is_refused(store: Store, case: Case) -> None:
    with pytest.raises(NotPossible) as refused:
        enrol(store, case, LOCAL, DAY + timedelta(days=1))
    assert str(refused.value) == (
        "2024-03-02 is outside the open cycle. Choose a day from 2022-01-01 to today."
    )
    assert steps(store, case) == []


def test_a_day_before_the_cycle_opened_is_refused_and_its_first_day_is_not(
    store: Store, case: Case
) -> None:
    with pytest.raises(NotPossible, match="2021-12-31 is outside the open cycle"):
        enrol(store, case, LOCAL, date(2021, 12, 31))
    enrol(store, case, LOCAL, date(2022, 1, 1))


def test_today_is_chinas_day_and_not_the_servers(
    store: Store, case: Case, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 17:00 UTC it is already tomorrow in China."""
    monkeypatch.setattr(days, "_now", morning(DAY) + timedelta(hours=16))
    enrol(store, case, LOCAL)
    assert steps(store, case) == [("enrol", DAY + timedelta(days=1))]


def test_a_day_before_a_step_that_was_taken_is_refused(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL, date(2022, 2, 10))
    with pytest.raises(NotPossible) as refused:
        withdraw(store, case, LOCAL, date(2022, 2, 9))
    assert str(refused.value) == (
        "There is a later step already, of 2022-02-10. Choose that day or a later one."
    )
    withdraw(store, case, LOCAL, date(2022, 2, 10))
    assert state(store, case) == OUT


def test_history_says_who_took_which_step_for_which_day_and_when(store: Store, case: Case) -> None:
    enrol(store, case, Actor("wang"), date(2022, 2, 10))
    with store.read() as query:
        (step,) = records.history(query, case.programme.id, case.community.id)
    assert (step.kind, step.effective_on, step.person) == ("enrol", date(2022, 2, 10), "wang")
    assert step.recorded_at.date() == DAY
    assert step.submission is None


def test_a_refused_step_leaves_no_row(store: Store, case: Case) -> None:
    enrol(store, case, LOCAL)
    for day in (DAY, DAY + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(NotPossible):
            enrol(store, case, LOCAL, day)
    assert rows(store, "select count(*) from enrolment_event") == [(1,)]


def test_a_community_outside_the_region_has_no_case(store: Store, programme: Programme) -> None:
    jinan_only = programme.model_copy(update={"region": "3702"})
    with pytest.raises(NotPossible) as refused:
        case_of(store, JIEFANGQIAO, jinan_only, DAY)
    assert str(refused.value) == (
        "解放桥社区居民委员会 is outside the programme's region. Choose a community of the region."
    )


def test_on_a_day_without_an_open_cycle_there_is_no_case(case: Case) -> None:
    with pytest.raises(NotPossible, match="The programme has no open cycle on 2020-07-21"):
        open_case(case.programme, case.community, date(2020, 7, 21))


@pytest.mark.parametrize(
    ("day", "cycle"),
    [
        (date(2020, 7, 22), "2020"),
        (date(2020, 12, 31), "2020"),
        (date(2021, 1, 1), "2021"),
        (date(2021, 12, 31), "2021"),
        (date(2022, 1, 1), "2022"),
        (date(2026, 11, 24), "2022"),
    ],
)
def test_a_case_is_in_the_cycle_of_its_day(case: Case, day: date, cycle: str) -> None:
    assert open_case(case.programme, case.community, day).cycle.id == cycle


def test_a_community_that_was_dissolved_takes_no_more_steps(
    store: Store, days: Days, case: Case
) -> None:
    gone = replace(case.community, valid_to=days.today())
    with pytest.raises(NotPossible, match=r"has not existed since .* it was merged into"):
        enrol(store, replace(case, community=gone), LOCAL)

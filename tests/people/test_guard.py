"""Every deed asks for permission as it is stored, and leaves its row; a refused one only that."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from green import clock
from green.assessment import answering, attaching, enrolment, submission
from green.assessment.attaching import NewEvidence
from green.assessment.model import Case, Stale
from green.assessment.profiles import save_profile
from green.errors import NotPossible
from green.people import granting, guard, records
from green.people.guard import NotAllowed, acting, looking
from green.people.model import ROLES, Action, Actor, Role
from green.registry.model import Profile
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LISHANLU,
    LOCAL,
    Days,
    answer,
    answer_all,
    case_of,
    let_in,
    rows,
)
from tests.people.colleagues import grant_of, logged, somebody, tables

TODAY = date(2024, 3, 1)
PAPER = NewEvidence("list of lamps", TODAY, "the office, folder 3")
# Scopes that hold the community 370102001002, and those that do not.
AROUND = ["", "37", "3701", "370102", "370102001", JIEFANGQIAO]
ELSEWHERE = ["11", "3702", "370103", "370102002", LISHANLU]


@dataclass(frozen=True)
class Deed:
    """Something an officer does: what has to be there before, and what the log calls it."""

    verb: str
    do: Callable[[Store, Case, Actor, Any], object]
    before: Callable[[Store, Case], object] = lambda _store, _case: None


def takes_part(store: Store, case: Case) -> None:
    enrolment.enrol(store, case, LOCAL)


def has_evidence(store: Store, case: Case) -> object:
    takes_part(store, case)
    return attaching.attach_evidence(store, case, "noise", PAPER, LOCAL)


def has_answered(store: Store, case: Case) -> None:
    takes_part(store, case)
    answer_all(store, case)


def has_handed_in(store: Store, case: Case) -> int:
    has_answered(store, case)
    return submission.hand_in(store, case, LOCAL).id


DEEDS = {
    "enrol": Deed("enrol", lambda store, case, me, _: enrolment.enrol(store, case, me)),
    "withdraw": Deed(
        "withdraw", lambda store, case, me, _: enrolment.withdraw(store, case, me), takes_part
    ),
    "save": Deed(
        "answer",
        lambda store, case, me, _: answering.save(store, case, "noise", "note", "hm", None, me),
        takes_part,
    ),
    "attach": Deed(
        "attach",
        lambda store, case, me, _: attaching.attach_evidence(store, case, "noise", PAPER, me),
        takes_part,
    ),
    "detach": Deed(
        "detach",
        lambda store, case, me, it: attaching.detach_evidence(store, case, it, me),
        has_evidence,
    ),
    "hand_in": Deed(
        "hand_in", lambda store, case, me, _: submission.hand_in(store, case, me), has_answered
    ),
    "recall": Deed(
        "recall",
        lambda store, case, me, it: submission.recall(store, case, it, me),
        has_handed_in,
    ),
    "profile": Deed(
        "profile",
        lambda store, case, me, _: save_profile(store, case.community, Profile(quarters=3), me),
    ),
}
deeds = pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)


@pytest.fixture
def case(store: Store) -> Case:
    let_in(store, LOCAL)
    return case_of(store, JIEFANGQIAO)


def save(store: Store, case: Case, actor: Actor, value: str = "hm") -> object:
    return answering.save(store, case, "noise", "note", value, None, actor)


def refused(store: Store, work: Callable[[], object]) -> str:
    """The refusal's words; it left one row in the log and nothing anywhere else."""
    before, known = tables(store, "log"), len(logged(store))
    with pytest.raises(NotAllowed) as found:
        work()
    assert tables(store, "log") == before
    ((person, verb, subject),) = logged(store, known)
    assert (person, verb) == (found.value.actor.person, "refuse")
    assert subject == found.value.place
    return str(found.value)


@deeds
def test_whoever_is_no_officer_or_not_here_stores_nothing_and_leaves_one_refusal(
    store: Store, case: Case, deed: Deed
) -> None:
    prepared = deed.before(store, case)
    not_here: list[tuple[Role, str]] = [("officer", scope) for scope in ELSEWHERE]
    no_officer: list[tuple[Role, str]] = [
        (role, scope) for role in ROLES if role != "officer" for scope in ("", JIEFANGQIAO)
    ]
    for number, (role, scope) in enumerate(not_here + no_officer):
        actor = somebody(store, f"p{number}", role, scope)
        refused(store, lambda me=actor: deed.do(store, case, me, prepared))
    refused(store, lambda: deed.do(store, case, Actor("nobody-known"), prepared))


@deeds
@pytest.mark.parametrize("scope", AROUND, ids=lambda scope: scope or "all")
def test_an_officer_of_a_scope_around_it_leaves_exactly_one_row(
    store: Store, case: Case, deed: Deed, scope: str
) -> None:
    prepared = deed.before(store, case)
    known = len(logged(store))
    deed.do(store, case, somebody(store, "wang", "officer", scope), prepared)
    assert logged(store, known) == [("wang", deed.verb, JIEFANGQIAO)]


@deeds
def test_what_is_not_possible_leaves_no_row(store: Store, case: Case, deed: Deed) -> None:
    """The second time each is impossible, or stores nothing."""
    prepared = deed.before(store, case)
    deed.do(store, case, LOCAL, prepared)
    if deed.verb == "attach":
        return
    before = tables(store)
    if deed.verb in ("answer", "profile"):
        deed.do(store, case, LOCAL, prepared)
    else:
        with pytest.raises(NotPossible):
            deed.do(store, case, LOCAL, prepared)
    assert tables(store) == before


def test_a_role_counts_from_its_first_day_to_the_day_before_it_ended(
    store: Store, case: Case, days: Days
) -> None:
    takes_part(store, case)
    wang = somebody(store, "wang", "officer", JIEFANGQIAO, date(2024, 3, 2))
    said = refused(store, lambda: save(store, case, wang))
    assert said.startswith("Your account has no role at present.")
    days.go_to(date(2024, 3, 2))
    save(store, case, wang)
    with store.write() as query:
        records.end_grant(query, grant_of(store, "wang"), date(2024, 3, 3), "data")
    answering.save(store, case, "heritage", "note", "hm", None, wang)
    days.go_to(date(2024, 3, 3))
    refused(store, lambda: answering.save(store, case, "co-creation", "note", "hm", None, wang))


def test_a_role_that_was_ended_today_does_not_count_today(store: Store, case: Case) -> None:
    takes_part(store, case)
    wang = somebody(store, "wang", "officer", JIEFANGQIAO)
    chief = somebody(store, "chief", "administrator")
    granting.end(store, chief, grant_of(store, "wang"))
    refused(store, lambda: save(store, case, wang))


def test_a_closed_account_may_do_nothing(store: Store, case: Case) -> None:
    takes_part(store, case)
    wang = somebody(store, "wang", "officer", JIEFANGQIAO)
    granting.close_account(store, somebody(store, "chief", "administrator"), "wang")
    refused(store, lambda: save(store, case, wang))
    refused(store, lambda: look(store, wang))


def look(store: Store, actor: Actor) -> None:
    with looking(store, actor, Action.SEE_COMMUNITY, JIEFANGQIAO):
        pass


def test_a_role_taken_away_between_reading_the_page_and_pressing_does_not_count(
    store: Store, case: Case
) -> None:
    takes_part(store, case)
    wang = somebody(store, "wang", "officer", JIEFANGQIAO)
    with store.read() as query:
        assert guard.may(query, wang, Action.ANSWER, JIEFANGQIAO)
    granting.end(store, somebody(store, "chief", "administrator"), grant_of(store, "wang"))
    refused(store, lambda: save(store, case, wang))


def test_a_refusal_says_why_and_who_can_help(store: Store, case: Case) -> None:
    somebody(store, "chief", "administrator")
    somebody(store, "lixia", "administrator", "370102")
    somebody(store, "qingdao", "administrator", "3702")
    wang = somebody(store, "wang", "officer", LISHANLU)
    said = refused(store, lambda: save(store, case, wang))
    assert said.endswith("is outside your scope. lixia, chief can give you access.")
    assert "解放桥" in said


def test_the_same_refusal_within_a_minute_is_logged_once_and_after_it_again(
    store: Store, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = somebody(store, "wang", "viewer")
    now = clock.now()
    for seconds in (0, 20, 59, 61, 80):
        monkeypatch.setattr(clock, "now", lambda at=now + timedelta(seconds=seconds): at)
        with pytest.raises(NotAllowed):
            save(store, case, wang)
    assert logged(store) == [("wang", "refuse", JIEFANGQIAO)] * 2


def test_whoever_only_looks_leaves_no_row_unless_refused(store: Store, case: Case) -> None:
    before = tables(store)
    look(store, LOCAL)
    assert tables(store) == before
    wang = somebody(store, "wang", "viewer", LISHANLU)
    refused(store, lambda: look(store, wang))


class Rerun(BaseException):
    """What Streamlit raises in the midst of a script."""


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Rerun, NotPossible])
def test_a_unit_that_breaks_off_stores_nothing_and_leaves_no_row(
    store: Store, case: Case, error: type[BaseException]
) -> None:
    def work() -> None:
        with acting(store, LOCAL, Action.ANSWER, JIEFANGQIAO, item="1") as query:
            records.add_person(query, "wang", "wang", "local")
            raise error

    before = tables(store)
    with pytest.raises(error):
        work()
    assert tables(store) == before


def test_a_unit_that_wrote_nothing_leaves_no_row(store: Store, case: Case) -> None:
    before = tables(store)
    with acting(store, LOCAL, Action.ANSWER, JIEFANGQIAO) as query:
        query.rows("select 1")
    assert tables(store) == before


def test_a_refusal_in_the_midst_of_a_unit_takes_back_what_it_wrote(
    store: Store, case: Case
) -> None:
    wang = somebody(store, "wang", "officer", JIEFANGQIAO)

    def work() -> None:
        with acting(store, wang, Action.ANSWER, JIEFANGQIAO) as query:
            records.add_person(query, "xu", "xu", "wang")
            guard.need(query, wang, Action.ANSWER, LISHANLU)

    refused(store, work)


def test_a_value_that_came_too_late_leaves_no_row(store: Store, case: Case) -> None:
    takes_part(store, case)
    save(store, case, LOCAL, "first")
    before = tables(store)
    with pytest.raises(Stale):
        save(store, case, LOCAL, "second")
    assert tables(store) == before


def test_on_whose_behalf_somebody_acts_is_in_the_log_and_beside_the_answer(
    store: Store, case: Case
) -> None:
    takes_part(store, case)
    let_in(store, Actor("street"), scope="370102001")
    save(store, case, Actor("street", on_behalf_of="王红"))
    assert rows(store, "select person, on_behalf_of from answer_event") == [("street", "王红")]
    ((details,),) = rows(store, "select details from log where action = 'answer'")
    assert json.loads(details) == {"field": "note", "item": "10", "on_behalf_of": "王红"}


def test_acting_for_somebody_gives_none_of_their_rights(store: Store, case: Case) -> None:
    takes_part(store, case)
    somebody(store, "wang", "viewer")
    refused(store, lambda: save(store, case, Actor("wang", on_behalf_of="local")))


def test_what_somebody_may_is_asked_with_the_roles_of_now(store: Store, case: Case) -> None:
    somebody(store, "wang", "reviewer", "3701")
    let_in(store, Actor("wang"), role="officer", scope="370202")
    with store.read() as query:
        assert guard.scopes(query, Actor("wang"), Action.SEE_COMMUNITY) == ["3701", "370202"]
        assert guard.scopes(query, Actor("wang"), Action.ANSWER) == ["370202"]
        assert guard.scopes(query, Actor("nobody-known"), Action.ANSWER) == []
        guard.need(query, Actor("wang"), Action.RECORD_DENOMINATOR, "370102")


def test_the_rows_of_a_whole_assessment_make_one_sound_chain(store: Store, case: Case) -> None:
    identity = has_handed_in(store, case)
    submission.recall(store, case, identity, LOCAL)
    answer(store, case, "noise", "note", "later")
    verbs = [verb for _who, verb, _subject in logged(store)]
    assert verbs[0] == "enrol"
    assert verbs[-3:] == ["hand_in", "recall", "answer"]
    assert len(verbs) == 4 + rows(store, "select count(*) from answer_event")[0][0] - 1

"""Lists decided outside: checked line by line, recorded whole or not at all, on their own day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.assessment.model import State
from green.errors import GreenError, NotPossible, Refused
from green.people.guard import NotAllowed
from green.people.model import Actor
from green.progress.figures import progress
from green.review.matching import Row
from green.review.paper import Paper
from green.review.recording import Checked, apply, check
from green.review.sequence import Told, told
from green.standard import loader
from green.standard.programme import Programme
from green.store import Store
from tests.database import Days, let_in, rows
from tests.review.conftest import (
    CITY,
    CITY_REVIEWER,
    DISTRICT,
    DISTRICT_REVIEWER,
    OFFICER,
    STREET,
    STREET_REVIEWER,
)

DAY = date(2022, 6, 30)
PAPER = Paper("清创〔2022〕1号", DAY, "attain", "第一批")
PROVINCE = Actor("province")


@pytest.fixture
def codes(store: Store) -> list[str]:
    """Communities of the street and of others of the city."""
    found = rows(store, "select code from community where code like '4418%' order by code limit 60")
    return [row[0] for row in found]


def looked(
    store: Store, programme: Programme, lines: list[Row], paper: Paper = PAPER, **more: Any
) -> Checked:
    with store.read() as query:
        return check(query, CITY_REVIEWER, programme, CITY, paper, lines, **more)


def recorded(
    store: Store, programme: Programme, lines: list[Row], paper: Paper = PAPER, **more: Any
) -> Checked:
    return apply(store, CITY_REVIEWER, programme, CITY, paper, lines, **more)


def events(store: Store) -> list[tuple[Any, ...]]:
    return rows(
        store,
        "select community.code, event.kind, event.effective_on, event.document, event.batch, "
        "event.reason, event.person, event.submission from recognition_event as event "
        "join community on community.id = event.community order by community.code, event.id",
    )


def numbered(codes: list[str]) -> list[Row]:
    return [Row(number, code) for number, code in enumerate(codes, 1)]


def figures(store: Store, programme: Programme, day: date, known_at: Any = None) -> Any:
    with store.read() as query:
        found = progress(
            query, programme, scope=CITY, by="district", as_of=day, known_at=known_at, monthly=False
        )
    return found.total.standing.counts


def test_a_list_is_recorded_with_its_document_and_counts_from_its_day(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    done = recorded(store, programme, numbered(codes[:3]))
    assert done.counts == {"new": 3}
    assert events(store) == [
        (code, "attain", DAY, PAPER.document, "第一批", None, "city", None) for code in codes[:3]
    ]
    assert figures(store, programme, DAY - timedelta(days=1)).attained == 0
    assert figures(store, programme, DAY).attained == 3
    assert figures(store, programme, date(2024, 3, 1)).submitted == 3


def test_what_was_known_before_stays_as_it_was(
    store: Store, programme: Programme, codes: list[str], days: Days
) -> None:
    recorded(store, programme, numbered(codes[:2]))
    known_at = days.now()
    before = figures(store, programme, DAY, known_at)
    days.go_to(date(2024, 3, 5))
    recorded(store, programme, numbered(codes[2:5]))
    assert figures(store, programme, DAY, known_at) == before
    assert figures(store, programme, DAY).attained == 5


def test_it_is_logged_with_document_and_numbers(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    recorded(store, programme, numbered(codes[:3]))
    ((person, subject, details),) = rows(
        store, "select person, subject, details from log where action = 'record_decisions'"
    )
    assert (person, subject) == ("city", CITY)
    assert PAPER.document in details
    assert '"recorded": 3' in details or '"recorded":3' in details


def test_checking_stores_nothing(store: Store, programme: Programme, codes: list[str]) -> None:
    before = rows(store, "select count(*) from log")
    looked(store, programme, numbered(codes))
    assert events(store) == []
    assert rows(store, "select count(*) from log") == before


@pytest.mark.parametrize(
    "wrong",
    [
        Row(9, "441802006999"),
        Row(9, name="没有这个社区"),
        Row(9),
        Row(9, "440103001001"),
        Row(9, "370102001002"),
        Row(9, "441802006002", day=date(2030, 1, 1)),
        Row(9, "441802006002", day=date(2019, 1, 1)),
    ],
)
def test_nothing_is_stored_when_one_line_is_wrong(
    store: Store, programme: Programme, codes: list[str], wrong: Row
) -> None:
    with pytest.raises(Refused, match="Line 9"):
        recorded(store, programme, [*numbered(codes[:3]), wrong])
    assert events(store) == []
    assert rows(store, "select * from log where action = 'record_decisions'") == []


def test_a_second_recording_of_the_same_list_changes_nothing(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    recorded(store, programme, numbered(codes[:2]))
    assert looked(store, programme, numbered(codes[:2])).counts == {"already": 2}
    with pytest.raises(NotPossible, match="recorded already"):
        recorded(store, programme, numbered(codes[:2]))
    assert len(events(store)) == 2
    assert recorded(store, programme, numbered(codes[:3])).counts == {"already": 2, "new": 1}


def test_a_line_left_out_and_a_chosen_candidate(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    ((name,),) = rows(store, "select name from community where code = $code", code=codes[1])
    mistyped = name.replace("社区居委会", "甲社区")
    lines = [Row(1, codes[0]), Row(2, district="清城区", name=mistyped), Row(3, name="无")]
    found = looked(store, programme, lines)
    assert found.lines[1].outcome == "doubtful"
    chosen = found.lines[1].match.candidates[0]
    done = recorded(store, programme, lines, choices={2: chosen.id, 3: None})
    assert [line.outcome for line in done.lines] == ["new", "new", "left_out"]
    assert {row[0] for row in events(store)} == {codes[0], chosen.code}


def test_a_choice_that_was_not_offered_is_not_taken(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    ((far,),) = rows(store, "select id from community where code like '4401%' limit 1")
    found = looked(store, programme, [Row(1, name="没有这个社区")], choices={1: far})
    assert found.lines[0].outcome != "new"


def test_repeated_and_contradictory_lines_are_named(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    lines = [
        Row(1, codes[0]),
        Row(2, codes[0]),
        Row(3, codes[1]),
        Row(4, codes[1], day=date(2021, 1, 1)),
    ]
    found = looked(store, programme, lines)
    assert [line.outcome for line in found.lines] == [
        "new",
        "repeated",
        "impossible",
        "impossible",
    ]
    assert "line 1" in str(found.lines[1].why)
    assert "line 4" in str(found.lines[2].why)
    assert "line 3" in str(found.lines[3].why)


def test_a_revocation_ends_what_was_attained_and_needs_a_reason(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    recorded(store, programme, numbered(codes[:2]))
    later = date(2023, 5, 1)
    with pytest.raises(Refused, match="Reason"):
        recorded(store, programme, numbered(codes[:1]), Paper("清撤1号", later, "revoke"))
    revoking = Paper("清撤1号", later, "revoke", reason="复查不合格")
    recorded(store, programme, numbered(codes[:1]), revoking)
    assert figures(store, programme, later - timedelta(days=1)).attained == 2
    assert figures(store, programme, later).attained == 1
    assert events(store)[1][5] == "复查不合格"


def test_what_was_never_attained_cannot_be_revoked(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    revoking = Paper("清撤1号", DAY, "revoke", reason="复查不合格")
    with pytest.raises(Refused, match="nothing to revoke"):
        recorded(store, programme, numbered(codes[:1]), revoking)
    assert events(store) == []


def test_a_later_recognition_does_not_restore_the_name(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    line = numbered(codes[:1])
    recorded(store, programme, line, Paper("一", date(2021, 1, 1), "name"))
    recorded(store, programme, line, Paper("二", date(2021, 6, 1), "revoke", reason="复查"))
    recorded(store, programme, line, Paper("三", date(2022, 1, 1), "attain"))
    assert figures(store, programme, date(2021, 1, 1)).named == 1
    counts = figures(store, programme, date(2022, 1, 1))
    assert (counts.attained, counts.named) == (1, 0)


@pytest.mark.parametrize(
    ("paper", "where"),
    [
        (Paper("", DAY, "attain"), "Document"),
        (Paper("一", date(2024, 3, 2), "attain"), "Effective date"),
        (Paper("一", date(2020, 7, 21), "attain"), "Effective date"),
    ],
)
def test_a_wrong_head_is_refused(
    store: Store, programme: Programme, codes: list[str], paper: Paper, where: str
) -> None:
    with pytest.raises(Refused, match=where):
        recorded(store, programme, numbered(codes[:1]), paper)
    assert events(store) == []


def test_an_empty_list_is_refused(store: Store, programme: Programme) -> None:
    with pytest.raises(Refused, match="A list has from 1"):
        recorded(store, programme, [])


@pytest.mark.parametrize(
    ("actor", "scope", "error"),
    [
        (OFFICER, CITY, NotAllowed),
        (STREET_REVIEWER, CITY, NotAllowed),
        (CITY_REVIEWER, "4401", NotAllowed),
        (CITY_REVIEWER, "", NotAllowed),
        (STREET_REVIEWER, STREET, NotPossible),
        (DISTRICT_REVIEWER, DISTRICT, NotPossible),
    ],
)
def test_nobody_else_than_the_deciding_level_or_a_wider_one_records(
    store: Store,
    programme: Programme,
    codes: list[str],
    actor: Actor,
    scope: str,
    error: type[GreenError],
) -> None:
    with pytest.raises(error):
        apply(store, actor, programme, scope, PAPER, numbered(codes[:1]))
    assert events(store) == []
    refused = rows(store, "select person from log where action = 'refuse'")
    assert refused == ([(actor.person,)] if error is NotAllowed else [])


def test_a_wider_scope_than_the_deciding_level_records_too(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    let_in(store, PROVINCE, role="reviewer", scope="44")
    apply(store, PROVINCE, programme, "44", PAPER, numbered(codes[:1]))
    assert len(events(store)) == 1


def test_a_community_outside_the_scope_is_not_recorded(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    ((other,),) = rows(
        store, "select min(code) from community where code like '4418%' and code not like '441802%'"
    )
    with pytest.raises(Refused, match="outside your scope"):
        apply(store, CITY_REVIEWER, programme, DISTRICT, PAPER, [Row(1, other)])
    assert events(store) == []


def test_a_self_declared_programme_takes_no_decisions(store: Store, codes: list[str]) -> None:
    declared = loader.programme("cn-green-community")
    assert declared.rule == "self-declared"
    with pytest.raises(NotPossible, match="declare by themselves"):
        recorded(store, declared, numbered(codes[:1]))
    assert events(store) == []


def test_figures_flag_a_denominator_that_becomes_too_small(
    store: Store, programme: Programme, codes: list[str]
) -> None:
    with store.write() as query:
        query.run(
            "insert into denominator (scope, communities, basis, counted_on, source, recorded_at, "
            "person) values ($scope, 1, 'official', date '2021-01-01', 'x', $at, 'data')",
            scope=CITY,
            at=query.at,
        )
    recorded(store, programme, numbered(codes[:2]))
    with store.read() as query:
        found = progress(
            query, programme, scope=CITY, by="district", as_of=DAY, known_at=None, monthly=False
        )
    assert found.total.standing.rate("attained") is None
    assert found.total.standing.flag


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_independent_lines_does_not_matter(
    store: Store, programme: Programme, codes: list[str], seed: int
) -> None:
    lines = [*numbered(codes[:12]), Row(20, "441802006999"), Row(21, name="没有这个社区")]
    shuffled = random.Random(seed).sample(lines, len(lines))  # noqa: S311
    outcomes = {line.row: line.outcome for line in looked(store, programme, lines).lines}
    again = {line.row: line.outcome for line in looked(store, programme, shuffled).lines}
    assert outcomes == again


@pytest.mark.parametrize("seed", range(6))
def test_recording_does_what_checking_said(
    store: Store, programme: Programme, codes: list[str], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    recorded(store, programme, numbered(chance.sample(codes, 5)))
    lines = numbered(chance.choices(codes, k=20))
    said = looked(store, programme, lines)
    before = len(events(store))
    done = recorded(store, programme, lines)
    assert [line.outcome for line in done.lines] == [line.outcome for line in said.lines]
    assert len(events(store)) - before == len(said.new)


_LINES = st.builds(
    Told,
    st.integers(1, 3),
    st.sampled_from(["attain", "name", "revoke"]),
    st.dates(date(2021, 1, 1), date(2021, 1, 4)),
    st.none(),
    st.just(0),
)


@given(st.lists(_LINES, max_size=8, unique=True), st.randoms(), st.booleans())
def test_what_lines_say_together_does_not_depend_on_their_order(
    lines: list[Told], chance: random.Random, attained: bool
) -> None:
    states = {(line.community, line.day): State(True, True, attained, False) for line in lines}
    there = dict(enumerate(lines))
    shuffled = list(there.items())
    chance.shuffle(shuffled)
    outcomes = {key: one[0] for key, one in told(there, states).items()}
    assert {key: one[0] for key, one in told(dict(shuffled), states).items()} == outcomes
    assert set(outcomes) == set(there)

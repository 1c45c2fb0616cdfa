"""The province's figures at a day, known at a moment, from rows and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.assessment.enrolment import enrol
from green.assessment.submission import hand_in, recall
from green.errors import NotFound, Refused
from green.progress import records
from green.progress.figures import month_ends, progress
from green.progress.model import Progress, Row
from green.registry.model import Level
from green.standard.programme import Programme
from green.store import Store
from tests.database import (
    JIEFANGQIAO,
    LOCAL,
    QINGDAO,
    Days,
    answer_all,
    case_of,
    morning,
)

Attain = Callable[..., None]
DAY = date(2024, 3, 1)
JINAN, LIXIA, JIEFANGLU = "3701", "370102", "370102001"
FIRST_TARGET, SECOND_TARGET = date(2021, 12, 31), date(2022, 12, 31)
LATER = morning(date(2030, 1, 1))


def figures(store: Store, programme: Programme, **asked: Any) -> Progress:
    with store.read() as query:
        return progress(query, programme, **asked)


def row(found: Progress, code: str) -> Row:
    return next(row for row in found.rows if row.code == code)


def counts(found: Row) -> tuple[int, int, int]:
    numbers = found.standing.counts
    return numbers.participating, numbers.submitted, numbers.attained


def official(store: Store, scope: str, count: int, day: date, recorded_at: datetime) -> None:
    with store.write() as query:
        query.run(
            """
            insert into denominator
                (scope, communities, basis, counted_on, source, recorded_at, person)
            values ($scope, $count, 'official', $day, 'a paper', $at, 'local')
            """,
            scope=scope,
            count=count,
            day=day,
            at=recorded_at,
        )


# The walk of one community


def test_enrolling_answering_and_handing_in_moves_the_citys_figures_by_one_each(
    store: Store, days: Days, programme: Programme
) -> None:
    case = case_of(store, JIEFANGQIAO)

    def of_jinan() -> tuple[int, int, int]:
        return counts(row(figures(store, programme), JINAN))

    assert of_jinan() == (0, 0, 0)
    enrol(store, case, LOCAL)
    assert of_jinan() == (1, 0, 0)
    answer_all(store, case)
    assert of_jinan() == (1, 0, 0)
    submission = hand_in(store, case, LOCAL)
    assert of_jinan() == (1, 1, 1)
    found = figures(store, programme)
    assert counts(found.total) == (1, 1, 1)
    assert all(counts(other) == (0, 0, 0) for other in found.rows if other.code != JINAN)

    days.go_to(DAY + timedelta(days=1))
    recall(store, case, submission.id, LOCAL)
    assert of_jinan() == (1, 0, 0)
    yesterday = figures(store, programme, as_of=DAY)
    assert counts(row(yesterday, JINAN)) == (1, 1, 1)
    before = figures(store, programme, as_of=DAY - timedelta(days=1))
    assert counts(row(before, JINAN)) == (0, 0, 0)


def test_who_does_not_meet_the_standard_counts_as_submitted_only(
    store: Store, programme: Programme
) -> None:
    case = case_of(store, QINGDAO)
    enrol(store, case, LOCAL)
    answer_all(store, case, noise="partly")
    hand_in(store, case, LOCAL)
    assert counts(row(figures(store, programme), "3702")) == (1, 1, 0)


def test_asking_what_was_known_earlier_gives_the_figures_of_then(
    store: Store, days: Days, programme: Programme
) -> None:
    """A step recorded today for last month was not known yesterday."""
    yesterday = days.now()
    days.go_to(DAY + timedelta(days=1))
    enrol(store, case_of(store, JIEFANGQIAO), LOCAL, date(2024, 2, 1))
    for as_of in (date(2024, 2, 1), DAY):
        assert counts(figures(store, programme, as_of=as_of).total) == (1, 0, 0)
        then = figures(store, programme, as_of=as_of, known_at=yesterday)
        assert counts(then.total) == (0, 0, 0)
        assert then.known_at == yesterday
    assert counts(figures(store, programme, as_of=date(2024, 1, 31)).total) == (0, 0, 0)


def test_the_figures_of_a_day_and_moment_never_change(
    store: Store, days: Days, programme: Programme, attain: Attain
) -> None:
    attain(5, JINAN)
    first = figures(store, programme, as_of=DAY, monthly=True)
    days.go_to(DAY + timedelta(days=3))
    enrol(store, case_of(store, QINGDAO), LOCAL, date(2022, 3, 1))
    official(store, JINAN, 10, date(2021, 1, 1), days.now())
    again = figures(store, programme, as_of=DAY, known_at=first.known_at, monthly=True)
    assert again == first
    assert again.as_json() == first.as_json()
    assert figures(store, programme, as_of=DAY, known_at=LATER) != first


def test_without_a_day_the_figures_are_of_today_in_china(
    store: Store, days: Days, programme: Programme
) -> None:
    found = figures(store, programme)
    assert found.as_of == days.today() == DAY
    assert found.rule == "self-declared"
    assert found.simulated is False


# Rows


def test_there_is_a_row_for_every_city_in_code_order(store: Store, programme: Programme) -> None:
    found = figures(store, programme)
    codes = [row.code for row in found.rows]
    assert len(codes) == 16
    assert codes == sorted(codes)
    assert (found.total.code, found.total.name) == ("37", "山东省")
    assert found.total.standing.denominator.count == 6977


@pytest.mark.parametrize(("by", "number"), [("city", 16), ("district", 151), ("street", 1853)])
def test_the_rows_of_every_level_add_up_to_the_total(
    store: Store, programme: Programme, attain: Attain, by: Level, number: int
) -> None:
    attain(40, JINAN)
    attain(7, "3702", outcome="does_not_meet")
    found = figures(store, programme, by=by)
    assert len(found.rows) == number
    assert [row.code for row in found.rows] == sorted(row.code for row in found.rows)
    sums = [sum(part) for part in zip(*(counts(row) for row in found.rows), strict=True)]
    assert tuple(sums) == counts(found.total) == (47, 47, 40)
    assert sum(row.standing.denominator.count for row in found.rows) == 6977


@pytest.mark.parametrize(
    ("scope", "by", "inside"),
    [(JINAN, "district", 13), (LIXIA, "street", 13), (JINAN, "city", 1), (JIEFANGLU, "street", 1)],
)
def test_a_scope_shows_its_own_parts_and_itself_as_the_total(
    store: Store, programme: Programme, attain: Attain, scope: str, by: Level, inside: int
) -> None:
    attain(3, JIEFANGLU)
    attain(2, "3702")
    found = figures(store, programme, scope=scope, by=by)
    assert found.total.code == scope
    assert counts(found.total) == (3, 3, 3)
    assert len(found.rows) == inside
    assert all(row.code.startswith(scope) for row in found.rows)
    whole = figures(store, programme, by=by)
    assert [row for row in whole.rows if row.code.startswith(scope)] == list(found.rows)


def test_a_scope_outside_the_region_is_refused(store: Store, programme: Programme) -> None:
    qingdao = programme.model_copy(update={"region": "3702"})
    with pytest.raises(Refused) as refused:
        figures(store, qingdao, scope=JINAN)
    assert str(refused.value) == (
        "济南市 is outside the programme's region. Choose a code that begins with 3702."
    )


def test_the_province_around_the_region_is_outside_it_too(
    store: Store, programme: Programme
) -> None:
    jinan = programme.model_copy(update={"region": JINAN})
    with pytest.raises(Refused, match="outside the programme's region"):
        figures(store, jinan, scope="37")
    assert figures(store, jinan, by="district").total.code == JINAN


@pytest.mark.parametrize("scope", ["11", "3799", "37%", "370102001002"])
def test_a_scope_that_does_not_exist_is_refused(
    store: Store, programme: Programme, scope: str
) -> None:
    with pytest.raises(NotFound, match="There is no division with the code"):
        figures(store, programme, scope=scope)


def test_a_level_above_the_scope_is_refused(store: Store, programme: Programme) -> None:
    with pytest.raises(Refused) as refused:
        figures(store, programme, scope=LIXIA, by="city")
    assert str(refused.value) == "历下区 cannot be divided that way. Choose a level below it."


def test_one_programmes_communities_do_not_count_in_another(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(3)
    other = programme.model_copy(update={"id": "another"})
    assert counts(figures(store, other).total) == (0, 0, 0)


# Communities that end


def test_a_community_leaves_numerator_and_denominator_on_its_valid_to(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(1, JIEFANGLU)
    gone = date(2023, 5, 1)
    with store.write() as query:
        query.run(
            "update community set valid_to = $gone where code = $code",
            gone=gone,
            code=JIEFANGQIAO,
        )
    last = figures(store, programme, as_of=gone - timedelta(days=1)).total
    after = figures(store, programme, as_of=gone).total
    assert (counts(last), last.standing.denominator.count) == ((1, 1, 1), 6977)
    assert (counts(after), after.standing.denominator.count) == ((0, 0, 0), 6976)


def test_a_successor_inherits_nothing_without_a_decision(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(1, JIEFANGLU)
    with store.write() as query:
        query.run(
            """
            update community set
                valid_to = date '2023-05-01',
                merged_into = (select max(id) from community where code like '370102001%')
            where code = $code
            """,
            code=JIEFANGQIAO,
        )
    assert counts(figures(store, programme, as_of=date(2023, 5, 1)).total) == (0, 0, 0)


def test_the_list_behind_a_figure_has_as_many_communities_as_the_figure(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(4, JINAN)
    attain(2, "3702", outcome="does_not_meet")
    with store.read() as query:
        listed = records.listed(query, programme, "37", DAY, LATER)
    codes = [one.code for one in listed]
    assert codes == sorted(codes)
    states = [one.state for one in listed]
    total = figures(store, programme, known_at=LATER).total
    assert (
        sum(state.participating for state in states),
        sum(state.submitted for state in states),
        sum(state.attained for state in states),
    ) == counts(total)
    assert {one.since for one in listed} == {date(2021, 6, 1)}


# Denominators and targets


@pytest.mark.parametrize(("number", "missing"), [(0, 2094), (2093, 1), (2094, 0), (2100, 0)])
def test_the_province_needs_30_percent_by_2021(
    store: Store, programme: Programme, attain: Attain, number: int, missing: int
) -> None:
    attain(number)
    thirty, sixty = figures(store, programme, as_of=FIRST_TARGET).total.targets
    assert (thirty.needed, thirty.missing, thirty.met) == (2094, missing, missing == 0)
    assert (sixty.needed, sixty.missing, sixty.met) == (4187, 4187 - number, False)


def test_a_target_that_was_missed_stays_missed_and_one_that_was_met_stays_met(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(2093)
    attain(4187, day=date(2022, 11, 1))
    on_time = figures(store, programme, as_of=SECOND_TARGET).total.targets
    assert [(one.missing, one.met) for one in on_time] == [(0, False), (0, True)]
    later = figures(store, programme, as_of=DAY).total.targets
    assert [(one.missing, one.met) for one in later] == [(0, False), (0, True)]


def test_the_provinces_targets_do_not_bind_its_cities(store: Store, programme: Programme) -> None:
    found = figures(store, programme)
    assert [one.binding for one in found.total.targets] == [True, True]
    assert {one.binding for row in found.rows for one in row.targets} == {False}
    jinan = figures(store, programme, scope=JINAN, by="district")
    assert {one.binding for one in jinan.total.targets} == {False}


def test_what_the_cities_need_is_worked_out_for_each_and_not_a_part_of_the_whole(
    store: Store, programme: Programme
) -> None:
    found = figures(store, programme)
    assert row(found, JINAN).targets[0].needed == 319  # 30% of 1,061 is 318.3
    assert sum(row.targets[0].needed for row in found.rows) > found.total.targets[0].needed


def test_rates_are_exact(store: Store, programme: Programme, attain: Attain) -> None:
    attain(100, JINAN)
    found = figures(store, programme)
    assert float(row(found, JINAN).standing.rate("attained") or 0) == 100 / 1061
    assert found.total.as_json()["rates"]["attained"] == 100 / 6977


def test_an_official_figure_below_the_numerator_gives_no_rate_but_a_flag(
    store: Store, days: Days, programme: Programme, attain: Attain
) -> None:
    attain(11, JINAN)
    official(store, JINAN, 10, date(2022, 1, 1), morning(date(2024, 2, 1)))
    found = row(figures(store, programme), JINAN).as_json()
    assert found["attained"] == 11
    assert found["rates"] == dict.fromkeys(found["rates"])
    assert found["flag"] == "above_denominator"
    assert found["denominator"] == {
        "count": 10,
        "basis": "official",
        "date": "2022-01-01",
        "source": "a paper",
    }
    before = row(figures(store, programme, as_of=date(2021, 12, 31)), JINAN).as_json()
    assert before["flag"] is None
    assert before["rates"]["attained"] == 11 / 1061
    total = figures(store, programme).total.as_json()
    assert total["denominator"]["basis"] == "mixed"
    assert total["denominator"]["count"] == 6977 - 1061 + 10
    assert total["flag"] is None


def test_numerators_add_up_even_where_the_whole_has_an_official_denominator(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(5, JINAN)
    attain(6, "3702")
    official(store, "37", 7000, date(2022, 1, 1), morning(date(2024, 2, 1)))
    found = figures(store, programme)
    assert found.total.standing.counts.attained == 11
    assert found.total.standing.denominator.count == 7000
    assert sum(row.standing.denominator.count for row in found.rows) == 6977
    assert found.total.targets[0].needed == 2100


def test_a_programme_by_published_counts_takes_each_days_own(
    store: Store, programme: Programme
) -> None:
    published = programme.model_copy(update={"denominators": "published"})
    found = figures(store, published, as_of=FIRST_TARGET)
    assert found.total.standing.denominator.basis == "nbs-2021"
    assert found.total.standing.denominator.count == 7030
    assert found.total.targets[0].needed == 2109
    assert row(found, JINAN).standing.denominator.count == 983


# By month


def test_months_end_on_their_last_day_and_the_last_one_on_the_day_asked_for() -> None:
    ends = month_ends(date(2020, 7, 22), date(2021, 3, 10))
    assert ends == [
        date(2020, 7, 31),
        date(2020, 8, 31),
        date(2020, 9, 30),
        date(2020, 10, 31),
        date(2020, 11, 30),
        date(2020, 12, 31),
        date(2021, 1, 31),
        date(2021, 2, 28),
        date(2021, 3, 10),
    ]


def test_before_the_programme_opened_there_are_no_months() -> None:
    assert month_ends(date(2020, 7, 22), date(2020, 6, 30)) == []


@given(opens=st.dates(date(2015, 1, 1), date(2030, 1, 1)), length=st.integers(0, 1500))
def test_months_follow_each_other_without_a_gap(opens: date, length: int) -> None:
    as_of = opens + timedelta(days=length)
    ends = month_ends(opens, as_of)
    assert ends[-1] == as_of
    assert all(one < following for one, following in pairwise(ends))
    assert all((end + timedelta(days=1)).day == 1 for end in ends[:-1])
    months = {(day.year, day.month) for day in ends}
    assert len(months) == len(ends)
    assert (opens.year, opens.month) in months


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(as_of=st.dates(date(2020, 7, 1), date(2024, 3, 1)))
def test_every_month_has_the_rows_of_asking_for_its_last_day(
    store: Store, programme: Programme, attain: Attain, as_of: date
) -> None:
    if not counts(figures(store, programme, known_at=LATER).total)[0]:
        attain(30, JINAN)
        attain(9, JIEFANGLU, day=date(2022, 2, 28), outcome="does_not_meet")
    found = figures(store, programme, as_of=as_of, known_at=LATER, monthly=True)
    assert found.series is not None
    assert found.series[-1].rows == found.rows
    for month in found.series[:: max(1, len(found.series) // 4)]:
        asked = figures(store, programme, as_of=month.day, known_at=LATER)
        assert (month.rows, month.total) == (asked.rows, asked.total)
        assert month.month == f"{month.day:%Y-%m}"


def test_months_are_only_there_when_asked_for(store: Store, programme: Programme) -> None:
    found = figures(store, programme)
    assert found.series is None
    assert "series" not in found.as_json()

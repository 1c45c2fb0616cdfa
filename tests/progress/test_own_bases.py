"""Targets that are not judged on all of a scope's communities: listed ones, and subdistricts'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from green.progress.figures import progress
from green.progress.model import Progress, Row, TargetFigure
from green.standard import loader
from green.standard.model import Source
from green.standard.programme import Programme, Target
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU, QINGDAO, TIANQIAO, Days, morning

Attain = Callable[..., None]
DAY = date(2021, 12, 31)
PAPER = Source(document="某文", verified=False)
STREET, TOWN = "370102001", "370211103"


def with_target(programme: Programme, **given: Any) -> Programme:
    usual = {"scope": "whole", "metric": "attained", "deadline": DAY, "source": PAPER}
    return programme.model_copy(update={"targets": (Target.model_validate(usual | given),)})


def listing(programme: Programme, *codes: str) -> Programme:
    return with_target(programme, list=[{"code": code, "name": "某社区"} for code in codes])


def figures(store: Store, programme: Programme, **asked: Any) -> Progress:
    with store.read() as query:
        return progress(query, programme, **({"as_of": DAY} | asked))


def only(row: Row) -> TargetFigure:
    (found,) = row.targets
    return found


def of(found: Progress, code: str) -> TargetFigure:
    return only(next(row for row in found.rows if row.code == code))


def reached(figure: TargetFigure) -> list[str]:
    return [one.code for one in figure.listed or () if one.reached]


def test_listed_communities_are_looked_up_one_by_one(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(1, JIEFANGQIAO)
    attain(1, LISHANLU, outcome="does_not_meet")
    attain(30, TIANQIAO[:9])
    found = figures(store, listing(programme, JIEFANGQIAO, LISHANLU, QINGDAO))
    total = only(found.total)
    assert (total.binding, total.needed, total.missing, total.met) == (True, 3, 2, False)
    assert reached(total) == [JIEFANGQIAO]
    jinan, qingdao = of(found, "3701"), of(found, "3702")
    assert (jinan.needed, jinan.missing, jinan.binding) == (2, 1, False)
    assert (qingdao.needed, qingdao.missing) == (1, 1)
    assert (of(found, "3703").needed, of(found, "3703").met) == (0, None)


def test_a_list_is_judged_on_its_deadline_and_as_it_was_known(
    store: Store, days: Days, programme: Programme, attain: Attain
) -> None:
    both = listing(programme, JIEFANGQIAO, LISHANLU)
    attain(1, JIEFANGQIAO, day=DAY)
    attain(1, LISHANLU, day=date(2022, 1, 1), recorded_at=morning(date(2022, 3, 1)))
    late = only(figures(store, both, as_of=date(2022, 1, 1)).total)
    assert (late.missing, late.met) == (0, False)
    asked = {"as_of": date(2022, 1, 1), "known_at": morning(date(2022, 2, 1))}
    assert only(figures(store, both, **asked).total).missing == 1
    before = only(figures(store, both, as_of=date(2021, 12, 30)).total)
    assert (before.missing, before.met) == (2, False)


def test_a_listed_community_that_was_merged_away_has_not_reached_it(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(1, JIEFANGQIAO)
    both = listing(programme, JIEFANGQIAO, "370102999199")
    assert reached(only(figures(store, both).total)) == [JIEFANGQIAO]
    with store.write() as query:
        query.run(
            "update community set valid_to = $day where code = $code", day=DAY, code=JIEFANGQIAO
        )
    gone = only(figures(store, both).total)
    assert (gone.needed, gone.missing, reached(gone)) == (2, 2, [])


def test_subdistricts_leave_towns_out_of_numerator_and_base(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(2, STREET)
    attain(3, TOWN)
    found = figures(
        store, with_target(programme, share_percent=30, denominator="subdistricts"), by="street"
    )
    total = only(found.total)
    assert total.standing is not None
    assert found.total.standing.counts.attained == 5
    assert found.total.standing.denominator.count == 6977
    assert total.standing.counts.attained == 2
    # The published count of committees in subdistricts, 2023.
    assert total.standing.denominator.count == 6529
    assert (total.needed, total.missing) == (1959, 1957)
    street, town = of(found, STREET), of(found, TOWN)
    assert street.as_json()["number"] == 2
    assert (town.as_json()["number"], town.needed, town.met) == (0, 0, None)


def test_the_subdistricts_of_the_cities_add_up_to_those_of_the_province(
    store: Store, programme: Programme
) -> None:
    found = figures(store, with_target(programme, share_percent=30, denominator="subdistricts"))
    counted = [of(found, row.code).standing for row in found.rows]
    assert sum(one.denominator.count for one in counted if one) == 6529
    assert counted[0] is not None
    assert counted[0].denominator.count == 1052  # Jinan


def test_an_official_figure_of_all_communities_is_not_taken_for_those_of_subdistricts(
    store: Store, programme: Programme
) -> None:
    with store.write() as query:
        query.run(
            """
            insert into denominator
                (scope, communities, basis, counted_on, source, recorded_at, person)
            values ('3701', 900, 'official', $day, 'a paper', $at, 'local')
            """,
            day=DAY,
            at=morning(date(2021, 12, 31)),
        )
    found = figures(store, with_target(programme, share_percent=30, denominator="subdistricts"))
    row = found.rows[0]
    assert row.standing.denominator.count == 900
    standing = only(row).standing
    assert standing is not None
    assert (standing.denominator.count, standing.denominator.basis) == (1052, "nbs-2023")


def test_every_street_of_beijings_rule_is_bound_and_no_town(
    store: Store, programme: Programme, attain: Attain
) -> None:
    """Beijing's rule over Shandong's streets: two have to take part in each."""
    _quarter, streets, _nation = loader.programme("11-green-community").targets
    attain(2, STREET, outcome="does_not_meet")
    attain(1, "370105001")
    beijing = programme.model_copy(update={"targets": (streets,)})
    found = figures(store, beijing, by="street")
    assert {len(row.targets) for row in found.rows if row.code[6] == "0"} == {1}
    assert {len(row.targets) for row in found.rows if row.code[6] != "0"} == {0}
    assert all(only(row).binding for row in found.rows if row.targets)
    assert (of(found, STREET).met, of(found, "370105001").missing) == (True, 1)
    assert figures(store, beijing).total.targets == ()


def test_every_month_has_its_own_targets_too(
    store: Store, programme: Programme, attain: Attain
) -> None:
    attain(1, JIEFANGQIAO)
    found = figures(store, listing(programme, JIEFANGQIAO), monthly=True)
    assert found.series is not None
    months = {month.month: only(month.total).missing for month in found.series}
    assert (months["2021-05"], months["2021-06"], months["2021-12"]) == (1, 0, 0)

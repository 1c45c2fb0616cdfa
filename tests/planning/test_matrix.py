"""Items and places beside a count one community after the other, over random histories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from green.errors import NotFound, Refused
from green.planning.likeness import BUILT, KINDS, SIZES, Likeness, read
from green.planning.matrix import STANDINGS, Cell
from green.planning.matrix_records import behind
from green.planning.reading import comparison, matrix
from green.registry.model import CODE_LENGTH, Level, Profile
from green.standard.programme import Programme
from green.store import Store
from tests.database import SELF_DECLARED, self_declared

# Two in one street, one in another of the district, one in another district, one in Qingdao.
CODES = ("370102001002", "370102001003", "370102002002", "370105001008", "370202001001")
BEGAN = date(2021, 6, 1)
ASKED = ("noise", "heritage", "property-management")
OF_AN_OLDER_TEXT = "of-an-older-text"
TABLES = ("enrolment_event", "submission", "submission_event", "submission_item", "profile_event")
SOON = st.integers(0, 5)


@dataclass(frozen=True)
class Event:
    """On which day it holds and on which it was recorded, in days from the beginning."""

    on: int
    recorded: int
    kind: str
    items: tuple[tuple[str, str], ...] = ()
    # When a hand-in ended: on which day, and recorded when.
    ended: tuple[int, int] | None = None
    profile: Profile = field(default_factory=Profile)


profiles = st.builds(
    Profile,
    households=st.sampled_from([None, 1, 999, 1000, 2500, 3000]),
    built_from=st.sampled_from([None, 1999, 2000, 2001, 2011]),
    built_to=st.sampled_from([None, 2000, 2020]),
    kind=st.sampled_from([None, "old_estate", "mixed"]),
)
answers = st.dictionaries(
    st.sampled_from([*ASKED, OF_AN_OLDER_TEXT]),
    st.sampled_from(["met", "partly", "unmet", "not_applicable"]),
).map(lambda found: tuple(found.items()))
events = st.one_of(
    st.builds(Event, SOON, SOON, st.sampled_from(["enrol", "enrol", "withdraw"])),
    st.builds(
        Event,
        SOON,
        SOON,
        st.just("hand_in"),
        answers,
        st.none() | st.tuples(SOON, SOON),
    ),
    st.builds(Event, SOON, SOON, st.just("profile"), profile=profiles),
)
lives = st.lists(
    st.lists(events, max_size=5).map(
        # Most take part from the first day on, so that there is something to count.
        lambda found: [Event(0, 0, "enrol"), *found] if len(found) != 1 else found
    ),
    min_size=len(CODES),
    max_size=len(CODES),
)
likenesses = st.builds(
    Likeness,
    size=st.none() | st.sampled_from(SIZES),
    built=st.none() | st.sampled_from(BUILT),
    kind=st.none() | st.sampled_from(KINDS),
)


def day(number: int) -> date:
    return BEGAN + timedelta(days=number)


def moment(number: int) -> datetime:
    return datetime.combine(day(number), datetime.min.time())


def fill(store: Store, histories: list[list[Event]]) -> None:
    """The rows of these histories and no others, in the order in which they stand."""
    with store.write() as query:
        for table in TABLES:
            query.run(f"delete from {table}")
    with store.write() as query:
        for code, history in zip(CODES, histories, strict=True):
            community = query.value("select id from community where code = $code", code=code)
            for event in history:
                about = {
                    "community": community,
                    "on": day(event.on),
                    "at": moment(event.recorded),
                }
                if event.kind == "profile":
                    query.run(
                        """
                        insert into profile_event (community, households, built_from, built_to,
                            kind, effective_on, recorded_at, person)
                        values ($community, $households, $built_from, $built_to, $kind, $on, $at,
                            'x')
                        """,
                        households=event.profile.households,
                        built_from=event.profile.built_from,
                        built_to=event.profile.built_to,
                        kind=event.profile.kind,
                        **about,
                    )
                elif event.kind == "hand_in":
                    _hand_in(query, event, about)
                else:
                    query.run(
                        f"""
                        insert into enrolment_event
                            (programme, community, kind, effective_on, recorded_at, person)
                        values ('{SELF_DECLARED}', $community, '{event.kind}', $on, $at, 'x')
                        """,
                        **about,
                    )


def _hand_in(query, event: Event, about: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    submission = query.reserve("event_id", 1)
    query.run(
        f"""
        insert into submission (id, programme, cycle, community, outcome, standard_sha256,
            snapshot, sha256, effective_on, recorded_at, person)
        values ({submission}, '{SELF_DECLARED}', '2021', $community, 'meets', '', '', '', $on, $at,
            'x')
        """,
        **about,
    )
    for item, status in event.items:
        query.run(f"insert into submission_item values ({submission}, '{item}', '{status}')")
    if event.ended is not None:
        query.run(
            f"""
            insert into submission_event (submission, kind, effective_on, recorded_at, person)
            values ({submission}, 'recall', $on, $at, 'x')
            """,
            on=day(event.ended[0]),
            at=moment(event.ended[1]),
        )


def stands(history: list[Event], on: int, known: int) -> dict[str, str] | None:
    """What of a community stands handed in, by the words of the rules; None if nothing does."""
    seen = [event for event in history if event.on <= on and event.recorded <= known]
    seen.sort(key=lambda event: (event.on, event.recorded))
    takes_part = False
    last = None
    for event in seen:
        if event.kind in ("enrol", "withdraw"):
            takes_part = event.kind == "enrol"
        if event.kind == "hand_in" and not (
            event.ended and event.ended[0] <= on and event.ended[1] <= known
        ):
            last = event
    return dict(last.items) if takes_part and last else None


def profile_of(history: list[Event], on: int, known: int) -> Profile:
    seen = [
        event
        for event in history
        if event.kind == "profile" and event.on <= on and event.recorded <= known
    ]
    return max(seen, key=lambda event: (event.on, event.recorded)).profile if seen else Profile()


def alike(profile: Profile, like: Likeness) -> bool:
    """By the words of the classes, not by the code that reads them."""
    year = profile.built_from
    if year is None and profile.built_to is not None and profile.built_to <= 2000:
        year = profile.built_to
    size = (
        "not_recorded"
        if profile.households is None
        else "under_1000"
        if profile.households < 1000
        else "1000_to_1999"
        if profile.households < 2000
        else "2000_to_2999"
        if profile.households < 3000
        else "3000_and_more"
    )
    built = (
        "not_recorded"
        if year is None
        else "before_2001"
        if year <= 2000
        else "2001_to_2010"
        if year <= 2010
        else "after_2010"
    )
    kind = profile.kind or "not_recorded"
    return all(
        wanted in (None, have)
        for wanted, have in ((like.size, size), (like.built, built), (like.kind, kind))
    )


def no_ties(histories: list[list[Event]]) -> bool:
    """Equal days and moments are ordered by the ids of rows, which tables do not share."""
    return all(
        len({(event.on, event.recorded) for event in history if event.kind != "profile"})
        == sum(event.kind != "profile" for event in history)
        and len({(event.on, event.recorded) for event in history if event.kind == "profile"})
        == sum(event.kind == "profile" for event in history)
        for history in histories
    )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    histories=lives.filter(no_ties),
    on=SOON,
    known=SOON,
    like=likenesses | st.just(Likeness()),
    level=st.sampled_from(["city", "district", "street"]),
)
def test_the_matrix_is_that_of_one_community_after_the_other(
    opened: Store,
    histories: list[list[Event]],
    on: int,
    known: int,
    like: Likeness,
    level: Level,
) -> None:
    fill(opened, histories)
    programme = self_declared()
    with opened.read() as query:
        found = matrix(
            query,
            programme,
            by=level,
            like=like,
            as_of=day(on),
            known_at=moment(known),
        )
        # Whose profile says nothing is on the list as well, wherever nothing is asked of it.
        everybody = query.value("select count(*) from community")
        others = everybody - len(CODES) if alike(Profile(), like) else 0
        lists = {
            item: behind(query, programme, "37", item, day(on), moment(known), like)
            for item in ASKED
        }
    expected: dict[str, dict[str, list[int]]] = {}
    listed = 0
    for code, history in zip(CODES, histories, strict=True):
        if not alike(profile_of(history, on, known), like):
            continue
        listed += 1
        standing = stands(history, on, known)
        row = expected.setdefault(code[: CODE_LENGTH[level]], {})
        for item in ASKED:
            counts = row.setdefault(item, [0] * len(STANDINGS))
            how = "missing" if standing is None else standing.get(item, "unanswered")
            counts[STANDINGS.index(how)] += 1  # type: ignore[arg-type]
    places = {item.id: at for at, item in enumerate(found.items)}
    for row in found.rows:
        for item in ASKED:
            cell = row.cells[places[item]]
            counts = expected.get(row.code, {}).get(item, [0] * len(STANDINGS))
            # The others of the list have never handed in anything.
            assert [cell.of(one) for one in STANDINGS[:-1]] == counts[:-1]
            assert cell.missing >= counts[-1]
            assert cell.communities == row.listed
    assert found.total.listed == listed + others
    for item in ASKED:
        total = found.total.cells[places[item]]
        counts = [sum(row[item][at] for row in expected.values()) for at in range(len(STANDINGS))]
        assert [total.of(one) for one in STANDINGS] == [*counts[:-1], counts[-1] + others]
        base = sum(counts[:3])
        assert total.rate == (Fraction(counts[0], base) if base else None)
        assert [sum(one.standing == how for one in lists[item]) for how in STANDINGS] == [
            total.of(how) for how in STANDINGS
        ]
    # What an older text asked is no item of today's, and is counted nowhere.
    assert OF_AN_OLDER_TEXT not in places


def test_a_cell_without_a_base_has_no_rate_and_one_with_nobody_meeting_it_has_zero() -> None:
    assert Cell(not_applicable=3, unanswered=2, missing=4).rate is None
    assert Cell(partly=1).rate == 0
    assert Cell(met=1, partly=1, unmet=1, not_applicable=9).rate == Fraction(1, 3)
    assert Cell().as_json()["rate"] is None


def test_wrong_classes_are_refused_all_at_once_by_what_there_is() -> None:
    with pytest.raises(Refused) as refused:
        read("large", None, "villa")
    assert "3000_and_more" in str(refused.value)
    assert "old_estate" in str(refused.value)
    assert read(None, "before_2001", None) == Likeness(built="before_2001")


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["370102"], "it takes 2 to 6"),
        (["370102"] * 2, "in common"),
        (["370102", "3701"], "in common"),
        (["370102", "370103", "370104", "370105", "370112", "370113", "370114"], "it takes 2 to 6"),
    ],
)
def test_places_that_cannot_stand_side_by_side_are_refused(
    opened: Store, programme: Programme, codes: list[str], words: str
) -> None:
    with opened.read() as query, pytest.raises(Refused, match=words):
        comparison(query, programme, codes)


def test_a_place_that_there_is_not_or_outside_the_region_is_refused(
    opened: Store, programme: Programme
) -> None:
    jinan = programme.model_copy(update={"region": "3701"})
    with opened.read() as query:
        with pytest.raises(NotFound):
            comparison(query, programme, ["370102", "379999"])
        with pytest.raises(Refused, match="outside"):
            comparison(query, jinan, ["370102", "370202"])
        with pytest.raises(Refused, match="outside"):
            matrix(query, jinan, scope="3702")
        with pytest.raises(Refused, match="divided"):
            matrix(query, programme, scope="370102", by="city")

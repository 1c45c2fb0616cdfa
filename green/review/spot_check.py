"""Spot checks (抽查): draw recognised communities, score them blind, compare with what was stated.

Half of it is chance and half is risk; the seed, the list and every weight are kept, so that the
draw can be made again by anybody. An inspector sees the requirement and not the answer, and must
not be one of those who decided on the community before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from green import clock
from green.assessment.submission_records import submission_by_id
from green.errors import NotFound, NotPossible, Problem, Refused
from green.people.guard import acting
from green.people.model import Action, Actor
from green.review import records as decisions
from green.review import spot_check_records as records
from green.review.recheck import attaining, need_office
from green.review.recognised_records import Recognised, recognised
from green.review.sampling import Candidate, draw, frame_sha256
from green.review.snapshot import read_snapshot
from green.review.spot_check_records import Compared, Found
from green.standard.answers import NotApplicable
from green.standard.model import Standard
from green.standard.programme import Programme
from green.standard.validator import read_line
from green.store import Query, Store
from green.texts import lazy

# Handing in so shortly before a target's deadline is a reason to look.
_LAST_DAYS = timedelta(days=14)
_MOST = 500


@dataclass(frozen=True)
class NewDraw:
    """A draw as a form gives it. The seed is best something public and not yet known when the
    list is closed, such as the number of a lottery."""

    title: str
    seed: str
    random: int
    weighted: int


@dataclass(frozen=True)
class Agreement:
    """How often what was found is what was stated."""

    same: int
    scored: int


def draw_sample(store: Store, actor: Actor, programme: Programme, scope: str, new: NewDraw) -> int:
    """Draw from the communities recognised in a scope today; returns the draw's id.

    Raises `Refused` for blanks and numbers that cannot be, `NotPossible` where nobody is
    recognised by a submission, `NotAllowed`.
    """
    title, seed = read_line(new.title, lazy("Title")), read_line(new.seed, lazy("Seed"))
    if min(new.random, new.weighted) < 0 or not 1 <= new.random + new.weighted <= _MOST:
        raise Refused(
            Problem(
                lazy("This must be a whole number from 1 to {most}.", most=_MOST),
                lazy("Communities to draw"),
                lazy("Draw some, at random, by risk, or both."),
            )
        )
    day = clock.today()
    with acting(store, actor, Action.REVIEW, scope, "draw_spot_check", seed=seed) as query:
        need_office(query, actor, attaining(programme), scope)
        frame = candidates(query, programme, scope, day)
        if not frame:
            raise NotPossible(
                Problem(
                    lazy("No community here is recognised by a submission of its own."),
                    mend=lazy("Draw once there are some."),
                )
            )
        identity = records.add_spot_check(
            query,
            programme.id,
            scope,
            title,
            seed,
            frame_sha256(frame),
            len(frame),
            day,
            actor.person,
        )
        records.add_picks(query, identity, draw(seed, frame, new.random, new.weighted))
        return identity


def candidates(query: Query, programme: Programme, scope: str, day: date) -> list[Candidate]:
    """All that may be drawn, in code order, each with the reasons to look at it."""
    deadlines = [target.deadline for target in programme.targets]
    return [
        Candidate(one.code, one.submission, tuple(_reasons(query, one, deadlines)))
        for one in recognised(query, programme, scope, day, query.at)
    ]


def score(
    store: Store,
    actor: Actor,
    spot_check: int,
    submission: int,
    item: str,
    status: Found,
    note: str = "",
) -> None:
    """Store what was found in an item of a drawn community; the last word counts.

    Raises `NotPossible` for a community that was not drawn and for whoever decided on it before.
    """
    line = read_line(note, lazy("Note")) if note.strip() else None
    with store.read() as query:
        drawn = {one.submission: one for one in records.drawn(query, spot_check)}
    if submission not in drawn:
        raise NotPossible(
            Problem(
                lazy("This community is not part of the spot check."),
                mend=lazy("Load the page again."),
            )
        )
    place = drawn[submission].code
    with acting(store, actor, Action.REVIEW, place, "score", item=item) as query:
        if any(one.person == actor.person for one in decisions.decisions(query, submission)):
            raise NotPossible(
                Problem(
                    lazy("You decided on this community in its review."),
                    mend=lazy("Somebody else has to look at it."),
                )
            )
        standard = standard_of(query, submission)
        found = standard.item(item)
        if found is None:
            raise NotFound(
                Problem(
                    lazy("The standard has no item “{key}”.", key=item),
                    mend=lazy("Load the page again."),
                )
            )
        records.add_score(query, spot_check, submission, found.id, status, line, actor.person)


def standard_of(query: Query, submission: int) -> Standard:
    """The text of the standard that a submission was made under."""
    return read_snapshot(query, submission_by_id(query, submission)).standard


def agreement(compared: Iterable[Compared], by: Callable[[Compared], str]) -> dict[str, Agreement]:
    """How often found is as stated, per item, per city, or per whatever `by` gives."""
    counts: dict[str, tuple[int, int]] = {}
    for one in compared:
        same, scored = counts.get(by(one), (0, 0))
        counts[by(one)] = (same + (one.stated == one.found), scored + 1)
    return {key: Agreement(*found) for key, found in sorted(counts.items())}


def _reasons(query: Query, one: Recognised, deadlines: Sequence[date]) -> Iterable[str]:
    found = read_snapshot(query, submission_by_id(query, one.submission))
    answers = found.answers.items
    if any(
        judged.status == "met"
        and not found.evidence.get(judged.item.id)
        and not (judged.item.id in answers and answers[judged.item.id].note)
        for judged in found.verdict.items
    ):
        yield "no_proof"
    if one.bulk:
        yield "bulk"
    if one.resubmitted:
        yield "resubmitted"
    if any(deadline - _LAST_DAYS < one.handed_in_on <= deadline for deadline in deadlines):
        yield "last_days"
    if any(
        answer.status == "not_applicable"
        or any(isinstance(value, NotApplicable) for value in answer.checks.values())
        for answer in answers.values()
    ):
        yield "not_applicable"

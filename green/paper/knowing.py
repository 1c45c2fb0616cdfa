"""What the forms of communities are made from, read for many at once in one unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from green.assessment import submission_records
from green.assessment.model import open_case, standing
from green.assessment.submission import handed_in
from green.errors import Refused
from green.paper import records
from green.paper.filling import Known
from green.paper.model import RectificationPlan
from green.paper.plan_form import rectification_plan, remedy
from green.planning import plan_records, works_file
from green.planning.community_plan import CommunityPlan, plan_of
from green.planning.plan import NOTHING_PLANNED, OwnPlan, Planned
from green.registry.model import Community, Profile
from green.registry.records import communities_by_id, simulation_ends
from green.standard.answers import Answers
from green.standard.model import Standard
from green.standard.programme import Programme
from green.standard.verdict import judge
from green.store import Query


def known(query: Query, programme: Programme, ids: list[int], day: date) -> list[Known]:
    """Everything that is stored about communities (ids) in the cycle open that day."""
    communities = communities_by_id(query, ids)
    if not communities:
        return []
    cycle = open_case(programme, communities[0], day).cycle
    places, profiles = records.places(query, ids), records.profiles(query, ids)
    drafts = records.drafts(query, programme.id, cycle.id, ids)
    evidence = records.evidence(query, programme.id, cycle.id, ids)
    submissions = records.submissions(query, programme.id, ids)
    planned = _planned(query, programme, ids, day)
    blank_profile = Profile()
    return [
        _with_remedies(
            Known(
                open_case(programme, community, day),
                places[community.id],
                drafts[community.id],
                evidence.get(community.id, []),
                submissions.get(community.id, []),
                profiles.get(community.id, blank_profile),
                planned.get(community.id, NOTHING_PLANNED),
            )
        )
        for community in communities
    ]


def kept_standards(query: Query, found: Iterable[Known]) -> Mapping[str, Standard]:
    """The texts of standards under which communities handed in, by SHA-256."""
    hashes = {one.standard_sha256 for known in found for one in known.submissions}
    return {
        sha256: standard
        for sha256 in hashes
        if (standard := submission_records.kept_standard(query, sha256)) is not None
    }


def plan(
    query: Query, programme: Programme, community: Community, day: date, today: date
) -> RectificationPlan:
    """The 整改计划 by the answers of the open cycle, or what stands until it has some.

    Raises `Refused` for a broken file of works.
    """
    (found,) = known(query, programme, [community.id], day)
    made, answers = _plan(found)
    simulated = simulation_ends(query) is not None
    return rectification_plan(found, made, answers, today, simulated=simulated)


def _planned(
    query: Query, programme: Programme, ids: Sequence[int], day: date
) -> Mapping[int, OwnPlan]:
    found: dict[int, dict[tuple[str, str], Planned]] = {}
    planned = plan_records.planned_for(query, programme.id, ids, day, query.at)
    for (community, item, work), one in planned.items():
        found.setdefault(community, {})[item, work] = one
    return found


def _with_remedies(found: Known) -> Known:
    """The same with what is planned for each item, where anything is."""
    if not found.planned:
        return found
    try:
        made, _answers = _plan(found)
    except Refused:
        # A broken file of works takes no 自评表 away: it is said where works are planned.
        return found
    items = found.case.standard.items
    return replace(found, remedies={item.id: remedy(made.for_item(item)) for item in items})


def _plan(found: Known) -> tuple[CommunityPlan, Answers]:
    case, before = found.case, standing(found.submissions)
    answers = found.draft.answers(case)
    earlier = handed_in(case, before) if before is not None and not found.draft.fields else None
    verdict = earlier or judge(case.standard, answers)
    told = None if earlier else answers
    return plan_of(works_file.load(), verdict, found.profile, found.planned, told), answers

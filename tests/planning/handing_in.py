"""Communities that have handed in, as the rows they leave: answering item by item takes seconds."""

from __future__ import annotations

from green import clock
from green.standard import loader
from green.store import Store
from tests.database import GREEN, SELF_DECLARED, case_of

STANDARD = loader.standard(GREEN)


def hand_in(store: Store, code: str, **instead: str) -> None:
    """Rows as they are after a community has handed in, all met but for `instead`."""
    other = {key.replace("_", "-"): status for key, status in instead.items()}
    day, programme = clock.today(), SELF_DECLARED
    given = {"programme": programme, "community": case_of(store, code).community.id, "day": day}
    with store.write() as query:
        query.run(
            """
            insert into enrolment_event
                (programme, community, kind, effective_on, recorded_at, person)
            values ($programme, $community, 'enrol', $day, $at, 'local')
            """,
            **given,
            at=query.at,
        )
        identity = query.insert(
            """
            insert into submission
                (programme, cycle, community, outcome, standard_sha256, snapshot, sha256,
                 effective_on, recorded_at, person)
            values ($programme, '2021', $community, $outcome, '', '', '', $day, $at, 'local')
            returning id
            """,
            **given,
            outcome="does_not_meet" if other else "meets",
            at=query.at,
        )
        for item in STANDARD.items:
            query.run(
                "insert into submission_item values ($submission, $item, $status)",
                submission=identity,
                item=item.id,
                status=other.get(item.id, "met"),
            )

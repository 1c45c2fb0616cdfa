"""A community that has answered everything; a module that imports `case` has this one."""

from __future__ import annotations

import pytest

from green.assessment import submission_records
from green.assessment.enrolment import enrol
from green.assessment.model import Case, Submission
from green.store import Store
from tests.database import LOCAL, answer_all


@pytest.fixture
def case(store: Store, case: Case) -> Case:
    """It takes part and has answered everything as met."""
    enrol(store, case, LOCAL)
    answer_all(store, case)
    return case


def submissions(store: Store, case: Case) -> list[Submission]:
    with store.read() as query:
        return submission_records.submissions(query, case.programme.id, case.community.id)

"""A store of each test's own, and one community that takes part."""

from __future__ import annotations

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.store import Store
from tests.database import JIEFANGQIAO, LOCAL, case_of, database, english, shandong, store

__all__ = ["database", "english", "shandong", "store"]


@pytest.fixture
def enrolled(store: Store) -> Case:
    case = case_of(store, JIEFANGQIAO)
    enrol(store, case, LOCAL)
    return case
